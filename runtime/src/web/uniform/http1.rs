//! `UniformErrors` where responses are made of http 1's types.

use super::body::UniformBody;
use super::represent::{Preferences, varies};
use super::{Answer, Line, OF_THE_BODY, OF_THE_BYTES, Rules, needs_line, text};
use crate::observe::Observation;
use crate::web::http::put_headers;
use crate::wire::json;
use crate::{ApiError, ErrorInfo, Exempt, Stamp, Status};
use bytes::Buf as _;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, VARY,
};
use http::{Extensions, Method, Request, Response, Uri, Version, request, response};
use http_body::Body;
use hyper::ext::ReasonPhrase;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// What is kept of a request until its response is there.
pub(crate) struct Head {
    bodiless: bool,
    parts: Option<Box<request::Parts>>,
    accept: Option<HeaderValue>,
    accept_language: Option<HeaderValue>,
    pub(crate) request_id: Option<Arc<str>>,
    #[cfg(feature = "tonic")]
    pub(crate) is_grpc: bool,
}

impl Head {
    /// Whole for a closure: without one, the log needs the method and the path at most.
    #[inline]
    pub(crate) fn new(request: RequestHead<'_>, rules: &Rules, whole: bool) -> Self {
        let list = |name| list(request.headers, &name);
        let negotiate = rules.negotiate();
        Self {
            bodiless: request.method == Method::HEAD,
            parts: (whole || needs_line()).then(|| request.to_parts(whole)),
            accept: negotiate.then(|| list(ACCEPT)).flatten(),
            accept_language: negotiate.then(|| list(ACCEPT_LANGUAGE)).flatten(),
            request_id: rules.request_id.as_ref().and_then(|name| {
                let id = request.headers.get(&**name)?;
                Some(id.to_str().ok()?.into())
            }),
            #[cfg(feature = "tonic")]
            is_grpc: crate::web::tonic::is_grpc(request.headers),
        }
    }

    pub(crate) fn parts(&self) -> Option<&request::Parts> {
        self.parts.as_deref()
    }

    pub(crate) fn line(&self) -> Line<'_> {
        let parts = self.parts().filter(|_| needs_line())?;
        Some((parts.method.as_str(), parts.uri.path()))
    }

    /// gRPC has a format and a place for another language of its own.
    #[cfg(feature = "tower")]
    pub(crate) fn preferences_of_http(&self) -> Preferences<'_> {
        #[cfg(feature = "tonic")]
        if self.is_grpc {
            return Preferences {
                request_id: self.request_id.as_ref(),
                ..Preferences::default()
            };
        }
        self.preferences()
    }

    pub(crate) fn preferences(&self) -> Preferences<'_> {
        Preferences {
            accept: self.accept.as_ref().map(HeaderValue::as_bytes),
            accept_language: self.accept_language.as_ref().map(HeaderValue::as_bytes),
            request_id: self.request_id.as_ref(),
        }
    }
}

/// The head of a request.
#[derive(Clone, Copy)]
pub(crate) struct RequestHead<'a> {
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    pub(crate) version: Version,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) extensions: &'a Extensions,
}

impl RequestHead<'_> {
    fn to_parts(self, whole: bool) -> Box<request::Parts> {
        let mut parts = Request::new(()).into_parts().0;
        parts.method = self.method.clone();
        parts.uri = self.uri.clone();
        if whole {
            parts.version = self.version;
            parts.headers = self.headers.clone();
            parts.extensions = self.extensions.clone();
        }
        Box::new(parts)
    }
}

/// A field that may stand in several lines (RFC 9110, section 5.3).
fn list(headers: &HeaderMap, name: &HeaderName) -> Option<HeaderValue> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    let Some(second) = values.next() else {
        return Some(first.clone());
    };
    let mut all = first.as_bytes().to_vec();
    for value in [second].into_iter().chain(values) {
        all.extend_from_slice(b", ");
        all.extend_from_slice(value.as_bytes());
    }
    HeaderValue::from_bytes(&all).ok()
}

/// A response whose body may be replaced.
pub(crate) struct Http1<B> {
    pub(crate) parts: response::Parts,
    body: UniformBody<B>,
    to_head: bool,
}

