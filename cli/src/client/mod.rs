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
    let services: Vec<_> = fleet.services.iter().filter_map(Errors::of).collect();
    match language {
        Language::Rust => rust::write(&services, out),
        Language::Typescript => typescript::write(&services, out),
        Language::Python => python::write(&services, out),
    }
}

/// The errors of a service, one per code.
struct Errors<'a> {
    service: &'a str,
    errors: Vec<Named<'a>>,
}

struct Named<'a> {
    /// In camel case, and the only one of its name.
    name: String,
    entry: &'a Entry<'a>,
}

impl<'a> Errors<'a> {
    fn of(service: &'a Service<'a>) -> Option<Self> {
        let mut by_code: BTreeMap<u32, &Entry> = BTreeMap::new();
        for entry in service.entries() {
            by_code.entry(entry.code).or_insert(entry);
        }
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in by_code.values() {
            *uses.entry(&entry.name).or_default() += 1;
        }
        let mut names = BTreeSet::new();
        let errors = by_code.into_values().map(|entry| {
            let mut name = match uses.get(&*entry.name) {
                Some(1) => identifier(&entry.name, entry.code),
                _ => identifier(&entry.path, entry.code),
            };
            if !names.insert(name.clone()) {
                name = format!("{name}{}", entry.code);
                names.insert(name.clone());
            }
            Named { name, entry }
        });
        let errors: Vec<_> = errors.collect();
        (!errors.is_empty()).then_some(Self {
            service: &service.name,
            errors,
        })
    }

    /// `OrdersError`
    fn type_name(&self) -> String {
        let words = words(self.service);
        let words = words.iter().map(|word| capitalized(word));
        format!("{}Error", words.collect::<String>())
    }
}

/// A name that all languages allow. That of an entry by hand may be any text.
fn identifier(name: &str, code: u32) -> String {
    let name = name.replace("::", "");
    let is_one = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name != "Self";
    if is_one {
        return name;
    }
    let words = words(&name.replace(|letter: char| !letter.is_ascii(), " "));
    let words: String = words.iter().map(|word| capitalized(word)).collect();
    format!("Code{code}{words}")
}

/// What the comment of an error says: its documentation, or its message.
fn comment(entry: &Entry) -> Vec<String> {
    let message = entry.message.as_deref().unwrap_or_default();
    let text = if entry.docs.trim().is_empty() {
        message
    } else {
        &entry.docs
    };
    let hides = |it: char| {
        it.is_control() || matches!(it, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut lines: Vec<_> = text
        .trim()
        .lines()
        .map(|line| line.trim_end().replace(hides, "\u{fffd}"))
        .collect();
    if let Some(note) = &entry.deprecated {
        lines.push(String::new());
        let note = note.replace(hides, " ");
        lines.push(format!("Deprecated. {note}").trim_end().to_owned());
    }
    lines
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
