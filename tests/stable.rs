use error_catalog::testing::{assert_stable, check_stable};
use error_catalog::{Catalog, Entry, ErrorCatalog, Status};
use std::error::Error as _;
use std::path::PathBuf;
use std::process::{Command, id};
use std::{env, fs, io};

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

const FILE: &str = r#"{ "code": 1002, "status": 400, "entry": "Messaging::Number", "message": "invalid" }
{ "code": 1002, "status": 400, "entry": "Messaging::Text", "message": "invalid" }
{ "code": 1300, "status": 404, "entry": "Messaging::NotFound", "message": "not found" }
{ "code": 1304, "retired": true }
{ "code": 1305, "retired": true }
{ "code": 2999, "retired": true }
{ "code": 3000, "status": 402, "entry": "Billing", "message": "no credit" }
"#;

/// The same as the first version wrote it.
const OLD_FILE: &str = r#"[
  { "code": 1002, "status": 400, "entry": "Messaging::Number" },
  { "code": 1002, "status": 400, "entry": "Messaging::Text" },
  { "code": 1300, "status": 404, "entry": "Messaging::NotFound" },
  { "code": 1304, "retired": true },
  { "code": 1305, "retired": true },
  { "code": 2999, "retired": true },
  { "code": 3000, "status": 402, "entry": "Billing" }
]
"#;

/// A file that no other test has, and that goes away.
struct File(PathBuf);

impl File {
    fn missing(name: &str) -> Self {
        let path = env::temp_dir().join(format!("error-catalog-{}-{name}.lock", id()));
        let _ = fs::remove_file(&path);
        Self(path)
    }

    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let file = Self::missing(name);
        fs::write(&file.0, text).unwrap();
        file
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.0).unwrap()
    }

    /// What is wrong with the catalog.
    fn mistake(&self, catalog: &Catalog) -> String {
        let mistake = check_stable(catalog, &self.0).unwrap_err().to_string();
        mistake.replace(&self.0.display().to_string(), "errors.lock")
    }

    /// Whether it passes, and what it says, with this word in the environment.
    fn assert_stable(&self, catalog: &str, word: &str) -> (bool, String) {
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "stable::child", "--ignored", "--nocapture"])
            .env("STABLE_FILE", &self.0)
            .env("STABLE_CATALOG", catalog)
            .env("UPDATE_ERRORS", word)
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
#[ignore = "runs in a process of its own"]
fn child() {
    let catalog = match &*env::var("STABLE_CATALOG").unwrap() {
        "messaging" => Messaging::CATALOG,
        _ => FEWER,
    };
    assert_stable(catalog, env::var_os("STABLE_FILE").unwrap());
}

const STATUS: Status = Status::new(404).unwrap();

/// Messaging without its variants, and with a new one: as if a feature were off.
const FEWER: &Catalog = &Catalog::new(
    "Messaging",
    const { &[Entry::new("Messaging::New", STATUS, 1301)] },
);

#[test]
fn the_file_is_written_on_demand_and_holds() {
    let file = File::missing("written");
    let (passes, text) = file.assert_stable("messaging", "0");
    assert!(!passes);
    assert!(
        text.contains("write it with `UPDATE_ERRORS=1 cargo test`"),
        "{text}"
    );

    assert!(file.assert_stable("messaging", "1").0);
    assert_eq!(file.text(), FILE);
    assert!(file.assert_stable("messaging", "").0);
    check_stable(Messaging::CATALOG, &file.0).unwrap();
}

#[test]
fn a_file_of_the_first_version_holds_and_is_rewritten() {
    let file = File::new("old", OLD_FILE);
    check_stable(Messaging::CATALOG, &file.0).unwrap();
    assert!(file.assert_stable("messaging", "1").0);
    assert_eq!(file.text(), FILE);
}

#[test]
fn a_new_entry_fails_until_it_is_recorded() {
    let file = File::new("new", "");
    let expected = "the catalog has changes that errors.lock does not record:\n\
        * error code 1002 is new: `Messaging::Number`, status 400\n\
        * error code 1002 is new: `Messaging::Text`, status 400\n\
        * error code 1300 is new: `Messaging::NotFound`, status 404\n\
        * error code 1304 is retired, but was not published\n\
        * error code 1305 is retired, but was not published\n\
        * error code 2999 is retired, but was not published\n\
        * error code 3000 is new: `Billing`, status 402\n\
        if each code still means the same to clients, record them with `UPDATE_ERRORS=1 cargo test`";
    assert_eq!(file.mistake(Messaging::CATALOG), expected);
    assert!(file.assert_stable("messaging", "1").0);
    check_stable(Messaging::CATALOG, &file.0).unwrap();
}

