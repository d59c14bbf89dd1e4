use error_catalog::{Catalog, Entry, ErrorCatalog, Status, catalog};
use std::marker::PhantomData;
use std::panic::catch_unwind;

mod billing {
    #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
    #[expect(dead_code, reason = "only its catalog matters here")]
    #[catalog(codes = 3000..=3999, retired(3001, 3000))]
    pub(crate) enum BillingError {
        #[error("no credit")]
        #[catalog(status = 402, code = 3002)]
        NoCredit,
    }

    #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
    #[error("slow down")]
    #[catalog(status = 429, code = 1429, shared)]
    pub(crate) struct Limit;
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("slow down")]
#[catalog(status = 429, code = 1429, shared)]
struct Limit;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only its catalog matters here")]
#[catalog(codes = 1000..=1999, docs = required)]
enum OrderError<'a> {
    /// No order has this number.
    #[error("no order {0}")]
    #[catalog(status = 404, code = 1000)]
    NotFound(&'a str),
    #[error(transparent)]
    #[catalog(transparent)]
    Billing(billing::BillingError),
    #[error(transparent)]
    #[catalog(transparent)]
    Refund(Box<billing::BillingError>),
    #[error(transparent)]
    #[catalog(transparent)]
    Limit(Limit),
}

catalog! {
    /// All that the shop can answer.
    ///
    /// In one list.
    #[allow(dead_code)]
    pub(crate) SHOP = OrderError<'static>, billing::BillingError, billing::Limit;
    BILLING = billing::BillingError,
}

#[test]
fn a_catalog_spans_several_types() {
    let names: Vec<_> = SHOP.nested().iter().map(|nested| nested.name()).collect();
    assert_eq!(names, ["OrderError", "BillingError", "Limit"]);
    assert_eq!((SHOP.name(), BILLING.name()), ("SHOP", "BILLING"));
    assert_eq!(SHOP.find(3002).unwrap().path(), "BillingError::NoCredit");
    assert!(SHOP.docs().starts_with("All that the shop can answer.\n"));
    assert!(SHOP.docs().ends_with("In one list."));
    assert_eq!(BILLING.docs(), "");
}

#[test]
fn a_catalog_knows_its_codes() {
    let billing = billing::BillingError::CATALOG;
    assert_eq!(billing.codes(), Some(3000..=3999));
    assert_eq!(billing.retired(), [3000, 3001]);
    assert_eq!(SHOP.codes(), None);
    assert!(SHOP.retired().is_empty());
}

const STATUS: Status = Status::new(400).unwrap();

/// What building the catalog panics with.
fn mistake(build: impl FnOnce() -> Catalog + std::panic::UnwindSafe) -> String {
    let panic = catch_unwind(build).unwrap_err();
    *panic.downcast().unwrap()
}

const A1: &[Entry] = &[Entry::new("A::One", STATUS, 1)];
const B1: &[Entry] = &[Entry::new("B::One", STATUS, 1)];
const SHARED: &[Entry] = &[Entry::new("B::One", STATUS, 1).as_shared()];
const NESTED_A: &Catalog = &Catalog::new("A", A1);
const NESTED_B: &Catalog = &Catalog::new("B", B1);
const NESTED_SHARED: &Catalog = &Catalog::new("B", SHARED);
const DEEP_B: &Catalog = &Catalog::new("Deep", &[]).with_nested(&[NESTED_B]);

#[test]
fn a_code_is_claimed_once() {
    let claimed = "error code 1 is claimed by both `A::One` and `B::One`: ";
    let either = format!("{claimed}give one of them a different code, or mark both as `shared`");
    let catalogs: [fn() -> Catalog; 4] = [
        || Catalog::new("A", A1).with_nested(&[NESTED_B]),
        || Catalog::new("A", A1).with_nested(&[DEEP_B]),
        || Catalog::new("Outer", &[]).with_nested(&[NESTED_A, NESTED_B]),
        || Catalog::new("Outer", &[]).with_nested(&[NESTED_A, DEEP_B]),
    ];
    for build in catalogs {
        assert_eq!(mistake(build), either);
    }
    assert_eq!(
        mistake(|| Catalog::new("A", A1).with_nested(&[NESTED_SHARED])),
        format!("{claimed}mark the former as `shared` also")
    );
    assert_eq!(
        mistake(|| Catalog::new("B", SHARED).with_nested(&[NESTED_A])),
        "error code 1 is claimed by both `B::One` and `A::One`: mark the latter as `shared` also"
    );
}

