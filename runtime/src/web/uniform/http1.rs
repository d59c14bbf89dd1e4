//! `UniformErrors` where responses are made of http 1's types.

use super::body::UniformBody;
use super::{Answer, Line, OF_THE_BODY, needs_line, text};
use crate::web::http::put_headers;
use crate::wire::json;
use crate::{ApiError, ErrorInfo, Exempt, Stamp, Status};
use bytes::Buf as _;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Extensions, Method, Request, Response, Uri, Version, request, response};
use http_body::Body;
use hyper::ext::ReasonPhrase;
use std::fmt;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What is kept of a request until its response is there.
pub(crate) struct Head {
    to_head: bool,
    parts: Option<Box<request::Parts>>,
}

impl Head {
    /// `whole` for a closure: without one, the log needs the method and the path at most.
    #[inline]
    pub(crate) fn new(method: &Method, uri: &Uri, whole: Option<Whole<'_>>) -> Self {
        Self {
            to_head: method == Method::HEAD,
            parts: (whole.is_some() || needs_line()).then(|| {
                let mut parts = Request::new(()).into_parts().0;
                parts.method = method.clone();
                parts.uri = uri.clone();
                if let Some((version, headers, extensions)) = whole {
                    parts.version = version;
                    parts.headers = headers.clone();
                    parts.extensions = extensions.clone();
                }
                Box::new(parts)
            }),
        }
    }

    pub(crate) fn parts(&self) -> Option<&request::Parts> {
        self.parts.as_deref()
    }

    pub(crate) fn line(&self) -> Line<'_> {
        let parts = self.parts().filter(|_| needs_line())?;
        Some((parts.method.as_str(), parts.uri.path()))
    }
}

/// The rest of a request's head.
pub(crate) type Whole<'a> = (Version, &'a HeaderMap, &'a Extensions);

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
            to_head: head.to_head,
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

    fn replace(&mut self, error: &dyn ApiError, stamp: Stamp) {
        let body = json::to_vec(error, &stamp);
        self.set_status(error.status());
        self.parts
            .extensions
            .insert(ErrorInfo::new(error, stamp, &body));
        for name in OF_THE_BODY {
            self.parts.headers.remove(name);
        }
        put_headers(error, &mut self.parts.headers);
        self.body = UniformBody::standard(body);
    }
}
