use super::commonmark::{code_span, deprecation, fenced, line, tamed};
use super::contents::{BARE_STATUSES, describe_bare_statuses, sections};
use super::details;
use crate::{Catalog, Entry};
use std::fmt;

pub(super) struct Markdown<'a>(pub(super) &'a Catalog);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, catalog) in sections(self.0).into_iter().enumerate() {
            let (gap, heading) = if index == 0 { ("", "#") } else { ("\n", "##") };
            writeln!(f, "{gap}{heading} {}", line(catalog.name()))?;
            write_docs(catalog.docs(), f)?;
            if !catalog.entries().is_empty() {
                write_table(catalog.entries(), f)?;
            }
            for entry in catalog.entries() {
                write_entry(entry, heading, f)?;
            }
        }
        let bare = describe_bare_statuses(self.0);
        writeln!(f, "\n## {BARE_STATUSES}\n\n{}", line(&bare))
    }
}

fn write_table(entries: &[Entry], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\n| Code | Status | Name | Message |\n|---:|---|---|---|\n")?;
    for entry in entries {
        let (code, name) = (entry.code(), line(entry.name()));
        let note = if entry.deprecation().is_some() {
            " (deprecated)"
        } else {
            ""
        };
        let message = entry.message().map(line).unwrap_or_default();
        writeln!(
            f,
            "| {code} | {} | {name}{note} | {message} |",
            entry.status()
        )?;
    }
    Ok(())
}

fn write_entry(entry: &Entry, heading: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (code, name) = (entry.code(), line(entry.name()));
    write!(f, "\n{heading}# {code} {name}\n\n{}", entry.status())?;
    match entry.message() {
        Some(message) => writeln!(f, ": {}", line(message))?,
        None => writeln!(f)?,
    }
    if let Some(example) = entry.example() {
        writeln!(f, "\nExample: {}", line(example))?;
    }
    for (name, value) in entry.headers() {
        let header = format!("{name}: {value}");
        writeln!(f, "\nHeader: {}", code_span(&header))?;
    }
    if let Some(details) = details::typescript(entry, 0) {
        writeln!(f, "\nDetails:\n\n{}", fenced("ts", &details))?;
    }
    if let Some(note) = entry.deprecation() {
        writeln!(f, "\n{}", deprecation(note))?;
    }
    write_docs(entry.docs(), f)
}

fn write_docs(docs: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let docs = tamed(docs);
    if docs.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{docs}")
}
