use super::contents::{bare_statuses, entries, sections};
use super::details;
use super::value::Quoted;
use crate::{Catalog, Entry};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub(super) struct TypeScript<'a>(pub(super) &'a Catalog);

/// What is the same for all catalogs: the types before the table, and the guards after it.
const TYPES: &str = include_str!("types.ts");
const GUARDS: &str = include_str!("guards.ts");
/// What comes beside where an error has details.
const DETAILS: &str = include_str!("details.ts");
const DETAILS_OF_THE_BODY: &str = "\
  /** What a program needs to know beyond the code. */
  details?: Code extends keyof ErrorDetails ? ErrorDetails[Code] : unknown;
";

impl fmt::Display for TypeScript<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "// The errors of {}, written by error-catalog.\n",
            Quoted(self.0.name())
        )?;
        let has_details = entries(self.0).any(details::has_details);
        write_codes(self.0, f)?;
        write_types(self.0, f)?;
        write_table(self.0, f)?;
        let (first, last) = bare_statuses(self.0);
        writeln!(
            f,
            "\n/** The codes of the statuses 400 and 599, where no error of the catalog made the response. */\nexport const BARE_STATUSES = {{ firstCode: {first}, lastCode: {last} }} as const;"
        )?;
        write!(f, "\n{GUARDS}")?;
        if has_details {
            write!(f, "\n{DETAILS}")?;
        }
        Ok(())
    }
}

fn write_codes(catalog: &Catalog, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let codes: BTreeSet<_> = entries(catalog).map(Entry::code).collect();
    f.write_str("/** The integers that name the errors. */\nexport type ErrorCode =")?;
    for code in &codes {
        write!(f, "\n  | {code}")?;
    }
    if codes.is_empty() {
        f.write_str(" never")?;
    }
    f.write_str(";\n")
}

/// The body's last property is there only where an error has details.
fn write_types(catalog: &Catalog, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut by_code: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for entry in entries(catalog) {
        if let Some(details) = details::typescript(entry, 1) {
            by_code.entry(entry.code()).or_default().insert(details);
        }
    }
    let Some((body, others)) = TYPES.split_once("}\n").filter(|_| !by_code.is_empty()) else {
        return write!(f, "\n{TYPES}\n");
    };
    f.write_str(
        "\n/** The details of the errors that have any, by code. */\nexport interface ErrorDetails {\n",
    )?;
    for (code, types) in by_code {
        let types: Vec<_> = types.into_iter().collect();
        writeln!(f, "  {code}: {};", types.join(" | "))?;
    }
    write!(f, "}}\n\n{body}{DETAILS_OF_THE_BODY}}}\n{others}\n")
}

fn write_table(catalog: &Catalog, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut sharing: BTreeMap<u32, Vec<(&Catalog, &Entry)>> = BTreeMap::new();
    let sections = sections(catalog);
    for section in &sections {
        for entry in section.entries() {
            let entries = sharing.entry(entry.code()).or_default();
            entries.push((section, entry));
        }
    }
    f.write_str("/** What is known of each error. */\nexport const ERRORS: Readonly<Record<ErrorCode, ErrorEntry>> = {\n")?;
    for section in sections
        .iter()
        .filter(|section| !section.entries().is_empty())
    {
        writeln!(f, "  // {}", Quoted(section.name()))?;
        for entry in section.entries() {
            // A code that is shared stands where it comes first, with all that use it.
            if let Some(entries) = sharing.remove(&entry.code()) {
                write_row(&entries, f)?;
            }
        }
    }
    f.write_str("};\n")
}

fn write_row(entries: &[(&Catalog, &Entry)], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let [(section, entry), rest @ ..] = entries else {
        return Ok(());
    };
    writeln!(f, "  {}: {{", entry.code())?;
    write_fields(section, entry, "    ", f)?;
    if !rest.is_empty() {
        f.write_str("    also: [\n")?;
        for (section, entry) in rest {
            f.write_str("      {\n")?;
            write_fields(section, entry, "        ", f)?;
            f.write_str("      },\n")?;
        }
        f.write_str("    ],\n")?;
    }
    f.write_str("  },\n")
}

fn write_fields(
    section: &Catalog,
    entry: &Entry,
    indent: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    writeln!(f, "{indent}status: {},", entry.status().as_u16())?;
    writeln!(f, "{indent}catalog: {},", Quoted(section.name()))?;
    writeln!(f, "{indent}name: {},", Quoted(entry.name()))?;
    if let Some(message) = entry.message() {
        writeln!(f, "{indent}message: {},", Quoted(message))?;
    }
    if let Some(example) = entry.example() {
        writeln!(f, "{indent}example: {},", Quoted(example))?;
    }
    if !entry.headers().is_empty() {
        let headers = entry.headers().iter();
        let headers = headers.map(|(name, value)| format!("[{}, {}]", Quoted(name), Quoted(value)));
        let headers: Vec<_> = headers.collect();
        writeln!(f, "{indent}headers: [{}],", headers.join(", "))?;
    }
    writeln!(f, "{indent}docs: {},", Quoted(entry.docs()))?;
    if let Some(note) = entry.deprecation() {
        writeln!(f, "{indent}deprecated: {},", Quoted(note))?;
    }
    Ok(())
}
