//! What a program needs to know of an error beyond its code, such as the fields of a form that are
//! wrong.

mod field_errors;
#[cfg(feature = "garde")]
mod garde;
mod schema;
#[cfg(feature = "validator")]
mod validator;

#[cfg(any(feature = "extract", feature = "tonic"))]
pub(crate) use field_errors::Pointer;
pub use field_errors::{FieldError, FieldErrors};
pub use schema::{DetailsSchema, Known, Unknown};

use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// The `details` of an error: a value that its body has as a fifth property.
///
/// `#[catalog(details)]` on a field makes one. An implementation of [`ApiError`](crate::ApiError) by
/// hand makes it of anything that serializes:
///
/// ```
/// use error_catalog::Details;
///
/// let limits = [160, 1600];
/// assert_eq!(Details::new(&limits).to_value()?, serde_json::json!([160, 1600]));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Details<'a>(&'a dyn Json);

/// What can be written as JSON.
trait Json {
    fn write(&self, out: &mut dyn std::io::Write) -> serde_json::Result<()>;

    fn to_value(&self) -> serde_json::Result<Value>;
}

impl<T: Serialize> Json for T {
    fn write(&self, out: &mut dyn std::io::Write) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }

    fn to_value(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}

/// A value that is JSON already.
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonText(pub(crate) std::sync::Arc<str>);

#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
impl Json for JsonText {
    fn write(&self, out: &mut dyn std::io::Write) -> serde_json::Result<()> {
        out.write_all(self.0.as_bytes())
            .map_err(serde_json::Error::io)
    }

    fn to_value(&self) -> serde_json::Result<Value> {
        serde_json::from_str(&self.0)
    }
}

impl<'a> Details<'a> {
    /// Takes a value as an error's details.
    pub fn new<T: Serialize>(value: &'a T) -> Self {
        Self(value)
    }

    /// Returns the value as JSON.
    ///
    /// # Errors
    ///
    /// Fails if the value's `Serialize` does, or if it has a map whose keys are neither texts nor
    /// numbers. The body of such an error is the one without details.
    pub fn to_value(self) -> serde_json::Result<Value> {
        self.0.to_value()
    }

    /// Takes a value that is JSON already.
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) const fn of_json(json: &'a JsonText) -> Self {
        Self(json)
    }

    pub(crate) fn write(self, out: &mut dyn std::io::Write) -> serde_json::Result<()> {
        self.0.write(out)
    }
}

impl fmt::Debug for Details<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_value() {
            Ok(value) => write!(f, "Details({value})"),
            Err(error) => write!(f, "Details({error})"),
        }
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __details_method {
    ($needs:ident $($method:tt)*) => { $($method)* };
}
