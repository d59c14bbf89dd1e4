//! A request's text as a value, or which field of it is wrong.

use super::Validation;
use super::names;
use crate::details::Pointer;
use crate::{FieldError, FieldErrors};
use serde::de::{DeserializeOwned, Deserializer};
use serde_path_to_error::{Path, Segment};
use std::fmt;

/// Decodes a body of JSON, for frameworks that have no extractor here.
///
/// ```
/// use error_catalog::extract::{self, Unchecked};
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Order {
///     items: Vec<u32>,
/// }
///
/// let errors = extract::json::<Order, Unchecked>(br#"{"items":[1,"two"]}"#).unwrap_err();
/// let error = errors.iter().next().unwrap();
/// assert_eq!(error.field(), "/items/1");
/// assert_eq!(error.message(), "invalid type: string \"two\", expected u32");
/// ```
///
/// # Errors
///
/// Fails with the fields that are wrong. Their codes are `syntax` (no JSON), `type`, `required`,
/// `unknown`, `repeated`, and those of the validation.
pub fn json<T: DeserializeOwned, V: Validation<T>>(body: &[u8]) -> Result<T, FieldErrors> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = match serde_path_to_error::deserialize(&mut deserializer) {
        Ok(value) => value,
        Err(error) if error.inner().is_data() => {
            return Err(mistake(error.path(), error.inner(), &[]));
        }
        Err(error) => return Err(syntax(error.inner())),
    };
    deserializer.end().map_err(|error| syntax(&error))?;
    checked::<T, V>(value)
}

/// Decodes a query, or the body of a form, for frameworks that have no extractor here.
///
/// # Errors
///
/// Fails with the fields that are wrong, as [`json`] does.
pub fn form<T: DeserializeOwned, V: Validation<T>>(text: &[u8]) -> Result<T, FieldErrors> {
    let deserializer = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text));
    decode::<_, _, V>(deserializer, &[])
}

/// The parameters of a path.
#[cfg(any(feature = "actix-web", feature = "axum", feature = "poem"))]
pub(crate) fn path<T: DeserializeOwned, V: Validation<T>>(
    params: &super::params::Params,
) -> Result<T, FieldErrors> {
    decode::<_, _, V>(params, &params.names())
}

fn decode<'de, D, T, V>(deserializer: D, names: &[&str]) -> Result<T, FieldErrors>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
    V: Validation<T>,
{
    let decoded = serde_path_to_error::deserialize(deserializer);
    let value = decoded.map_err(|error| mistake(error.path(), error.inner(), names))?;
    checked::<T, V>(value).map_err(|errors| {
        let errors = errors.into_iter().map(|error| placed(error, names));
        errors.collect()
    })
}

/// The error of a value that has a place, by its name.
fn placed(error: FieldError, names: &[&str]) -> FieldError {
    let mut parts: Vec<_> = error.parts().collect();
    match (parts.first_mut(), names) {
        (None, [name]) => parts.push((*name).to_owned()),
        (Some(first), _) if !names.contains(&&**first) => {
            if let Some(name) = first.parse().ok().and_then(|place: usize| names.get(place)) {
                (*name).clone_into(first);
            }
        }
        _ => {}
    }
    error.at(parts.iter().map(String::as_str))
}

fn checked<T: DeserializeOwned, V: Validation<T>>(value: T) -> Result<T, FieldErrors> {
    match V::check(&value) {
        Ok(()) => Ok(value),
        Err(errors) => Err(errors.into_iter().map(names::as_of::<T>).collect()),
    }
}

fn syntax(error: &serde_json::Error) -> FieldErrors {
    FieldError::new("", "syntax", format!("is not JSON: {error}")).into()
}

/// `names` are those of values that have a place instead.
fn mistake(path: &Path, error: &impl fmt::Display, names: &[&str]) -> FieldErrors {
    let mut at = Pointer::default();
    for segment in path {
        match segment {
            Segment::Seq { index } => match names.get(*index) {
                Some(name) => at.push(name),
                None => at.push(index),
            },
            Segment::Map { key } => at.push(beginning(key)),
            Segment::Enum { variant } => at.push(variant),
            Segment::Unknown => break,
        }
    }
    let message = error.to_string();
    let message = without_position(&message);
    // serde says it at the place of what has the field twice.
    if let Some(name) = named(message, "duplicate field `") {
        at.push(name);
        return FieldError::new(at.0, "repeated", "is given more than once").into();
    }
    if let ([name], true) = (names, at.0.is_empty()) {
        at.push(name);
    }
    // What serde says of a field that is not there, at the place of what lacks it.
    let (code, message) = match named(message, "missing field `") {
        Some(name) => {
            at.push(name);
            ("required", "is missing".to_owned())
        }
        None => match unknown(message) {
            Some(name) => {
                // Some formats have read its name already.
                if !matches!(path.iter().next_back(), Some(Segment::Map { key }) if key == name) {
                    at.push(beginning(name));
                }
                ("unknown", "is not known".to_owned())
            }
            None => ("type", beginning(message)),
        },
    };
    FieldError::new(at.0, code, message).into()
}

/// Of a text that repeats what the client has sent.
fn beginning(text: &str) -> String {
    text.chars().take(200).collect()
}

/// The name is the client's, and may have any character in it.
fn unknown(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("unknown field `")?;
    let end = rest.rfind("`, expected ");
    let end = end.or_else(|| rest.rfind("`, there are no fields"))?;
    Some(&rest[..end])
}

/// serde_json's messages end in a place, which the pointer says better.
fn without_position(message: &str) -> &str {
    let at = message.rfind(" at line ");
    at.map_or(message, |at| &message[..at])
}

fn named<'a>(message: &'a str, before: &str) -> Option<&'a str> {
    message.strip_prefix(before)?.split('`').next()
}

#[cfg(test)]
mod tests {
    use super::{names, placed};
    use crate::FieldError;

    #[test]
    fn a_parameter_of_a_path_has_its_name() {
        for (found, params, expected) in [
            ("", &["id"][..], "/id"),
            ("/0", &["id"], "/id"),
            ("/1/unit", &["id", "price"], "/price/unit"),
            ("/price", &["id", "price"], "/price"),
            ("/7", &["id"], "/7"),
            ("/0", &[], "/0"),
        ] {
            let error = placed(FieldError::new(found, "range", ""), params);
            assert_eq!(error.field(), expected, "{found} {params:?}");
        }
    }

    #[test]
    fn a_raw_identifier_is_named_as_serde_does() {
        #[derive(serde::Deserialize)]
        struct Order {
            #[expect(dead_code, reason = "only its name matters here")]
            r#type: u8,
        }

        let error = FieldError::new("/r#type", "range", "");
        assert_eq!(names::as_of::<Order>(error).field(), "/type");
    }
}
