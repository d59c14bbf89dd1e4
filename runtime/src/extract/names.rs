//! The names that a client wrote, of the names that a validation tells.
//!
//! garde and validator know a field as Rust does; the client wrote what serde's `rename_all` made of
//! that. Which names serde expects of a type, its `Deserialize` tells to whoever deserializes it. So a
//! pointer is followed into the type, and each part of it becomes the name that is the same but for
//! case, `_` and `-`.

use crate::FieldError;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use std::cell::RefCell;
use std::iter;

/// The error, with its pointer as the client knows it. Where a type does not tell, the name stays.
pub(super) fn as_of<T: DeserializeOwned>(error: FieldError) -> FieldError {
    let parts: Vec<_> = error.parts().collect();
    let found = RefCell::default();
    let _ = T::deserialize(Follower {
        rest: &parts,
        found: &found,
    });
    let found = found.into_inner();
    let unknown = parts.get(found.len()..).unwrap_or_default();
    let unknown = unknown.iter().map(String::as_str);
    error.at(found.into_iter().chain(unknown))
}

/// Follows the parts of a pointer. It never has a value: there is always an error at the end.
#[derive(Clone, Copy)]
struct Follower<'a, 'f> {
    rest: &'a [String],
    found: &'f RefCell<Vec<&'a str>>,
}

impl<'a> Follower<'a, '_> {
    /// The next part, and what follows the parts after it.
    fn next(self) -> Result<(&'a str, Self), Error> {
        let (part, rest) = self.rest.split_first().ok_or_else(end)?;
        Ok((part, Self { rest, ..self }))
    }
}

fn end() -> Error {
    Error::custom("the pointer ends here")
}

fn is_same(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(|letter| !matches!(letter, '_' | '-'));
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

impl<'a> IntoDeserializer<'a, Error> for Follower<'a, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Follower<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(end())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let (part, rest) = self.next()?;
        self.found.borrow_mut().push(part);
        visitor.visit_seq(SeqDeserializer::new(iter::once(rest)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let (part, rest) = self.next()?;
        self.found.borrow_mut().push(part);
        visitor.visit_map(MapDeserializer::new(iter::once((part, rest))))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (part, rest) = self.next()?;
        // garde and validator write `r#type` of a field.
        let part = part.strip_prefix("r#").unwrap_or(part);
        let exact = fields.iter().find(|field| **field == part);
        let same = || fields.iter().find(|field| is_same(field, part));
        let field = *exact.or_else(same).ok_or_else(end)?;
        self.found.borrow_mut().push(field);
        visitor.visit_map(MapDeserializer::new(iter::once((field, rest))))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct enum identifier ignored_any
    }
}
