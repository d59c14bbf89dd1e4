use error_catalog::{Catalog, ErrorCatalog, catalog, cli};
use sms::SmsError;
use std::{env, fs, io, process};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only its catalog matters here")]
#[catalog(retired(1301, 1305))]
enum Messaging {
    /// The message id is unknown.
    ///
    /// Or its retention period has passed.
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("hand-written")]
    #[catalog(status = 400, code = 1002, shared, message = "invalid {0}")]
    #[deprecated = "send JSON"]
    Number(u8),
    /// Not a text.
    #[error("{}", 0)]
    #[catalog(status = 422, code = 1002, shared, message = "invalid text")]
    Text,
    #[error(transparent)]
    #[catalog(transparent)]
    Billing(Billing),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("no credit")]
#[catalog(status = 402, code = 4000000000, retired(3999999999))]
struct Billing;

// Billing is reached by two ways.
catalog! { SHOP = Messaging, Billing }

pub(crate) fn run(catalog: &Catalog, args: &[&str]) -> Result<String, (u8, String)> {
    let mut out = Vec::new();
    let args = ["catalog"].iter().chain(args);
    match cli::run_from(catalog, args, &mut out) {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(failure) => Err((failure.exit_code(), failure.to_string())),
    }
}

#[test]
fn list_has_a_line_for_each_entry() {
    assert_eq!(
        run(SHOP, &["list"]).unwrap(),
        "      1002  400  Messaging::Number    invalid {0} (deprecated)
      1002  422  Messaging::Text      invalid text
      1300  404  Messaging::NotFound  not found
4000000000  402  Billing              no credit
"
    );
    let all = run(SmsError::CATALOG, &["list"]).unwrap();
    assert_eq!(all.lines().count(), 23);
}

#[test]
fn explain_tells_all_of_an_entry() {
    assert_eq!(
        run(SHOP, &["explain", "1300"]).unwrap(),
        "Error code 1300: not found

Status:  404 Not Found
Variant: Messaging::NotFound

The message id is unknown.

Or its retention period has passed.
"
    );
}

#[test]
fn explain_tells_all_entries_of_a_shared_code() {
    assert_eq!(
        run(SHOP, &["explain", "1002"]).unwrap(),
        "Error code 1002: invalid {0}

Status:  400 Bad Request
Variant: Messaging::Number
Deprecated: send JSON

It is not documented.

---

Error code 1002: invalid text

Status:  422 Unprocessable Content
Variant: Messaging::Text

Not a text.
"
    );
}

#[test]
fn explain_knows_retired_codes() {
    assert_eq!(
        run(SHOP, &["explain", "3999999999"]).unwrap(),
        "Error code 3999999999 is retired: it was used by `Billing` and will not be reused.\n"
    );
}

#[test]
fn an_unknown_code_is_an_error_that_names_the_nearest() {
    let error = run(SHOP, &["explain", "1299"]).unwrap_err();
    let text = "no error has code 1299: the nearest are 1002, 1300 and 4000000000";
    assert_eq!(error, (1, text.to_owned()));
    let error = run(Billing::CATALOG, &["explain", "0"]).unwrap_err();
    let text = "no error has code 0: the nearest is 4000000000";
    assert_eq!(error, (1, text.to_owned()));
    let error = run(&Catalog::new("Empty", &[]), &["explain", "0"]).unwrap_err();
    assert_eq!(error, (1, "no error has code 0".to_owned()));
}

#[test]
fn export_writes_each_document() {
    for (format, document) in [
        ("alerts", SHOP.to_alerts().to_string()),
        ("dashboard", SHOP.to_dashboard().to_string()),
        ("html", SHOP.to_html().to_string()),
        ("markdown", SHOP.to_markdown().to_string()),
        ("json", SHOP.to_json().to_string()),
        ("openapi", SHOP.to_openapi().to_string()),
        ("typescript", SHOP.to_typescript().to_string()),
    ] {
        assert_eq!(run(SHOP, &["export", format]).unwrap(), document);
    }
}

