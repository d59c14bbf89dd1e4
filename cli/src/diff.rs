//! What a client must know of a release.

use crate::document::Entry;
use crate::fleet::{Fleet, Service};
use std::collections::BTreeMap;
use std::fmt;

/// The changes, breaking ones first.
#[derive(Default)]
pub(crate) struct Diff {
    breaking: Vec<String>,
    added: Vec<String>,
    changed: Vec<String>,
    deprecated: Vec<String>,
}

impl Diff {
    pub(crate) fn of(old: &Fleet, new: &Fleet) -> Self {
        let mut diff = Self::default();
        // Two documents are two releases of one service, whatever the files are called.
        if let ([before], [after]) = (&*old.services, &*new.services) {
            diff.compare(before, after, "");
            return diff;
        }
        let (before, after) = (by_name(old), by_name(new));
        for (name, service) in &before {
            let of = format!(" of {name}");
            match after.get(name) {
                Some(now) => diff.compare(service, now, &of),
                None => diff.breaking.push(format!("The service {name} is gone.")),
            }
        }
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            diff.added.push(format!("The service {name}."));
        }
        diff
    }

    fn compare(&mut self, old: &Service, new: &Service, of: &str) {
        if let (Some(before), Some(now)) = (old.bare_statuses, new.bare_statuses)
            && before != now
        {
            self.breaking.push(format!(
                "The codes of bare statuses{of} were {before} and are {now}."
            ));
        }
        let (before, after) = (by_code(old), by_code(new));
        for (code, entries) in &before {
            let now = after.get(code).map_or(&[][..], Vec::as_slice);
            for entry in entries {
                match same(entry, entries, now) {
                    Some(now) => self.compare_entry(entry, now, of),
                    None => {
                        let name = code_span(&entry.name);
                        self.breaking
                            .push(format!("Code {code}{of}, {name}, is gone."));
                    }
                }
            }
        }
        for (code, entries) in &after {
            let before = before.get(code).map_or(&[][..], Vec::as_slice);
            for entry in entries {
                if same(entry, entries, before).is_none() {
                    let (name, status) = (code_span(&entry.name), entry.status);
                    let docs = first_paragraph(&entry.docs);
                    let dash = if docs.is_empty() { "." } else { ": " };
                    self.added.push(format!(
                        "Code {code}{of}, {name}, status {status}{dash}{docs}"
                    ));
                }
            }
        }
    }

    fn compare_entry(&mut self, old: &Entry, new: &Entry, of: &str) {
        let head = format!("Code {}{of}, {}", new.code, code_span(&new.name));
        if old.status != new.status {
            let (before, now) = (old.status, new.status);
            self.breaking
                .push(format!("{head}: the status was {before} and is {now}."));
        }
        for header in &old.headers {
            if !new.headers.iter().any(|now| now.name == header.name) {
                let name = code_span(&header.name);
                self.breaking
                    .push(format!("{head}: the header {name} is gone."));
            }
        }
        match (old.details.is_null(), new.details.is_null()) {
            (false, true) => self.breaking.push(format!("{head}: the details are gone.")),
            (true, false) => self.changed.push(format!("{head}: there are details.")),
            _ if old.details != new.details => {
                self.breaking
                    .push(format!("{head}: the details have another schema."));
            }
            _ => {}
        }
        if old.message != new.message {
            let shown = |message: Option<&str>| match message {
                Some(message) => code_span(message),
                None => "not known".to_owned(),
            };
            let (before, now) = (shown(old.message.as_deref()), shown(new.message.as_deref()));
            self.changed
                .push(format!("{head}: the message was {before} and is {now}."));
        }
        for header in &new.headers {
            if !old.headers.contains(header) {
                let line = code_span(&format!("{}: {}", header.name, header.value));
                self.changed.push(format!("{head}: the header {line}."));
            }
        }
        if old.name != new.name {
            let before = code_span(&old.name);
            self.changed.push(format!("{head}: the name was {before}."));
        }
        if let (None, Some(note)) = (&old.deprecated, &new.deprecated) {
            let colon = if note.is_empty() { "." } else { ": " };
            self.deprecated.push(format!("{head}{colon}{note}"));
        }
    }
}

/// The entry in another release, among `others` with the same code: that of the same path, or the only one,
/// whose name has changed.
fn same<'f, 'a>(
    entry: &Entry,
    entries: &[&Entry],
    others: &[&'f Entry<'a>],
) -> Option<&'f Entry<'a>> {
    match (entries, others) {
        ([_], [other]) => Some(other),
        _ => others
            .iter()
            .find(|other| other.path == entry.path)
            .copied(),
    }
}

fn by_name<'f, 'a>(fleet: &'f Fleet<'a>) -> BTreeMap<&'f str, &'f Service<'a>> {
    let services = fleet.services.iter();
    services.map(|service| (&*service.name, service)).collect()
}

fn by_code<'f, 'a>(service: &'f Service<'a>) -> BTreeMap<u32, Vec<&'f Entry<'a>>> {
    let mut entries: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for entry in service.entries() {
        entries.entry(entry.code).or_default().push(entry);
    }
    entries
}

/// In which nothing is Markdown.
fn code_span(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// As one line.
fn first_paragraph(docs: &str) -> String {
    let lines = docs
        .trim()
        .lines()
        .take_while(|line| !line.trim().is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sections = [
            ("Breaking", &self.breaking),
            ("New", &self.added),
            ("Changed", &self.changed),
            ("Deprecated", &self.deprecated),
        ];
        let mut sections = sections
            .iter()
            .filter(|(_, lines)| !lines.is_empty())
            .peekable();
        if sections.peek().is_none() {
            return f.write_str("No change that a client would notice.\n");
        }
        while let Some((heading, lines)) = sections.next() {
            writeln!(f, "### {heading}\n")?;
            for line in *lines {
                writeln!(f, "* {line}")?;
            }
            if sections.peek().is_some() {
                writeln!(f)?;
            }
        }
        Ok(())
    }
}
