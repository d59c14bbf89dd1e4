//! What two services claim alike, and what was published and changed.
//!
//! A library's catalog that several services nest is the same in all of them, and no mistake: an entry of the
//! same path, status and message.

use crate::document::{Codes, Entry};
use crate::fleet::{Fleet, Service};
use std::collections::{BTreeMap, BTreeSet};

/// All mistakes, in words, sorted by code.
pub(crate) fn mistakes(fleet: &Fleet) -> Vec<String> {
    let mut mistakes = BTreeSet::new();
    check_codes(fleet, &mut mistakes);
    check_ranges(fleet, &mut mistakes);
    check_bare_statuses(fleet, &mut mistakes);
    check_retired(fleet, &mut mistakes);
    for service in &fleet.services {
        check_published(service, &mut mistakes);
    }
    mistakes.into_iter().map(|(_, text)| text).collect()
}

/// The code that a mistake is about, and the words.
type Mistakes = BTreeSet<(u32, String)>;

/// An entry, as it is named.
fn shown(service: &Service, entry: &Entry) -> String {
    format!("`{}` of {}", entry.name, service.name)
}

/// A code means one thing, whichever service answers with it.
fn check_codes(fleet: &Fleet, mistakes: &mut Mistakes) {
    let mut entries: Vec<_> = fleet.entries().collect();
    entries.sort_by_key(|(_, entry)| entry.code);
    for same in entries.chunk_by(|(_, a), (_, b)| a.code == b.code) {
        let [first, others @ ..] = same else {
            continue;
        };
        for other in others {
            let (one, another) = (first.1, other.1);
            let is_one_service = first.0.name == other.0.name;
            let is_one_entry = one.path == another.path && one.status == another.status;
            if is_one_service
                || is_one_entry && one.message == another.message
                || one.shared && another.shared
            {
                continue;
            }
            let remedy = if is_one_entry {
                " with another message: give one of them a different code, or both services one version of the catalog"
            } else {
                ": give one of them a different code"
            };
            let (one, another) = (shown(first.0, one), shown(other.0, another));
            let code = first.1.code;
            mistakes.insert((
                code,
                format!("code {code} is used by {one} and {another}{remedy}"),
            ));
        }
    }
}

/// A range of codes, its catalog and its service.
type Range<'f> = (Codes, &'f str, &'f str);

/// A range of codes is one catalog's.
fn check_ranges(fleet: &Fleet, mistakes: &mut Mistakes) {
    let mut ranges: Vec<Range> = Vec::new();
    for service in &fleet.services {
        for catalog in &service.catalogs {
            if let Some(codes) = catalog.codes {
                ranges.push((codes, &catalog.name, &service.name));
            }
        }
    }
    ranges.sort();
    ranges.dedup_by(|later, earlier| (later.0, later.1) == (earlier.0, earlier.1));
    // Of those up to each, the one that ends last.
    let mut widest: Vec<Range> = Vec::with_capacity(ranges.len());
    for range in &ranges {
        if let Some((codes, catalog, service)) = widest.last()
            && range.0.first_code <= codes.last_code
        {
            let (others, other, of) = range;
            mistakes.insert((
                others.first_code,
                format!("the codes {codes} of {catalog} of {service} overlap {others} of {other} of {of}: narrow one of them"),
            ));
        }
        let before = widest
            .last()
            .filter(|it| it.0.last_code >= range.0.last_code);
        widest.push(*before.unwrap_or(range));
    }
    check_reserved(fleet, &ranges, &widest, mistakes);
}

/// No other service uses a code of a range.
fn check_reserved(fleet: &Fleet, ranges: &[Range], widest: &[Range], mistakes: &mut Mistakes) {
    for service in &fleet.services {
        // Where its own catalog has a range as well, the ranges overlap.
        for catalog in service.catalogs.iter().filter(|it| it.codes.is_none()) {
            for entry in &catalog.entries {
                let end = ranges.partition_point(|(codes, ..)| codes.first_code <= entry.code);
                let [.., (codes, other, of)] = widest[..end] else {
                    continue;
                };
                let is_its_own = catalog.name == *other || service.name == *of;
                if codes.contains(entry.code) && !is_its_own {
                    let (code, shown) = (entry.code, shown(service, entry));
                    mistakes.insert((
                        code,
                        format!("code {code} of {shown} lies in {codes}, which {other} of {of} reserves: give it a different code"),
                    ));
                }
            }
        }
    }
}

/// The codes of bare statuses are no other service's entries, unless of that very status.
fn check_bare_statuses(fleet: &Fleet, mistakes: &mut Mistakes) {
    let mut moved: BTreeMap<Codes, &str> = BTreeMap::new();
    for service in &fleet.services {
        if let Some(codes) = service.bare_statuses {
            moved.entry(codes).or_insert(&service.name);
        }
    }
    let ranges: Vec<_> = moved.iter().collect();
    for pair in ranges.windows(2) {
        if let [(codes, one), (others, another)] = pair
            && others.first_code <= codes.last_code
        {
            mistakes.insert((
                others.first_code,
                format!("the bare statuses {codes} of {one} overlap {others} of {another}: give both the same `bare_statuses`, or move one of them further"),
            ));
        }
    }
    for (service, entry) in fleet.entries() {
        for (codes, other) in &moved {
            let meant = codes.status_of(entry.code);
            if let Some(meant) = meant.filter(|meant| *meant != u32::from(entry.status)) {
                let (code, shown) = (entry.code, shown(service, entry));
                mistakes.insert((
                    code,
                    format!("code {code} of {shown} means a bare status {meant} of {other}: give it a different code"),
                ));
            }
        }
    }
}

/// A retired code comes back nowhere.
fn check_retired(fleet: &Fleet, mistakes: &mut Mistakes) {
    let mut retired: BTreeMap<u32, &str> = BTreeMap::new();
    for service in &fleet.services {
        let of_catalogs = service.catalogs.iter().flat_map(|catalog| &catalog.retired);
        for code in of_catalogs.chain(&service.retired) {
            retired.entry(*code).or_insert(&service.name);
        }
    }
    for (service, entry) in fleet.entries() {
        if let Some(by) = retired.get(&entry.code) {
            let (code, shown) = (entry.code, shown(service, entry));
            mistakes.insert((
                code,
                format!("code {code} was retired by {by}, and came back as {shown}: give it a different code"),
            ));
        }
    }
}

/// What the lock file has is in the document, under the same status.
fn check_published(service: &Service, mistakes: &mut Mistakes) {
    if service.bare_statuses.is_none() {
        return;
    }
    let mut now: BTreeMap<u32, BTreeSet<u16>> = BTreeMap::new();
    for entry in service.entries() {
        now.entry(entry.code).or_default().insert(entry.status);
    }
    let retired: BTreeSet<u32> = {
        let retired = service.catalogs.iter().flat_map(|catalog| &catalog.retired);
        retired.copied().collect()
    };
    for Entry {
        code, status, path, ..
    } in &service.published
    {
        let name = &service.name;
        let text = match now.get(code) {
            Some(statuses) if statuses.contains(status) => continue,
            Some(statuses) => {
                let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
                let statuses = statuses.join(" and ");
                format!(
                    "code {code} of {name} was published with status {status} and has {statuses} now: give the new meaning a code of its own"
                )
            }
            None if retired.contains(code) => continue,
            None => format!(
                "code {code} of {name} was published as {path} and is gone: bring it back, or retire it"
            ),
        };
        mistakes.insert((*code, text));
    }
}
