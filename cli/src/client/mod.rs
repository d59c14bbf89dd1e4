//! Modules for those who call a service: its codes, names and statuses, and nothing to depend on.

mod python;
mod rust;
mod typescript;

use crate::document::Entry;
use crate::fleet::{Fleet, Service};
use clap::ValueEnum;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Language {
    Rust,
    Typescript,
    Python,
}

/// A module of all services.
pub(crate) fn write(language: Language, fleet: &Fleet, out: &mut dyn Write) -> io::Result<()> {
    let mut types = BTreeSet::new();
    let services = fleet.services.iter();
    let services = services.filter_map(|service| Errors::of(service, &mut types));
    let services: Vec<_> = services.collect();
    match language {
        Language::Rust => rust::write(&services, out),
        Language::Typescript => typescript::write(&services, out),
        Language::Python => python::write(&services, out),
    }
}

/// The errors of a service, one per code.
struct Errors<'a> {
    /// As a comment can have it.
    service: String,
    /// `OrdersError`, and the only one of that name.
    ty: String,
    entries: Vec<Named<'a>>,
}

struct Named<'a> {
    /// In camel case, and the only one of these words.
    name: String,
    entry: &'a Entry<'a>,
}

impl<'a> Errors<'a> {
    fn of(service: &'a Service<'a>, types: &mut BTreeSet<String>) -> Option<Self> {
        let mut by_code: BTreeMap<u32, &Entry> = BTreeMap::new();
        for entry in service.entries() {
            by_code.entry(entry.code).or_insert(entry);
        }
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in by_code.values() {
            *uses.entry(&entry.name).or_default() += 1;
        }
        let mut names = BTreeSet::new();
        let entries = by_code.into_values().map(|entry| {
            let name = match uses.get(&*entry.name) {
                Some(1) => identifier(&entry.name, entry.code),
                _ => identifier(&entry.path, entry.code),
            };
            let name = only_one(name, entry.code, &mut names);
            Named { name, entry }
        });
        let entries: Vec<_> = entries.collect();
        (!entries.is_empty()).then(|| Self {
            service: service
                .name
                .replace(['"', '\\', '*'], "\u{fffd}")
                .replace(hidden, "\u{fffd}"),
            ty: only_one(type_name(&service.name), 2, types),
            entries,
        })
    }
}

/// `OrdersError`
fn type_name(service: &str) -> String {
    let name = camel(service);
    let prefix = match name.bytes().next() {
        Some(b'A'..=b'Z') => "",
        _ => "Service",
    };
    format!("{prefix}{name}Error")
}

/// The name, with a number after it where another has the same words: `HTTP_ERROR` of Python stands for both
/// `HttpError` and `HTTPError`.
fn only_one(mut name: String, number: u32, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(words(&name).join("_")) {
        name = format!("{name}{number}");
    }
    name
}

/// A name that all languages allow. That of an entry by hand may be any text.
fn identifier(name: &str, code: u32) -> String {
    let name = name.replace("::", "");
    let is_one = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name != "Self";
    if !is_one {
        format!("Code{code}{}", camel(&name))
    } else if name.contains('_') || name.starts_with(|first: char| first.is_ascii_lowercase()) {
        camel(&name)
    } else {
        name
    }
}

/// The words of a name in camel case, without letters beyond ASCII.
fn camel(name: &str) -> String {
    let words = words(&name.replace(|letter: char| !letter.is_ascii(), " "));
    words.iter().map(|word| capitalized(word)).collect()
}

/// What the comment of an error says: its documentation, or its message.
fn comment(entry: &Entry) -> Vec<String> {
    let message = entry.message.as_deref().unwrap_or_default();
    let text = if entry.docs.trim().is_empty() {
        message
    } else {
        &entry.docs
    };
    let mut lines: Vec<_> = text
        .trim()
        .lines()
        .map(|line| line.trim_end().replace(hidden, "\u{fffd}"))
        .collect();
    if let Some(note) = &entry.deprecated {
        lines.push(String::new());
        let note = note.replace(hidden, " ");
        lines.push(format!("Deprecated. {note}").trim_end().to_owned());
    }
    lines
}

/// Whether a character would end or turn a line of a comment.
fn hidden(it: char) -> bool {
    it.is_control() || matches!(it, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The words of a name, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let begins = character.is_uppercase()
            && (!before.is_uppercase()
                || characters.peek().is_some_and(|next| next.is_lowercase()));
        if begins || !character.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (character.is_alphanumeric(), words.last_mut()) {
            word.extend(character.to_lowercase());
        }
        before = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_name_has_words() {
        for (name, expected) in [
            ("NotFound", "not found"),
            ("InvalidMSISDN", "invalid msisdn"),
            ("HTTPError", "http error"),
            ("orders-api_v2", "orders api v2"),
        ] {
            assert_eq!(words(name).join(" "), expected);
        }
    }
}
