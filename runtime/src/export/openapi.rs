use super::commonmark;
use super::contents::{describe_bare_statuses, entries};
use super::details;
use super::value::Value;
use crate::{Catalog, Entry, Status};
#[cfg(any(feature = "aide", feature = "schemars", feature = "utoipa"))]
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub(super) struct OpenApi<'a>(pub(super) &'a Catalog);

impl fmt::Display for OpenApi<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", document(self.0))
    }
}

fn document(catalog: &Catalog) -> Value {
    let mut info = Vec::from([
        ("title".into(), catalog.name().into()),
        // Required, and not the catalog's to know.
        ("version".into(), "0.0.0".into()),
    ]);
    push_description(commonmark::tamed(catalog.docs()), &mut info);

    let mut responses = Vec::new();
    let mut schemas = Vec::new();
    let mut component = |name: &str, schema: Value| {
        let reference = format!("#/components/schemas/{name}");
        schemas.push((name.to_owned().into(), schema));
        Value::object([("$ref", reference.into())])
    };
    let any = Schemas {
        body: component("ErrorBody", error_body(catalog)),
        problem: catalog
            .problem_details()
            .map(|_| component("ErrorProblem", problem(error_body(catalog)))),
    };
    for (status, entries) in by_status(catalog) {
        let name = format!("Error{}", status.as_u16());
        let body = || schema(status, &entries);
        let schemas = Schemas {
            body: component(&name, body()),
            problem: catalog
                .problem_details()
                .map(|_| component(&format!("{name}Problem"), problem(body()))),
        };
        responses.push((name.into(), response(catalog, status, &entries, schemas)));
    }
    responses.push(("ErrorDefault".into(), default_response(catalog, any)));

    Value::object([
        ("openapi", "3.1.0".into()),
        ("info", Value::Object(info)),
        ("paths", Value::object([])),
        (
            "components",
            Value::object([
                ("responses", Value::Object(responses)),
                ("schemas", Value::Object(schemas)),
            ]),
        ),
    ])
}

fn by_status(catalog: &Catalog) -> BTreeMap<Status, Vec<&'static Entry>> {
    let mut statuses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in entries(catalog) {
        statuses.entry(entry.status()).or_default().push(entry);
    }
    statuses
}

/// A response object for each status, and one without a status for all others, which refer to nothing,
/// as the type that another crate has for them.
#[cfg(any(feature = "aide", feature = "utoipa"))]
pub(crate) fn responses<T: DeserializeOwned>(
    catalog: &Catalog,
) -> impl Iterator<Item = (Option<u16>, T)> {
    let of_statuses = by_status(catalog).into_iter().map(|(status, entries)| {
        let schemas = Schemas::of(catalog, || schema(status, &entries));
        let response = response(catalog, status, &entries, schemas);
        (Some(status.as_u16()), read(&response))
    });
    let schemas = Schemas::of(catalog, || error_body(catalog));
    let default = default_response(catalog, schemas);
    of_statuses.chain([(None, read(&default))])
}

/// The schema of the catalog's bodies, as the type that another crate has for it.
#[cfg(any(feature = "schemars", feature = "utoipa"))]
pub(crate) fn body_schema<T: DeserializeOwned>(catalog: &Catalog) -> T {
    let description = format!("The body of an error response of `{}`.", catalog.name());
    let details = details_of(&entries(catalog).collect::<Vec<_>>());
    read(&body(description, codes(entries(catalog)), details))
}

#[cfg(any(feature = "aide", feature = "schemars", feature = "utoipa"))]
fn read<T: DeserializeOwned>(object: &Value) -> T {
    serde_json::from_str(&object.to_string()).expect("this is an object of OpenAPI 3.1")
}

/// Of the standard body, and of the problem details that clients may prefer.
struct Schemas {
    body: Value,
    problem: Option<Value>,
}

impl Schemas {
    #[cfg(any(feature = "aide", feature = "utoipa"))]
    fn of(catalog: &Catalog, body: impl Fn() -> Value) -> Self {
        Self {
            body: body(),
            problem: catalog.problem_details().map(|_| problem(body())),
        }
    }

    /// What a response has of each media type.
    fn content(self, examples: &dyn Fn(Format) -> Value) -> Value {
        let media_type =
            |schema, format| Value::object([("schema", schema), ("examples", examples(format))]);
        let mut content = Vec::from([(
            "application/json".into(),
            media_type(self.body, Format::Standard),
        )]);
        if let Some(problem) = self.problem {
            let problem = media_type(problem, Format::Problem);
            content.push(("application/problem+json".into(), problem));
        }
        Value::Object(content)
    }
}

#[derive(Clone, Copy)]
enum Format {
    Standard,
    Problem,
}

