use super::contents::{bare_statuses, sections};
use super::details;
use super::value::Value;
use crate::{Catalog, Entry};
use std::fmt;

pub(super) struct Json<'a>(pub(super) &'a Catalog);

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let catalogs = sections(self.0).into_iter().map(catalog);
        let (first, last) = bare_statuses(self.0);
        let document = Value::object([
            ("catalogs", Value::List(catalogs.collect())),
            (
                "bareStatuses",
                Value::object([("firstCode", first.into()), ("lastCode", last.into())]),
            ),
        ]);
        writeln!(f, "{document}")
    }
}

/// The range of the codes of its own entries, if it has one.
fn codes(catalog: &Catalog) -> Value {
    catalog.codes().map_or(Value::Null, |codes| {
        let (first, last) = (*codes.start(), *codes.end());
        Value::object([("firstCode", first.into()), ("lastCode", last.into())])
    })
}

fn catalog(catalog: &Catalog) -> Value {
    let retired = catalog.retired().iter().copied().map(Value::Number);
    Value::object([
        ("name", catalog.name().into()),
        ("docs", catalog.docs().into()),
        ("codes", codes(catalog)),
        ("retired", Value::List(retired.collect())),
        (
            "entries",
            Value::List(catalog.entries().iter().map(entry).collect()),
        ),
    ])
}

fn entry(entry: &Entry) -> Value {
    Value::object([
        ("code", entry.code().into()),
        ("name", entry.name().into()),
        ("path", entry.path().into()),
        ("status", u32::from(entry.status().as_u16()).into()),
        ("message", entry.message().into()),
        ("example", entry.example().into()),
        (
            "headers",
            Value::List(entry.headers().iter().copied().map(header).collect()),
        ),
        ("details", details::schema(entry).unwrap_or(Value::Null)),
        ("docs", entry.docs().into()),
        ("deprecated", entry.deprecation().into()),
        ("shared", Value::Bool(entry.is_shared())),
    ])
}

fn header((name, value): (&'static str, &'static str)) -> Value {
    Value::object([("name", name.into()), ("value", value.into())])
}
