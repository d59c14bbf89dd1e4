//! What a code, a name or words mean, across services.

use crate::document::Entry;
use crate::fleet::{Fleet, Service};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// More than this are listed only.
const IN_FULL: usize = 5;

/// Explains what was asked for, and says whether there is any.
pub(crate) fn explain(fleet: &Fleet, wanted: &str, out: &mut dyn Write) -> io::Result<bool> {
    let found = match wanted.parse() {
        Ok(code) => {
            let bare = explain_bare_statuses(fleet, code, out)?;
            let found: Vec<_> = fleet
                .entries()
                .filter(|(_, entry)| entry.code == code)
                .collect();
            let retired = explain_retired(fleet, code, out)?;
            if bare || retired {
                if found.is_empty() {
                    return Ok(true);
                }
                writeln!(out, "\n---\n")?;
            }
            found
        }
        Err(_) => matching(fleet, wanted),
    };
    let services = fleet.services.len();
    match &*found {
        [] => {
            let noun = if services == 1 { "service" } else { "services" };
            writeln!(out, "no error of {services} {noun} is {wanted:?}")?;
            return Ok(false);
        }
        few if few.len() <= IN_FULL => {
            for (index, (service, entry)) in few.iter().enumerate() {
                if index > 0 {
                    writeln!(out, "\n---\n")?;
                }
                write_entry(service, entry, out)?;
            }
        }
        many => {
            for (service, entry) in many {
                let Entry {
                    code, status, path, ..
                } = entry;
                let message = entry.message.as_deref().unwrap_or_default();
                let line = format!("{code:>10}  {status}  {}  {path}  {message}", service.name);
                writeln!(out, "{}", line.trim_end())?;
            }
        }
    }
    Ok(true)
}

/// The entries of the name, or those that have all of the words.
fn matching<'f, 'a>(fleet: &'f Fleet<'a>, wanted: &str) -> Vec<(&'f Service<'a>, &'f Entry<'a>)> {
    let is_named = |entry: &Entry| {
        entry.name.eq_ignore_ascii_case(wanted) || entry.path.eq_ignore_ascii_case(wanted)
    };
    let named: Vec<_> = fleet
        .entries()
        .filter(|(_, entry)| is_named(entry))
        .collect();
    if !named.is_empty() {
        return named;
    }
    let wanted = wanted.to_lowercase();
    let words: Vec<_> = wanted.split_whitespace().collect();
    let has_words = |service: &Service, entry: &Entry| {
        let message = entry.message.as_deref().unwrap_or_default();
        let text = [&*service.name, &entry.path, message, &entry.docs]
            .join("\n")
            .to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let entries = fleet.entries();
    entries
        .filter(|(service, entry)| has_words(service, entry))
        .collect()
}

fn write_entry(service: &Service, entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let message = entry.message.as_deref();
    let message = message.unwrap_or("its message is made by `Display`");
    writeln!(out, "Error code {}: {message}\n", entry.code)?;
    writeln!(out, "Service: {}", service.name)?;
    writeln!(out, "Status:  {}", entry.status)?;
    writeln!(out, "Variant: {}", entry.path)?;
    for header in &entry.headers {
        writeln!(out, "Header:  {}: {}", header.name, header.value)?;
    }
    match entry.deprecated.as_deref() {
        Some("") => writeln!(out, "Deprecated.")?,
        Some(note) => writeln!(out, "Deprecated: {note}")?,
        None => {}
    }
    let docs = match &*entry.docs {
        "" => "It is not documented.",
        docs => docs,
    };
    writeln!(out, "\n{docs}")
}

/// The services for which the code is a bare status.
fn explain_bare_statuses(fleet: &Fleet, code: u32, out: &mut dyn Write) -> io::Result<bool> {
    let mut by_status: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for service in &fleet.services {
        let meant = service
            .bare_statuses
            .and_then(|codes| codes.status_of(code));
        if let Some(status) = meant
            && service.entries().all(|entry| entry.code != code)
        {
            by_status.entry(status).or_default().push(&service.name);
        }
    }
    if by_status.is_empty() {
        return Ok(false);
    }
    writeln!(
        out,
        "Error code {code}: no error of a catalog made this response.\n"
    )?;
    for (status, names) in by_status {
        writeln!(out, "Service: {}\nStatus:  {status}\n", names.join(", "))?;
    }
    writeln!(
        out,
        "The framework answered it, such as the router for an unknown path, or something in front of the service."
    )?;
    Ok(true)
}

fn explain_retired(fleet: &Fleet, code: u32, out: &mut dyn Write) -> io::Result<bool> {
    let retires = |service: &&Service| {
        let mut of_catalogs = service.catalogs.iter().flat_map(|catalog| &catalog.retired);
        of_catalogs.any(|retired| *retired == code) || service.retired.contains(&code)
    };
    let service = fleet.services.iter().find(retires);
    if let Some(service) = service {
        let name = &service.name;
        writeln!(
            out,
            "Error code {code} is retired: {name} used it, and nothing will use it again."
        )?;
    }
    Ok(service.is_some())
}
