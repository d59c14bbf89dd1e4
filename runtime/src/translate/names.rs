//! What messages and variables are called in Fluent.

use crate::catalog::Message;
use crate::words::joined;
use crate::{Catalog, Entry, Status};
use std::collections::BTreeMap;

/// `sms-invalid-msisdn` of `SmsError::InvalidMsisdn`, and `bulk-limit` of the struct `BulkLimit`.
pub(crate) fn of_entry(entry: &Entry) -> String {
    match entry.path().split_once("::") {
        Some((catalog, variant)) => {
            let short = catalog
                .strip_suffix("Error")
                .filter(|name| !name.is_empty());
            format!("{}-{}", kebab(short.unwrap_or(catalog)), kebab(variant))
        }
        None => kebab(entry.path()),
    }
}

pub(crate) fn of_code(code: u32) -> String {
    format!("error-{code}")
}

pub(crate) fn of_bare_status(status: Status) -> String {
    format!("status-{}", status.as_u16())
}

/// What each entry of a catalog is called: by its code, where two would have the same name.
pub(crate) fn names(catalog: &Catalog) -> Vec<(String, &'static Entry)> {
    let mut entries: Vec<&'static Entry> = Vec::new();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for entry in catalog {
        // A catalog may be nested twice.
        if !entries.contains(&entry) {
            entries.push(entry);
            *uses.entry(of_entry(entry)).or_default() += 1;
        }
    }
    let names = entries.into_iter().map(|entry| {
        let name = of_entry(entry);
        match uses.get(&name) {
            Some(1) if name.starts_with(|first: char| first.is_ascii_alphabetic()) => (name, entry),
            _ => (of_code(entry.code()), entry),
        }
    });
    let mut names: Vec<_> = names.collect();
    // Entries that share a code share the name.
    names.dedup_by(|later, earlier| later.0 == earlier.0);
    names
}

/// `msisdn`, or `field0` for the first field of a tuple.
pub(crate) fn variable(field: &str) -> String {
    let allowed = |character: char| match character {
        character if character.is_ascii_alphanumeric() || character == '_' => character,
        _ => '-',
    };
    let name: String = field.chars().map(allowed).collect();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name
    } else {
        format!("field{name}")
    }
}

/// The variables of an entry, in the order of its message.
#[cfg(feature = "testing")]
pub(crate) fn variables(entry: &Entry) -> Vec<String> {
    let mut variables = Vec::new();
    for piece in pieces(entry) {
        if let Piece::Variable(name) = piece
            && !variables.contains(&name)
        {
            variables.push(name);
        }
    }
    variables
}

/// A part of a message.
pub(super) enum Piece {
    Text(String),
    Variable(String),
}

/// The parts of an entry's message, if nothing but fields stands in it.
pub(super) fn pieces(entry: &Entry) -> Vec<Piece> {
    let message = match (entry.known_message(), entry.message()) {
        (Message::Template { .. } | Message::LoneField { .. }, Some(message)) => message,
        (Message::Fixed { .. } | Message::Escaped { .. } | Message::ByHand(_), Some(message)) => {
            return vec![Piece::Text(message.to_owned())];
        }
        _ => return vec![Piece::Variable("message".to_owned())],
    };
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut characters = message.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' | '}' if characters.peek() == Some(&character) => {
                characters.next();
                text.push(character);
            }
            '{' => {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                let inside: String = characters.by_ref().take_while(|it| *it != '}').collect();
                let name = inside.split(':').next().unwrap_or_default().trim();
                pieces.push(Piece::Variable(variable(name)));
            }
            _ => text.push(character),
        }
    }
    pieces.push(Piece::Text(text));
    pieces
}

fn kebab(name: &str) -> String {
    joined(name, '-')
}
