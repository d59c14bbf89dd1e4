//! Without feature `details`, no entry has any.

use super::value::Value;
use crate::Entry;

pub(super) fn has_details(_: &Entry) -> bool {
    false
}

pub(super) fn schema(_: &Entry) -> Option<Value> {
    None
}

pub(super) fn example(_: &Entry) -> Option<Value> {
    None
}

pub(super) fn typescript(_: &Entry, _: usize) -> Option<String> {
    None
}
