//! Feature `tonic`: errors as statuses of tonic 0.14, with the details that
//! [AIP-193](https://google.aip.dev/193) asks for, and the way back.
//!
//! An error of a `#[derive(ErrorCatalog)]` becomes a `tonic::Status`, and so does an
//! [`Occurrence`]. Its gRPC code is that of its HTTP status, as Google's APIs map them, unless the
//! entry says `grpc = ALREADY_EXISTS`. Its details are
//!
//! * `ErrorInfo`: the variant's name as `reason`, the catalog's `domain`, and `code`, `errorId`,
//!   `timestamp` and `details` in the metadata;
//! * `RequestInfo`: the errorId;
//! * `RetryInfo`: of a `retry-after` in seconds;
//! * `BadRequest`: of [`FieldErrors`], whose `/items/0/name` is `items[0].name` there;
//! * `LocalizedMessage`: of `Translations::status`, with feature `fluent`.
//!
//! Many clients refuse metadata of more than 8 KiB. So a message is cut after 512 bytes; where the
//! details would be longer than 4096 bytes, they lose the `details` of the metadata first, and then
//! field violations.
//!
//! ```
//! use error_catalog::{ErrorBody, ErrorCatalog};
//!
//! #[derive(Debug, thiserror::Error, ErrorCatalog)]
//! #[catalog(domain = "sms.example", kind = MessageErrorKind)]
//! enum MessageError {
//!     /// The message id is unknown.
//!     #[error("no message {id}")]
//!     #[catalog(status = 404, code = 1300)]
//!     NotFound { id: u32 },
//! }
//!
//! // On the server: `Err(MessageError::NotFound { id: 7 })?`
//! let status = tonic::Status::from(MessageError::NotFound { id: 7 });
//! assert_eq!(status.code(), tonic::Code::NotFound);
//! assert_eq!(status.message(), "no message 7");
//!
//! // On the client:
//! let body = ErrorBody::try_from(&status)?;
//! assert_eq!(body.kind(), Ok(MessageErrorKind::NotFound));
//! # Ok::<(), error_catalog::tonic::NoErrorBody>(())
//! ```

use super::field_path;
use super::panic::catch;
use super::request_id;
use super::uniform::body::UniformBody;
use super::uniform::represent::{Preferences, translate};
use super::uniform::{OF_THE_BODY, Rules, is_bare};
use crate::observe;
use crate::words::joined;
use crate::{
    Catalog, Entry, ErrorBody, ErrorCatalog, ErrorInfo, Exempt, FieldError, FieldErrors,
    Occurrence, Stamp, Translation,
};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Response};
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_tonic {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> ::core::convert::From<$ty> for $crate::__private::tonic::Status
        $($where)*
        {
            fn from(error: $ty) -> Self {
                $crate::__private::tonic::status(&error)
            }
        }
    };
}

/// The status, freshly stamped.
#[doc(hidden)]
pub fn status<E: ErrorCatalog>(error: &E) -> Status {
    of_error(error, Stamp::now(), None)
}

#[cfg_attr(docsrs, doc(cfg(feature = "tonic")))]
impl<E: ErrorCatalog> From<Occurrence<E>> for Status {
    fn from(occurrence: Occurrence<E>) -> Self {
        of_error(occurrence.error(), occurrence.stamp(), None)
    }
}

#[cfg(feature = "fluent")]
#[cfg_attr(docsrs, doc(cfg(feature = "fluent")))]
impl crate::Translations {
    /// Makes the status of an error with a `LocalizedMessage`, in the language that the request's
    /// `accept-language` prefers. The message of the status itself stays in the default language, as
    /// AIP-193 asks.
    pub fn status<E: ErrorCatalog>(
        &self,
        occurrence: &Occurrence<E>,
        request: &tonic::metadata::MetadataMap,
    ) -> Status {
        let fields = request.get_all("accept-language").iter();
        let fields: Vec<_> = fields.filter_map(|value| value.to_str().ok()).collect();
        let localized = self.translate(occurrence.error(), &fields.join(", "));
        of_error(occurrence.error(), occurrence.stamp(), Some(localized))
    }
}

