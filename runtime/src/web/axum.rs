//! Feature `axum`: errors as responses of axum 0.8, and [`UniformErrors`].
//!
//! `#[derive(ErrorCatalog)]` implements axum's `IntoResponse`, and so does [`Occurrence`].

use super::http;
#[doc(inline)]
pub use super::tower::UniformErrors;
#[cfg(feature = "extract")]
#[cfg_attr(docsrs, doc(cfg(feature = "extract")))]
pub use crate::extract::axum::{Form, Json, Path, Query};
use crate::{ApiError, Occurrence, Stamp};
use axum::response::{IntoResponse, Response};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_axum {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::axum::IntoResponse for $ty $($where)* {
            fn into_response(self) -> $crate::__private::axum::Response {
                $crate::__private::axum::respond(&self)
            }
        }
    };
}

/// The response, freshly stamped.
#[doc(hidden)]
pub fn respond<E: ApiError>(error: &E) -> Response {
    http::response(error, Stamp::now())
}

#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
impl<E: ApiError> IntoResponse for Occurrence<E> {
    fn into_response(self) -> Response {
        http::response(self.error(), self.stamp())
    }
}
