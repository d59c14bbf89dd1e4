use crate::FieldErrors;

/// How a value is checked after it was decoded. `Garde` and `Validator` are two ways; an
/// application may have its own.
///
/// ```
/// use error_catalog::extract::Validation;
/// use error_catalog::{FieldError, FieldErrors};
///
/// struct Period { from: u32, to: u32 }
///
/// struct InOrder;
///
/// impl Validation<Period> for InOrder {
///     fn check(period: &Period) -> Result<(), FieldErrors> {
///         if period.from <= period.to {
///             return Ok(());
///         }
///         Err(FieldError::new("/to", "order", "is before `from`").into())
///     }
/// }
///
/// assert!(InOrder::check(&Period { from: 2, to: 1 }).is_err());
/// ```
pub trait Validation<T> {
    /// Checks a value.
    ///
    /// # Errors
    ///
    /// Fails with all that is wrong.
    fn check(value: &T) -> Result<(), FieldErrors>;
}

/// Takes any value that could be decoded.
#[derive(Clone, Copy, Debug)]
pub struct Unchecked;

impl<T> Validation<T> for Unchecked {
    fn check(_: &T) -> Result<(), FieldErrors> {
        Ok(())
    }
}
