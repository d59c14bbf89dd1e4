//! The documents of a catalog. What a browser, a compiler or a validator makes of them is tested
//! with those, in `documents/`.

use crate::planted;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use error_catalog::{Catalog, Entry, ErrorBody, ErrorCatalog, Status};
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sms::SmsError;

const NOT_FOUND: Status = Status::new(404).unwrap();

pub(crate) fn documents(catalog: &Catalog) -> [String; 5] {
    [
        catalog.to_markdown().to_string(),
        catalog.to_html().to_string(),
        catalog.to_json().to_string(),
        catalog.to_openapi().to_string(),
        catalog.to_typescript().to_string(),
    ]
}

/// A catalog of one entry.
fn catalog_of(entry: Entry) -> Catalog {
    Catalog::new("Error", Box::leak(Box::new([entry])))
}

#[test]
fn equal_catalogs_have_equal_documents() {
    for catalog in [SmsError::CATALOG, planted::CATALOG] {
        assert_eq!(documents(catalog), documents(&copy(catalog)));
    }
}

/// The same catalog at other addresses.
fn copy(catalog: &Catalog) -> Catalog {
    let nested = catalog.nested().iter();
    let nested = nested.map(|nested| &*Box::leak(Box::new(copy(nested))));
    let nested: Vec<&'static Catalog> = nested.collect();
    let copy = Catalog::new(catalog.name(), Vec::leak(catalog.entries().to_vec()))
        .with_docs(catalog.docs())
        .with_retired(Vec::leak(catalog.retired().to_vec()))
        .with_nested(Vec::leak(nested));
    match catalog.codes() {
        Some(codes) => copy.with_codes(codes),
        None => copy,
    }
}

#[test]
fn documents_end_in_one_newline() {
    for document in documents(SmsError::CATALOG) {
        assert!(document.ends_with('\n') && !document.ends_with("\n\n"));
    }
}

#[test]
fn each_entry_is_in_every_document() {
    for document in documents(SmsError::CATALOG) {
        for entry in SmsError::CATALOG {
            assert!(document.contains(entry.name()), "{}", entry.path());
            assert!(document.contains(&entry.code().to_string()));
            assert!(document.contains(&entry.status().to_string()[..3]));
            assert!(document.contains(entry.message().unwrap()));
        }
    }
}

#[test]
fn a_change_to_an_entry_changes_every_document() {
    let entry = Entry::new("Error::Gone", NOT_FOUND, 1300)
        .with_message("Not found")
        .with_docs("It was never there.");
    let original = documents(&catalog_of(entry));
    let of = |path, status, code| {
        Entry::new(path, Status::new(status).unwrap(), code)
            .with_message("Not found")
            .with_docs("It was never there.")
    };
    for changed in [
        of("Error::Lost", 404, 1300),
        of("Error::Gone", 410, 1300),
        of("Error::Gone", 404, 1301),
        entry.with_message("Gone"),
        entry.with_docs("It was there."),
        entry.with_deprecation(""),
        entry.with_deprecation("use another"),
    ] {
        for (before, after) in original.iter().zip(documents(&catalog_of(changed))) {
            assert_ne!(*before, after, "{changed:?}");
        }
    }
    let one = documents(&catalog_of(entry.with_deprecation("use one")));
    let other = documents(&catalog_of(entry.with_deprecation("use other")));
    assert!(one.iter().zip(&other).all(|(one, other)| one != other));
}

#[test]
fn a_catalog_that_is_reached_twice_appears_once() {
    let document = copy(planted::CATALOG).to_json().to_string();
    let document: Value = serde_json::from_str(&document).unwrap();
    let catalogs = document["catalogs"].as_array().unwrap();
    let names: Vec<_> = catalogs.iter().map(|catalog| &catalog["name"]).collect();
    assert_eq!(
        names,
        [
            planted::CATALOG.name(),
            "Left",
            "Common",
            "Right",
            "SmsError"
        ]
    );
}