/// The status. It is logged.
fn of_error<E: ErrorCatalog>(error: &E, stamp: Stamp, localized: Option<Translation>) -> Status {
    observe::now(error, stamp, &observe::Context::default());
    let mut retry_after = None;
    error.headers(&mut |name, value| {
        if name.eq_ignore_ascii_case(RETRY_AFTER.as_str()) {
            retry_after = value.parse().ok();
        }
    });
    Parts {
        entry: error.entry(),
        domain: domain(E::CATALOG, error.entry()),
        code: error.code(),
        message: &error.message(),
        stamp,
        retry_after,
        details: crate::wire::json::details::value(error).map(|details| details.to_string()),
        localized,
    }
    .status()
}

/// What the catalog of the entry says, or one that nests it; else a name.
fn domain(catalog: &Catalog, entry: &Entry) -> &'static str {
    let said = catalog.domain_of(entry).or(catalog.domain());
    said.unwrap_or(catalog.name())
}

/// What a status is made of.
struct Parts<'a> {
    entry: &'static Entry,
    domain: &'static str,
    code: u32,
    message: &'a str,
    stamp: Stamp,
    /// In seconds.
    retry_after: Option<u64>,
    /// As JSON.
    details: Option<String>,
    /// The message in the client's language.
    localized: Option<Translation>,
}

/// Of a message.
const BYTES: usize = 512;
/// Of all details, encoded.
const BYTES_OF_DETAILS: usize = 4096;

impl Parts<'_> {
    fn status(mut self) -> Status {
        let field_errors = self.details.as_deref().map(serde_json::from_str);
        let mut violations = match field_errors {
            Some(Ok(FieldErrors(errors))) => errors,
            _ => Vec::new(),
        };
        loop {
            let status = self.with(&violations);
            if status.details().len() <= BYTES_OF_DETAILS {
                return status;
            }
            if self.details.take().is_none() {
                if violations.is_empty() {
                    return Status::new(self.grpc_code(), beginning(self.message));
                }
                violations.truncate(violations.len() / 2);
            }
        }
    }

    fn with(&self, violations: &[FieldError]) -> Status {
        let id = self.stamp.error_id().to_string();
        let mut metadata = HashMap::from([
            ("code".to_owned(), self.code.to_string()),
            ("errorId".to_owned(), id.clone()),
            ("timestamp".to_owned(), self.stamp.timestamp().to_string()),
        ]);
        if let Some(details) = &self.details {
            metadata.insert("details".to_owned(), details.clone());
        }
        let mut details = ErrorDetails::new();
        details
            .set_error_info(reason(self.entry.name()), self.domain, metadata)
            .set_request_info(id, "");
        if let Some(seconds) = self.retry_after {
            details.set_retry_info(Some(Duration::from_secs(seconds)));
        }
        if let Some(localized) = &self.localized {
            details.set_localized_message(localized.language(), beginning(localized.message()));
        }
        for error in violations {
            details.add_bad_request_violation(field_path::of(error), error.message());
        }
        Status::with_error_details(self.grpc_code(), beginning(self.message), details)
    }

    /// To gRPC, a path that nobody serves is a method that nobody implements ("HTTP to gRPC Status
    /// Code Mapping").
    fn grpc_code(&self) -> Code {
        if self.entry.status() == 404 && is_bare(self.entry) {
            return Code::Unimplemented;
        }
        Code::from_i32(self.entry.grpc().into())
    }
}

fn beginning(message: &str) -> String {
    if message.len() <= BYTES {
        return message.to_owned();
    }
    let mut ends = (0..=BYTES).rev();
    let end = ends.find(|end| message.is_char_boundary(*end));
    format!("{}…", &message[..end.unwrap_or_default()])
}

