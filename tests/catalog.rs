use error_catalog::{Catalog, Entry, ErrorCatalog, Status};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only their catalogs matter here")]
enum Outer {
    #[error("b")]
    #[catalog(status = 400, code = 20)]
    B,
    #[error(transparent)]
    #[catalog(transparent)]
    First(First),
    #[error("a")]
    #[catalog(status = 400, code = 10)]
    A,
    #[error(transparent)]
    #[catalog(transparent)]
    Second(Second),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only their catalogs matter here")]
enum First {
    #[error("c")]
    #[catalog(status = 400, code = 15)]
    C,
    #[error(transparent)]
    #[catalog(transparent)]
    Inner(Box<Inner>),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("inner")]
#[catalog(status = 400, code = 5)]
struct Inner;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("second")]
#[catalog(status = 400, code = 30)]
struct Second;

#[test]
fn entries_are_sorted_by_code() {
    let codes: Vec<_> = Outer::CATALOG.entries().iter().map(Entry::code).collect();
    assert_eq!(codes, [10, 20]);
}

#[test]
fn nested_catalogs_follow_in_the_order_of_their_variants() {
    let paths: Vec<_> = Outer::CATALOG.into_iter().map(Entry::path).collect();
    assert_eq!(
        paths,
        ["Outer::A", "Outer::B", "First::C", "Inner", "Second"]
    );
    let names: Vec<_> = Outer::CATALOG
        .nested()
        .iter()
        .map(|nested| nested.name())
        .collect();
    assert_eq!(names, ["First", "Second"]);
}

#[test]
fn find_reaches_nested_entries() {
    for code in [5, 10, 15, 20, 30] {
        assert_eq!(Outer::CATALOG.find(code).unwrap().code(), code);
    }
    for code in [0, 9, 11, 21, 31, u32::MAX] {
        assert_eq!(Outer::CATALOG.find(code), None);
    }
}

#[test]
fn names_are_the_variants() {
    let entry = Outer::CATALOG.find(10).unwrap();
    assert_eq!((entry.name(), entry.path()), ("A", "Outer::A"));
    let entry = Outer::CATALOG.find(5).unwrap();
    assert_eq!((entry.name(), entry.path()), ("Inner", "Inner"));
}

#[test]
fn a_catalog_can_be_written_by_hand() {
    const STATUS: Status = Status::new(409).unwrap();
    const INNER: Catalog = Catalog::new("Inner", &[Entry::new("Inner", STATUS, 3)]);
    const CATALOG: Catalog = Catalog::new(
        "Conflict",
        &[
            Entry::new("Conflict::A", STATUS, 1)
                .with_message("a")
                .with_docs("An A."),
            Entry::new("Conflict::B", STATUS, 2).as_shared(),
            Entry::new("Conflict::C", STATUS, 2)
                .as_shared()
                .with_deprecation("use A"),
        ],
    )
    .with_docs("Conflicts.")
    .with_nested(&[&INNER]);

    let [a, b, c] = CATALOG.entries() else {
        panic!("three entries");
    };
    assert_eq!(
        (a.message(), a.docs(), a.deprecation()),
        (Some("a"), "An A.", None)
    );
    assert_eq!((b.message(), b.docs(), b.is_shared()), (None, "", true));
    assert_eq!(c.deprecation(), Some("use A"));
    assert_eq!(CATALOG.find(2), Some(b));
    assert_eq!(CATALOG.docs(), "Conflicts.");
    assert_eq!(CATALOG.iter().count(), 4);
}

#[test]
#[should_panic(expected = "must be sorted by code: write `A` (1) before `B` (2)")]
fn by_hand_entries_must_be_sorted() {
    const ENTRIES: &[Entry] = &[
        Entry::new("B", Status::new(400).unwrap(), 2),
        Entry::new("A", Status::new(400).unwrap(), 1),
    ];
    let _ = Catalog::new("Unsorted", ENTRIES);
}

#[test]
#[should_panic(
    expected = "error code 1 is claimed by both `A` and `B`: mark the former as `shared` also"
)]
fn by_hand_codes_must_be_unique() {
    const ENTRIES: &[Entry] = &[
        Entry::new("A", Status::new(400).unwrap(), 1),
        Entry::new("B", Status::new(400).unwrap(), 1).as_shared(),
    ];
    let _ = Catalog::new("Duplicate", ENTRIES);
}

#[test]
fn the_sms_catalog_is_the_real_table() {
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("data/sms-error-codes.json")).unwrap();
    let entries = sms::SmsError::CATALOG.entries();
    assert_eq!(entries.len(), 23);
    assert_eq!(entries.len(), rows.len());
    for (entry, row) in entries.iter().zip(rows) {
        assert_eq!(entry.code(), row["code"]);
        assert_eq!(entry.status().as_u16(), row["status"]);
        assert_eq!(entry.message().unwrap(), row["message"]);
        assert!(!entry.docs().is_empty(), "{}", entry.path());
    }
}
