//! One reference site for all services: an index that searches all of them, a page per service, and a page
//! per code. It works from a folder, without a server.

mod catalog;

use crate::document::Entry;
use crate::fleet::{Fleet, Service};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::Path;

const STYLE: &str = include_str!("site.css");
const SCRIPT: &str = include_str!("site.js");
/// By which a folder is known to be a site of ours.
const MARK: &str = "<!-- Written by error-catalog: do not edit. -->";

/// Writes the site into a folder, in the place of an older one.
pub(crate) fn write(fleet: &Fleet, folder: &Path) -> io::Result<usize> {
    let catalogs = fleet.services.iter().map(catalog::of);
    let catalogs = catalogs.collect::<Result<Vec<_>, _>>()?;
    clear(folder)?;
    fs::create_dir_all(folder)?;
    for catalog in catalogs {
        let page = catalog.to_html().to_string();
        fs::write(folder.join(file_of(catalog.name())), page)?;
    }
    let mut by_code: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for service in &fleet.services {
        for (entry, anchor) in anchored(service) {
            let entries = by_code.entry(entry.code).or_default();
            entries.push((service, entry, anchor));
        }
    }
    for (code, entries) in &by_code {
        let mut body = format!("<main>\n<h1>{code}</h1>\n<ul class=\"results\">\n");
        for (service, entry, anchor) in entries {
            let name = Escaped(&service.name);
            let message = entry.message.as_deref().unwrap_or_default();
            let _ = writeln!(
                body,
                r#"<li><a href="{}#{anchor}">{name}: {}</a> <span class="status">{}</span> {}</li>"#,
                Escaped(&file_of(&service.name)),
                Escaped(&entry.name),
                entry.status,
                Escaped(message),
            );
        }
        body.push_str("</ul>\n<p><a href=\"index.html\">All services</a></p>\n</main>\n");
        let page = page(&format!("Error code {code}"), &body, "");
        fs::write(folder.join(format!("{code}.html")), page)?;
    }
    fs::write(folder.join("search.js"), data(fleet))?;
    // Last, as it is the mark of a site that is whole.
    fs::write(folder.join("index.html"), index(fleet))?;
    Ok(by_code.len())
}

/// Removes the pages of an older site.
///
/// # Errors
///
/// Fails if the folder holds something else.
fn clear(folder: &Path) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    let files: Vec<_> = entries.collect::<Result<_, _>>()?;
    let index = fs::read_to_string(folder.join("index.html"));
    if !files.is_empty() && !index.is_ok_and(|index| index.contains(MARK)) {
        return Err(io::Error::other(format!(
            "{} holds something else than a site: name a new folder",
            folder.display()
        )));
    }
    for file in files {
        let path = file.path();
        if path
            .extension()
            .is_some_and(|it| it == "html" || it == "js")
        {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The page of a service, and of no other. A page of digits would be that of a code.
fn file_of(service: &str) -> String {
    let mut name = String::from("service-");
    for character in service.chars() {
        if character.is_alphanumeric() || "-_.".contains(character) {
            name.push(character);
        } else {
            let _ = write!(name, "~{:x}~", u32::from(character));
        }
    }
    name + ".html"
}

fn index(fleet: &Fleet) -> String {
    let count = fleet.entries().count();
    let services = fleet.services.len();
    let mut body = format!(
        r#"<a class="skip" href="\#services">Skip to the services</a>
<header>
<h1>Error reference</h1>
<p>{count} errors of {services} services</p>
</header>
<form id="search" role="search" aria-label="Errors" hidden>
<label for="query">Search</label>
<input id="query" type="search" placeholder="Code, name or text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-keyshortcuts="/" aria-controls="results">
<output id="count" for="query"></output>
</form>
<main>
<ol id="results" class="results" hidden></ol>
<section id="services" aria-label="Services">
<ul class="services">
"#
    )
    .replace("\\#", "#");
    for service in &fleet.services {
        let errors = service.entries().count();
        let noun = if errors == 1 { "error" } else { "errors" };
        let _ = writeln!(
            body,
            r#"<li><a href="{}">{}</a> <span class="soft">{errors} {noun}</span></li>"#,
            Escaped(&file_of(&service.name)),
            Escaped(&service.name),
        );
    }
    body.push_str("</ul>\n</section>\n</main>\n<script src=\"search.js\"></script>\n");
    page("Error reference", &body, SCRIPT)
}

fn page(title: &str, body: &str, script: &str) -> String {
    let script = match script {
        "" => String::new(),
        script => format!("<script>{script}</script>\n"),
    };
    format!(
        r#"<!DOCTYPE html>
{MARK}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
{body}{script}</body>
</html>
"#,
        Escaped(title)
    )
}

/// What the search looks through: of each service its name, its page, and a line per entry.
fn data(fleet: &Fleet) -> String {
    let mut data = "\"use strict\";\nconst FLEET = [\n".to_owned();
    for service in &fleet.services {
        let lines: Vec<_> = lines(service).collect();
        let row = (&service.name, file_of(&service.name), lines.join("\n"));
        let row = serde_json::to_string(&row).unwrap_or_default();
        // Where JavaScript would end a line or a script.
        let row = row
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029");
        data.push_str(&row.replace('<', "\\u003c"));
        data.push_str(",\n");
    }
    data.push_str("];\n");
    data
}

/// `1300`, `404`, `NotFound`, the message and the documentation, with tabs between them.
fn lines(service: &Service) -> impl Iterator<Item = String> {
    anchored(service).map(|(entry, anchor)| {
        let message = entry.message.as_deref().unwrap_or_default();
        let parts = [&entry.name, message, &entry.docs];
        let parts = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        format!("{anchor}\t{}\t{}", entry.status, parts.join("\t"))
    })
}

/// The entries, and where each is on the service's page: those that share a code are numbered.
fn anchored<'f, 'a>(service: &'f Service<'a>) -> impl Iterator<Item = (&'f Entry<'a>, String)> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    service.entries().map(move |entry| {
        let count = counts.entry(entry.code).or_default();
        *count += 1;
        let anchor = match count {
            1 => entry.code.to_string(),
            count => format!("{}-{count}", entry.code),
        };
        (entry, anchor)
    })
}

/// Text inside an element, or inside an attribute's quotes.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\0' => f.write_str("\u{fffd}")?,
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}
