use super::ErrorInfo;
use crate::observe::{Context, Observation};
use crate::wire::json;
use crate::{ApiError, Occurrence, Stamp, Status, header};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

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

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl<E: ApiError> From<Occurrence<E>> for Response {
    fn from(occurrence: Occurrence<E>) -> Self {
        response(occurrence.error(), occurrence.stamp())
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<Status> for StatusCode {
    fn from(status: Status) -> Self {
        // Every `Status` is a `StatusCode`.
        Self::from_u16(status.as_u16()).unwrap_or(Self::INTERNAL_SERVER_ERROR)
    }
}

/// The response with a body of any type. It is logged.
pub(crate) fn response<E: ApiError + ?Sized, B: From<Vec<u8>>>(
    error: &E,
    stamp: Stamp,
) -> http::Response<B> {
    let observation = Observation::of(error, stamp, &Context::default());
    let mut response = http::Response::new(());
    *response.status_mut() = error.status().into();
    let body = json::to_vec(error, &stamp);
    let info = ErrorInfo::new(error, stamp, &body, observation);
    response.extensions_mut().insert(info);
    put_headers(error, response.headers_mut());
    response.map(|()| body.into())
}

/// Sets the error's headers and those of every error response, in place of others with the same
/// names. An error response is not cached (RFC 9111, section 5.2.2.5): its errorId is one client's.
pub(crate) fn put_headers<E: ApiError + ?Sized>(error: &E, map: &mut HeaderMap) {
    map.insert(
        CONTENT_TYPE,
        const { HeaderValue::from_static(header::JSON) },
    );
    map.insert(
        CACHE_CONTROL,
        const { HeaderValue::from_static(header::NO_STORE) },
    );
    header::each(error, |name, _| drop(map.remove(name)));
    header::each(error, |name, value| {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            map.append(name, value);
        }
    });
}