impl<B> Http1<B>
where
    B: Body<Data: From<Vec<u8>>, Error: fmt::Display>,
{
    pub(crate) fn new(response: Response<UniformBody<B>>, head: &Head) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            parts,
            body,
            to_head: head.bodiless,
        }
    }

    /// An answer to HEAD has no body, and its headers say nothing that those of GET would not (RFC
    /// 9110, section 9.3.2): there is no length where the body would be compressed.
    pub(crate) fn finish(mut self) -> Response<UniformBody<B>> {
        let length = self.parts.extensions.get().map(ErrorInfo::length);
        if let (true, Some(length)) = (self.to_head, length) {
            let headers = &mut self.parts.headers;
            if !headers.contains_key(CONTENT_ENCODING) && !headers.contains_key(CONTENT_LENGTH) {
                headers.insert(CONTENT_LENGTH, length.into());
            }
            self.body = UniformBody::unsaid();
        }
        Response::from_parts(self.parts, self.body)
    }

    /// A compressed body is taken for the error's: it can't be compared. To HEAD, an inner service
    /// may have given an empty one.
    fn has_body_of(&self, info: &ErrorInfo) -> bool {
        let headers = &self.parts.headers;
        if headers.contains_key(CONTENT_ENCODING) {
            return true;
        }
        let length = info.length() as u64;
        let said = headers.get(CONTENT_LENGTH).map(|said| {
            let said = said.to_str().ok().and_then(|said| said.parse().ok());
            said == Some(length)
        });
        let exact = self.body.size_hint().exact();
        let is_empty = exact == Some(0) || self.body.is_end_stream();
        said != Some(false) && (exact == Some(length) || self.to_head && is_empty)
    }
}

impl<B> Answer for Http1<B>
where
    B: Body<Data: From<Vec<u8>>, Error: fmt::Display>,
{
    fn status(&self) -> u16 {
        self.parts.status.as_u16()
    }

    fn info(&self) -> Option<(ErrorInfo, bool)> {
        let info: &ErrorInfo = self.parts.extensions.get()?;
        Some((info.clone(), self.has_body_of(info)))
    }

    fn is_exempt(&self) -> bool {
        self.parts.extensions.get::<Exempt>().is_some()
    }

    fn take_reason(&mut self) -> Option<String> {
        if self.parts.headers.contains_key(CONTENT_ENCODING) {
            return None;
        }
        let body = std::mem::replace(&mut self.body, UniformBody::unsaid());
        let mut body = pin!(body.into_inner()?);
        let frame = body
            .as_mut()
            .poll_frame(&mut Context::from_waker(Waker::noop()));
        let Poll::Ready(Some(Ok(frame))) = frame else {
            return None;
        };
        let content_type = self.parts.headers.get(CONTENT_TYPE);
        text(
            content_type.map(HeaderValue::as_bytes),
            frame.data_ref()?.chunk(),
        )
    }

    fn set_status(&mut self, status: Status) {
        self.parts.status = status.into();
        self.parts.extensions.remove::<ReasonPhrase>();
    }

    fn replace(&mut self, error: &dyn ApiError, stamp: Stamp, observation: Observation) {
        let body = json::to_vec(error, &stamp);
        self.set_status(error.status());
        self.parts
            .extensions
            .insert(ErrorInfo::new(error, stamp, &body, observation));
        for name in OF_THE_BODY {
            self.parts.headers.remove(name);
        }
        put_headers(error, &mut self.parts.headers);
        self.body = UniformBody::standard(body);
    }

    fn vary_by(&mut self, field: &'static str) {
        let values = self.parts.headers.get_all(VARY);
        if !varies(values.iter().map(HeaderValue::as_bytes), field) {
            let value = HeaderValue::from_static(field);
            self.parts.headers.append(VARY, value);
        }
    }

    fn set_header(&mut self, name: &str, value: &str) {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            self.parts.headers.insert(name, value);
        }
    }

    fn keep(&mut self, info: ErrorInfo) {
        self.parts.extensions.insert(info);
    }

    fn represent(&mut self, body: Vec<u8>, content_type: &'static str) {
        let headers = &mut self.parts.headers;
        for name in OF_THE_BYTES {
            headers.remove(name);
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = UniformBody::standard(body);
    }
}
