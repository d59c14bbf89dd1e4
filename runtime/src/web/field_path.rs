//! A field as `google.rpc.BadRequest` names it, `items[0].name`, and as a JSON Pointer (RFC 6901) does,
//! `/items/0/name`. A part that is neither a name nor an index is in quotes: `labels["a.b"]`.

use crate::FieldError;
use crate::details::Pointer;
use std::borrow::Cow;

pub(super) fn of(error: &FieldError) -> String {
    let mut path = String::new();
    for part in error.parts() {
        let is = |allowed: fn(&u8) -> bool| !part.is_empty() && part.as_bytes().iter().all(allowed);
        if is(u8::is_ascii_digit) {
            path.extend(["[", &part, "]"]);
        } else if is(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
            path.extend([if path.is_empty() { "" } else { "." }, &part]);
        } else {
            path.extend(["[", &serde_json::Value::from(part).to_string(), "]"]);
        }
    }
    path
}

/// The way back, of whatever a server has sent.
pub(super) fn pointer(path: &str) -> String {
    let mut pointer = Pointer::default();
    let mut rest = path;
    while !rest.is_empty() {
        let (part, after) = first(rest);
        pointer.push(part);
        rest = after.strip_prefix('.').unwrap_or(after);
    }
    pointer.0
}

/// The first part, and what comes after it, which is less than there was.
fn first(path: &str) -> (Cow<'_, str>, &str) {
    if let Some(inner) = path.strip_prefix('[') {
        let mut quoted = serde_json::Deserializer::from_str(inner).into_iter::<String>();
        if let Some(Ok(part)) = quoted.next() {
            let after = &inner[quoted.byte_offset()..];
            return (part.into(), after.strip_prefix(']').unwrap_or(after));
        }
        if let Some((part, after)) = inner.split_once(']') {
            return (part.into(), after);
        }
    }
    let mut ends = path.char_indices().skip(1);
    let end = ends.find(|(_, character)| matches!(character, '.' | '['));
    let (part, after) = path.split_at(end.map_or(path.len(), |(end, _)| end));
    (part.into(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_becomes_a_path_and_comes_back() {
        for (field, path) in [
            ("", ""),
            ("/price", "price"),
            ("/items/0/name", "items[0].name"),
            ("/0/1", "[0][1]"),
            ("/labels/a.b/c", "labels[\"a.b\"].c"),
            ("/a~1b/~0/", "[\"a/b\"][\"~\"][\"\"]"),
            ("/\"]/x", "[\"\\\"]\"].x"),
            ("/größe", "[\"größe\"]"),
        ] {
            assert_eq!(of(&FieldError::new(field, "", "")), path);
            assert_eq!(pointer(path), field);
        }
    }

    #[test]
    fn any_path_has_a_pointer() {
        for (path, expected) in [
            ("a..b", "/a/.b"),
            (".a", "/.a"),
            ("a[", "/a/["),
            ("a[\"b", "/a/[\"b"),
            ("a[\"b\"", "/a/b"),
            ("a[*].b", "/a/*/b"),
            ("ö.ü", "/ö/ü"),
            ("a.", "/a"),
        ] {
            assert_eq!(pointer(path), expected, "{path}");
        }
    }
}
