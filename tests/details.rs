//! The fifth property of the body, and what the documents say of it.

use error_catalog::{
    ApiError, Details, Entry, ErrorBody, ErrorCatalog, FieldError, FieldErrors, Occurrence, Stamp,
    Status,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How much of a quota is left.
#[derive(Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
struct Quota {
    limit: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    resets: Option<Reset>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Reset {
    EveryHour,
    EveryDay,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Region {
    name: String,
    nearest: Vec<Place>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Place {
    city: String,
    #[schema(no_recursion)]
    part_of: Option<Box<Place>>,
}

/// Its schema is nobody's to know.
#[derive(Debug, Serialize)]
struct Opaque<'a> {
    word: &'a str,
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum OrderError<'a> {
    /// One of the fields has a value that is not allowed.
    #[error("The order is invalid")]
    #[catalog(status = 422, code = 1422)]
    Invalid(
        #[from]
        #[catalog(details)]
        FieldErrors,
    ),
    #[error("The quota of {limit} is used up")]
    #[catalog(status = 429, code = 1429, header("retry-after" = "{seconds}"))]
    Quota {
        limit: u32,
        #[catalog(details)]
        quota: Quota,
        seconds: u8,
    },
    #[error("no such region: {name}")]
    #[catalog(status = 404, code = 1404)]
    Region {
        name: String,
        #[catalog(details)]
        region: Region,
    },
    #[error("database is locked")]
    #[catalog(status = 503, code = 1503, message = "Try again", expose)]
    Busy(#[catalog(details)] Opaque<'a>),
    #[error("fixed")]
    #[catalog(status = 400, code = 1400)]
    Fixed,
    #[error(transparent)]
    #[catalog(transparent)]
    Payment(Payment<u8>),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("declined")]
#[catalog(status = 402, code = 1402)]
struct Payment<T>(#[catalog(details)] T);

/// A map whose keys are lists is no JSON.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("not \"JSON\"")]
#[catalog(status = 400, code = 1400)]
struct NotJson(#[catalog(details)] BTreeMap<Vec<u8>, u8>);

fn stamp() -> Stamp {
    "1cc1eda1-f5dd-ea11-8288-0263195dd35a"
        .parse()
        .map(|id| Stamp::new(id, "2020-12-22T05:52:01.85Z".parse().unwrap()))
        .unwrap()
}

const END: &str =
    r#""errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z""#;

fn errors() -> FieldErrors {
    FieldErrors::from(FieldError::new("/name", "length", "is \"empty\"").with_param("min", 1))
}

fn quota() -> OrderError<'static> {
    OrderError::Quota {
        limit: 100,
        quota: Quota {
            limit: 100,
            resets: Some(Reset::EveryHour),
        },
        seconds: 3,
    }
}

/// By every way of writing it.
#[track_caller]
fn check(error: impl ErrorCatalog, expected: &str) {
    let occurrence = Occurrence::from_parts(error, stamp());
    let body = occurrence.to_json_bytes();
    assert_eq!(String::from_utf8_lossy(&body), expected);
    assert_eq!(body.len(), body.capacity());

    let mut written = b"HTTP ".to_vec();
    occurrence.write_json(&mut written);
    assert_eq!(written, [b"HTTP ", expected.as_bytes()].concat());

    // The properties of an object may be in another order.
    let value: Value = serde_json::from_str(expected).unwrap();
    assert_eq!(serde_json::to_value(occurrence.body()).unwrap(), value);
    assert_eq!(serde_json::to_value(&occurrence).unwrap(), value);
    let text = serde_json::to_string(&occurrence).unwrap();
    assert_eq!(text.len(), expected.len());
    let read: ErrorBody = serde_json::from_str(expected).unwrap();
    assert_eq!(read, occurrence.body());
}

#[test]
fn details_come_after_the_timestamp_of_their_entry_alone() {
    check(
        OrderError::Invalid(errors()),
        &format!(
            r#"{{"code":1422,"message":"The order is invalid",{END},"details":[{{"field":"/name","code":"length","message":"is \"empty\"","params":{{"min":1}}}}]}}"#
        ),
    );
    check(
        quota(),
        &format!(
            r#"{{"code":1429,"message":"The quota of 100 is used up",{END},"details":{{"limit":100,"resets":"every-hour"}}}}"#
        ),
    );
    check(
        OrderError::Region {
            name: "atlantis".to_owned(),
            region: Region {
                name: "eu".to_owned(),
                nearest: vec![],
            },
        },
        &format!(
            r#"{{"code":1404,"message":"no such region: atlantis",{END},"details":{{"name":"eu","nearest":[]}}}}"#
        ),
    );
    check(
        OrderError::Busy(Opaque { word: "ü" }),
        &format!(r#"{{"code":1503,"message":"Try again",{END},"details":{{"word":"ü"}}}}"#),
    );
    check(
        OrderError::Payment(Payment(7)),
        &format!(r#"{{"code":1402,"message":"declined",{END},"details":7}}"#),
    );
    check(
        Box::new(Payment("x".repeat(5000))),
        &format!(
            r#"{{"code":1402,"message":"declined",{END},"details":"{}"}}"#,
            "x".repeat(5000)
        ),
    );
    check(
        OrderError::Fixed,
        &format!(r#"{{"code":1400,"message":"fixed",{END}}}"#),
    );
}

#[test]
fn details_that_cannot_be_serialized_are_left_out() {
    let error = NotJson([(vec![1], 2)].into());
    assert!(error.details().unwrap().to_value().is_err());
    check(
        error,
        &format!(r#"{{"code":1400,"message":"not \"JSON\"",{END}}}"#),
    );
}

#[test]
fn a_body_keeps_details_and_decodes_them() {
    let body = Occurrence::new(quota()).to_json_bytes();
    let body: ErrorBody = serde_json::from_slice(&body).unwrap();
    let quota = Quota {
        limit: 100,
        resets: Some(Reset::EveryHour),
    };
    assert_eq!(body.details().unwrap(), Some(quota));
    assert_eq!(
        body.details::<Value>().unwrap(),
        Some(json!({ "limit": 100, "resets": "every-hour" }))
    );
    let error = body.details::<FieldErrors>().unwrap_err().to_string();
    assert!(error.contains("expected a sequence"), "{error}");

    let body = ErrorBody::new(1, "", stamp());
    assert_eq!(body.details::<Value>().unwrap(), None);
    let null = body.clone().with_details(Value::Null);
    assert_eq!(null.details::<FieldErrors>().unwrap(), None);
    assert_eq!(
        body.with_details(json!(7)).details::<u8>().unwrap(),
        Some(7)
    );
}

#[test]
fn a_body_within_another_struct_is_read_whole() {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(flatten)]
        body: ErrorBody<'static>,
        trace: u32,
    }

    let id = "1cc1eda1-f5dd-ea11-8288-0263195dd35a";
    let answer = json!({
        "code": 1300, "detail": "no message 7", "errorId": id, "timestamp": "2020-12-22T05:52:01.85Z",
        "details": [1], "trace": 9,
    });
    let answer: Answer = serde_json::from_value(answer).unwrap();
    assert_eq!((answer.body.message(), answer.trace), ("no message 7", 9));
    assert_eq!(answer.body.details().unwrap(), Some([1]));
}

#[test]
fn a_body_names_mistaken_details() {
    let json = format!(r#"{{"code":1,"message":"",{END},"details":1,"details":2}}"#);
    let error = serde_json::from_str::<ErrorBody>(&json).unwrap_err();
    assert!(error.to_string().contains("duplicate field `details`"));
    let json = format!(r#"{{"code":1,"message":"",{END},"details":[1,}}"#);
    let error = serde_json::from_str::<ErrorBody>(&json).unwrap_err();
    assert!(error.to_string().starts_with("`details`: "), "{error}");
}

#[test]
fn an_error_by_hand_has_details() {
    #[derive(Debug, thiserror::Error)]
    #[error("teapot")]
    struct Teapot([u8; 2]);

    static ENTRY: Entry = Entry::new("Teapot", Status::new(418).unwrap(), 1418).with_details();

    impl ApiError for Teapot {
        fn entry(&self) -> &'static Entry {
            &ENTRY
        }

        fn message(&self) -> Cow<'_, str> {
            "short and stout".into()
        }

        fn details(&self) -> Option<Details<'_>> {
            Some(Details::new(&self.0))
        }
    }

    let body = Occurrence::new(Teapot([1, 2])).to_json_bytes();
    assert!(
        String::from_utf8(body)
            .unwrap()
            .ends_with(r#"Z","details":[1,2]}"#)
    );
    assert!(ENTRY.has_details());
    assert_eq!(ENTRY.details_schema(), None);
    let described = ENTRY.with_details_schema(r#"{"type":"array"}"#);
    assert_eq!(described.details_schema(), Some(json!({ "type": "array" })));
    let damaged = ENTRY.with_details_schema("{");
    assert_eq!(damaged.details_schema(), None);
    assert_eq!(
        format!("{:?}", Teapot([1, 2]).details().unwrap()),
        "Details([1,2])"
    );
}

fn schema(code: u32) -> Option<Value> {
    OrderError::CATALOG.find(code).unwrap().details_schema()
}

#[test]
fn an_entry_knows_the_schema_of_its_details() {
    let codes = OrderError::CATALOG
        .iter()
        .filter(|entry| entry.has_details());
    let codes: Vec<_> = codes.map(Entry::code).collect();
    assert_eq!(codes, [1404, 1422, 1429, 1503, 1402]);

    let of_field_errors = schema(1422).unwrap();
    assert_eq!(
        of_field_errors["items"]["required"],
        json!(["field", "code", "message"])
    );

    // By schemars.
    let of_quota = schema(1429).unwrap();
    assert_eq!(of_quota["description"], "How much of a quota is left.");
    assert_eq!(of_quota["required"], json!(["limit"]));
    assert_eq!(
        of_quota["properties"]["resets"]["anyOf"][0]["enum"],
        json!(["every-hour", "every-day"])
    );

    // By utoipa: a type within itself is any value.
    let of_region = schema(1404).unwrap();
    let place = &of_region["properties"]["nearest"]["items"];
    assert_eq!(place["properties"]["city"]["type"], "string");
    let inner = &place["properties"]["part_of"]["oneOf"][0];
    assert_eq!(inner, &json!(true));

    assert_eq!(schema(1503), None);
    assert_eq!(schema(1402), None);
}

#[test]
fn documents_describe_details() {
    let catalog = OrderError::CATALOG;
    let json: Value = serde_json::from_str(&catalog.to_json().to_string()).unwrap();
    let entries = json["catalogs"][0]["entries"].as_array().unwrap();
    let details = |code: u32| {
        let mut entries = entries.iter();
        &entries.find(|entry| entry["code"] == code).unwrap()["details"]
    };
    assert_eq!(details(1422), &schema(1422).unwrap());
    assert_eq!(details(1503), &json!({}));
    assert_eq!(details(1400), &json!(null));

    let typescript = catalog.to_typescript().to_string();
    let quota = r#"  1429: {
    "limit": number;
    "resets"?: (("every-hour" | "every-day") | null);
  };"#;
    assert!(typescript.contains(quota), "{typescript}");
    assert!(typescript.contains("  1503: unknown;"));
    assert!(typescript.contains("  details?: Code extends keyof ErrorDetails"));
    assert!(typescript.contains("export function hasDetails<"));

    let markdown = catalog.to_markdown().to_string();
    assert!(markdown.contains("Details:\n\n```ts\n{\n  \"limit\": number;"));
    let html = catalog.to_html().to_string();
    assert!(html.contains("<p>Details:</p>\n<pre><code>{\n  &quot;limit&quot;: number;"));

    let openapi: Value = serde_json::from_str(&catalog.to_openapi().to_string()).unwrap();
    let components = &openapi["components"];
    let properties = &components["schemas"]["Error422"]["properties"];
    assert_eq!(properties["details"], schema(1422).unwrap());
    let examples = &components["responses"]["Error422"]["content"]["application/json"]["examples"];
    assert_eq!(
        examples["OrderError::Invalid"]["value"]["details"],
        schema(1422).unwrap()["examples"][0]
    );
    let properties = &components["schemas"]["ErrorBody"]["properties"];
    assert!(properties["details"]["description"].is_string());
    let properties = &components["schemas"]["Error400"]["properties"];
    assert!(properties.get("details").is_none());
}

#[test]
fn documents_without_details_do_not_mention_them() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("plain")]
    #[catalog(status = 400, code = 1400)]
    struct Plain;

    let catalog = Plain::CATALOG;
    let typescript = catalog.to_typescript().to_string();
    let openapi = catalog.to_openapi().to_string();
    let markdown = catalog.to_markdown().to_string();
    for document in [typescript, openapi, markdown] {
        assert!(!document.to_lowercase().contains("details"), "{document}");
    }
}

#[test]
fn several_entries_of_a_status_have_any_of_their_details() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[expect(dead_code, reason = "only its catalog matters here")]
    enum TwoErrors {
        #[error("one")]
        #[catalog(status = 400, code = 1, shared)]
        One(#[catalog(details)] FieldErrors),
        #[error("two")]
        #[catalog(status = 400, code = 1, shared)]
        Two(#[catalog(details)] Quota),
    }

    let catalog = TwoErrors::CATALOG;
    let openapi: Value = serde_json::from_str(&catalog.to_openapi().to_string()).unwrap();
    let details = &openapi["components"]["schemas"]["Error400"]["properties"]["details"];
    assert_eq!(details["anyOf"].as_array().unwrap().len(), 2);
    assert_eq!(details["description"], "With codes 1, 1.");
    let typescript = catalog.to_typescript().to_string();
    assert!(typescript.contains("  }[] | {\n"), "{typescript}");
}

#[test]
fn field_errors_read_as_a_sentence_each() {
    let mut errors = errors();
    errors.extend([FieldError::new("", "custom", "from is after to")]);
    assert_eq!(errors.to_string(), "/name: is \"empty\"; from is after to");
    assert_eq!(errors.iter().count(), 2);
    let json = serde_json::to_string(&errors).unwrap();
    assert_eq!(serde_json::from_str::<FieldErrors>(&json).unwrap(), errors);
}

#[test]
fn field_errors_have_a_schema_in_types_of_ones_own() {
    let schema = schemars::schema_for!(FieldErrors).to_value();
    assert_eq!(schema["type"], "array");
    let schema = <FieldErrors as utoipa::PartialSchema>::schema();
    let schema = serde_json::to_value(schema).unwrap();
    assert_eq!(schema["items"]["properties"]["field"]["type"], "string");
}

#[test]
fn field_errors_are_a_list_of_their_parts() {
    let mut errors = FieldErrors::new();
    assert!(errors.is_empty());
    errors.push(FieldError::new("/a", "length", "is long").with_param("max", 3));
    errors.push(FieldError::new("", "order", "is late"));
    assert!(!errors.is_empty());
    let parts = |error: &FieldError| {
        let (field, code, message) = (error.field(), error.code(), error.message());
        format!(
            "{field} {code} {message} {:?}",
            error.params().keys().collect::<Vec<_>>()
        )
    };
    let expected = [r#"/a length is long ["max"]"#, " order is late []"];
    assert_eq!(
        (&errors).into_iter().map(parts).collect::<Vec<_>>(),
        expected
    );
    let moved: FieldErrors = errors.clone().into_iter().collect();
    assert_eq!(moved, errors);
    assert_eq!(
        moved
            .into_iter()
            .map(|error| parts(&error))
            .collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn a_catalog_with_details_that_is_nested_twice_appears_once() {
    // A constant may have several addresses.
    let copy: &'static _ = Box::leak(Box::new(*OrderError::CATALOG));
    let nested = Vec::leak(vec![OrderError::CATALOG, copy]);
    let twice = error_catalog::Catalog::new("Twice", &[]).with_nested(nested);
    let json: Value = serde_json::from_str(&twice.to_json().to_string()).unwrap();
    assert_eq!(json["catalogs"].as_array().unwrap().len(), 3);
    assert!(format!("{:?}", OrderError::CATALOG).contains("DetailsSchema"));
}

#[test]
fn each_kind_of_schema_is_a_type_of_typescript() {
    static ENTRY: Entry = Entry::new("E", Status::new(400).unwrap(), 1);

    for (schema, ty) in [
        (r#"{"type":["string","null"]}"#, "(string | null)"),
        (r#"{"type":"integer"}"#, "number"),
        (r#"{"type":"boolean"}"#, "boolean"),
        (r#"{"const":"a"}"#, "\"a\""),
        (r#"{"enum":[1,null]}"#, "(1 | null)"),
        (
            r#"{"anyOf":[{"type":"string"},{"type":"number"}]}"#,
            "(string | number)",
        ),
        (
            r#"{"allOf":[{"type":"string"},true]}"#,
            "(string & unknown)",
        ),
        (
            r#"{"type":"object","properties":{"n":{"type":"string"}},"oneOf":[{"type":"null"}]}"#,
            "((null) & {\n    \"n\"?: string;\n  })",
        ),
        (
            r#"{"properties":{"n":true}}"#,
            "{\n    \"n\"?: unknown;\n  }",
        ),
        (r#"{"type":"array"}"#, "unknown[]"),
        (
            r#"{"type":"array","prefixItems":[{"type":"string"},{}]}"#,
            "[string, unknown]",
        ),
        (
            r#"{"type":"object","additionalProperties":{"type":"number"}}"#,
            "{ [name: string]: number }",
        ),
        (r#"{"type":"object"}"#, "{ [name: string]: unknown }"),
        (r#"{"type":"other"}"#, "unknown"),
        ("not JSON", "unknown"),
    ] {
        let entries = Vec::leak(vec![ENTRY.with_details_schema(schema)]);
        let module = error_catalog::Catalog::new("E", entries)
            .to_typescript()
            .to_string();
        assert!(
            module.contains(&format!("  1: {ty};\n")),
            "{schema}: {module}"
        );
    }
}