fn response(catalog: &Catalog, status: Status, entries: &[&Entry], schemas: Schemas) -> Value {
    let mut response = Vec::from([("description".into(), status.phrase().into())]);
    let headers = headers(entries);
    if !headers.is_empty() {
        response.push(("headers".into(), Value::Object(headers)));
    }
    let content = schemas.content(&|format| examples(catalog, entries, format));
    response.push(("content".into(), content));
    Value::Object(response)
}

/// Each header that one of the entries has, with the codes that it comes with.
fn headers(entries: &[&Entry]) -> Vec<(Cow<'static, str>, Value)> {
    let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in entries {
        for (name, value) in entry.headers() {
            let value = commonmark::code_span(value);
            let line = format!("With code {}: {value}", entry.code());
            values.entry(name).or_default().push(line);
        }
    }
    let header = |(name, lines): (&'static str, Vec<String>)| {
        let string = Value::object([("type", "string".into())]);
        let description = lines.join("\n\n").into();
        let header = Value::object([("description", description), ("schema", string)]);
        (name.into(), header)
    };
    values.into_iter().map(header).collect()
}

/// Of all statuses that no entry has.
fn default_response(catalog: &Catalog, schemas: Schemas) -> Value {
    let examples = |format| {
        let example = Example {
            status: NOT_FOUND,
            code: catalog.bare_code(NOT_FOUND),
            title: NOT_FOUND.phrase(),
            message: NOT_FOUND.phrase(),
            details: None,
            problem_type: "about:blank".to_owned(),
        };
        let value = example.body(format);
        let example = Value::object([("summary", "Not Found".into()), ("value", value)]);
        Value::object([("Not Found", example)])
    };
    Value::object([
        ("description", describe_bare_statuses(catalog).into()),
        ("content", schemas.content(&examples)),
    ])
}

const NOT_FOUND: Status = Status::new(404).unwrap();

fn examples(catalog: &Catalog, entries: &[&Entry], format: Format) -> Value {
    let mut names = BTreeSet::new();
    let examples = entries.iter().map(|entry| {
        let name = unused_name(entry.path(), &mut names);
        (name, example(catalog, entry, format))
    });
    Value::Object(examples.collect())
}

/// Two crates may each have an enum of the same name.
fn unused_name(path: &'static str, names: &mut BTreeSet<Cow<'static, str>>) -> Cow<'static, str> {
    let mut name = Cow::from(path);
    let mut number = 1;
    while !names.insert(name.clone()) {
        number += 1;
        name = format!("{path} {number}").into();
    }
    name
}

fn example(catalog: &Catalog, entry: &Entry, format: Format) -> Value {
    let phrase = entry.status().phrase();
    let base = catalog.problem_details().unwrap_or_default();
    let value = Example {
        status: entry.status(),
        code: entry.code(),
        title: entry.fixed_message().unwrap_or(phrase),
        message: entry.example().or(entry.message()).unwrap_or(phrase),
        details: details::example(entry),
        problem_type: format!("{base}{}", entry.code()),
    };
    let value = value.body(format);
    let deprecated = match entry.deprecation() {
        Some(_) => ", deprecated",
        None => "",
    };
    let summary = format!("{} {}{deprecated}", entry.code(), entry.name());
    let mut example = Vec::from([("summary".into(), summary.into())]);
    push_description(description(entry), &mut example);
    example.push(("value".into(), value));
    Value::Object(example)
}

/// A body for readers.
struct Example {
    status: Status,
    code: u32,
    title: &'static str,
    message: &'static str,
    details: Option<Value>,
    problem_type: String,
}

impl Example {
    fn body(self, format: Format) -> Value {
        const ID: &str = "019b0c6e-5e1d-7c52-9d1e-3f0a6b8c2d47";

        let mut body = Vec::new();
        if let Format::Problem = format {
            body.push(("type".into(), self.problem_type.into()));
            body.push(("title".into(), self.title.into()));
            body.push(("status".into(), u32::from(self.status.as_u16()).into()));
            body.push(("detail".into(), self.message.into()));
            body.push(("instance".into(), format!("urn:uuid:{ID}").into()));
        }
        body.push(("code".into(), self.code.into()));
        if let Format::Standard = format {
            body.push(("message".into(), self.message.into()));
        }
        body.push(("errorId".into(), ID.into()));
        body.push(("timestamp".into(), "2025-12-11T09:30:07.42Z".into()));
        body.extend(self.details.map(|details| ("details".into(), details)));
        Value::Object(body)
    }
}

fn description(entry: &Entry) -> String {
    let docs = commonmark::tamed(entry.docs());
    let deprecated = entry.deprecation().map(commonmark::deprecation);
    let paragraphs = deprecated.into_iter().chain([docs]);
    let paragraphs: Vec<_> = paragraphs.filter(|text| !text.is_empty()).collect();
    paragraphs.join("\n\n")
}

