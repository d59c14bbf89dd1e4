use error_catalog::testing::{assert_stable, check_stable};
use error_catalog::{Catalog, Entry, ErrorCatalog, Status};
use std::path::PathBuf;
use std::process::{Command, id};
use std::{env, fs};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only its catalog matters here")]
#[catalog(retired(1305, 1304))]
enum Messaging {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("invalid")]
    #[catalog(status = 400, code = 1002, shared)]
    Text,
    #[error("invalid")]
    #[catalog(status = 400, code = 1002, shared)]
    Number,
    #[error(transparent)]
    #[catalog(transparent)]
    Billing(Billing),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("no credit")]
#[catalog(status = 402, code = 3000, retired(2999))]
struct Billing;

const FILE: &str = r#"[
  { "code": 1002, "status": 400, "entry": "Messaging::Number" },
  { "code": 1002, "status": 400, "entry": "Messaging::Text" },
  { "code": 1300, "status": 404, "entry": "Messaging::NotFound" },
  { "code": 1304, "retired": true },
  { "code": 1305, "retired": true },
  { "code": 2999, "retired": true },
  { "code": 3000, "status": 402, "entry": "Billing" }
]
"#;

/// A file that no other test has.
fn file(name: &str, text: Option<&str>) -> PathBuf {
    let path = env::temp_dir().join(format!("error-catalog-{}-{name}.json", id()));
    match text {
        Some(text) => fs::write(&path, text).unwrap(),
        None => drop(fs::remove_file(&path)),
    }
    path
}

/// What is wrong with the catalog, if the file holds this.
fn mistake(name: &str, catalog: &Catalog, text: &str) -> String {
    let path = file(name, Some(text));
    let mistake = check_stable(catalog, &path).unwrap_err().to_string();
    fs::remove_file(&path).unwrap();
    mistake.replace(&path.display().to_string(), "errors.lock.json")
}

fn broken(name: &str, catalog: &Catalog, text: &str) -> Vec<String> {
    let mistake = mistake(name, catalog, text);
    let mut lines = mistake.lines();
    assert_eq!(
        lines.next(),
        Some("the catalog breaks what errors.lock.json promises:")
    );
    lines
        .filter_map(|line| line.strip_prefix("* "))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_file_is_written_on_demand_and_holds() {
    let path = file("written", None);
    let update = |value: &str| {
        Command::new(env::current_exe().unwrap())
            .args(["--exact", "stable::child", "--ignored"])
            .env("STABLE_FILE", &path)
            .env("UPDATE_ERRORS", value)
            .output()
            .unwrap()
    };
    let output = update("0");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success());
    assert!(
        text.contains("write it with `UPDATE_ERRORS=1 cargo test`"),
        "{text}"
    );

    assert!(update("1").status.success());
    assert_eq!(fs::read_to_string(&path).unwrap(), FILE);
    assert!(update("").status.success());
    check_stable(Messaging::CATALOG, &path).unwrap();
    fs::remove_file(path).unwrap();
}

#[test]
#[ignore = "runs in a process of its own"]
fn child() {
    assert_stable(Messaging::CATALOG, env::var_os("STABLE_FILE").unwrap());
}

#[test]
fn new_entries_are_welcome() {
    for text in [
        "[]",
        r#"[{"code":1300,"status":404,"entry":"Messaging::NotFound"}]"#,
    ] {
        let path = file("new", Some(text));
        assert_stable(Messaging::CATALOG, &path);
        fs::remove_file(path).unwrap();
    }
}

const STATUS: Status = Status::new(404).unwrap();