#[test]
fn names_of_types_are_enough_where_they_differ() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("one")]
    #[catalog(status = 410, code = 1)]
    struct One;
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("other")]
    #[catalog(status = 410, code = 1)]
    struct Other;

    assert_eq!(
        mistake(|| Catalog::new("Outer", &[]).with_nested(&[One::CATALOG, Other::CATALOG])),
        "error code 1 is claimed by both `One` and `Other`: give one of them a different code, or mark both as `shared`"
    );
}

/// So many entries of these codes.
fn entries_of(codes: impl Iterator<Item = u32>) -> &'static [Entry] {
    let entries: Vec<Entry> = codes.map(|code| Entry::new("A::X", STATUS, code)).collect();
    entries.leak()
}

/// What building a catalog of these panics with, in which another is nested that has the code, too.
fn claimed_again(entries: &'static [Entry], code: u32) -> String {
    let nested = Catalog::new("B", entries_of(std::iter::once(code)));
    let nested: &_ = vec![&*Box::leak(Box::new(nested))].leak();
    mistake(move || Catalog::new("A", entries).with_nested(nested))
}

#[test]
fn catalogs_of_any_size_are_compared() {
    for size in [1, 2, 31, 32, 33, 511, 512, 513, 8191_u32] {
        let entries = entries_of(1000..1000 + size);
        assert_eq!(Catalog::new("A", entries).iter().count(), entries.len());
        let mistake = claimed_again(entries, 999 + size);
        let expected = format!("error code {} is claimed by both", 999 + size);
        assert!(mistake.starts_with(&expected), "{mistake}");
    }
}

/// Codes with the same lower bits, which a table of 64 has in one place.
#[test]
fn codes_of_one_place_in_the_table_are_told_apart() {
    for first in 1_000..1_064 {
        let entries = entries_of((0..20).map(|number| first + 64 * number));
        assert_eq!(Catalog::new("A", entries).entries().len(), 20);
        let mistake = claimed_again(entries, first + 64 * 19);
        assert!(mistake.contains("is claimed by both"), "{mistake}");
    }
}

#[test]
fn a_code_may_be_shared_by_all() {
    const OURS: &[Entry] = &[
        Entry::new("A::One", STATUS, 1).as_shared(),
        Entry::new("A::Two", STATUS, 1).as_shared(),
    ];
    const MIXED: &[Entry] = &[
        Entry::new("B::One", STATUS, 1).as_shared(),
        Entry::new("B::Two", STATUS, 1).as_shared(),
        Entry::new("B::Three", STATUS, 2),
    ];
    const NESTED: &Catalog = &Catalog::new("B", MIXED);
    const OTHERS: &[Entry] = &[
        Entry::new("A::One", STATUS, 1).as_shared(),
        Entry::new("A::Two", STATUS, 2),
    ];

    let catalog = Catalog::new("A", OURS).with_nested(&[NESTED_SHARED]);
    assert_eq!(catalog.iter().count(), 3);
    assert_eq!(
        mistake(|| Catalog::new("A", OTHERS).with_nested(&[NESTED])),
        "error code 2 is claimed by both `A::Two` and `B::Three`: give one of them a different code, or mark both as `shared`"
    );
}

#[test]
fn a_catalog_that_is_nested_twice_claims_its_codes_once() {
    let catalog = Catalog::new("Outer", &[]).with_nested(&[NESTED_B, DEEP_B, NESTED_B]);
    assert_eq!(catalog.iter().count(), 3);
}

/// By hand, a type is known by its entries.
#[test]
fn catalogs_by_hand_of_one_name_are_told_apart() {
    const A2: &[Entry] = &[Entry::new("A::Two", STATUS, 1)];
    const OTHER: &Catalog = &Catalog::new("A", A2);
    const B2: &[Entry] = &[Entry::new("B::One", STATUS, 2)];
    const LOW: &Catalog = &Catalog::new("B", B1).with_codes(1..=10);
    const HIGH: &Catalog = &Catalog::new("B", B2).with_codes(2..=20);

    assert_eq!(
        mistake(|| Catalog::new("Outer", &[]).with_nested(&[NESTED_A, OTHER])),
        "error code 1 is claimed by both `A::One` and `A::Two`: give one of them a different code, or mark both as `shared`"
    );
    assert_eq!(
        mistake(|| Catalog::new("Outer", &[]).with_nested(&[LOW, HIGH])),
        "the codes 1..=10 of `B` and 2..=20 of `B` overlap: give each a range of its own"
    );
}

