//! What catalogs claim of the codes, compared when they are built: in a constant, that is when they
//! are compiled.
//!
//! A catalog that exists is without conflict inside. So one that nests others is compared with each
//! of them, and they with one another: two catalogs at a time, both sorted by code, in one pass. The
//! compiler stops at a constant that takes long, two million steps; three catalogs of 5,000 entries
//! take some 30,000.

use super::text::Text;
use crate::{Catalog, Entry, Status};

/// Compares all that a catalog claims, which is new, with what those nested in it claim.
///
/// # Panics
///
/// In the words of the mistake.
#[track_caller]
pub(crate) const fn check(catalog: &Catalog) {
    check_codes_lie_in_range(catalog);
    check_retired_are_sorted(catalog);
    check_retired(catalog, catalog);
    check_bare_statuses(catalog, catalog);
    let nested = catalog.nested();
    let mut index = 0;
    while index < nested.len() {
        check_with_tree(catalog, nested[index]);
        let mut other = 0;
        while other < index {
            check_trees(nested[other], nested[index]);
            other += 1;
        }
        index += 1;
    }
}

#[track_caller]
const fn check_trees(first: &Catalog, second: &Catalog) {
    check_with_tree(first, second);
    let nested = first.nested();
    let mut index = 0;
    while index < nested.len() {
        check_trees(nested[index], second);
        index += 1;
    }
}

#[track_caller]
const fn check_with_tree(first: &Catalog, second: &Catalog) {
    if !of_one_type(first, second) {
        check_ranges(first, second);
        check_entries(first, second);
        check_retired(first, second);
        check_retired(second, first);
    }
    let nested = second.nested();
    let mut index = 0;
    while index < nested.len() {
        check_with_tree(first, nested[index]);
        index += 1;
    }
}

/// The codes of a catalog's own entries lie in its range.
#[track_caller]
const fn check_codes_lie_in_range(catalog: &Catalog) {
    let (Some(range), [first, .., last] | [first @ last]) = (catalog.codes(), catalog.entries())
    else {
        return;
    };
    let outside = if first.code() < *range.start() {
        first
    } else if last.code() > *range.end() {
        last
    } else {
        return;
    };
    let text = with_code(outside).with(" is not in ");
    let text = with_range(text, catalog).with(": give it one of these codes, or widen `codes`");
    panic!("{}", text.as_str())
}

/// No code is in two ranges.
#[track_caller]
const fn check_ranges(first: &Catalog, second: &Catalog) {
    if let (Some(one), Some(other)) = (first.codes(), second.codes())
        && *one.start() <= *other.end()
        && *other.start() <= *one.end()
    {
        let text = with_range(Text::new().with("the codes "), first).with(" and ");
        let text = with_range(text, second).with(" overlap: give each a range of its own");
        panic!("{}", text.as_str())
    }
}

/// A code names one entry, or several that all say so.
#[track_caller]
const fn check_entries(first: &Catalog, second: &Catalog) {
    let (mut ours, mut theirs) = (first.entries(), second.entries());
    if are_apart(ours, theirs) {
        return;
    }
    // Without any call, as each of them counts as a step.
    while let ([one, our_rest @ ..], [other, their_rest @ ..]) = (ours, theirs) {
        if one.code < other.code {
            ours = our_rest;
        } else if one.code > other.code {
            theirs = their_rest;
        } else if one.is_shared() && other.is_shared() {
            // It may be followed by another of the same code, which is shared, too.
            ours = our_rest;
        } else {
            conflict(one, first.module(), other, second.module());
        }
    }
}

/// Whether all codes of one catalog come before those of the other, as is usual: then many catalogs
/// take no longer than few.
const fn are_apart(ours: &[Entry], theirs: &[Entry]) -> bool {
    let (
        [first, .., last] | [first @ last],
        [other_first, .., other_last] | [other_first @ other_last],
    ) = (ours, theirs)
    else {
        return true;
    };
    last.code() < other_first.code() || other_last.code() < first.code()
}

/// Two entries claim one code.
#[track_caller]
const fn conflict(one: &Entry, module: &str, other: &Entry, other_module: &str) -> ! {
    let alike = same(one.path(), other.path());
    let text = Text::new().with("error code ").with_number(one.code());
    let text = with_path(text.with(" is claimed by both `"), alike, module, one);
    let text = with_path(text.with("` and `"), alike, other_module, other).with("`: ");
    let text = match (one.is_shared(), other.is_shared()) {
        (true, false) => text.with("mark the latter as `shared` also"),
        (false, true) => text.with("mark the former as `shared` also"),
        _ => text.with("give one of them a different code, or mark both as `shared`"),
    };
    panic!("{}", text.as_str())
}