#[test]
fn json_is_all_that_the_catalog_holds() {
    let document = planted::CATALOG.to_json().to_string();
    let document: Value = serde_json::from_str(&document).unwrap();
    let catalog = &document["catalogs"][0];
    assert_eq!(catalog["name"], planted::CATALOG.name());
    assert_eq!(catalog["docs"], planted::DOCS);
    let retired = planted::CATALOG.retired();
    assert_eq!(catalog["retired"], json!(retired));
    let entries: Vec<_> = planted::CATALOG
        .entries()
        .iter()
        .map(|entry| {
            json!({
                "code": entry.code(),
                "name": entry.name(),
                "path": entry.path(),
                "status": entry.status().as_u16(),
                "message": entry.message(),
                "example": entry.example(),
                "headers": [],
                "details": null,
                "docs": entry.docs(),
                "deprecated": entry.deprecation(),
                "shared": entry.is_shared(),
            })
        })
        .collect();
    assert_eq!(catalog["entries"], Value::from(entries));
}

#[test]
fn json_has_the_codes_that_a_catalog_claims() {
    static CATALOG: Catalog = Catalog::new("Error", &[])
        .with_codes(1000..=1999)
        .with_retired(&[1301, 1305]);

    let document: Value = serde_json::from_str(&CATALOG.to_json().to_string()).unwrap();
    let catalog = &document["catalogs"][0];
    assert_eq!(
        catalog["codes"],
        json!({ "firstCode": 1000, "lastCode": 1999 })
    );
    assert_eq!(catalog["retired"], json!([1301, 1305]));
}

#[test]
fn json_keeps_the_order_of_its_fields() {
    let document = catalog_of(Entry::new("Gone", NOT_FOUND, 7))
        .to_json()
        .to_string();
    assert_eq!(
        document,
        r#"{
  "catalogs": [
    {
      "name": "Error",
      "docs": "",
      "codes": null,
      "retired": [],
      "entries": [
        {
          "code": 7,
          "name": "Gone",
          "path": "Gone",
          "status": 404,
          "message": null,
          "example": null,
          "headers": [],
          "details": null,
          "docs": "",
          "deprecated": null,
          "shared": false
        }
      ]
    }
  ],
  "bareStatuses": {
    "firstCode": 400,
    "lastCode": 599
  }
}
"#
    );
}

#[test]
fn openapi_narrows_the_code_of_each_status() {
    let document = planted::CATALOG.to_openapi().to_string();
    let document: Value = serde_json::from_str(&document).unwrap();
    let components = &document["components"];
    let codes = |status: &str| components["schemas"][status]["properties"]["code"]["enum"].clone();
    assert_eq!(codes("Error409"), json!([2, 3]));
    assert_eq!(codes("Error503"), json!([200]));
    assert_eq!(codes("Error403"), json!([300, 1201]));
    assert_eq!(codes("ErrorBody"), Value::Null);

    let responses = components["responses"].as_object().unwrap();
    let statuses: Vec<_> = planted::CATALOG.iter().map(Entry::status).collect();
    assert!(
        statuses
            .iter()
            .all(|status| responses.contains_key(&format!("Error{}", status.as_u16())))
    );
    for (name, response) in responses.iter().filter(|(name, _)| *name != "ErrorDefault") {
        let content = &response["content"]["application/json"];
        assert_eq!(
            content["schema"]["$ref"],
            format!("#/components/schemas/{name}")
        );
        for example in content["examples"].as_object().unwrap().values() {
            let body: ErrorBody = serde_json::from_value(example["value"].clone()).unwrap();
            assert!(
                codes(name)
                    .as_array()
                    .unwrap()
                    .contains(&body.code().into())
            );
        }
    }
}

#[test]
fn openapi_has_an_example_of_each_entry() {
    let document = SmsError::CATALOG.to_openapi().to_string();
    let document: Value = serde_json::from_str(&document).unwrap();
    for entry in SmsError::CATALOG {
        let response = format!("Error{}", entry.status().as_u16());
        let example = &document["components"]["responses"][response]["content"]["application/json"]
            ["examples"][entry.path()];
        assert_eq!(example["value"]["code"], entry.code());
        assert_eq!(example["value"]["message"], entry.message().unwrap());
        assert_eq!(
            example["description"].as_str().unwrap().is_empty(),
            entry.docs().is_empty()
        );
    }
}

