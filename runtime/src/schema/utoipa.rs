use crate::export::openapi;
use crate::{Catalog, ErrorCatalog, Occurrence};
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::openapi::{RefOr, Response, Schema};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_utoipa {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::utoipa::IntoResponses for $ty $($where)* {
            fn responses() -> $crate::__private::utoipa::Responses {
                $crate::__private::utoipa::responses(<Self as $crate::ErrorCatalog>::CATALOG)
            }
        }

        #[automatically_derived]
        impl<$($generics)*> $crate::__private::utoipa::PartialSchema for $ty $($where)* {
            fn schema() -> $crate::__private::utoipa::BodySchema {
                $crate::__private::utoipa::schema(<Self as $crate::ErrorCatalog>::CATALOG)
            }
        }

        #[automatically_derived]
        impl<$($generics)*> $crate::__private::utoipa::ToSchema for $ty $($where)* {
            fn name() -> $crate::__private::Cow<'static, ::core::primitive::str> {
                $crate::__private::Cow::Borrowed(<Self as $crate::ErrorCatalog>::CATALOG.name())
            }
        }
    };
}

/// By status.
pub type Responses = BTreeMap<String, RefOr<Response>>;
/// Of all bodies of a catalog.
pub type BodySchema = RefOr<Schema>;

/// A response per status, of all entries that have it.
#[must_use]
pub fn responses(catalog: &Catalog) -> Responses {
    openapi::responses(catalog)
        .map(|(status, response)| (status.to_string(), RefOr::T(response)))
        .collect()
}

/// The body, with the catalog's codes.
#[must_use]
pub fn schema(catalog: &Catalog) -> BodySchema {
    RefOr::T(openapi::body_schema(catalog))
}

impl<E: ErrorCatalog> IntoResponses for Occurrence<E> {
    fn responses() -> Responses {
        responses(E::CATALOG)
    }
}

impl<E: ErrorCatalog> PartialSchema for Occurrence<E> {
    fn schema() -> BodySchema {
        schema(E::CATALOG)
    }
}

impl<E: ErrorCatalog> ToSchema for Occurrence<E> {
    fn name() -> Cow<'static, str> {
        E::CATALOG.name().into()
    }
}
