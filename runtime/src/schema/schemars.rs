use crate::export::openapi;
use crate::{Catalog, ErrorCatalog, Occurrence};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::any::type_name;
use std::borrow::Cow;

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_schemars {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::schemars::JsonSchema for $ty $($where)* {
            fn schema_name() -> $crate::__private::Cow<'static, ::core::primitive::str> {
                $crate::__private::Cow::Borrowed(<Self as $crate::ErrorCatalog>::CATALOG.name())
            }

            // Types of one name are told apart by it.
            fn schema_id() -> $crate::__private::Cow<'static, ::core::primitive::str> {
                $crate::__private::Cow::Borrowed(::core::any::type_name::<Self>())
            }

            fn json_schema(
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::schemars::schema(<Self as $crate::ErrorCatalog>::CATALOG)
            }
        }
    };
}

/// The body, with the catalog's codes.
#[must_use]
pub fn schema(catalog: &Catalog) -> Schema {
    openapi::body_schema(catalog)
}

impl<E: ErrorCatalog> JsonSchema for Occurrence<E> {
    fn schema_name() -> Cow<'static, str> {
        E::CATALOG.name().into()
    }

    fn schema_id() -> Cow<'static, str> {
        type_name::<E>().into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema(E::CATALOG)
    }
}