#[test]
fn typescript_shows_text_as_it_is() {
    let module = planted::CATALOG.to_typescript().to_string();
    let values = |field: &str| -> Vec<String> {
        let lines = module
            .lines()
            .filter_map(|line| line.trim().strip_prefix(field));
        lines
            .map(|text| serde_json::from_str(text.trim_end_matches(',')).unwrap())
            .collect()
    };
    let entries: Vec<_> = planted::CATALOG.entries().iter().collect();
    let docs: Vec<_> = entries.iter().map(|entry| entry.docs()).collect();
    assert_eq!(values("docs: ")[..4], docs);
    assert_eq!(values("message: ")[..2], [planted::TEXT, planted::TEXT]);
    assert_eq!(values("deprecated: ")[..2], [planted::TEXT, ""]);
    assert!(!module.contains(['\r', '\u{2028}', '\u{2029}', '\u{202e}']));
}

#[test]
fn typescript_lists_the_entries_that_share_a_code() {
    let module = planted::CATALOG.to_typescript().to_string();
    assert_eq!(module.matches("\n  | 3\n").count(), 1);
    assert_eq!(module.matches("\n  3: {").count(), 1);
    let (_, row) = module.split_once("\n  3: {").unwrap();
    let (row, _) = row.split_once("\n  },").unwrap();
    assert!(row.contains(r#"name: "First""#) && row.contains(r#"name: "Second""#));
}

#[test]
fn an_empty_catalog_has_documents() {
    let catalog = Catalog::new("Empty", &[]);
    let markdown = catalog.to_markdown().to_string();
    assert!(markdown.starts_with("# Empty\n\n## Other codes\n\nThe codes 400 to 599 "));
    assert!(
        catalog
            .to_typescript()
            .to_string()
            .contains("ErrorCode = never;")
    );
    for document in [
        catalog.to_json().to_string(),
        catalog.to_openapi().to_string(),
    ] {
        serde_json::from_str::<Value>(&document).unwrap();
    }
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only its catalog matters here")]
#[catalog(bare_statuses = 90_000)]
enum Limits {
    #[error("try again in {} s", .0)]
    #[catalog(status = 429, code = 404, example = "try again in 30 s", header("retry-after" = "{0}"))]
    TooSoon(u32),
    #[error("full")]
    #[catalog(status = 429, code = 405, header("retry-after" = 60), header("x-limit" = "a`b|c<d"))]
    Full,
}

#[test]
fn each_document_shows_the_headers_of_an_entry() {
    let [json, openapi] = [
        Limits::CATALOG.to_json().to_string(),
        Limits::CATALOG.to_openapi().to_string(),
    ]
    .map(|document| serde_json::from_str::<Value>(&document).unwrap());
    assert_eq!(
        json["catalogs"][0]["entries"][1]["headers"],
        json!([{ "name": "retry-after", "value": "60" }, { "name": "x-limit", "value": "a`b|c<d" }])
    );
    let headers = &openapi["components"]["responses"]["Error429"]["headers"];
    assert_eq!(
        headers["retry-after"]["description"],
        "With code 404: `{0}`\n\nWith code 405: `60`"
    );
    assert_eq!(headers["x-limit"]["schema"]["type"], "string");
    let markdown = Limits::CATALOG.to_markdown().to_string();
    assert!(
        markdown.contains("\nHeader: `retry-after: {0}`\n"),
        "{markdown}"
    );
    assert!(
        markdown.contains("\nHeader: ``x-limit: a`b|c<d``\n"),
        "{markdown}"
    );
    let page = Limits::CATALOG.to_html().to_string();
    assert!(page.contains("<code>x-limit: a`b|c&lt;d</code>"), "{page}");
    let module = Limits::CATALOG.to_typescript().to_string();
    assert!(
        module.contains(r#"headers: [["retry-after", "{0}"]],"#),
        "{module}"
    );
}

#[test]
fn each_document_shows_the_example_of_an_entry() {
    let openapi = Limits::CATALOG.to_openapi().to_string();
    let openapi: Value = serde_json::from_str(&openapi).unwrap();
    let content = &openapi["components"]["responses"]["Error429"]["content"]["application/json"];
    let example = &content["examples"]["Limits::TooSoon"]["value"];
    assert_eq!(example["message"], "try again in 30 s");
    for document in documents(Limits::CATALOG) {
        assert!(document.contains("try again in 30 s"), "{document}");
    }
}

#[test]
fn each_document_says_what_the_codes_of_bare_statuses_mean() {
    let text = "The codes 90400 to 90599 belong to responses that none of these errors made, such as the 404 of an unknown path: the code is the HTTP status plus 90000";
    assert!(Limits::CATALOG.to_markdown().to_string().contains(text));
    assert!(Limits::CATALOG.to_html().to_string().contains(text));
    let module = Limits::CATALOG.to_typescript().to_string();
    assert!(module.contains("{ firstCode: 90400, lastCode: 90599 }"));
    let json: Value = serde_json::from_str(&Limits::CATALOG.to_json().to_string()).unwrap();
    assert_eq!(
        json["bareStatuses"],
        json!({ "firstCode": 90400, "lastCode": 90599 })
    );
    let openapi = Limits::CATALOG.to_openapi().to_string();
    let openapi: Value = serde_json::from_str(&openapi).unwrap();
    let response = &openapi["components"]["responses"]["ErrorDefault"];
    assert!(response["description"].as_str().unwrap().starts_with(text));
    let content = &response["content"]["application/json"];
    assert_eq!(content["schema"]["$ref"], "#/components/schemas/ErrorBody");
    assert_eq!(content["examples"]["Not Found"]["value"]["code"], 90404);
}

#[test]
fn html_obeys_nothing_that_a_catalog_holds() {
    let page = planted::CATALOG.to_html().to_string();
    for (markup, count) in [
        ("<script", 1),
        ("</script", 1),
        ("<style", 1),
        ("</style", 1),
        ("<title", 1),
        ("<link", 1),
        ("<h1", 1),
        ("<form id=\"search\"", 1),
        ("<img", 0),
        ("<iframe", 0),
        ("<div onclick", 0),
        ("href=\"javascript:", 0),
        ("href=\"data:", 1),
        ("src=\"", 0),
    ] {
        assert_eq!(page.matches(markup).count(), count, "{markup}");
    }
    assert!(page.contains("&lt;img src=x onerror=alert(4)&gt;"));
    assert!(
        page.contains(r#"<a href="https://example.com/?a=b&amp;c=&quot;d&quot;">good</a>"#)
            || page.contains(r#"<a href="https://example.com/?a=b&amp;c=%22d%22">good</a>"#)
    );
}

#[test]
fn html_has_an_anchor_for_each_code() {
    let page = planted::CATALOG.to_html().to_string();
    for id in ["1", "2", "3", "3-2", "100", "200", "300", "1300"] {
        assert_eq!(
            page.matches(&format!("<article id=\"{id}\" ")).count(),
            1,
            "{id}"
        );
        assert_eq!(page.matches(&format!("href=\"#{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn html_shows_any_text_as_it_is() {
    let entry = Entry::new("a&b<c>d\"e'f", NOT_FOUND, 7);
    let page = catalog_of(entry).to_html().to_string();
    assert!(page.contains("a&amp;b&lt;c&gt;d&quot;e&#39;f"), "{page}");
    assert!(!page.contains("a&b"));
}

#[test]
fn html_has_a_section_for_a_nested_catalog_without_entries() {
    const EMPTY: &Catalog = &Catalog::new("EMPTY", &[]).with_docs("Nothing yet.");
    const OUTER: Catalog = Catalog::new("OUTER", &[]).with_nested(&[EMPTY, SmsError::CATALOG]);

    let page = OUTER.to_html().to_string();
    assert!(page.contains(r#"<h2 id="catalog-1">EMPTY</h2>"#));
    assert!(page.contains(r##"<li><a href="#catalog-1">EMPTY</a></li>"##));
    assert!(page.contains("Nothing yet."));
}

#[test]
fn html_has_a_section_for_each_catalog_with_entries() {
    const OUTER: Catalog = Catalog::new("OUTER", &[]).with_nested(&[SmsError::CATALOG]);

    let page = OUTER.to_html().to_string();
    assert!(page.contains("<h1>OUTER</h1>"));
    assert_eq!(
        page.matches("<section aria-labelledby=\"catalog-").count(),
        1
    );
    assert!(page.contains(r#"<h2 id="catalog-1">SmsError</h2>"#));
    assert_eq!(page.matches("href=\"#catalog-").count(), 1);

    let page = SmsError::CATALOG.to_html().to_string();
    let docs = "The errors that the SMS API answers with.";
    assert_eq!(page.matches(docs).count(), 1);
    // Visibly, it would say what the page's heading says.
    assert!(page.contains(r#"<h2 id="catalog-0" class="unseen">SmsError</h2>"#));
    assert_eq!(
        page.matches("<section aria-labelledby=\"catalog-").count(),
        1
    );
    assert!(!page.contains("<nav"));
}

/// A browser would show the page without its style and its script.
#[test]
fn html_allows_its_own_style_and_script() {
    let page = SmsError::CATALOG.to_html().to_string();
    for (kind, element) in [("style-src", "style"), ("script-src", "script")] {
        let (_, content) = page.split_once(&format!("<{element}>")).unwrap();
        let (content, _) = content.split_once(&format!("</{element}>")).unwrap();
        let hash = BASE64_STANDARD.encode(Sha256::digest(content));
        let allowed = format!("{kind} 'sha256-{hash}'");
        assert!(page.contains(&allowed), "write {allowed} into html.rs");
    }
}

const GITHUB: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_TASKLISTS);

/// The headings of a reference, after looking for what must not be in it.
fn headings(markdown: &str) -> Vec<(HeadingLevel, String)> {
    let mut headings = Vec::new();
    let mut is_heading = false;
    let mut tables = 0;
    for event in Parser::new_ext(markdown, GITHUB) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html:?} in {markdown}"),
            Event::Start(Tag::Image { .. } | Tag::Strikethrough) => {
                panic!("{event:?} in {markdown}")
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => panic!("{event:?} in {markdown}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let safe = ["http:", "https:", "mailto:"];
                assert!(
                    safe.iter()
                        .any(|scheme| dest_url.to_lowercase().starts_with(scheme))
                );
            }
            Event::Start(Tag::Heading { level, .. }) => {
                headings.push((level, String::new()));
                is_heading = true;
            }
            Event::End(pulldown_cmark::TagEnd::Heading(_)) => is_heading = false,
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::Text(text) if is_heading => headings.last_mut().unwrap().1.push_str(&text),
            _ => {}
        }
    }
    let sections = headings
        .iter()
        .filter(|(_, text)| !text.starts_with(|c: char| c.is_ascii_digit()));
    assert!(tables <= sections.count(), "{markdown}");
    headings
}

#[test]
fn markdown_obeys_nothing_that_a_catalog_holds() {
    let markdown = planted::CATALOG.to_markdown().to_string();
    let headings = headings(&markdown);
    let sections: Vec<_> = headings
        .iter()
        .filter(|(level, _)| *level == HeadingLevel::H2)
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(headings[0].1, planted::CATALOG.name());
    let text = planted::TEXT.replace(char::is_control, " ");
    assert_eq!(sections[..2], ["1 A", &format!("2 {text}")]);
    assert_eq!(
        sections[4..],
        ["Left", "Common", "Right", "SmsError", "Other codes"]
    );
    assert_eq!(
        headings.len(),
        6 + planted::CATALOG
            .to_json()
            .to_string()
            .matches("\"code\"")
            .count()
    );
}

#[test]
fn a_header_of_several_lines_stays_in_its_line_of_markdown() {
    let entry = Entry::new("Gone", NOT_FOUND, 7).with_headers(&[("x", "a\n\n<b>\u{0}")]);
    let markdown = catalog_of(entry).to_markdown().to_string();
    assert!(
        markdown.contains("\nHeader: ` x: a  <b>  `\n"),
        "{markdown}"
    );
}

#[test]
fn no_document_for_readers_holds_the_character_null() {
    let entry = Entry::new("Go\0ne", NOT_FOUND, 7)
        .with_message("a\0b")
        .with_docs("c\0d `e\0f`\n\n    g\0h");
    let catalog = catalog_of(entry);
    assert!(!catalog.to_html().to_string().contains('\0'));
    assert!(!catalog.to_markdown().to_string().contains('\0'));
    assert!(catalog.to_html().to_string().contains("c\u{fffd}d"));
    assert!(catalog.to_markdown().to_string().contains("g\u{fffd}h"));
}

#[test]
fn markdown_keeps_the_typography_of_documentation() {
    let docs =
        "One *two* **three** `four`\nfive [six](https://six.example) <https://seven.example>:

1. eight
2. nine
   - ten

     eleven

> twelve

```rust
let thirteen = \"<14>\";
```

~~~
```
~~~

[`Self::Fifteen`] and error\\_id";
    let entry = Entry::new("Gone", NOT_FOUND, 7).with_docs(Box::leak(docs.into()));
    let markdown = catalog_of(entry).to_markdown().to_string();
    assert_eq!(
        markdown,
        "# Error

| Code | Status | Name | Message |
|---:|---|---|---|
| 7 | 404 Not Found | Gone |  |

## 7 Gone

404 Not Found

One *two* **three** `four`
five [six](https://six.example) [https://seven.example](https://seven.example):

1. eight
2. nine

   - ten

     eleven

> twelve

```rust
let thirteen = \"<14>\";
```

````
```
````

`Self::Fifteen` and error\\_id

## Other codes

The codes 400 to 599 belong to responses that none of these errors made, such as the 404 of an unknown path: the code is the HTTP status, and the message is the status's phrase.
"
    );
}

proptest! {
    #[test]
    fn no_documentation_reaches_beyond_itself(
        docs in "([ -~\n\t\u{2028}é]|\n\n|\n    |```|~~~|<!--|-->|<b>|</script>|\\]\\(|\\[a\\]: |&#10;|&lt;|&#35; |\n# |\n> |\n- |\n1\\. |\n===|\n---|\\*\\*|__|\\$\\$|~~| \\| |\\\\){0,40}",
        text in "[ -~\n\r\t\u{2028}é]{0,40}",
    ) {
        let (docs, text): (&str, &str) = (Box::leak(docs.into()), Box::leak(text.into()));
        let entry = Entry::new("Error::Gone", NOT_FOUND, 7)
            .with_message(text)
            .with_docs(docs)
            .with_deprecation(text);
        let entries = [entry, Entry::new("Error::Last", NOT_FOUND, 8)];
        let catalog = Catalog::new("Error", Box::leak(Box::new(entries))).with_docs(docs);

        let markdown = catalog.to_markdown().to_string();
        let headings: Vec<_> = headings(&markdown).into_iter().map(|(_, text)| text).collect();
        prop_assert_eq!(headings, ["Error", "7 Gone", "8 Last", "Other codes"], "{}", markdown);

        let page = catalog.to_html().to_string();
        for markup in ["<script", "</script", "<style", "<title", "<link", "<main"] {
            prop_assert_eq!(page.matches(markup).count(), 1, "{} in {}", markup, page);
        }
        prop_assert_eq!(page.matches("<b>").count(), 0);

        for json in [catalog.to_json().to_string(), catalog.to_openapi().to_string()] {
            prop_assert!(serde_json::from_str::<Value>(&json).is_ok());
        }
    }
}

#[test]
fn documentation_stays_what_it_is_in_markdown() {
    for (docs, markdown) in [
        (r"1\. no list", r"1\. no list"),
        (r"12\) no list", r"12\) no list"),
        (r"\- no list", r"\- no list"),
        ("first\\\nsecond", "first\\\nsecond"),
        ("a ![picture](p.png) and more", "a picture and more"),
        (
            r"[a](<http://a.example/(b) c\d>) and more",
            "[a](http://a.example/%28b%29%20c%5Cd) and more",
        ),
        (
            "[a](http://a.example/\u{e9})",
            "[a](http://a.example/\u{e9})",
        ),
        ("[a](http) and [`a`]", "a and `a`"),
        ("12 months ago", "12 months ago"),
        ("[x] and [`y]", r"\[x\] and \[\`y\]"),
        ("[z`]", r"\[z\`\]"),
    ] {
        let entry = Entry::new("Gone", NOT_FOUND, 7).with_docs(docs);
        let document = catalog_of(entry).to_markdown().to_string();
        let expected = format!("\n404 Not Found\n\n{markdown}\n");
        assert!(document.contains(&expected), "{document}");
    }
}

#[test]
fn entries_of_one_name_have_examples_of_their_own() {
    const ENTRIES: &[Entry] = &[
        Entry::new("A::Gone", NOT_FOUND, 1),
        Entry::new("A::Gone", NOT_FOUND, 2),
        Entry::new("A::Gone", NOT_FOUND, 3),
    ];
    let document = Catalog::new("A", ENTRIES).to_openapi().to_string();
    for name in [r#""A::Gone": {"#, r#""A::Gone 2": {"#, r#""A::Gone 3": {"#] {
        assert_eq!(document.matches(name).count(), 1, "{document}");
    }
}
