//! The body of an error in the format that its client prefers.

use super::accept::prefers_problem;
use super::{Answer, Rules, is_bare};
use crate::ErrorInfo;
use crate::wire::problem;

/// The fields of a request that say what its client prefers, where the rules need them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Preferences<'a> {
    pub(crate) accept: Option<&'a [u8]>,
}

/// What a response has in place of the standard body.
pub(crate) struct Representation {
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: &'static str,
    /// Of the same error, but for the length.
    pub(crate) info: ErrorInfo,
}

/// Writes an error's body again, if the client prefers another format than it has.
pub(super) fn represent<A: Answer>(rules: &Rules, response: &mut A, wanted: Preferences<'_>) {
    let Some(base) = &rules.problems else {
        return;
    };
    let Some((info, true)) = response.info() else {
        return;
    };
    if response.is_exempt() {
        return;
    }
    response.vary_by("accept");
    if is_preferred(wanted.accept, &info) {
        let body = problem::to_vec(&info, base, is_bare(info.entry()));
        let info = info.with_length(body.len());
        response.represent(Representation {
            body,
            content_type: problem::MEDIA_TYPE,
            info,
        });
    }
}

fn is_preferred(accept: Option<&[u8]>, info: &ErrorInfo) -> bool {
    let Some(accept) = accept else {
        return false;
    };
    prefers_problem(accept).unwrap_or_else(|_| {
        log_unreadable("accept", accept, info);
        false
    })
}

/// The client gets what it would get without the field.
fn log_unreadable(field: &str, value: &[u8], info: &ErrorInfo) {
    #[cfg(feature = "tracing")]
    crate::log::log_unreadable(field, value, info);
    #[cfg(not(feature = "tracing"))]
    let _ = (field, value, info);
}

/// The value of `vary` to be added for a field, unless it is there already (RFC 9110, section 12.5.5).
pub(crate) fn varies<'a>(mut values: impl Iterator<Item = &'a [u8]>, by: &str) -> bool {
    values.any(|value| {
        let mut names = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        names.any(|name| name == b"*" || name.eq_ignore_ascii_case(by.as_bytes()))
    })
}