const fn with_path(text: Text, with_module: bool, module: &str, entry: &Entry) -> Text {
    let text = if with_module && !module.is_empty() {
        text.with(module).with("::")
    } else {
        text
    };
    text.with(entry.path())
}

/// The first of the two retires no code that the second uses.
#[track_caller]
const fn check_retired(retiring: &Catalog, using: &Catalog) {
    let (mut retired, mut entries) = (retiring.retired(), using.entries());
    while let ([code, codes @ ..], [entry, others @ ..]) = (retired, entries) {
        if *code < entry.code {
            retired = codes;
        } else if *code > entry.code {
            entries = others;
        } else {
            let text = with_code(entry).with(" is retired by `");
            let text = text
                .with(retiring.name())
                .with("`: give it a different code");
            panic!("{}", text.as_str())
        }
    }
}

/// The code of a bare status is used by entries of that very status only.
#[track_caller]
const fn check_bare_statuses(catalog: &Catalog, of: &Catalog) {
    let first = catalog.bare_code(Status::FIRST);
    let last = catalog.bare_code(Status::LAST);
    let mut entries = of.entries();
    while let [half @ .., entry] = entries.split_at(entries.len().div_ceil(2)).0
        && entry.code < first
    {
        entries = entries.split_at(half.len() + 1).1;
    }
    while let [entry, rest @ ..] = entries {
        if entry.code > last {
            break;
        }
        let status = entry.status().as_u16();
        if entry.code >= first && entry.code - first + 400 != status as u32 {
            let text = with_code(entry).with(" means the bare status ");
            let text = text.with_number(entry.code - first + 400);
            let text = text
                .with(", but its own status is ")
                .with_number(status as u32);
            let text = text.with(": give it a different code, or move the bare statuses with `bare_statuses = 90000`");
            panic!("{}", text.as_str())
        }
        entries = rest;
    }
    let nested = of.nested();
    let mut index = 0;
    while index < nested.len() {
        check_bare_statuses(catalog, nested[index]);
        index += 1;
    }
}

#[track_caller]
const fn check_retired_are_sorted(catalog: &Catalog) {
    let retired = catalog.retired();
    let mut index = 1;
    while index < retired.len() {
        let (before, after) = (retired[index - 1], retired[index]);
        if before >= after {
            let text = Text::new()
                .with("the retired codes of `")
                .with(catalog.name());
            let text = text.with("` must be sorted: write ").with_number(after);
            let text = if before == after {
                text.with(" once")
            } else {
                text.with(" before ").with_number(before)
            };
            panic!("{}", text.as_str())
        }
        index += 1;
    }
}

/// The entries of a catalog are sorted by code, and those of one code are all shared.
#[track_caller]
pub(crate) const fn check_own(entries: &[Entry]) {
    let mut index = 1;
    while index < entries.len() {
        let (before, after) = (&entries[index - 1], &entries[index]);
        if before.code() > after.code() {
            let text = Text::new().with("the entries of a catalog must be sorted by code: write `");
            let text = text
                .with(after.path())
                .with("` (")
                .with_number(after.code());
            let text = text.with(") before `").with(before.path()).with("` (");
            let text = text.with_number(before.code()).with(")");
            panic!("{}", text.as_str())
        }
        if before.code() == after.code() && !(before.is_shared() && after.is_shared()) {
            conflict(before, "", after, "");
        }
        index += 1;
    }
}

const fn with_code(entry: &Entry) -> Text {
    let text = Text::new().with("error code ").with_number(entry.code());
    text.with(" of `").with(entry.path()).with("`")
}

const fn with_range(text: Text, catalog: &Catalog) -> Text {
    let text = match catalog.codes() {
        Some(range) => text
            .with_number(*range.start())
            .with("..=")
            .with_number(*range.end()),
        None => text,
    };
    text.with(" of `").with(catalog.name()).with("`")
}

/// Whether both are of one error type, whose type parameters may differ.
const fn of_one_type(first: &Catalog, second: &Catalog) -> bool {
    let (ours, theirs) = (first.entries(), second.entries());
    if !same(first.name(), second.name())
        || !same(first.module(), second.module())
        || ours.len() != theirs.len()
    {
        return false;
    }
    let by_hand = first.module().is_empty();
    let mut index = 0;
    while index < ours.len() {
        let (one, other) = (&ours[index], &theirs[index]);
        if one.code() != other.code() || (by_hand && !same(one.path(), other.path())) {
            return false;
        }
        index += 1;
    }
    true
}

/// Whether two texts are the same, in a constant.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
