use crate::{ApiError, Occurrence, Stamp, http};
use axum_core::response::{IntoResponse, Response};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_axum {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::private::axum::IntoResponse for $ty $($where)* {
            fn into_response(self) -> $crate::private::axum::Response {
                $crate::private::axum::respond(&self)
            }
        }
    };
}

/// The response, freshly stamped.
pub fn respond<E: ApiError>(error: &E) -> Response {
    response(error, Stamp::now())
}

impl<E: ApiError> IntoResponse for Occurrence<E> {
    fn into_response(self) -> Response {
        response(self.error(), self.stamp())
    }
}

fn response<E: ApiError>(error: &E, stamp: Stamp) -> Response {
    http::response_of(error, stamp)
}
