use crate::export::openapi;
use crate::{Catalog, ErrorCatalog, Occurrence};
use std::any::type_name;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Mutex;
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
                $crate::__private::utoipa::name::<Self>()
            }
        }
    };
}

/// The name of the component. utoipa takes two schemas of one name for the same one, so the second
/// type of a name has its module in front: `users.Error`.
///
/// # Panics
///
/// If another thread has panicked here.
#[must_use]
pub fn name<E: ErrorCatalog>() -> Cow<'static, str> {
    static TYPES: Mutex<BTreeMap<&str, &str>> = Mutex::new(BTreeMap::new());

    let (name, path) = (E::CATALOG.name(), type_name::<E>());
    let mut types = TYPES.lock().expect("nothing here panics");
    if *types.entry(name).or_insert(path) == path {
        return name.into();
    }
    // What is between `<` and `>` would have letters that OpenAPI does not allow.
    let path = path.split('<').next().unwrap_or(path);
    let (module, _) = path.rsplit_once("::").unwrap_or((path, ""));
    let segments = module.split("::").skip(1).chain([name]);
    segments.collect::<Vec<_>>().join(".").into()
}

/// By status.
pub type Responses = BTreeMap<String, RefOr<Response>>;
/// Of all bodies of a catalog.
pub type BodySchema = RefOr<Schema>;

/// A response per status, of all entries that have it, and the `default` one.
#[must_use]
pub fn responses(catalog: &Catalog) -> Responses {
    openapi::responses(catalog)
        .map(|(status, response)| {
            let status = status.map_or("default".to_owned(), |status| status.to_string());
            (status, RefOr::T(response))
        })
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
        name::<E>()
    }
}
