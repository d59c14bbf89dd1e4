//! What documents know of the type of an entry's details.
//!
//! Whether a type has a schema is a question that only the compiler can answer, and only about a
//! type that has a name: [`Known`]'s constants come before those of the trait [`Unknown`], if their
//! bounds hold.

use super::FieldErrors;
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// The JSON Schema of the details of an entry, if their type has one. Without a feature that knows
/// schemas, none has.
#[derive(Clone, Copy)]
pub struct DetailsSchema(Option<Schema>);

#[derive(Clone, Copy)]
enum Schema {
    OfType(fn() -> Value),
    Text(&'static str),
}

impl DetailsSchema {
    /// Of a type that has none.
    pub const NONE: Self = Self(None);

    const fn of_type(schema: fn() -> Value) -> Self {
        Self(Some(Schema::OfType(schema)))
    }

    pub(crate) const fn text(schema: &'static str) -> Self {
        Self(Some(Schema::Text(schema)))
    }

    /// The first that there is.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match self.0 {
            Some(_) => self,
            None => other,
        }
    }

    pub(crate) fn value(self) -> Option<Value> {
        match self.0? {
            Schema::OfType(schema) => Some(schema()),
            Schema::Text(schema) => serde_json::from_str(schema).ok(),
        }
    }
}

/// Functions have no address that can be relied on, and an entry is told from another by its path and
/// code.
impl PartialEq for DetailsSchema {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for DetailsSchema {}

impl fmt::Debug for DetailsSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DetailsSchema")
    }
}

/// A type of which something may be known.
#[derive(Debug)]
pub struct Known<T>(PhantomData<T>);

/// What is known of a type of which nothing is known.
pub trait Unknown {
    /// The crate's own.
    const OWN: DetailsSchema = DetailsSchema::NONE;
    /// Of a `schemars::JsonSchema`.
    const SCHEMARS: DetailsSchema = DetailsSchema::NONE;
    /// Of a `utoipa::ToSchema`.
    const UTOIPA: DetailsSchema = DetailsSchema::NONE;
}

impl<T> Unknown for Known<T> {}

impl Known<FieldErrors> {
    /// The crate's own.
    pub const OWN: DetailsSchema = DetailsSchema::of_type(super::field_errors::schema);
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> Known<T> {
    /// Of a `schemars::JsonSchema`.
    pub const SCHEMARS: DetailsSchema = DetailsSchema::of_type(of_schemars::<T>);
}

#[cfg(feature = "schemars")]
fn of_schemars<T: schemars::JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.remove("$schema");
    let definitions = schema.remove("$defs").unwrap_or_default();
    inlined(&schema.into(), &definitions, &mut Vec::new())
}

#[cfg(feature = "utoipa")]
impl<T: utoipa::ToSchema> Known<T> {
    /// Of a `utoipa::ToSchema`.
    pub const UTOIPA: DetailsSchema = DetailsSchema::of_type(of_utoipa::<T>);
}

#[cfg(feature = "utoipa")]
fn of_utoipa<T: utoipa::ToSchema>() -> Value {
    let mut components = Vec::new();
    T::schemas(&mut components);
    let components = components.into_iter().map(|(name, schema)| {
        let schema = serde_json::to_value(schema).unwrap_or_default();
        (name, schema)
    });
    let components: serde_json::Map<_, _> = components.collect();
    let schema = serde_json::to_value(T::schema()).unwrap_or_default();
    inlined(&schema, &components.into(), &mut Vec::new())
}

/// The schema without references: each definition stands where it was referred to. Within itself, a
/// definition is any value.
#[cfg(any(feature = "schemars", feature = "utoipa"))]
fn inlined<'a>(schema: &'a Value, definitions: &'a Value, within: &mut Vec<&'a str>) -> Value {
    match schema {
        Value::Object(fields) => {
            if let Some(name) = fields.get("$ref").and_then(Value::as_str) {
                let name = name.rsplit('/').next().unwrap_or(name);
                let definition = definitions.get(name).filter(|_| !within.contains(&name));
                return definition.map_or(Value::Bool(true), |definition| {
                    within.push(name);
                    let schema = inlined(definition, definitions, within);
                    within.pop();
                    schema
                });
            }
            let fields = fields
                .iter()
                .map(|(name, value)| (name.clone(), inlined(value, definitions, within)));
            Value::Object(fields.collect())
        }
        Value::Array(values) => {
            let values = values.iter();
            Value::Array(
                values
                    .map(|value| inlined(value, definitions, within))
                    .collect(),
            )
        }
        value => value.clone(),
    }
}

/// What is known of a type. The trait must be in scope for the types of which nothing is.
#[doc(hidden)]
#[macro_export]
macro_rules! __details_schema {
    () => {
        $crate::__private::DetailsSchema::NONE
    };
    ($ty:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::details::{Known, Unknown as _};
        <Known<$ty>>::OWN
            .or(<Known<$ty>>::SCHEMARS)
            .or(<Known<$ty>>::UTOIPA)
    }};
}
