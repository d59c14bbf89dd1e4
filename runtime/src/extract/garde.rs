use super::Validation;
use crate::FieldErrors;
use garde::Validate;

/// Checks a value with garde, whose `Context` is the default one.
#[derive(Clone, Copy, Debug)]
pub struct Garde;

impl<T: Validate<Context: Default>> Validation<T> for Garde {
    fn check(value: &T) -> Result<(), FieldErrors> {
        value.validate().map_err(FieldErrors::from)
    }
}
