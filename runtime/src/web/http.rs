use super::response::{CONTENT_TYPE, body};
use crate::header::each as headers;
use crate::{ApiError, ErrorInfo, Occurrence, Stamp, Status};
use http::StatusCode;
use http::header::{self, HeaderName, HeaderValue};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_http {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> ::core::convert::From<$ty> for $crate::__private::http::Response
        $($where)*
        {
            fn from(error: $ty) -> Self {
                $crate::__private::http::respond(&error)
            }
        }
    };
}

/// The response of plain `http`.
pub type Response = http::Response<Vec<u8>>;

/// The response, freshly stamped.
pub fn respond<E: ApiError>(error: &E) -> Response {
    response(error, Stamp::now())
}

impl<E: ApiError> From<Occurrence<E>> for Response {
    fn from(occurrence: Occurrence<E>) -> Self {
        response(occurrence.error(), occurrence.stamp())
    }
}

impl From<Status> for StatusCode {
    fn from(status: Status) -> Self {
        // Every `Status` is a `StatusCode`.
        Self::from_u16(status.as_u16()).unwrap_or(Self::INTERNAL_SERVER_ERROR)
    }
}

pub(crate) fn response<E: ApiError + ?Sized>(error: &E, stamp: Stamp) -> Response {
    response_of(error, stamp)
}

/// With a body of any type.
pub(crate) fn response_of<E: ApiError + ?Sized, B: From<Vec<u8>>>(
    error: &E,
    stamp: Stamp,
) -> http::Response<B> {
    let body = body(error, stamp);
    let marker = ErrorInfo::new(error, stamp, Some(body.len()));
    let mut response = http::Response::new(B::from(body));
    *response.status_mut() = error.status().into();
    response.extensions_mut().insert(marker);
    let map = response.headers_mut();
    map.insert(
        header::CONTENT_TYPE,
        const { HeaderValue::from_static(CONTENT_TYPE) },
    );
    headers(error, |name, value| {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            map.append(name, value);
        }
    });
    response
}
