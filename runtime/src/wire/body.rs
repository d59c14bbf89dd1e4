use super::json;
use crate::{ApiError, Stamp, Timestamp};
use serde::de::{self, Deserialize, Deserializer, Error as _, MapAccess};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

const NAME: &str = "ErrorBody";
const FIELDS: &[&str] = &["code", "message", "errorId", "timestamp"];

/// The four fields on the wire.
///
/// It is written strictly, and read as real servers write it: any RFC 3339 timestamp, any 128-bit UUID
/// whatever its version bits. Fields of other names are ignored, and a missing `message` is empty.
/// Everything else is an error that names the field.
///
/// ```
/// use error_catalog::ErrorBody;
///
/// let body: ErrorBody = serde_json::from_str(
///     r#"{"code":1300,"message":"Message not found.","errorId":"57c9a4b2-ece5-ea11-826a-00155d264ac1","timestamp":"2020-08-24T09:32:17.05Z"}"#,
/// )?;
/// assert_eq!(body.code(), 1300);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ErrorBody<'a> {
    code: u32,
    message: Cow<'a, str>,
    stamp: Stamp,
}

impl<'a> ErrorBody<'a> {
    /// Creates a body from its parts.
    pub fn new(code: u32, message: impl Into<Cow<'a, str>>, stamp: Stamp) -> Self {
        Self {
            code,
            message: message.into(),
            stamp,
        }
    }

    /// Returns the integer that names the error.
    #[must_use]
    pub fn code(&self) -> u32 {
        self.code
    }

    /// Returns the message, for people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the UUID of this occurrence, to quote to support.
    #[must_use]
    pub fn error_id(&self) -> Uuid {
        self.stamp.error_id()
    }

    /// Returns the time of the occurrence.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.stamp.timestamp()
    }
}

impl Serialize for ErrorBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.code, &*self.message, self.stamp, serializer)
    }
}

/// The body of these parts, in any format.
pub(crate) fn serialize<S: Serializer>(
    code: u32,
    message: &(impl Serialize + ?Sized),
    stamp: Stamp,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut id = Uuid::encode_buffer();
    let mut body = serializer.serialize_struct(NAME, FIELDS.len())?;
    body.serialize_field(FIELDS[0], &code)?;
    body.serialize_field(FIELDS[1], message)?;
    body.serialize_field(
        FIELDS[2],
        &*stamp.error_id().hyphenated().encode_lower(&mut id),
    )?;
    body.serialize_field(FIELDS[3], &stamp.timestamp())?;
    body.end()
}

/// The derive's `Serialize`: the body, freshly stamped.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize_now<E: ApiError, S: Serializer>(
    error: &E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serialize(
        error.code(),
        &json::AnyFormat(error),
        Stamp::now(),
        serializer,
    )
}

impl<'de> Deserialize<'de> for ErrorBody<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(NAME, FIELDS, BodyVisitor(std::marker::PhantomData))
    }
}

struct BodyVisitor<'a>(std::marker::PhantomData<ErrorBody<'a>>);

impl<'de, 'a> de::Visitor<'de> for BodyVisitor<'a> {
    type Value = ErrorBody<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error body: an object of `code`, `message`, `errorId` and `timestamp`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut code: Option<u32> = None;
        let mut message: Option<String> = None;
        let mut error_id: Option<ErrorId> = None;
        let mut timestamp: Option<Timestamp> = None;

        let mut place = "before `code`";
        while let Some(field) = map.next_key().map_err(|error| at(place, &error))? {
            match field {
                Field::Code => read(&mut map, &mut code, "code")?,
                Field::Message => read(&mut map, &mut message, "message")?,
                Field::ErrorId => read(&mut map, &mut error_id, "errorId")?,
                Field::Timestamp => read(&mut map, &mut timestamp, "timestamp")?,
                Field::Unknown => {
                    let ignored = map.next_value::<de::IgnoredAny>();
                    ignored.map_err(|error| at(place, &error))?;
                }
            }
            place = field.place().unwrap_or(place);
        }

        let ErrorId(error_id) = error_id.ok_or_else(|| A::Error::missing_field("errorId"))?;
        let timestamp = timestamp.ok_or_else(|| A::Error::missing_field("timestamp"))?;
        Ok(ErrorBody::new(
            code.ok_or_else(|| A::Error::missing_field("code"))?,
            message.unwrap_or_default(),
            Stamp::new(error_id, timestamp),
        ))
    }
}

/// Reads a field's value. An error of its names the field.
fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    value: &mut Option<T>,
    field: &'static str,
) -> Result<(), A::Error> {
    if value.is_some() {
        return Err(A::Error::duplicate_field(field));
    }
    let read = map.next_value();
    *value = Some(read.map_err(|error| at(format_args!("`{field}`"), &error))?);
    Ok(())
}

fn at<E: de::Error>(place: impl fmt::Display, error: &E) -> E {
    E::custom(format_args!("{place}: {error}"))
}

#[derive(Clone, Copy)]
enum Field {
    Code,
    Message,
    ErrorId,
    Timestamp,
    Unknown,
}

impl Field {
    /// Where an error stands that comes next.
    fn place(self) -> Option<&'static str> {
        match self {
            Self::Code => Some("after `code`"),
            Self::Message => Some("after `message`"),
            Self::ErrorId => Some("after `errorId`"),
            Self::Timestamp => Some("after `timestamp`"),
            Self::Unknown => None,
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Field;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field's name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Field, E> {
                Ok(match name {
                    "code" => Field::Code,
                    "message" => Field::Message,
                    "errorId" => Field::ErrorId,
                    "timestamp" => Field::Timestamp,
                    _ => Field::Unknown,
                })
            }
        }

        deserializer.deserialize_identifier(Visitor)
    }
}

/// A UUID of any version, as text.
struct ErrorId(Uuid);

impl<'de> Deserialize<'de> for ErrorId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = ErrorId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a UUID")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<ErrorId, E> {
                Uuid::try_parse(text).map(ErrorId).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}