#[test]
fn explain_knows_the_codes_of_bare_statuses() {
    let text = run(SHOP, &["explain", "405"]).unwrap();
    let expected = "Error code 405: no error of the catalog made this response.\n\nStatus:  405 Method Not Allowed\n\n";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn check_compares_with_what_was_published() {
    let path = env::temp_dir().join(format!("error-catalog-{}-cli.json", process::id()));
    let file = path.to_str().unwrap();
    let (code, text) = run(SHOP, &["check", file]).unwrap_err();
    assert_eq!(code, 1);
    assert!(text.ends_with("write it with `check --update`"), "{text}");

    fs::write(
        &path,
        r#"{"code":1299,"status":404,"entry":"Messaging::Old"}"#,
    )
    .unwrap();
    let (code, text) = run(SHOP, &["check", file]).unwrap_err();
    assert_eq!(code, 1);
    assert!(
        text.contains("1299 of `Messaging::Old` is not in the catalog"),
        "{text}"
    );

    let (code, text) = run(SHOP, &["check", file, "--update"]).unwrap_err();
    assert_eq!(code, 1);
    assert!(text.contains("1299 of `Messaging::Old` is not"), "{text}");
    assert!(
        text.ends_with("write the file anew with `check --break`"),
        "{text}"
    );
    let lines = fs::read_to_string(&path).unwrap();
    assert!(lines.contains(r#""entry": "Messaging::Old""#), "{lines}");
    assert!(
        lines.contains(r#""entry": "Messaging::NotFound""#),
        "{lines}"
    );

    let text = run(SHOP, &["check", file, "--break"]).unwrap();
    assert_eq!(text, format!("{file} records the catalog\n"));
    let lines = fs::read_to_string(&path).unwrap();
    assert!(!lines.contains("Messaging::Old"), "{lines}");
    let text = run(SHOP, &["check", file]).unwrap();
    assert_eq!(text, format!("the catalog keeps what {file} promises\n"));
    let renamed = lines.replace("Messaging::NotFound", "Messaging::Missing");
    fs::write(&path, renamed).unwrap();
    let text = run(SHOP, &["check", file, "--update"]).unwrap();
    assert!(
        text.contains("is called `Messaging::NotFound` now"),
        "{text}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), lines);
    fs::remove_file(path).unwrap();
}

#[test]
fn help_is_no_error() {
    let help = run(SHOP, &["--help"]).unwrap();
    for expected in ["The errors of SHOP", "list", "explain", "export", "check"] {
        assert!(help.contains(expected), "{help}");
    }
    let help = run(SHOP, &["export", "--help"]).unwrap();
    assert!(
        help.contains("alerts, dashboard, html, markdown, json, openapi, typescript"),
        "{help}"
    );
}

#[test]
fn wrong_arguments_are_errors_that_say_what_is_expected() {
    let cases: [(&[&str], &str); 5] = [
        (&[], "requires a subcommand but one was not provided"),
        (&["lst"], "unrecognized subcommand 'lst'"),
        (&["explain"], "<code>"),
        (&["explain", "E1300"], "invalid value 'E1300' for '<code>'"),
        (
            &["export", "pdf"],
            "alerts, dashboard, html, markdown, json, openapi, typescript",
        ),
    ];
    for (args, expected) in cases {
        let (code, text) = run(SHOP, args).unwrap_err();
        assert_eq!(code, 2);
        assert!(text.contains(expected), "{text}");
        assert!(!text.starts_with("error"), "{text}");
    }
}

/// Output that can't be written, for this reason.
struct Closed(io::ErrorKind);

impl io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let run = |kind| cli::run_from(SHOP, ["catalog", "list"], &mut Closed(kind));
    run(io::ErrorKind::BrokenPipe).unwrap();
    let failure = run(io::ErrorKind::StorageFull).unwrap_err();
    assert!(failure.exit_code() > 0, "{failure}");
}
