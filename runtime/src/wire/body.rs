use super::json;
use crate::{ApiError, Stamp, Timestamp};
use serde::de::{self, Deserialize, Deserializer, Error as _, MapAccess};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};
#[cfg(feature = "details")]
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

const NAME: &str = "ErrorBody";
const FIELDS: &[&str] = &["code", "message", "errorId", "timestamp"];
/// Of the body, and of a problem: a format that is not self-describing, or serde's `flatten`, reads no others.
const READ: &[&str] = &[
    "code",
    "message",
    "errorId",
    "timestamp",
    "detail",
    #[cfg(feature = "details")]
    "details",
];

/// The four fields on the wire.
///
/// It is written strictly, and read as real servers write it: any RFC 3339 timestamp, any 128-bit UUID
/// whatever its version bits. Fields of other names are ignored, and a missing `message` is empty.
/// Problem details (RFC 9457) of a server of this crate are read as well: their `detail` is the
/// message. Everything else is an error that names the field.
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
    #[cfg(feature = "details")]
    details: Option<Value>,
}

impl<'a> ErrorBody<'a> {
    /// Creates a body from its parts.
    pub fn new(code: u32, message: impl Into<Cow<'a, str>>, stamp: Stamp) -> Self {
        Self {
            code,
            message: message.into(),
            stamp,
            #[cfg(feature = "details")]
            details: None,
        }
    }

    /// Adds the fifth property, `details`.
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    #[must_use]
    pub fn with_details(mut self, details: Value) -> Self {
        self.details = Some(details);
        self
    }

    /// Reads the details, if there are any. `null` is none.
    ///
    /// ```
    /// use error_catalog::{ErrorBody, FieldErrors};
    ///
    /// let body: ErrorBody = serde_json::from_str(
    ///     r#"{"code":1422,"message":"The order is invalid","errorId":"57c9a4b2-ece5-ea11-826a-00155d264ac1","timestamp":"2020-08-24T09:32:17.05Z","details":[{"field":"/name","code":"length","message":"is empty"}]}"#,
    /// )?;
    /// let errors: FieldErrors = body.details()?.unwrap_or_default();
    /// assert_eq!(errors.iter().next().unwrap().field(), "/name");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if they are not those of a `T`.
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    pub fn details<'d, T: Deserialize<'d>>(&'d self) -> serde_json::Result<Option<T>> {
        let details = self.details.as_ref().filter(|details| !details.is_null());
        details.map(T::deserialize).transpose()
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
        #[cfg(feature = "details")]
        let details = self.details.as_ref();
        #[cfg(not(feature = "details"))]
        let details: Option<&()> = None;
        serialize(self.code, &*self.message, self.stamp, details, serializer)
    }
}

/// An error's body in any format.
pub(crate) fn serialize_error<E: ApiError, S: Serializer>(
    error: &E,
    stamp: Stamp,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[cfg(feature = "details")]
    let details = json::details::value(error);
    #[cfg(not(feature = "details"))]
    let details: Option<()> = None;
    let message = json::AnyFormat(error);
    serialize(error.code(), &message, stamp, details.as_ref(), serializer)
}

fn serialize<S: Serializer>(
    code: u32,
    message: &(impl Serialize + ?Sized),
    stamp: Stamp,
    details: Option<&impl Serialize>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut id = Uuid::encode_buffer();
    let length = FIELDS.len() + usize::from(details.is_some());
    let mut body = serializer.serialize_struct(NAME, length)?;
    body.serialize_field(FIELDS[0], &code)?;
    body.serialize_field(FIELDS[1], message)?;
    body.serialize_field(
        FIELDS[2],
        &*stamp.error_id().hyphenated().encode_lower(&mut id),
    )?;
    body.serialize_field(FIELDS[3], &stamp.timestamp())?;
    if let Some(details) = details {
        body.serialize_field("details", details)?;
    }
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
    serialize_error(error, Stamp::now(), serializer)
}

impl<'de> Deserialize<'de> for ErrorBody<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(NAME, READ, BodyVisitor(std::marker::PhantomData))
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
        let mut detail: Option<String> = None;
        #[cfg(feature = "details")]
        let mut details: Option<Value> = None;

        let mut place = "before `code`";
        while let Some(field) = map.next_key().map_err(|error| at(place, &error))? {
            match field {
                Field::Code => read(&mut map, &mut code, "code")?,
                Field::Message => read(&mut map, &mut message, "message")?,
                Field::ErrorId => read(&mut map, &mut error_id, "errorId")?,
                Field::Timestamp => read(&mut map, &mut timestamp, "timestamp")?,
                #[cfg(feature = "details")]
                Field::Details => read(&mut map, &mut details, "details")?,
                Field::Detail => {
                    let text = map.next_value::<Detail>();
                    detail = text.map_err(|error| at("`detail`", &error))?.0;
                }
                Field::Unknown => {
                    let ignored = map.next_value::<de::IgnoredAny>();
                    ignored.map_err(|error| at(place, &error))?;
                }
            }
            place = field.place().unwrap_or(place);
        }

        let ErrorId(error_id) = error_id.ok_or_else(|| A::Error::missing_field("errorId"))?;
        let timestamp = timestamp.ok_or_else(|| A::Error::missing_field("timestamp"))?;
        let body = ErrorBody::new(
            code.ok_or_else(|| A::Error::missing_field("code"))?,
            message.or(detail).unwrap_or_default(),
            Stamp::new(error_id, timestamp),
        );
        #[cfg(feature = "details")]
        let body = ErrorBody { details, ..body };
        Ok(body)
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
    #[cfg(feature = "details")]
    Details,
    /// The message of a problem.
    Detail,
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
            #[cfg(feature = "details")]
            Self::Details => Some("after `details`"),
            Self::Detail => Some("after `detail`"),
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
                    #[cfg(feature = "details")]
                    "details" => Field::Details,
                    "detail" => Field::Detail,
                    _ => Field::Unknown,
                })
            }
        }

        deserializer.deserialize_identifier(Visitor)
    }
}

/// The message of a problem (RFC 9457, section 3.1.4). Elsewhere it may be anything.
struct Detail(Option<String>);

impl<'de> Deserialize<'de> for Detail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Detail;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Detail, E> {
                Ok(Detail(Some(text.to_owned())))
            }

            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Detail, E> {
                Ok(Detail(None))
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Detail, E> {
                Ok(Detail(None))
            }

            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Detail, E> {
                Ok(Detail(None))
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Detail, E> {
                Ok(Detail(None))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Detail, E> {
                Ok(Detail(None))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Detail, A::Error> {
                while seq.next_element::<de::IgnoredAny>()?.is_some() {}
                Ok(Detail(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Detail, A::Error> {
                while map
                    .next_entry::<de::IgnoredAny, de::IgnoredAny>()?
                    .is_some()
                {}
                Ok(Detail(None))
            }
        }

        deserializer.deserialize_any(Visitor)
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