#[test]
fn a_catalog_of_a_type_with_the_outer_type_as_parameter_is_not_that_type() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("gone")]
    #[catalog(status = 410, code = 1)]
    struct Gone<T>(PhantomData<fn() -> T>);

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[expect(dead_code, reason = "only its catalog matters here")]
    enum Outer {
        #[error("gone")]
        #[catalog(transparent)]
        Gone(#[source] Gone<Outer>),
    }

    assert_eq!(Outer::CATALOG.find(1).unwrap().path(), "Gone");
}

#[test]
fn types_of_one_name_are_told_apart() {
    mod first {
        #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
        #[error("gone")]
        #[catalog(status = 410, code = 1)]
        pub(super) struct Gone;
    }
    mod second {
        #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
        #[error("gone")]
        #[catalog(status = 410, code = 1)]
        pub(super) struct Gone;
    }
    const NESTED: &[&Catalog] = &[first::Gone::CATALOG, second::Gone::CATALOG];

    let mistake = mistake(|| Catalog::new("Outer", &[]).with_nested(NESTED));
    assert!(mistake.contains("::first::Gone` and `"), "{mistake}");
    assert!(mistake.contains("::second::Gone`: give"), "{mistake}");
}

#[test]
fn codes_lie_in_their_range() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("the only one")]
    #[catalog(status = 410, code = 7, codes = 7..=7)]
    struct Only;

    for range in [0..=0, 2..=9] {
        let text = format!("{}..={}", range.start(), range.end());
        assert_eq!(
            mistake(|| Catalog::new("A", A1).with_codes(range)),
            format!(
                "error code 1 of `A::One` is not in {text} of `A`: give it one of these codes, or widen `codes`"
            )
        );
    }
    assert_eq!(Catalog::new("A", A1).with_codes(1..=1).codes(), Some(1..=1));
    assert_eq!(Only::CATALOG.codes(), Some(7..=7));
}

#[test]
fn ranges_do_not_overlap() {
    const NESTED: &Catalog = &Catalog::new("B", B1).with_codes(1..=10);
    const NEXT: &Catalog = &Catalog::new("C", &[]).with_codes(11..=20);
    const OVERLAPPING: &Catalog = &Catalog::new("D", &[]).with_codes(10..=20);

    let _ = Catalog::new("Outer", &[]).with_nested(&[NESTED, NEXT]);
    assert_eq!(
        mistake(|| Catalog::new("Outer", &[]).with_nested(&[NESTED, OVERLAPPING])),
        "the codes 1..=10 of `B` and 10..=20 of `D` overlap: give each a range of its own"
    );
    let outer = || {
        Catalog::new("Outer", &[])
            .with_nested(&[NEXT])
            .with_codes(5..=11)
    };
    assert_eq!(
        mistake(outer),
        "the codes 5..=11 of `Outer` and 11..=20 of `C` overlap: give each a range of its own"
    );
}

#[test]
fn ranges_of_nested_catalogs_do_not_overlap() {
    const LOW: &Catalog = &Catalog::new("Low", &[]).with_codes(1..=10);
    const HIGH: &Catalog = &Catalog::new("High", &[]).with_codes(11..=20);
    const BOTH: &Catalog = &Catalog::new("Both", &[]).with_nested(&[LOW, HIGH]);
    const MIDDLE: &Catalog = &Catalog::new("Middle", &[]).with_codes(15..=30);

    let text = |first: &str, second: &str| {
        format!("the codes {first} and {second} overlap: give each a range of its own")
    };
    let (high, middle) = ("11..=20 of `High`", "15..=30 of `Middle`");
    for (nested, text) in [
        (&[BOTH, MIDDLE], text(high, middle)),
        (&[MIDDLE, BOTH], text(middle, high)),
    ] {
        assert_eq!(
            mistake(move || Catalog::new("Outer", &[]).with_nested(nested)),
            text
        );
    }
    let outer = || {
        let outer = Catalog::new("Outer", &[]).with_nested(&[BOTH]);
        outer.with_codes(18..=40)
    };
    assert_eq!(mistake(outer), text("18..=40 of `Outer`", high));
}

