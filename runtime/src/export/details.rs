//! The details of an entry, as each document shows them.

use super::value::Value;
use crate::Entry;
use serde_json::Value as Json;
use std::fmt::Write as _;

pub(super) fn has_details(entry: &Entry) -> bool {
    entry.has_details()
}

/// The JSON Schema: of any value, where the type has none.
pub(super) fn schema(entry: &Entry) -> Option<Value> {
    let schema = entry.details_schema();
    entry
        .has_details()
        .then(|| schema.map_or(Value::object([]), Value::from))
}

/// The first example in the schema.
pub(super) fn example(entry: &Entry) -> Option<Value> {
    let schema = entry.details_schema()?;
    let examples = schema.get("examples").and_then(|examples| examples.get(0));
    let example = examples.or(schema.get("example"))?;
    Some(example.clone().into())
}

/// The TypeScript type.
pub(super) fn typescript(entry: &Entry, depth: usize) -> Option<String> {
    let schema = entry.details_schema().unwrap_or(Json::Bool(true));
    entry.has_details().then(|| type_of(&schema, depth))
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(bool) => Self::Bool(bool),
            Json::Number(number) => Self::OtherNumber(number.to_string()),
            Json::String(text) => text.into(),
            Json::Array(values) => Self::List(values.into_iter().map(Self::from).collect()),
            Json::Object(fields) => {
                let fields = fields.into_iter();
                Self::Object(
                    fields
                        .map(|(name, value)| (name.into(), value.into()))
                        .collect(),
                )
            }
        }
    }
}

/// `depth` is that of the line on which the type begins.
fn type_of(schema: &Json, depth: usize) -> String {
    let joined = |schemas: &[Json], operator: &str| {
        let types = schemas.iter().map(|schema| type_of(schema, depth));
        let types: Vec<_> = types.collect();
        format!("({})", types.join(operator))
    };
    let list = |name: &str| {
        schema
            .get(name)
            .and_then(Json::as_array)
            .filter(|it| !it.is_empty())
    };
    if let Some(value) = schema.get("const") {
        Value::from(value.clone()).to_string()
    } else if let Some(values) = list("enum") {
        let values = values
            .iter()
            .map(|value| Value::from(value.clone()).to_string());
        format!("({})", values.collect::<Vec<_>>().join(" | "))
    } else {
        let alternatives = list("oneOf").or(list("anyOf"));
        let alternatives = alternatives.map(|schemas| joined(schemas, " | "));
        let all = list("allOf").map(|schemas| joined(schemas, " & "));
        let mut types: Vec<_> = alternatives.into_iter().chain(all).collect();
        // Of a struct with a flattened enum, the properties stand beside its alternatives.
        if types.is_empty() || schema.get("properties").is_some() {
            types.push(of_itself(schema, depth));
        }
        match &*types {
            [ty] => ty.clone(),
            types => format!("({})", types.join(" & ")),
        }
    }
}

/// What the schema says without another's help.
fn of_itself(schema: &Json, depth: usize) -> String {
    match schema.get("type") {
        Some(Json::String(name)) => named(name, schema, depth),
        Some(Json::Array(names)) => {
            let names = names.iter().filter_map(Json::as_str);
            let types: Vec<_> = names.map(|name| named(name, schema, depth)).collect();
            format!("({})", types.join(" | "))
        }
        _ if schema.get("properties").is_some() => object(schema, depth),
        _ => "unknown".to_owned(),
    }
}

fn named(name: &str, schema: &Json, depth: usize) -> String {
    match name {
        "string" | "boolean" | "null" => name.to_owned(),
        "integer" | "number" => "number".to_owned(),
        "array" => match schema.get("prefixItems").and_then(Json::as_array) {
            Some(items) => {
                let items: Vec<_> = items.iter().map(|item| type_of(item, depth)).collect();
                format!("[{}]", items.join(", "))
            }
            None => {
                let items = schema.get("items").unwrap_or(&Json::Bool(true));
                format!("{}[]", type_of(items, depth))
            }
        },
        "object" => object(schema, depth),
        _ => "unknown".to_owned(),
    }
}

fn object(schema: &Json, depth: usize) -> String {
    let Some(properties) = schema.get("properties").and_then(Json::as_object) else {
        let values = schema.get("additionalProperties");
        let values = values.map_or("unknown".to_owned(), |schema| type_of(schema, depth));
        return format!("{{ [name: string]: {values} }}");
    };
    let required = schema.get("required").and_then(Json::as_array);
    let mut text = "{\n".to_owned();
    for (name, property) in properties {
        let is_required = required.is_some_and(|names| names.iter().any(|it| it == name));
        let question = if is_required { "" } else { "?" };
        let name = super::value::Quoted(name);
        let ty = type_of(property, depth + 1);
        let _ = writeln!(text, "{:1$}{name}{question}: {ty};", "", (depth + 1) * 2);
    }
    let _ = write!(text, "{:1$}}}", "", depth * 2);
    text
}