fn push_description(description: String, object: &mut Vec<(Cow<'static, str>, Value)>) {
    if !description.is_empty() {
        object.push(("description".into(), description.into()));
    }
}

/// The body of a status, with the codes that have it.
fn schema(status: Status, entries: &[&Entry]) -> Value {
    body(
        format!("The body of a response with status {status}."),
        codes(entries.iter().copied()),
        details_of(entries),
    )
}

/// The property `details`, of the entries that have it.
fn details_of(entries: &[&Entry]) -> Option<Value> {
    let with = |entry: &&Entry| Some((entry.code(), details::schema(entry)?));
    let mut found: Vec<_> = entries.iter().filter_map(with).collect();
    let numbers: Vec<_> = found.iter().map(|(code, _)| code.to_string()).collect();
    let code = if found.len() == 1 { "code" } else { "codes" };
    let description = format!("With {code} {}.", numbers.join(", "));
    let (_, last) = found.pop()?;
    let mut schema = match last {
        Value::Object(fields) if found.is_empty() => fields,
        last => {
            let all = found.into_iter().map(|(_, schema)| schema).chain([last]);
            Vec::from([("anyOf".into(), Value::List(all.collect()))])
        }
    };
    if !schema.iter().any(|(name, _)| name == "description") {
        schema.push(("description".into(), description.into()));
    }
    Some(Value::Object(schema))
}

fn codes<'a>(entries: impl Iterator<Item = &'a Entry>) -> Value {
    let codes: BTreeSet<_> = entries.map(Entry::code).collect();
    Value::object([
        ("type", "integer".into()),
        ("format", "int64".into()),
        (
            "enum",
            Value::List(codes.into_iter().map(Value::Number).collect()),
        ),
        ("description", "The integer that names the error.".into()),
    ])
}

/// The body of any error, with the code of an entry or, where the framework answered, the status.
fn error_body(catalog: &Catalog) -> Value {
    let code = Value::object([
        ("type", "integer".into()),
        ("format", "int64".into()),
        ("minimum", 0.into()),
        ("maximum", u32::MAX.into()),
        ("description", "The integer that names the error.".into()),
    ]);
    let details = entries(catalog).any(details::has_details).then(|| {
        let description = "What a program needs to know beyond the code, for some codes.";
        Value::object([("description", description.into())])
    });
    body("The body of any error response.".to_owned(), code, details)
}

fn body(description: String, code: Value, details: Option<Value>) -> Value {
    let required = ["code", "message", "errorId", "timestamp"];
    let mut properties = Vec::from([
        ("code".into(), code),
        ("message".into(), text(None, "What happened, for people.")),
        (
            "errorId".into(),
            text(Some("uuid"), "Names this occurrence: quote it to support."),
        ),
        (
            "timestamp".into(),
            text(Some("date-time"), "When it happened, in UTC."),
        ),
    ]);
    properties.extend(details.map(|details| ("details".into(), details)));
    Value::object([
        ("type", "object".into()),
        ("description", description.into()),
        ("required", Value::List(required.map(Value::from).into())),
        ("properties", Value::Object(properties)),
    ])
}

fn text(format: Option<&'static str>, description: &'static str) -> Value {
    let mut schema = Vec::from([("type".into(), "string".into())]);
    schema.extend(format.map(|format| ("format".into(), format.into())));
    schema.push(("description".into(), description.into()));
    Value::Object(schema)
}

/// Problem details (RFC 9457, section 3.1) of the same errors as a body.
fn problem(body: Value) -> Value {
    let mut properties = Vec::from([
        (
            "type".into(),
            text(Some("uri-reference"), "Names the error, and documents it."),
        ),
        (
            "title".into(),
            text(None, "What the error is, the same for each occurrence."),
        ),
        (
            "status".into(),
            Value::object([
                ("type", "integer".into()),
                ("description", "The HTTP status.".into()),
            ]),
        ),
        ("detail".into(), text(None, "What happened, for people.")),
        (
            "instance".into(),
            text(Some("uri-reference"), "The errorId, as a `urn:uuid:`."),
        ),
    ]);
    let mut description = "Problem details (RFC 9457).".into();
    if let Value::Object(fields) = body {
        for (name, value) in fields {
            match (&*name, value) {
                ("properties", Value::Object(of_the_body)) => {
                    let others = of_the_body.into_iter();
                    properties.extend(others.filter(|(name, _)| name != "message"));
                }
                ("description", Value::Text(text)) => {
                    description = format!("{text} As problem details (RFC 9457).").into();
                }
                _ => {}
            }
        }
    }
    let required = [
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "code",
        "errorId",
        "timestamp",
    ];
    Value::object([
        ("type", "object".into()),
        ("description", description),
        ("required", Value::List(required.map(Value::from).into())),
        ("properties", Value::Object(properties)),
    ])
}
