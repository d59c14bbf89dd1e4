//! The code that is written once for each variant, as Rust source. Everything else is made with
//! `quote!`.
//!
//! The compiler reads one text sooner than it takes as many tokens, one by one: with tokens, an enum of
//! 1,000 variants would cost it at least 7 % more of what the derive costs it (instructions of `cargo
//! check`, counted with callgrind).

use crate::ast::{Entry, Input, Path, Variant};
use crate::display::Display;
use crate::docs::Docs;
use crate::header::Header;
use crate::json;
use crate::message::Message;
use crate::text;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;

/// The entries of the table, sorted by code.
pub(crate) fn entries(input: &Input) -> TokenStream {
    let entries = input.entries().into_iter().enumerate();
    parse(entries.map(|(index, (variant, entry))| table_entry(input, index, variant, entry) + ","))
}

/// The documentation that macros are in, which has no place in a text: their tokens know where they
/// are from.
pub(crate) fn docs_constants(input: &Input) -> TokenStream {
    let entries = input.entries().into_iter().enumerate();
    let constants = entries.filter_map(|(index, (_, entry))| match &entry.description.docs {
        Docs::Text(_) => None,
        docs @ Docs::Concat(_) => {
            let name = Ident::new(&docs_constant(index), Span::call_site());
            Some(quote!(const #name: &::core::primitive::str = #docs;))
        }
    });
    constants.collect()
}

fn docs_constant(index: usize) -> String {
    format!("__DOCS_{index}")
}

/// What documents say of an entry's details.
pub(crate) fn details_constant(index: usize) -> String {
    format!("__DETAILS_{index}")
}

/// The place of each entry in the table: arms of a `match` on the error.
pub(crate) fn indices(input: &Input) -> TokenStream {
    let entries = input.entries().into_iter().enumerate();
    parse(entries.map(|(index, (Variant { path, .. }, _))| format!("{path} {{ .. }} => {index},")))
}

/// One pattern for all variants with a lone field, which it binds as `__field`.
pub(crate) fn lone_fields(input: &Input) -> TokenStream {
    parse(input.variants.iter().filter_map(|variant| {
        let (_, member, _) = input.lone_field(variant)?;
        let member = member.to_token_stream();
        Some(format!("| {} {{ {member}: __field, .. }}", variant.path))
    }))
}

/// The entry of each of the kind's own variants: arms of a `match` on the kind.
pub(crate) fn entries_of_kinds(input: &Input, kind: &Ident) -> TokenStream {
    parse(
        input
            .first_of_each_code()
            .map(|(index, Variant { ident, .. }, _)| {
                format!("{kind}::{ident} => &__ENTRIES[{index}],")
            }),
    )
}

/// The kind of each code: arms of a `match` on the code.
pub(crate) fn kinds_of_codes(input: &Input, kind: &Ident) -> TokenStream {
    parse(
        input
            .first_of_each_code()
            .map(|(_, Variant { ident, .. }, entry)| {
                let code = entry.code.value;
                format!("{code} => return ::core::option::Option::Some({kind}::{ident}),")
            }),
    )
}

fn parse(texts: impl Iterator<Item = String>) -> TokenStream {
    text::parse(&texts.collect::<String>())
}

/// One call with everything in it: what builds an entry runs in the compiler.
fn table_entry(input: &Input, index: usize, variant: &Variant, entry: &Entry) -> String {
    let Entry {
        status,
        code,
        description,
    } = entry;
    let (status, code) = (status.as_u16(), code.value);
    let path = match variant.path {
        Path(Some(_), ident) => format!("{}::{}", input.name(), ident.unraw()),
        Path(None, _) => input.name(),
    };
    let docs = match &description.docs {
        Docs::Text(docs) => format!("{docs:?}"),
        Docs::Concat(_) => docs_constant(index),
    };
    let message = message(input, variant, status, code, &description.message);
    let deprecated = match &description.deprecated {
        Some(note) => format!(".with_deprecation({note:?})"),
        None => String::new(),
    };
    let headers = match &*description.headers {
        [] => String::new(),
        headers => format!(
            ".with_headers(&{:?})",
            headers.iter().map(Header::text).collect::<Vec<_>>()
        ),
    };
    let example = match &description.example {
        Some(example) => format!(".with_example({:?})", example.value),
        None => String::new(),
    };
    let details = match &variant.details {
        Some(_) => format!(".with_schema_of_details({})", details_constant(index)),
        None => String::new(),
    };
    let grpc = match description.grpc {
        Some(code) => format!(".with_grpc({code})"),
        None => String::new(),
    };
    let severity = match description.severity {
        Some(1) => ".with_severity(__private::Severity::None)",
        Some(2) => ".with_severity(__private::Severity::Ticket)",
        Some(_) => ".with_severity(__private::Severity::Page)",
        None => "",
    };
    let shared = if description.shared {
        ".as_shared()"
    } else {
        ""
    };
    format!(
        "__private::derived({path:?}, {docs}, {status}, {code}, {message}){deprecated}{headers}{example}{details}{grpc}{severity}{shared}"
    )
}

/// The runtime's `Message`, with the body's JSON up to the errorId as far as it is known.
fn message(input: &Input, variant: &Variant, status: u16, code: u32, message: &Message) -> String {
    let opening = format!(r#"{{"code":{code},"message":""#);
    let at = opening.len();
    let message = match message {
        Message::Fixed(text) => {
            let escaped = json::escape(text);
            let json = opening + &escaped;
            if escaped == *text {
                format!("Fixed {{ json: {json:?}, at: {at} }}")
            } else {
                format!("Escaped {{ json: {json:?}, message: &{text:?} }}")
            }
        }
        Message::Phrase => format!(
            "Fixed {{ json: ::core::concat!({opening:?}, __private::server_error_phrase!({status})), at: {at} }}"
        ),
        Message::Template(template) | Message::DisplayOfFields(template) => {
            let json = format!("{opening}{}", template.source());
            match input.lone_field(variant) {
                Some((before, _, after)) => {
                    let (start, end) = (at + before.len(), json.len() - after.len());
                    format!("LoneField {{ json: {json:?}, at: {at}, start: {start}, end: {end} }}")
                }
                None => format!("Template {{ json: {json:?}, at: {at} }}"),
            }
        }
        Message::Display(Some(Display::Format(format))) => {
            let json = opening + &format.with_names();
            format!("Format {{ json: {json:?}, at: {at} }}")
        }
        Message::Display(_) => format!("Display {{ json: {opening:?} }}"),
    };
    format!("__private::Message::{message}")
}