#[test]
fn a_published_code_may_be_retired() {
    const CATALOG: Catalog = Catalog::new("A", &[]).with_retired(&[1]);
    let path = file("retired", Some(r#"[{"code":1,"status":404,"entry":"A"}]"#));
    check_stable(&CATALOG, &path).unwrap();
    fs::remove_file(path).unwrap();
}

#[test]
fn each_broken_promise_is_told() {
    const ENTRIES: &[Entry] = &[
        Entry::new("A::Moved", STATUS, 1),
        Entry::new("A::Changed", STATUS, 2),
        Entry::new("A::Back", STATUS, 3),
    ];
    let text = r#"[
        {"code":1,"status":404,"entry":"A::Other"},
        {"code":2,"status":410,"entry":"A::Changed"},
        {"code":3,"retired":true},
        {"code":4,"retired":true},
        {"code":5,"status":404,"entry":"A::Gone"},
        {"code":5,"status":404,"entry":"A::Away"}
    ]"#;
    assert_eq!(
        broken("broken", &Catalog::new("A", ENTRIES), text),
        [
            "error code 1 moved from `A::Other` to `A::Moved`: give the latter another, and write `retired(1)`",
            "error code 2 of `A::Changed` changed its status from 410 to 404: answer 410, or give it another code",
            "error code 5 of `A::Away` and `A::Gone` vanished: bring it back, or write `retired(5)`",
            "error code 3 is retired, and came back as `A::Back`: give that another",
            "error code 4 is no longer retired: write `retired(4)`, so that nothing uses it again",
        ]
    );
}

#[test]
fn a_shared_code_stays_while_one_of_its_entries_does() {
    const ENTRIES: &[Entry] = &[Entry::new("A::One", STATUS, 1)];
    let text =
        r#"[{"code":1,"status":404,"entry":"A::One"},{"code":1,"status":404,"entry":"A::Two"}]"#;
    let path = file("shared", Some(text));
    check_stable(&Catalog::new("A", ENTRIES), &path).unwrap();
    fs::remove_file(path).unwrap();
}

#[test]
fn a_missing_file_is_an_error_that_says_what_to_do() {
    let path = file("missing", None);
    let mistake = check_stable(Messaging::CATALOG, &path).unwrap_err();
    let text = mistake.to_string();
    assert!(
        text.starts_with(&format!("{} can't be read: ", path.display())),
        "{text}"
    );
    assert!(
        text.ends_with("write it with `UPDATE_ERRORS=1 cargo test`"),
        "{text}"
    );
}

#[test]
fn a_damaged_file_is_an_error_that_says_where_and_what_to_do() {
    let cases = [
        ("", "EOF"),
        ("<<<<<<< HEAD\n[]", "expected value at line 1"),
        (
            r#"[{"code":1}]"#,
            "expected an object of `code`, `status` and `entry`",
        ),
        (r#"[{"status":404,"entry":"A"}]"#, "missing field `code`"),
        (r#"[{"code":-1,"retired":true}]"#, "expected u32"),
        (
            r#"[{"code":1,"retired":true,"status":404,"entry":"A"}]"#,
            "or of `code` and `retired`",
        ),
        (r#"[{"code":1,"retried":true}]"#, "unknown field `retried`"),
        (
            r#"[{"code":1,"status":404,"entry":"A"},{"code":1,"status":410,"entry":"A"}]"#,
            "code 1 is there twice",
        ),
        (
            r#"[{"code":1,"retired":true},{"code":1,"status":404,"entry":"A"}]"#,
            "code 1 is there twice",
        ),
        (
            r#"[{"code":1,"status":404,"entry":"A"},{"code":1,"retired":true}]"#,
            "code 1 is there twice",
        ),
        (
            &FILE[..FILE.len() - 3],
            "EOF while parsing a list at line 8",
        ),
    ];
    for (text, expected) in cases {
        let mistake = mistake("damaged", Messaging::CATALOG, text);
        assert!(
            mistake.starts_with("errors.lock.json is damaged: "),
            "{mistake}"
        );
        assert!(mistake.contains(expected), "{mistake}");
        assert!(
            mistake.ends_with("anew with `UPDATE_ERRORS=1 cargo test`"),
            "{mistake}"
        );
    }
}

/// What the SMS API's clients know. A relative path starts at the package.
#[test]
fn the_sms_catalog_keeps_its_promises() {
    assert_stable(sms::SmsError::CATALOG, "data/errors.lock.json");
}
