//! Features `extract`, `garde` and `validator`: extractors that say which field of a request is
//! wrong.
//!
//! Each framework has its own `Json`, `Form`, `Query` and `Path`, in the module of its name; rocket,
//! which splits paths by itself, has no `Path`. They decode as the framework's own do (rocket's by
//! serde, not by `FromForm`), check what they have decoded, and answer with an error of the application: any `E` that is
//! `From<FieldErrors>`. A body that is too large, or of another media type, is answered with the
//! framework's own status.
//!
//! Give them the names of your service:
//!
//! ```
//! # mod service {
//! # use error_catalog::{ErrorCatalog, FieldErrors};
//! # #[derive(Debug, thiserror::Error, ErrorCatalog)]
//! # #[error("The order is invalid")]
//! # #[catalog(status = 422, code = 1422)]
//! # pub struct OrderError(#[from] #[catalog(details)] FieldErrors);
//! # #[cfg(all(feature = "axum", feature = "garde"))]
//! pub type Json<T> = error_catalog::axum::Json<T, OrderError, error_catalog::extract::Garde>;
//! # }
//! ```
//!
//! A field is named as the client wrote it. What could not be decoded, serde names so. garde and
//! validator name fields as Rust does: where serde's `rename_all` made another case of it, the name
//! is corrected. After a `rename` to another word, the name stays Rust's, as neither crate tells more.

mod decode;
mod names;
#[cfg(any(feature = "actix-web", feature = "axum", feature = "poem"))]
mod params;
mod validation;

#[cfg(feature = "actix-web")]
pub(crate) mod actix;
#[cfg(feature = "axum")]
pub(crate) mod axum;
#[cfg(feature = "poem")]
pub(crate) mod poem;
#[cfg(feature = "rocket")]
pub(crate) mod rocket;

#[cfg(feature = "garde")]
mod garde;
#[cfg(feature = "validator")]
mod validator;

#[cfg(feature = "garde")]
#[cfg_attr(docsrs, doc(cfg(feature = "garde")))]
pub use self::garde::Garde;
#[cfg(feature = "validator")]
#[cfg_attr(docsrs, doc(cfg(feature = "validator")))]
pub use self::validator::Validator;
pub use decode::{form, json};
pub use validation::{Unchecked, Validation};

#[cfg(any(
    feature = "actix-web",
    feature = "axum",
    feature = "poem",
    feature = "rocket"
))]
/// Whether the body says that it is JSON (RFC 8259, RFC 6839).
fn is_json(content_type: Option<&str>) -> bool {
    let media_type = media_type(content_type);
    let subtype = media_type.strip_prefix("application/");
    subtype.is_some_and(|subtype| subtype == "json" || subtype.ends_with("+json"))
}

#[cfg(any(
    feature = "actix-web",
    feature = "axum",
    feature = "poem",
    feature = "rocket"
))]
fn is_form(content_type: Option<&str>) -> bool {
    media_type(content_type) == "application/x-www-form-urlencoded"
}

#[cfg(any(
    feature = "actix-web",
    feature = "axum",
    feature = "poem",
    feature = "rocket"
))]
fn media_type(content_type: Option<&str>) -> String {
    let media_type = content_type.unwrap_or_default().split(';').next();
    media_type.unwrap_or_default().trim().to_ascii_lowercase()
}

/// Declares a framework's extractors.
#[cfg(any(
    feature = "actix-web",
    feature = "axum",
    feature = "poem",
    feature = "rocket"
))]
macro_rules! extractors {
    ($($(#[$attr:meta])* $name:ident;)*) => {$(
        $(#[$attr])*
        ///
        /// It is a `T`, answers with an `E`, and checks with a `V`.
        pub struct $name<T, E, V = Unchecked>(
            /// The value.
            pub T,
            PhantomData<fn() -> (E, V)>,
        );

        impl<T, E, V> $name<T, E, V> {
            /// Returns the value.
            #[must_use]
            pub fn into_inner(self) -> T {
                self.0
            }

            const fn new(value: T) -> Self {
                Self(value, PhantomData)
            }
        }

        impl<T, E, V> Deref for $name<T, E, V> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T: fmt::Debug, E, V> fmt::Debug for $name<T, E, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    )*};
}
#[cfg(any(
    feature = "actix-web",
    feature = "axum",
    feature = "poem",
    feature = "rocket"
))]
use extractors;