/// `INVALID_MSISDN` of `InvalidMsisdn`, as AIP-193 writes a reason.
fn reason(name: &str) -> String {
    joined(name, '_').to_ascii_uppercase()
}

/// A response that failed, for a client that speaks gRPC: nothing but a head, with the status in it
/// (gRPC over HTTP/2, "Trailers-Only").
pub(super) fn trailers_only<B>(
    response: Response<UniformBody<B>>,
    rules: &Rules,
    wanted: Preferences<'_>,
) -> Response<UniformBody<B>> {
    let (extensions, status) = (response.extensions(), response.status().as_u16());
    // A response that was kept, in spite of another status, has the info of what it was.
    let info = extensions.get::<ErrorInfo>();
    let info = info.filter(|info| status >= 400 && info.status() == status);
    let Some(info) = info
        .filter(|_| extensions.get::<Exempt>().is_none())
        .cloned()
    else {
        return response;
    };
    // The function is the application's.
    let localized = request_id::with(wanted.request_id, || {
        catch(|| translate(rules, wanted, &info))
    });
    let retry_after = response.headers().get(RETRY_AFTER);
    let retry_after = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
    let status = Parts {
        entry: info.entry(),
        domain: rules.catalog.map_or("http", |it| domain(it, info.entry())),
        code: info.code(),
        message: info.message(),
        stamp: info.stamp(),
        retry_after,
        details: info.json_of_details().map(|json| json.0.to_string()),
        localized: localized.ok().flatten(),
    }
    .status();
    let mut of_status = status.into_http::<UniformBody<B>>();
    let (parts, _) = response.into_parts();
    let mut headers = parts.headers;
    for name in OF_THE_BODY {
        headers.remove(name);
    }
    for (name, value) in of_status.headers() {
        headers.insert(name, value.clone());
    }
    *of_status.headers_mut() = headers;
    of_status.extensions_mut().extend(parts.extensions);
    of_status
}

/// Whether a request is gRPC's, which ends in trailers (gRPC over HTTP/2, "Requests").
#[inline]
pub(super) fn is_grpc(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let rest = content_type.and_then(|value| value.strip_prefix(b"application/grpc"));
    rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
}

/// The way back, on the client.
#[cfg_attr(docsrs, doc(cfg(feature = "tonic")))]
impl TryFrom<&Status> for ErrorBody<'static> {
    type Error = NoErrorBody;

    fn try_from(status: &Status) -> Result<Self, NoErrorBody> {
        let info = status.get_details_error_info().ok_or(NoErrorBody(()))?;
        let of = |name: &str| info.metadata.get(name).ok_or(NoErrorBody(()));
        let code = of("code")?.parse().map_err(|_| NoErrorBody(()))?;
        let error_id = of("errorId")?.parse().map_err(|_| NoErrorBody(()))?;
        let timestamp = of("timestamp")?.parse().map_err(|_| NoErrorBody(()))?;
        let message = status.message().to_owned();
        let body = ErrorBody::new(code, message, Stamp::new(error_id, timestamp));
        let details = of("details").map(|details| serde_json::from_str(details));
        if let Ok(Ok(details)) = details {
            return Ok(body.with_details(details));
        }
        // The fields are left where all of the details were too long.
        let violations = status.get_details_bad_request().into_iter();
        let violations = violations.flat_map(|request| request.field_violations);
        let errors = violations
            .map(|it| FieldError::new(field_path::pointer(&it.field), "invalid", it.description));
        let errors: FieldErrors = errors.collect();
        match serde_json::to_value(&errors) {
            Ok(details) if !errors.is_empty() => Ok(body.with_details(details)),
            _ => Ok(body),
        }
    }
}

/// The status of a server that does not answer with an error of a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoErrorBody(());

impl fmt::Display for NoErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the status has no `google.rpc.ErrorInfo` with `code`, `errorId` and `timestamp` in its metadata",
        )
    }
}

impl std::error::Error for NoErrorBody {}
