use super::Validation;
use crate::FieldErrors;
use validator::Validate;

/// Checks a value with validator.
#[derive(Clone, Copy, Debug)]
pub struct Validator;

impl<T: Validate> Validation<T> for Validator {
    fn check(value: &T) -> Result<(), FieldErrors> {
        value.validate().map_err(FieldErrors::from)
    }
}
