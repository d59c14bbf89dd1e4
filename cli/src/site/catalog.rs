//! A service's document as the catalog that it was made of, whose page error-catalog writes.
//!
//! A catalog lives as long as a program that declares it; so does what it is made of here.

use crate::document;
use crate::fleet::Service;
use error_catalog::{Catalog, Entry, Status};
use std::io;

/// # Errors
///
/// Fails if no program could declare the catalog.
pub(super) fn of(service: &Service) -> io::Result<&'static Catalog> {
    check(service)?;
    let nested = service.catalogs.iter().map(|catalog| {
        let entries = catalog.entries.iter().filter_map(entry);
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(Entry::code);
        let mut built = Catalog::new(text(&catalog.name), leak(entries));
        built = built.with_docs(text(&catalog.docs));
        let built: &'static Catalog = Box::leak(Box::new(built));
        built
    });
    let nested: Vec<&Catalog> = nested.collect();
    let offset = service
        .bare_statuses
        .map_or(0, |codes| codes.first_code.saturating_sub(400));
    let catalog = Catalog::new(text(&service.name), &[]).with_bare_statuses(offset);
    Ok(Box::leak(Box::new(catalog.with_nested(leak(nested)))))
}

fn check(service: &Service) -> io::Result<()> {
    let name = &service.name;
    let count = service.entries().count();
    if count > ENTRIES {
        return Err(io::Error::other(format!(
            "{name} has {count} entries, and a page has at most {ENTRIES}: divide it"
        )));
    }
    let is_bare = |entry: &&document::Entry| {
        let meant = service
            .bare_statuses
            .and_then(|codes| codes.status_of(entry.code));
        meant.is_some_and(|status| status != u32::from(entry.status))
    };
    match service.entries().find(is_bare) {
        Some(entry) => Err(io::Error::other(format!(
            "code {} of `{}` of {name} means a bare status: `error-catalog check` says more",
            entry.code, entry.name
        ))),
        None => Ok(()),
    }
}

/// Of a catalog.
const ENTRIES: usize = 131_072;

/// `None` for a status that is no error's.
fn entry(entry: &document::Entry) -> Option<Entry> {
    let mut built = Entry::new(text(&entry.path), Status::new(entry.status)?, entry.code);
    built = built.with_docs(text(&entry.docs));
    if let Some(message) = &entry.message {
        built = built.with_message(text(message));
    }
    if let Some(example) = &entry.example {
        built = built.with_example(text(example));
    }
    if let Some(note) = &entry.deprecated {
        built = built.with_deprecation(text(note));
    }
    if !entry.details.is_null() {
        built = built.with_details_schema(text(&entry.details.to_string()));
    }
    let headers = entry
        .headers
        .iter()
        .map(|header| (text(&header.name), text(&header.value)));
    built = built.with_headers(leak(headers.collect()));
    Some(if entry.shared {
        built.as_shared()
    } else {
        built
    })
}

fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn leak<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}
