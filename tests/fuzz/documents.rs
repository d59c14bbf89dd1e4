//! The documents: no text in a catalog can add to them what it is not meant to.

use error_catalog::{Catalog, Entry, Status};
use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;
use pulldown_cmark::{Event, Options, Tag};
use scraper::Html;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Between the texts of a catalog.
const SEPARATOR: char = '\u{1e}';

/// Every construct of Markdown that documentation may use.
const MARKDOWN: &str = "# A\n\nA\n=\n\na *b* **c** `d` [e](https://example.com \"f\") <https://example.com>\nf  \ng\n\n\
    - a\n- b\n\n1. c\n\n- d\n\n3. c\n4. d\n\n- e\n\n  f\n\n> g\n\n```rust\nh\n```\n\n    i\n\n---\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F";

/// Elements with the names of their attributes.
type Elements = BTreeSet<(String, Vec<String>)>;

/// # Panics
///
/// If the HTML has an element or an attribute that the page of a harmless catalog lacks, or a link that
/// is not one to the web or into the page; if the Markdown table lacks a row or a column; if the JSON or
/// OpenAPI is not JSON, or the TypeScript not TypeScript.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let catalog = catalog_of(text);
    html(&catalog);
    markdown(&catalog);
    let json: Value = serde_json::from_str(&catalog.to_json().to_string()).expect("JSON");
    assert!(json.is_object());
    openapi(&catalog);
    typescript(&catalog);
}

/// A catalog of three entries with these texts, which are never freed: a catalog's are static.
fn catalog_of(text: &str) -> Catalog {
    let texts: Vec<&'static str> = text
        .split(SEPARATOR)
        .map(|text| &*Box::leak(Box::<str>::from(text)))
        .collect();
    let mut texts = texts.into_iter().cycle();
    let mut next = || texts.next().expect("split makes one at least");
    let status = |number| Status::new(number).expect("an error");
    let entries = [
        Entry::new(next(), status(400), 1)
            .with_message(next())
            .with_docs(next()),
        Entry::new(next(), status(503), 2)
            .with_message(next())
            .with_example(next())
            .with_deprecation(next())
            .with_headers(Box::leak(Box::new([("retry-after", next())])))
            .as_shared(),
        Entry::new(next(), status(503), 2)
            .with_docs(next())
            .as_shared(),
    ];
    Catalog::new(next(), Box::leak(Box::new(entries))).with_docs(next())
}

fn elements(page: &str) -> (Html, Elements) {
    let html = Html::parse_document(page);
    let elements = html.tree.values().filter_map(|node| {
        let element = node.as_element()?;
        let mut attributes: Vec<_> = element.attrs().map(|(name, _)| name.to_owned()).collect();
        attributes.sort_unstable();
        Some((element.name().to_owned(), attributes))
    });
    let elements = elements.collect();
    (html, elements)
}

fn html(catalog: &Catalog) {
    static HARMLESS: LazyLock<Elements> = LazyLock::new(|| {
        let mut all = Elements::new();
        for text in ["A", MARKDOWN] {
            // Whatever the order of the texts, each of them is everywhere once.
            let with_markdown = format!("A{SEPARATOR}{text}");
            for text in [text, &with_markdown] {
                all.append(&mut elements(&catalog_of(text).to_html().to_string()).1);
            }
        }
        all
    });

    let page = catalog.to_html().to_string();
    assert!(!page.contains('\0'));
    let (html, elements) = elements(&page);
    for element in &elements {
        assert!(HARMLESS.contains(element), "{element:?}\n{page}");
    }
    for element in html.tree.values().filter_map(|node| node.as_element()) {
        if element.name() == "a" {
            let link = element.attr("href").unwrap_or_default();
            let link = link.to_ascii_lowercase();
            let allowed = ["#", "http:", "https:", "mailto:"];
            assert!(
                allowed.iter().any(|start| link.starts_with(start)),
                "{link}\n{page}"
            );
        }
    }
}

fn markdown(catalog: &Catalog) {
    let text = catalog.to_markdown().to_string();
    assert!(!text.contains('\0'));
    let mut tables = Vec::new();
    let mut cells = 0;
    for event in pulldown_cmark::Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Table(columns)) => tables.push((columns.len(), 0)),
            Event::Start(Tag::TableRow) => tables.last_mut().expect("a table").1 += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}\n{text}"),
            _ => {}
        }
    }
    // That of the entries. The documentation may have tables of its own.
    assert!(tables.contains(&(4, 3)), "{tables:?}\n{text}");
    // Another cell in a line would not show: its bar does.
    let rows = text
        .lines()
        .skip_while(|line| *line != "| Code | Status | Name | Message |");
    for row in rows.take_while(|line| line.starts_with('|')) {
        let escaped = row.replace(r"\\", "").replace(r"\|", "");
        assert_eq!(escaped.matches('|').count(), 5, "{row}");
    }
    assert!(cells >= 16, "{text}");
}

fn openapi(catalog: &Catalog) {
    let document = catalog.to_openapi().to_string();
    let document: Value = serde_json::from_str(&document).expect("JSON");
    for section in ["schemas", "responses"] {
        let components = document["components"][section].as_object();
        for name in components.expect("components").keys() {
            // OpenAPI 3.1, section 4.8.7.
            let is_allowed = |char: char| char.is_ascii_alphanumeric() || "._-".contains(char);
            assert!(!name.is_empty() && name.chars().all(is_allowed), "{name}");
        }
    }
}

fn typescript(catalog: &Catalog) {
    let module = catalog.to_typescript().to_string();
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &module, SourceType::ts()).parse();
    assert!(parsed.errors.is_empty(), "{:?}\n{module}", parsed.errors);
}
