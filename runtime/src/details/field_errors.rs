use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::fmt;

/// Which fields of a request are wrong, and why: the ready-made type for `#[catalog(details)]`.
///
/// On the wire it is a list: `[{"field":"/items/0/name","code":"length","message":"…","params":{…}}]`.
/// Each `field` is a JSON Pointer (RFC 6901) into the request. For people and their forms there is a
/// message; for programs a `code`, and the `params` that it was checked with, such as `min` and
/// `max`.
///
/// ```
/// use error_catalog::{ErrorCatalog, FieldError, FieldErrors, Occurrence};
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// enum OrderError {
///     /// One of the fields has a value that is not allowed.
///     #[error("The order is invalid")]
///     #[catalog(status = 422, code = 1422)]
///     Invalid(#[from] #[catalog(details)] FieldErrors),
/// }
///
/// let mut errors = FieldErrors::new();
/// errors.push(FieldError::new("/items/0/name", "length", "is empty").with_param("min", 1));
/// let body = Occurrence::new(OrderError::from(errors)).to_json_bytes();
/// let body = String::from_utf8(body)?;
/// assert!(body.starts_with(r#"{"code":1422,"message":"The order is invalid","errorId":""#));
/// assert!(body.ends_with(
///     r#","details":[{"field":"/items/0/name","code":"length","message":"is empty","params":{"min":1}}]}"#,
/// ));
/// # Ok::<(), std::string::FromUtf8Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(pub(crate) Vec<FieldError>);

/// One entry of [`FieldErrors`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldError {
    field: String,
    code: String,
    message: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    params: Map<String, Value>,
}

impl FieldError {
    /// Creates an entry. `field` is a JSON Pointer: `/items/0/name`, or empty for the whole request. One
    /// without its first slash is taken for the name of a field.
    pub fn new(
        field: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let mut field = field.into();
        if !field.is_empty() && !field.starts_with('/') {
            field.insert(0, '/');
        }
        Self {
            field,
            code: code.into(),
            message: message.into(),
            params: Map::new(),
        }
    }

    /// Adds a parameter of the rule that the field broke.
    #[must_use]
    pub fn with_param(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }

    /// Returns the JSON Pointer of the field. It is empty for the whole request.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns the name of the rule that the field broke.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns what is wrong, for people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the parameters of the rule.
    #[must_use]
    pub fn params(&self) -> &Map<String, Value> {
        &self.params
    }
}

impl FieldErrors {
    /// No field is wrong.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds an entry.
    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Returns whether no field is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the entries, in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }
}

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}

impl FromIterator<FieldError> for FieldErrors {
    fn from_iter<I: IntoIterator<Item = FieldError>>(errors: I) -> Self {
        Self(errors.into_iter().collect())
    }
}

impl Extend<FieldError> for FieldErrors {
    fn extend<I: IntoIterator<Item = FieldError>>(&mut self, errors: I) {
        self.0.extend(errors);
    }
}

impl IntoIterator for FieldErrors {
    type Item = FieldError;
    type IntoIter = std::vec::IntoIter<FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a FieldErrors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// For the log: `/items/0/name: is empty; /number: is not a number`.
impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, FieldError { field, message, .. }) in self.0.iter().enumerate() {
            let semicolon = if index == 0 { "" } else { "; " };
            let colon = if field.is_empty() { "" } else { ": " };
            write!(f, "{semicolon}{field}{colon}{message}")?;
        }
        Ok(())
    }
}

impl Error for FieldErrors {}

/// A JSON Pointer (RFC 6901, section 3), part by part.
#[cfg(any(
    feature = "extract",
    feature = "garde",
    feature = "tonic",
    feature = "validator"
))]
#[derive(Clone, Debug, Default)]
pub(crate) struct Pointer(pub(crate) String);

#[cfg(any(
    feature = "extract",
    feature = "garde",
    feature = "tonic",
    feature = "validator"
))]
impl Pointer {
    pub(crate) fn push(&mut self, part: impl fmt::Display) {
        let part = part.to_string().replace('~', "~0").replace('/', "~1");
        self.0.push('/');
        self.0.push_str(&part);
    }
}

#[cfg(any(feature = "extract", feature = "tonic"))]
impl FieldError {
    /// The parts of the pointer.
    pub(crate) fn parts(&self) -> impl Iterator<Item = String> {
        let parts = self.field.split('/').skip(1);
        parts.map(|part| part.replace("~1", "/").replace("~0", "~"))
    }

    /// The same of another field.
    #[cfg(feature = "extract")]
    pub(crate) fn at<'a>(self, parts: impl Iterator<Item = &'a str>) -> Self {
        let mut pointer = Pointer::default();
        parts.for_each(|part| pointer.push(part));
        Self {
            field: pointer.0,
            ..self
        }
    }
}

/// The JSON Schema of the type.
pub(super) fn schema() -> Value {
    json!({
        "type": "array",
        "description": "The fields of the request that are wrong.",
        "items": {
            "type": "object",
            "required": ["field", "code", "message"],
            "properties": {
                "field": {
                    "type": "string",
                    "description": "A JSON Pointer (RFC 6901) into the request; empty for the whole.",
                },
                "code": { "type": "string", "description": "The name of the rule that is broken." },
                "message": { "type": "string", "description": "What is wrong, for people." },
                "params": {
                    "type": "object",
                    "description": "The parameters of the rule.",
                    "additionalProperties": true,
                },
            },
        },
        "examples": [[{
            "field": "/items/0/name",
            "code": "length",
            "message": "is shorter than 1",
            "params": { "min": 1 },
        }]],
    })
}

#[cfg(feature = "schemars")]
#[cfg_attr(docsrs, doc(cfg(feature = "schemars")))]
impl schemars::JsonSchema for FieldErrors {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FieldErrors".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schema().try_into().unwrap_or_default()
    }
}

#[cfg(feature = "utoipa")]
#[cfg_attr(docsrs, doc(cfg(feature = "utoipa")))]
impl utoipa::PartialSchema for FieldErrors {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let schema = serde_json::from_value(schema());
        utoipa::openapi::RefOr::T(schema.expect("this is a schema of OpenAPI 3.1"))
    }
}

#[cfg(feature = "utoipa")]
#[cfg_attr(docsrs, doc(cfg(feature = "utoipa")))]
impl utoipa::ToSchema for FieldErrors {
    fn name() -> std::borrow::Cow<'static, str> {
        "FieldErrors".into()
    }
}