/// Each code around those of the bare statuses, alone, and behind others.
#[test]
fn the_code_of_a_bare_status_is_used_by_that_status_only() {
    for offset in [0, 90_000] {
        for code in (offset + 390..offset + 400)
            .chain(offset + 400..=offset + 410)
            .chain(offset + 590..=offset + 610)
        {
            let is_mistake = (offset + 400..=offset + 599).contains(&code) && code != offset + 404;
            for before in [0, 1, 2, 3, 7] {
                let entry = Entry::new("A::X", Status::new(404).unwrap(), code);
                let others = (0..before).map(|other| Entry::new("A::Other", STATUS, other));
                let after = [700_000, 700_001].map(|code| Entry::new("A::After", STATUS, code));
                let entries: Vec<Entry> = others.chain([entry]).chain(after).collect();
                let entries: &[Entry] = entries.leak();
                let build = move || Catalog::new("A", entries).with_bare_statuses(offset);
                if !is_mistake {
                    assert_eq!(build().bare_code(Status::new(404).unwrap()), offset + 404);
                    continue;
                }
                assert_eq!(
                    mistake(build),
                    format!(
                        "error code {code} of `A::X` means the bare status {}, but its own status is 404: give it a different code, or move the bare statuses with `bare_statuses = 90000`",
                        code - offset
                    )
                );
            }
        }
    }
}

#[test]
fn nested_catalogs_do_not_use_the_code_of_a_bare_status() {
    const WRONG: &[Entry] = &[Entry::new("B::Gone", STATUS, 90_499)];
    const NESTED: &Catalog = &Catalog::new("B", WRONG);
    const DEEP: &Catalog = &Catalog::new("Deep", &[]).with_nested(&[NESTED_A, NESTED]);

    for nested in [&[NESTED_A, NESTED], &[NESTED_A, DEEP]] {
        let build = move || {
            let outer = Catalog::new("Outer", &[]).with_nested(nested);
            outer.with_bare_statuses(90_000)
        };
        assert!(mistake(build).contains("means the bare status 499"));
    }
}

#[test]
fn retired_codes_are_not_used() {
    const RETIRING: &Catalog = &Catalog::new("Old", &[]).with_retired(&[1, 2]);

    let catalogs: [fn() -> Catalog; 4] = [
        || Catalog::new("A", A1).with_retired(&[0, 1]),
        || Catalog::new("Outer", A1).with_nested(&[RETIRING]),
        || {
            Catalog::new("Outer", &[])
                .with_nested(&[NESTED_A])
                .with_retired(&[1])
        },
        || Catalog::new("Outer", &[]).with_nested(&[NESTED_A, RETIRING]),
    ];
    for (build, by) in catalogs.into_iter().zip(["A", "Old", "Outer", "Old"]) {
        let text =
            format!("error code 1 of `A::One` is retired by `{by}`: give it a different code");
        assert_eq!(mistake(build), text);
    }
}

#[test]
fn all_catalogs_move_the_bare_statuses_to_the_same_codes() {
    const MOVED: &Catalog = &Catalog::new("Moved", &[]).with_bare_statuses(90_000);

    catalog! {
        ALL = Shifted, Limit where bare_statuses = 90_000
    }
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("not paid")]
    #[catalog(status = 402, code = 404, bare_statuses = 90_000)]
    struct Shifted;

    assert_eq!(ALL.bare_code(STATUS), 90_000 + u32::from(STATUS.as_u16()));
    assert_eq!(ALL.find(404).unwrap().status(), 402);
    assert_eq!(
        mistake(|| Catalog::new("Outer", &[]).with_nested(&[MOVED])),
        "`Moved` moves the bare statuses: write `bare_statuses = 90000` for `Outer` also"
    );
}

#[test]
fn retired_codes_are_sorted() {
    assert_eq!(
        mistake(|| Catalog::new("A", &[]).with_retired(&[1, 3, 2])),
        "the retired codes of `A` must be sorted: write 2 before 3"
    );
    assert_eq!(
        mistake(|| Catalog::new("A", &[]).with_retired(&[1, 1])),
        "the retired codes of `A` must be sorted: write 1 once"
    );
}

#[test]
fn a_mistake_of_long_names_is_cut_at_a_character() {
    static NAME: std::sync::LazyLock<&str> =
        std::sync::LazyLock::new(|| Box::leak(format!("X{}", "é".repeat(600)).into_boxed_str()));

    let mistake = mistake(|| Catalog::new(*NAME, &[]).with_retired(&[1, 1]));
    assert!(mistake.ends_with('é') && mistake.len() > 1000, "{mistake}");
}