#[test]
fn an_update_keeps_what_was_published_and_says_that_a_feature_may_be_off() {
    let file = File::new("fewer", FILE);
    let (passes, text) = file.assert_stable("fewer", "1");
    assert!(!passes);
    assert!(
        text.contains("error code 1300 of `Messaging::NotFound` is not in the catalog: if a feature that is off has it, turn that on; otherwise bring it back, or write `retired(1300)`"),
        "{text}"
    );
    let new = r#"{ "code": 1301, "status": 404, "entry": "Messaging::New" }"#;
    let (before, after) = FILE.split_at(FILE.find(r#"{ "code": 1304"#).unwrap());
    assert_eq!(file.text(), format!("{before}{new}\n{after}"));
    // With the feature, the new entry is there as well: the file has all of them.
    let mistake = file.mistake(Messaging::CATALOG);
    assert!(
        mistake.contains("* error code 1301 of `Messaging::New` is not"),
        "{mistake}"
    );
    assert_eq!(mistake.lines().count(), 3, "{mistake}");
}

#[test]
fn only_the_word_break_breaks_promises() {
    let file = File::new("break", FILE);
    let (passes, text) = file.assert_stable("fewer", "");
    assert!(!passes);
    assert!(
        text.contains("write the file anew with `UPDATE_ERRORS=break cargo test`"),
        "{text}"
    );
    assert_eq!(file.text(), FILE);
    assert!(file.assert_stable("fewer", "break").0);
    assert_eq!(
        file.text(),
        "{ \"code\": 1301, \"status\": 404, \"entry\": \"Messaging::New\" }\n"
    );
}

#[test]
fn a_new_name_passes_with_a_line_that_says_so() {
    let renamed = FILE
        .replace("Messaging::NotFound", "Old::Missing")
        .replace("Messaging::Text", "Old::Text");
    let file = File::new("renamed", renamed);
    let (passes, text) = file.assert_stable("messaging", "");
    assert!(passes);
    for line in [
        "error code 1300: `Old::Missing` is called `Messaging::NotFound` now, which clients do not see",
        "error code 1002: `Old::Text` is called `Messaging::Text` now, which clients do not see",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(file.assert_stable("messaging", "1").0);
    assert_eq!(file.text(), FILE);
}

#[test]
fn a_changed_message_is_a_change_to_confirm() {
    let file = File::new("message", FILE.replace("no credit", "credit\\nused up"));
    let expected = "the catalog has changes that errors.lock does not record:\n\
        * error code 3000 of `Billing` changed its message from \"credit\\nused up\" to \"no credit\"\n\
        if each code still means the same to clients, record them with `UPDATE_ERRORS=1 cargo test`";
    assert_eq!(file.mistake(Messaging::CATALOG), expected);
    let (passes, text) = file.assert_stable("messaging", "1");
    assert!(passes && !text.contains("is called"), "{text}");
    assert_eq!(file.text(), FILE);
}

/// It is not taken for another entry of the code that has a new name.
#[test]
fn an_entry_with_a_new_message_keeps_its_name() {
    let number = r#""Messaging::Number", "message": "invalid""#;
    let text = r#""Messaging::Text", "message": "invalid""#;
    let before = FILE
        .replace(number, r#""Old::Number", "message": "invalid""#)
        .replace(text, r#""Messaging::Text", "message": "wrong""#);
    let file = File::new("new-message", before);
    let (passes, text) = file.assert_stable("messaging", "1");
    assert!(passes, "{text}");
    let renamed = "`Old::Number` is called `Messaging::Number` now";
    assert_eq!(text.matches("is called").count(), 1, "{text}");
    assert!(text.contains(renamed), "{text}");
    assert_eq!(file.text(), FILE);
}

#[test]
fn an_update_keeps_the_status_that_was_published() {
    let before = FILE.replace(
        r#""code": 1300, "status": 404"#,
        r#""code": 1300, "status": 410"#,
    );
    let file = File::new("status", &before);
    let (passes, text) = file.assert_stable("messaging", "1");
    assert!(
        !passes && text.contains("changed its status from 410 to 404"),
        "{text}"
    );
    assert_eq!(file.text(), before);
}

#[test]
fn bare_statuses_do_not_move_beside_retired_codes() {
    const MOVED: Catalog = Catalog::new("A", &[])
        .with_retired(&[1])
        .with_bare_statuses(90_000);
    const EMPTY: Catalog = Catalog::new("A", &[]).with_bare_statuses(90_000);

    let file = File::new("moved", r#"{"code":1,"retired":true}"#);
    let mistake = file.mistake(&MOVED);
    assert!(mistake.contains("changed from 404 to 90404"), "{mistake}");
    let file = File::new("moved-back", r#"{ "bareStatuses": 90000 }"#);
    check_stable(&EMPTY, &file.0).unwrap();
    // Nobody has seen a code of an empty file.
    let file = File::new("moved-empty", "");
    check_stable(&EMPTY, &file.0).unwrap();
}

#[test]
fn a_published_code_may_be_retired() {
    const CATALOG: Catalog = Catalog::new("A", &[]).with_retired(&[1]);
    let file = File::new("retired", r#"{"code":1,"status":404,"entry":"A"}"#);
    let mistake = file.mistake(&CATALOG);
    assert!(
        mistake.contains("\n* error code 1 of `A` is retired\n"),
        "{mistake}"
    );
    fs::write(&file.0, r#"{"code":1,"retired":true}"#).unwrap();
    check_stable(&CATALOG, &file.0).unwrap();
}

#[test]
fn each_broken_promise_is_told() {
    const ENTRIES: &[Entry] = &[
        Entry::new("A::Changed", STATUS, 2),
        Entry::new("A::Back", STATUS, 3),
        Entry::new("A::Renamed", STATUS, 6),
    ];
    const CATALOG: Catalog = Catalog::new("A", ENTRIES).with_bare_statuses(90_000);
    let file = File::new(
        "broken",
        r#"{"code":2,"status":410,"entry":"A::Changed"}
        {"code":3,"retired":true}
        {"code":4,"retired":true}
        {"code":5,"status":404,"entry":"A::Gone"}
        {"code":5,"status":404,"entry":"A::Away"}
        {"code":6,"status":409,"entry":"A::Old"}"#,
    );
    let expected = "the catalog breaks what errors.lock promises:\n\
        * the code of a bare status 404 changed from 404 to 90404: write `bare_statuses = 0`\n\
        * error code 2 of `A::Changed` changed its status from 410 to 404: answer 410, or give the new meaning a different code\n\
        * error code 3 is retired, and came back as `A::Back`: give it a different code\n\
        * error code 4 is no longer retired: write `retired(4)`, so that nothing uses it again\n\
        * error code 5 of `A::Away` and `A::Gone` is not in the catalog: if a feature that is off has it, turn that on; otherwise bring it back, or write `retired(5)`\n\
        * error code 6 of `A::Old` changed its status from 409 to 404: answer 409, or give the new meaning a different code\n\
        if no client has seen these codes yet, write the file anew with `UPDATE_ERRORS=break cargo test`";
    assert_eq!(file.mistake(&CATALOG), expected);
}

#[test]
fn a_shared_code_stays_while_one_of_its_entries_does() {
    const ONE: &[Entry] = &[Entry::new("A::One", STATUS, 1)];
    let lines = r#"{"code":1,"status":404,"entry":"A::One"}
{"code":1,"status":404,"entry":"A::Two"}"#;
    let file = File::new("shared", lines);
    check_stable(&Catalog::new("A", ONE), &file.0).unwrap();
}

#[test]
fn types_of_one_name_may_share_a_code() {
    const STATUS_410: Status = Status::new(410).unwrap();
    const HERE: &[Entry] = &[Entry::new("Error::Gone", STATUS, 1).as_shared()];
    const THERE: &[Entry] = &[Entry::new("Error::Gone", STATUS_410, 1).as_shared()];
    const NESTED: &[&Catalog] = &[&Catalog::new("Error", HERE), &Catalog::new("Error", THERE)];
    let catalog = Catalog::new("All", &[]).with_nested(NESTED);
    let lines = r#"{"code":1,"status":404,"entry":"Error::Gone"}
{"code":1,"status":410,"entry":"Error::Gone"}"#;
    let file = File::new("one-name", lines);
    check_stable(&catalog, &file.0).unwrap();
    fs::write(&file.0, lines.lines().next().unwrap()).unwrap();
    let mistake = file.mistake(&catalog);
    assert!(
        mistake.contains("* error code 1 has a new entry: `Error::Gone`, status 410"),
        "{mistake}"
    );
}

#[test]
fn lines_may_stand_in_any_order_with_any_line_ends() {
    let mut lines: Vec<&str> = FILE.lines().collect();
    lines.reverse();
    // As a merge that keeps both sides leaves it.
    lines.push(lines[0]);
    let file = File::new("order", format!("\u{feff}{}\r\n\r\n", lines.join("\r\n")));
    check_stable(Messaging::CATALOG, &file.0).unwrap();
    assert!(file.assert_stable("messaging", "1").0);
    assert_eq!(file.text(), FILE);
}

#[test]
fn branches_that_add_codes_in_different_places_merge() {
    let directory = env::temp_dir().join(format!("error-catalog-{}-merge", id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir(&directory).unwrap();
    let git = |args: &[&str]| {
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
            .args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"])
            .args(args)
            .current_dir(&directory)
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let path = directory.join("errors.lock");
    let commit = |text: &str| {
        fs::write(&path, text).unwrap();
        assert!(git(&["add", "."]).0 && git(&["commit", "-m", "codes"]).0);
    };
    let entry =
        |code: u32| format!("{{ \"code\": {code}, \"status\": 404, \"entry\": \"A::E{code}\" }}\n");
    let lines = |codes: &[u32]| codes.iter().copied().map(entry).collect::<String>();

    assert!(git(&["init", "-b", "main"]).0);
    commit(&lines(&[1, 2, 5]));
    assert!(git(&["checkout", "-b", "ours"]).0);
    commit(&lines(&[1, 2, 4, 5]));
    assert!(git(&["checkout", "-b", "theirs", "main"]).0);
    // The last line, whose end was once a comma.
    commit(&lines(&[1, 2, 5, 6]));
    assert!(git(&["merge", "ours"]).0);
    assert_eq!(fs::read_to_string(&path).unwrap(), lines(&[1, 2, 4, 5, 6]));

    // Both add at one place: the lines of both sides, without the markers, are the merge.
    assert!(git(&["checkout", "-b", "third", "main"]).0);
    commit(&lines(&[1, 2, 3, 5]));
    assert!(!git(&["merge", "ours"]).0);
    let conflict = fs::read_to_string(&path).unwrap();
    let mistake = check_stable(FEWER, &path).unwrap_err().to_string();
    let expected = "errors.lock is damaged: line 3 is a conflict marker: keep the lines of both sides, in any order, and remove the markers";
    assert!(mistake.ends_with(expected), "{mistake}");
    let merged: Vec<&str> = conflict
        .lines()
        .filter(|line| line.starts_with('{'))
        .collect();
    let entries = lines(&[1, 2, 3, 4, 5]);
    let mut sorted = merged.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, entries.lines().collect::<Vec<_>>());
    fs::remove_dir_all(directory).unwrap();
}

#[test]
fn a_missing_file_is_an_error_that_says_what_to_do() {
    let file = File::missing("missing");
    let text = file.mistake(Messaging::CATALOG);
    assert!(text.starts_with("errors.lock can't be read: "), "{text}");
    assert!(
        text.ends_with("write it with `UPDATE_ERRORS=1 cargo test`"),
        "{text}"
    );

    let error = check_stable(Messaging::CATALOG, &file.0).unwrap_err();
    let source = error.source().unwrap().downcast_ref::<io::Error>();
    assert_eq!(source.unwrap().kind(), io::ErrorKind::NotFound);
}

#[test]
fn a_damaged_file_is_left_alone_and_the_error_says_where_and_what_to_do() {
    let cases: [(&[u8], &str); 11] = [
        (
            b"{\"code\":1}",
            "line 1: invalid type: map, expected an object of `code`, `status` and `entry`",
        ),
        (
            b"\n{\"status\":404,\"entry\":\"A\"}",
            "line 2: invalid type: map",
        ),
        (
            b"{\"code\":-1,\"retired\":true}",
            "line 1: invalid value: integer `-1`, expected u32",
        ),
        (
            b"{\"code\":1,\"retired\":true,\"status\":404,\"entry\":\"A\"}",
            "or of `bareStatuses`",
        ),
        (b"{\"code\":1,\"retired\":false}", "or of `bareStatuses`"),
        (
            b"{\"code\":1,\"retried\":true}",
            "the key `retried` is unknown, and may be a newer version's: update error-catalog",
        ),
        (
            b"{\"code\":1,\"code\":2,\"retired\":true}",
            "line 1: duplicate field `code`",
        ),
        (
            b"{\"code\":1,\"retired\":true}\n{\"code\":1,\"status\":404,\"entry\":\"A\"}",
            "line 2: code 1 is both used and retired: keep one of its lines",
        ),
        (
            b"{\"code\":1,\"status\":404,\"entry\":\"A\"}\n{\"code\":1,\"retired\":true}",
            "line 2: code 1 is both used and retired",
        ),
        (b"{\"code\":1,\"stat", "line 1: EOF while parsing a string"),
        (b"\xff", "byte 0 is not UTF-8: restore the file"),
    ];
    for (text, expected) in cases {
        let file = File::new("damaged", text);
        let mistake = file.mistake(Messaging::CATALOG);
        assert!(mistake.starts_with("errors.lock is damaged: "), "{mistake}");
        assert!(mistake.contains(expected), "{mistake}");
        assert!(!file.assert_stable("messaging", "1").0);
        assert_eq!(fs::read(&file.0).unwrap(), text);
    }
}

/// What the SMS API's clients know. A relative path starts at the package.
#[test]
fn the_sms_catalog_keeps_its_promises() {
    assert_stable(sms::SmsError::CATALOG, "data/errors.lock");
}
