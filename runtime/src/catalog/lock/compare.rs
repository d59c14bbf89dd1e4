use super::line::{Lines, Published};
use std::collections::BTreeSet;

/// What differs between a file and a catalog, in words.
#[derive(Default)]
pub(super) struct Difference {
    /// Promises to clients that no longer hold.
    pub(super) broken: Vec<String>,
    /// What the file does not have yet, or has otherwise.
    pub(super) unrecorded: Vec<String>,
    /// What clients do not see.
    pub(super) renamed: Vec<String>,
    /// The file with what is new, and with all that was published.
    pub(super) merged: Lines,
}

pub(super) fn compare(published: &Lines, now: &Lines) -> Difference {
    let mut difference = Difference::default();
    let (before, after) = (published.bare_statuses, now.bare_statuses);
    if before != after && !(published.used.is_empty() && published.retired.is_empty()) {
        difference.broken.push(format!(
            "the code of a bare status 404 changed from {} to {}: write `bare_statuses = {before}`",
            before + 404,
            after + 404
        ));
        difference.merged.bare_statuses = before;
    } else {
        difference.merged.bare_statuses = after;
    }
    let mut codes: BTreeSet<u32> = published.used.keys().copied().collect();
    codes.extend(&published.retired);
    codes.extend(now.used.keys());
    codes.extend(&now.retired);
    for code in codes {
        let then = published.used.get(&code);
        let was_retired = published.retired.contains(&code);
        let is_retired = now.retired.contains(&code);
        difference.compare_code(code, then, now.used.get(&code), was_retired, is_retired);
    }
    difference
}

impl Difference {
    fn compare_code(
        &mut self,
        code: u32,
        then: Option<&BTreeSet<Published>>,
        now: Option<&BTreeSet<Published>>,
        was_retired: bool,
        is_retired: bool,
    ) {
        match (then, now) {
            _ if was_retired => {
                self.merged.retired.insert(code);
                if let Some(now) = now {
                    self.broken.push(format!(
                        "error code {code} is retired, and came back as {}: give it a different code",
                        names(now)
                    ));
                } else if !is_retired {
                    self.broken.push(format!(
                        "error code {code} is no longer retired: write `retired({code})`, so that nothing uses it again"
                    ));
                }
            }
            (None, None) => {
                self.merged.retired.insert(code);
                self.unrecorded.push(format!(
                    "error code {code} is retired, but was not published"
                ));
            }
            (None, Some(now)) => {
                self.merged.used.insert(code, now.clone());
                self.unrecorded.extend(now.iter().map(|entry| {
                    format!(
                        "error code {code} is new: `{}`, status {}",
                        entry.path, entry.status
                    )
                }));
            }
            (Some(then), None) if is_retired => {
                self.merged.retired.insert(code);
                self.unrecorded
                    .push(format!("error code {code} of {} is retired", names(then)));
            }
            (Some(then), None) => {
                self.merged.used.insert(code, then.clone());
                self.broken.push(format!(
                    "error code {code} of {} is not in the catalog: if a feature that is off has it, turn that on; otherwise bring it back, or write `retired({code})`",
                    names(then)
                ));
            }
            (Some(then), Some(now)) => self.compare_entries(code, then, now),
        }
    }

    /// A client sees the code, the status and the message, but no names.
    fn compare_entries(
        &mut self,
        code: u32,
        then: &BTreeSet<Published>,
        now: &BTreeSet<Published>,
    ) {
        let mut merged = BTreeSet::new();
        let mut left: Vec<&Published> = now.difference(then).collect();
        // First those that kept their names, so that no other takes their place.
        let (mut gone, changed): (Vec<&Published>, Vec<&Published>) = then
            .difference(now)
            .partition(|entry| !left.iter().any(|new| new.path == entry.path));
        merged.extend(then.intersection(now).cloned());
        for entry in changed {
            let same_status =
                |new: &&Published| new.path == entry.path && new.status == entry.status;
            let Some(at) = left.iter().position(same_status) else {
                gone.push(entry);
                continue;
            };
            let new = left.remove(at);
            merged.insert(new.clone());
            self.compare_messages(code, entry, new);
        }
        let mut vanished = Vec::new();
        for entry in gone {
            let Some(at) = left.iter().position(|new| new.status == entry.status) else {
                vanished.push(entry);
                continue;
            };
            let new = left.remove(at);
            merged.insert(new.clone());
            self.renamed.push(format!(
                "error code {code}: `{}` is called `{}` now, which clients do not see",
                entry.path, new.path
            ));
            self.compare_messages(code, entry, new);
        }
        for entry in vanished {
            // Another entry of the code may answer with the same status.
            if !now.iter().any(|new| new.status == entry.status) {
                let statuses: BTreeSet<u16> = now.iter().map(|new| new.status).collect();
                let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
                self.broken.push(format!(
                    "error code {code} of `{}` changed its status from {} to {}: answer {1}, or give the new meaning a different code",
                    entry.path,
                    entry.status,
                    statuses.join(" and ")
                ));
                left.retain(|new| new.path != entry.path);
            }
            merged.insert(entry.clone());
        }
        for new in left {
            self.unrecorded.push(format!(
                "error code {code} has a new entry: `{}`, status {}",
                new.path, new.status
            ));
            merged.insert(new.clone());
        }
        self.merged.used.insert(code, merged);
    }

    /// Older files have no messages.
    fn compare_messages(&mut self, code: u32, then: &Published, now: &Published) {
        if let (Some(before), Some(after)) = (&then.message, &now.message)
            && before != after
        {
            self.unrecorded.push(format!(
                "error code {code} of `{}` changed its message from {before:?} to {after:?}",
                now.path
            ));
        }
    }
}

fn names(entries: &BTreeSet<Published>) -> String {
    let names: Vec<_> = entries
        .iter()
        .map(|entry| format!("`{}`", entry.path))
        .collect();
    names.join(" and ")
}
