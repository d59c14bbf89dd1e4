//! What a client may read only where `expose` says so: the inside of a status of 500 or above, and
//! the source of an error, whatever the status.

use crate::display::Display;
use crate::error::Mistakes;
use crate::field;
use crate::given::Given;
use crate::header::Header;
use crate::message::Message;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::Span;
use syn::{Error, Fields};

pub(crate) fn check(
    status: Status,
    expose: Option<&Given<()>>,
    message: &Message,
    headers: &[Header],
    fields: &Fields,
    mistakes: &mut Mistakes,
) {
    match expose {
        None if status.is_server_error() => {
            check_message_is_fixed(message, mistakes);
            check_headers_interpolate_numbers(headers, fields, mistakes);
        }
        None => {
            for (place, source) in sources(message, headers, fields) {
                mistakes.add(Error::new(
                    place,
                    format!(
                        "the client would read the source of the error{source}: write a `message` without it, or add `expose`"
                    ),
                ));
            }
        }
        Some(expose) => {
            if !status.is_server_error() && sources(message, headers, fields).is_empty() {
                mistakes.add(Error::new(
                    expose.span,
                    "a client reads the message of a status below 500 anyway: remove `expose`",
                ));
            }
        }
    }
}

/// The entry of the field that is passed through may be a 5xx.
pub(crate) fn check_beside_transparent(
    message: &Message,
    expose: Option<&Given<()>>,
    mistakes: &mut Mistakes,
) {
    match (message, expose) {
        (Message::Template(template), None) => mistakes.add(Error::new(
            template.span(),
            "the field's status may be 500 or above, which reveals no internals: write a message without `{…}`, or add `expose`",
        )),
        (Message::Template(_), Some(_)) | (_, None) => {}
        (_, Some(expose)) => mistakes.add(Error::new(
            expose.span,
            "the message interpolates nothing: remove `expose`",
        )),
    }
}

fn check_message_is_fixed(message: &Message, mistakes: &mut Mistakes) {
    if let Message::Template(template) = message {
        mistakes.add(Error::new(
            template.span(),
            "a status of 500 or above reveals no internals: write a message without `{…}`, or add `expose`",
        ));
    }
}

/// A text in a header would reveal what the message may not.
fn check_headers_interpolate_numbers(headers: &[Header], fields: &Fields, mistakes: &mut Mistakes) {
    for Header { value, .. } in headers {
        let found = value
            .members()
            .filter_map(|member| field::find(fields, member));
        let mut types = found.map(|(_, field)| field::inside_option(&field.ty));
        if !types.all(|ty| field::is_number(ty) || field::is_duration(ty)) {
            mistakes.add(Error::new(
                value.span(),
                "a status of 500 or above reveals no internals, and a header reaches the client: interpolate numbers and durations only, or add `expose`",
            ));
        }
    }
}

/// Where the message and the headers show a source, and how it is named there.
fn sources(message: &Message, headers: &[Header], fields: &Fields) -> Vec<(Span, String)> {
    let in_template = |template: &Template| {
        let source = template
            .members()
            .find(|member| field::shown(fields, member).is_some_and(field::is_source))?;
        Some((template.span(), format!(", `{{{}}}`", field::name(source))))
    };
    let in_message = match message {
        Message::Template(template) | Message::DisplayOfFields(template) => in_template(template),
        Message::Display(Some(Display::Format(format))) => {
            let source = format.shows(fields, field::is_source);
            source.map(|source| {
                (
                    format.literal.span(),
                    format!(", `{{{}}}`", field::name(&source)),
                )
            })
        }
        Message::Display(Some(Display::OfSource(span))) => Some((*span, String::new())),
        Message::Display(None) | Message::Fixed(_) | Message::Phrase => None,
    };
    let in_headers = headers.iter().map(|header| &header.value);
    let in_headers = in_headers.filter_map(in_template);
    in_message.into_iter().chain(in_headers).collect()
}
