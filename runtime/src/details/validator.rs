use super::field_errors::Pointer;
use crate::{FieldError, FieldErrors};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

/// validator names a field as Rust does: it knows nothing of serde's `rename`. The parameter `value` is
/// left out, as it is what the client has sent, and may be a password.
#[cfg_attr(docsrs, doc(cfg(feature = "validator")))]
impl From<ValidationErrors> for FieldErrors {
    fn from(errors: ValidationErrors) -> Self {
        let mut all = Self::new();
        add(&errors, &Pointer::default(), &mut all);
        all
    }
}

fn add(errors: &ValidationErrors, at: &Pointer, all: &mut FieldErrors) {
    // A map has no order that could be relied on.
    let errors: BTreeMap<_, _> = errors.errors().iter().collect();
    for (name, kind) in errors {
        let mut at = at.clone();
        // What it calls an error of the whole struct.
        if name != "__all__" {
            at.push(name);
        }
        match kind {
            ValidationErrorsKind::Struct(errors) => add(errors, &at, all),
            ValidationErrorsKind::List(items) => {
                for (index, errors) in items {
                    let mut at = at.clone();
                    at.push(index);
                    add(errors, &at, all);
                }
            }
            ValidationErrorsKind::Field(errors) => {
                all.extend(errors.iter().map(|error| field_error(at.clone(), error)));
            }
        }
    }
}

fn field_error(at: Pointer, error: &ValidationError) -> FieldError {
    let params = error.params.iter().filter(|(name, _)| *name != "value");
    let params: BTreeMap<_, _> = params.collect();
    let message = match &error.message {
        Some(message) => message.clone().into_owned(),
        None => {
            let mut message = format!("breaks the rule `{}`", error.code);
            for (index, (name, value)) in params.iter().enumerate() {
                let before = if index == 0 { ": " } else { ", " };
                let _ = write!(message, "{before}{name} {value}");
            }
            message
        }
    };
    let field_error = FieldError::new(at.0, &*error.code, message);
    params
        .into_iter()
        .fold(field_error, |field_error, (name, value)| {
            field_error.with_param(&**name, value.clone())
        })
}
