use crate::export::openapi;
use crate::{Catalog, ErrorCatalog, Occurrence};
use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{Operation, Response};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_aide {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::aide::OperationOutput for $ty $($where)* {
            type Inner = Self;

            fn inferred_responses(
                _: &mut $crate::__private::aide::GenContext,
                _: &mut $crate::__private::aide::Operation,
            ) -> $crate::__private::aide::Responses {
                $crate::__private::aide::responses(<Self as $crate::ErrorCatalog>::CATALOG)
            }
        }
    };
}

/// By status; `None` for all others.
pub type Responses = Vec<(Option<u16>, Response)>;

/// A response per status, of all entries that have it, and one for all other statuses.
#[must_use]
pub fn responses(catalog: &Catalog) -> Responses {
    openapi::responses(catalog).collect()
}

impl<E: ErrorCatalog> OperationOutput for Occurrence<E> {
    type Inner = Self;

    fn inferred_responses(_: &mut GenContext, _: &mut Operation) -> Responses {
        responses(E::CATALOG)
    }
}
