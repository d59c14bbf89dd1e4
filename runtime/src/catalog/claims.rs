//! What catalogs claim of the codes, compared when they are built: in a constant, that is when they
//! are compiled.
//!
//! The compiler stops at a constant that takes long, two million steps. So a catalog is compared
//! with all that are nested in it in one pass, however their codes interleave.

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
    check_offsets(catalog);
    check_bare_statuses(catalog, catalog);
    check_ranges(catalog);
    // A constant has no heap: the table has one of four sizes, and at least half of it is empty.
    match count(catalog) {
        ..=32 => check_claims::<64>(catalog),
        33..=512 => check_claims::<1024>(catalog),
        513..=8192 => check_claims::<16_384>(catalog),
        8193..=131_072 => check_claims::<262_144>(catalog),
        _ => panic!("a catalog has at most 131072 entries: divide it"),
    }
}

/// All catalogs that move the bare statuses move them to the same codes.
#[track_caller]
const fn check_offsets(catalog: &Catalog) {
    let ours = catalog.bare_code(Status::FIRST) - 400;
    let nested = catalog.nested();
    let mut index = 0;
    while index < nested.len() {
        let theirs = nested[index].bare_code(Status::FIRST) - 400;
        if theirs != 0 && theirs != ours {
            let text = Text::new().with("`").with(nested[index].name());
            let text = text.with("` moves the bare statuses: write `bare_statuses = ");
            let text = text.with_number(theirs).with("` for `");
            let text = text.with(catalog.name()).with("` also");
            panic!("{}", text.as_str())
        }
        index += 1;
    }
}

/// How many entries a catalog and those nested in it have.
const fn count(catalog: &Catalog) -> usize {
    let mut entries = catalog.entries().len();
    let nested = catalog.nested();
    let mut index = 0;
    while index < nested.len() {
        entries += count(nested[index]);
        index += 1;
    }
    entries
}

/// A code is claimed by one entry, or by several that all say so, and by none where it is retired.
#[track_caller]
const fn check_claims<const SLOTS: usize>(catalog: &Catalog) {
    let mut claims = [None; SLOTS];
    add_entries(&mut claims, catalog, 0);
    find_retired(&claims, catalog);
}

/// The first entry of a code, its catalog, and how many come before that.
type Claim<'a> = Option<(&'a Entry, &'a Catalog, usize)>;

/// Where a code is, or would be: at the place that its hash gives, or at one of the next.
const fn slot(claims: &[Claim], code: u32) -> usize {
    // Fibonacci hashing: 2^32 divided by the golden ratio. Codes are often multiples of 100.
    let mut slot = code.wrapping_mul(0x9e37_79b9) as usize % claims.len();
    while let Some((entry, ..)) = claims[slot]
        && entry.code != code
    {
        slot = (slot + 1) % claims.len();
    }
    slot
}

/// Adds the entries of a catalog, before which there are `number` others, and those of the catalogs
/// nested in it. Returns how many there are then.
#[track_caller]
const fn add_entries<'a>(
    claims: &mut [Claim<'a>],
    catalog: &'a Catalog,
    mut number: usize,
) -> usize {
    // A type that is nested twice claims all its codes a second time.
    let mut of_this_type = None;
    let mut entries = catalog.entries();
    while let [entry, rest @ ..] = entries {
        let slot = slot(claims, entry.code);
        match claims[slot] {
            None => claims[slot] = Some((entry, catalog, number)),
            Some((first, _, _)) if first.is_shared() && entry.is_shared() => {}
            Some((_, _, other)) if matches!(of_this_type, Some(known) if known == other) => {}
            Some((first, of, other)) => {
                if !of_one_type(of, catalog) {
                    conflict(first, of.module(), entry, catalog.module());
                }
                of_this_type = Some(other);
            }
        }
        entries = rest;
    }
    let nested = catalog.nested();
    let mut index = 0;
    while index < nested.len() {
        number = add_entries(claims, nested[index], number + 1);
        index += 1;
    }
    number
}

/// No entry uses a code that is retired.
#[track_caller]
const fn find_retired(claims: &[Claim], catalog: &Catalog) {
    let mut retired = catalog.retired();
    while let [code, rest @ ..] = retired {
        if let Some((entry, ..)) = claims[slot(claims, *code)] {
            let text = with_code(entry).with(" is retired by `");
            let text = text.with(catalog.name());
            let text = text.with("`: give it a different code");
            panic!("{}", text.as_str())
        }
        retired = rest;
    }
    let nested = catalog.nested();
    let mut index = 0;
    while index < nested.len() {
        find_retired(claims, nested[index]);
        index += 1;
    }
}

/// No code is in the ranges of two catalogs: of the outer one, which is new, and one in it, or of two
/// in it that were not together before.
#[track_caller]
const fn check_ranges(catalog: &Catalog) {
    let nested = catalog.nested();
    let mut index = 0;
    while index < nested.len() {
        check_range(catalog, nested[index]);
        let mut other = 0;
        while other < index {
            check_ranges_of_two(nested[other], nested[index]);
            other += 1;
        }
        index += 1;
    }
}

#[track_caller]
const fn check_ranges_of_two(first: &Catalog, second: &Catalog) {
    check_range(first, second);
    let nested = first.nested();
    let mut index = 0;
    while index < nested.len() {
        check_ranges_of_two(nested[index], second);
        index += 1;
    }
}

/// The range of the first catalog overlaps neither the second's nor one of those nested in that.
#[track_caller]
const fn check_range(first: &Catalog, second: &Catalog) {
    let Some(one) = first.codes() else {
        return;
    };
    if let Some(other) = second.codes()
        && *one.start() <= *other.end()
        && *other.start() <= *one.end()
        && !of_one_type(first, second)
    {
        let text = with_range(Text::new().with("the codes "), first).with(" and ");
        let text = with_range(text, second).with(" overlap: give each a range of its own");
        panic!("{}", text.as_str())
    }
    let nested = second.nested();
    let mut index = 0;
    while index < nested.len() {
        check_range(first, nested[index]);
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
