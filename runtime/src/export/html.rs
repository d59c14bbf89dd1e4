use super::contents::{BARE_STATUSES, describe_bare_statuses, sections};
use super::details;
use super::docs;
use crate::{Catalog, Entry, Status};
use pulldown_cmark::html::push_html;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

pub(super) struct Html<'a>(pub(super) &'a Catalog);

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page's own style and script are all that it may use: nothing is loaded, and nothing runs
/// that a catalog holds. The hashes are those of the two files (CSP 3, section 2.3.1).
const POLICY: &str = "default-src 'none'; \
    style-src 'sha256-yroI+rtqxIIWOQrKWWgIJpoqlYxdO+/ZDBGB8jgcUrI='; \
    script-src 'sha256-ryYUZ76z8OUhfbXcKhlcwtEN36N4V/niOq3pkOaHpCQ='; \
    img-src data:; base-uri 'none'; form-action 'none'";

impl fmt::Display for Html<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sections = sections(self.0);
        write_head(self.0, f)?;
        write_contents(&sections, f)?;
        write_search(&sections, f)?;
        f.write_str("<main id=\"errors\" tabindex=\"-1\">\n")?;
        let mut ids = Ids::default();
        for (index, section) in shown(&sections) {
            write_section(index, section, sections.len() > 1, &mut ids, f)?;
        }
        write_bare_statuses(self.0, f)?;
        writeln!(f, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>")
    }
}

/// The first section is nothing but its entries: the header has its name and its documentation.
fn shown<'a>(sections: &'a [&'a Catalog]) -> impl Iterator<Item = (usize, &'a Catalog)> {
    let sections = sections.iter().copied().enumerate();
    sections.filter(|(index, section)| *index > 0 || !section.entries().is_empty())
}

fn write_head(catalog: &Catalog, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = Escaped(catalog.name());
    write!(
        f,
        r##"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{name}: error reference</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#errors">Skip to the errors</a>
<header>
<p class="kind">Error reference</p>
<h1>{name}</h1>
"##
    )?;
    write_docs(catalog.docs(), f)
}

/// The end of the header: links to the sections, if there are several.
fn write_contents(sections: &[&Catalog], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if sections.len() > 1 {
        f.write_str("<nav aria-label=\"Catalogs\">\n<ul>\n")?;
        for (index, section) in shown(sections) {
            let name = Escaped(section.name());
            writeln!(f, r##"<li><a href="#catalog-{index}">{name}</a></li>"##)?;
        }
        f.write_str("</ul>\n</nav>\n")?;
    }
    f.write_str("</header>\n")
}

/// Hidden until the script shows it: without one, it could not do anything.
fn write_search(sections: &[&Catalog], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
    for entry in sections.iter().flat_map(|section| section.entries()) {
        *statuses.entry(entry.status()).or_default() += 1;
    }
    f.write_str(
        r#"<form id="search" role="search" aria-label="Errors" hidden>
<div class="query">
<label for="query">Search</label>
<input id="query" type="search" placeholder="Code, name or text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-keyshortcuts="/" aria-controls="errors">
<kbd aria-hidden="true">/</kbd>
</div>
<fieldset>
<legend>Status</legend>
"#,
    )?;
    for (status, count) in statuses {
        let (number, phrase) = (status.as_u16(), Escaped(status.phrase()));
        writeln!(
            f,
            r#"<label><input type="checkbox" value="{number}"><span>{number} <span class="unseen">{phrase}</span> <span class="tally" aria-hidden="true">{count}</span></span></label>"#
        )?;
    }
    f.write_str(
        r#"</fieldset>
<p class="results"><output id="results" for="query"></output> <button id="show-all" type="button" hidden>Show all</button></p>
</form>
"#,
    )
}

fn write_section(
    index: usize,
    section: &Catalog,
    several: bool,
    ids: &mut Ids,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    // The page's heading is the first section's name already.
    let class = if several { "" } else { " class=\"unseen\"" };
    writeln!(
        f,
        r#"<section aria-labelledby="catalog-{index}">
<h2 id="catalog-{index}"{class}>{}</h2>"#,
        Escaped(section.name())
    )?;
    if index > 0 {
        write_docs(section.docs(), f)?;
    }
    for entry in section.entries() {
        write_entry(entry, ids, f)?;
    }
    f.write_str("</section>\n")
}

fn write_bare_statuses(catalog: &Catalog, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let description = describe_bare_statuses(catalog);
    writeln!(
        f,
        r#"<section aria-labelledby="bare-statuses">
<h2 id="bare-statuses">{BARE_STATUSES}</h2>
<p>{}</p>
</section>"#,
        Escaped(&description)
    )
}

fn write_entry(entry: &Entry, ids: &mut Ids, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (code, status) = (entry.code(), entry.status());
    let number = status.as_u16();
    let class = if status.is_server_error() {
        "server"
    } else {
        "client"
    };
    let id = ids.next(code);
    write!(
        f,
        r##"<article id="{id}" data-status="{number}">
<h3><a href="#{id}">{code}</a> <span class="name">{}</span></h3>
<p class="status {class}">{number} {}</p>
<div class="about">
"##,
        Escaped(entry.name()),
        Escaped(status.phrase())
    )?;
    if let Some(message) = entry.message() {
        writeln!(f, r#"<p class="message">{}</p>"#, Escaped(message))?;
    }
    if let Some(example) = entry.example() {
        writeln!(f, r#"<p class="example">Example: {}</p>"#, Escaped(example))?;
    }
    for (name, value) in entry.headers() {
        let (name, value) = (Escaped(name), Escaped(value));
        writeln!(
            f,
            r#"<p class="header">Header: <code>{name}: {value}</code></p>"#
        )?;
    }
    if let Some(details) = details::typescript(entry, 0) {
        writeln!(
            f,
            "<div class=\"docs\">\n<p>Details:</p>\n<pre><code>{}</code></pre>\n</div>",
            Escaped(&details)
        )?;
    }
    if let Some(note) = entry.deprecation() {
        f.write_str("<div class=\"deprecated\">\n<p><strong>Deprecated</strong></p>\n")?;
        write_docs(note, f)?;
        f.write_str("</div>\n")?;
    }
    write_docs(entry.docs(), f)?;
    f.write_str("</div>\n</article>\n")
}

fn write_docs(docs: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut html = String::new();
    push_html(&mut html, docs::events(docs));
    if html.is_empty() {
        return Ok(());
    }
    let html = html.replace('\0', docs::REPLACEMENT);
    write!(f, "<div class=\"docs\">\n{html}</div>\n")
}

/// `1300`, and `1300-2` for the next entry that shares the code.
#[derive(Default)]
struct Ids(BTreeMap<u32, u32>);

impl Ids {
    fn next(&mut self, code: u32) -> String {
        let count = self.0.entry(code).or_default();
        *count += 1;
        match count {
            1 => code.to_string(),
            count => format!("{code}-{count}"),
        }
    }
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
                '\0' => f.write_str(docs::REPLACEMENT)?,
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}
