//! The body of an error in the format that its client prefers.

use super::accept::prefers_problem;
use super::bare::Rebuilt;
use super::{Answer, Rules, is_bare};
#[cfg(feature = "fluent")]
use crate::translate::{Translations, Wanted, read_languages};
use crate::wire::{json, problem};
use crate::{ErrorInfo, Translation, header};
use std::sync::Arc;

/// The fields of a request that say what its client prefers, where the rules need them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Preferences<'a> {
    pub(crate) accept: Option<&'a [u8]>,
    pub(crate) accept_language: Option<&'a [u8]>,
    /// The id that the request came with.
    pub(crate) request_id: Option<&'a Arc<str>>,
}

/// Makes a message in the language of the client.
pub(crate) type Translate = dyn Fn(&ErrorInfo, &[u8]) -> Option<Translation> + Send + Sync;

/// Writes an error's body again, if the client prefers another format or another language than it has.
pub(super) fn represent<A: Answer>(rules: &Rules, response: &mut A, wanted: Preferences<'_>) {
    if !rules.negotiate() {
        return;
    }
    let Some((info, true)) = response.info() else {
        return;
    };
    if response.is_exempt() {
        return;
    }
    let mut info = info;
    let mut content_type = header::JSON;
    let mut is_other = false;
    if rules.translate.is_some() {
        response.vary_by("accept-language");
    }
    if let Some(translation) = translate(rules, wanted, &info) {
        response.set_header("content-language", translation.language());
        if translation.message() != info.message() {
            info = info.with_message(translation.message().to_owned());
            is_other = true;
        }
    }
    let mut body = Vec::new();
    if let Some(base) = &rules.problems {
        response.vary_by("accept");
        if is_preferred(wanted.accept, &info) {
            content_type = problem::MEDIA_TYPE;
            body = problem::to_vec(&info, base, is_bare(info.entry()));
            is_other = true;
        }
    }
    if is_other {
        if body.is_empty() {
            body = json::to_vec(&Rebuilt(&info), &info.stamp());
        }
        response.keep(info.with_length(body.len()));
        response.represent(body, content_type);
    }
}

/// The message in the language of the client, if the rules have any.
pub(crate) fn translate(
    rules: &Rules,
    wanted: Preferences<'_>,
    info: &ErrorInfo,
) -> Option<Translation> {
    let translate = rules.translate.as_ref()?;
    translate(info, wanted.accept_language.unwrap_or_default())
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

/// Of a file per language.
#[cfg(feature = "fluent")]
pub(crate) fn of_files(translations: &Translations, info: &ErrorInfo, field: &[u8]) -> Translation {
    let requested = read_languages(field).map_err(|_| {
        log_unreadable("accept-language", field, info);
    });
    let wanted = Wanted {
        entry: info.entry(),
        code: info.code(),
        is_bare: is_bare(info.entry()),
        message: info.message(),
        arguments: info.arguments().cloned(),
    };
    translations.message_for(&wanted, requested.ok())
}

/// The client gets what it would get without the field.
fn log_unreadable(field: &str, value: &[u8], info: &ErrorInfo) {
    #[cfg(feature = "tracing")]
    crate::log::log_unreadable(field, value, Some(info.error_id()));
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
