//! The extractors say which field is wrong, as the client has named it, on each framework.

use crate::client::{body, get, send};
use crate::orders::SERVICES;
use error_catalog::{FieldError, FieldErrors};
use serde_json::json;
use ureq::http::{Request, Response};

fn post(url: &str, content_type: &str, text: &str) -> Response<Vec<u8>> {
    let request = Request::post(url).header("content-type", content_type);
    send(request.body(text.as_bytes().to_vec()).expect("a request"))
}

#[track_caller]
fn check(what: &str, response: &Response<Vec<u8>>, expected: &[FieldError]) {
    assert_eq!(response.status(), 422, "{what}: {response:?}");
    assert_eq!(response.headers()["content-type"], "application/json");
    let body = body(response);
    assert_eq!(body.code(), 1422, "{what}");
    let errors: FieldErrors = body.details().unwrap().expect("details");
    assert_eq!(errors, expected.iter().cloned().collect(), "{what}");
}

fn field(field: &str, code: &str, message: &str) -> FieldError {
    FieldError::new(field, code, message)
}

const GOOD: &str = r#"{"customerName":"Zoë","lineItems":[{"unit-price":1,"SKU":"ab"}]}"#;

#[test]
fn a_value_that_is_right_arrives() {
    for (name, url) in SERVICES {
        let url = url();
        for path in ["orders", "validated"] {
            let response = post(&format!("{url}/{path}"), "application/json", GOOD);
            assert_eq!(response.status(), 200, "{name} {path}");
            assert_eq!(response.body(), "Zoë 1".as_bytes(), "{name} {path}");
        }
        let text = "limit=7&sort-by=name%20up";
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        for response in [
            post(&format!("{url}/form"), form, text),
            get(&format!("{url}/search?{text}")),
        ] {
            assert_eq!(response.body(), br#"7 Some("name up")"#, "{name}");
        }
    }
}

#[test]
fn json_that_cannot_be_decoded_is_named_by_its_pointer() {
    let price = r#"{"customerName":"Zoë","lineItems":[{"unit-price":1,"SKU":"ab"},{"unit-price":"x","SKU":""}]}"#;
    let missing = r#"{"customerName":"Zoë","lineItems":[{"unit-price":1}]}"#;
    let unknown = r#"{"customerName":"Zoë","lineItems":[],"a/b~c":1}"#;
    for (name, url) in SERVICES {
        let url = format!("{}/orders", url());
        let check = |text: &str, field: FieldError| {
            let response = post(&url, "application/json; charset=utf-8", text);
            check(&format!("{name}: {text}"), &response, &[field]);
        };
        check(
            price,
            field(
                "/lineItems/1/unit-price",
                "type",
                "invalid type: string \"x\", expected u32",
            ),
        );
        check(missing, field("/lineItems/0/SKU", "required", "is missing"));
        let twice = r#"{"customerName":"Zoë","lineItems":[],"customerName":"Zoë"}"#;
        let repeated = field("/customerName", "repeated", "is given more than once");
        check(twice, repeated);
        check(unknown, field("/a~1b~0c", "unknown", "is not known"));
        let quoted = "{\"a`b`, expected `c\":1}";
        check(
            quoted,
            field("/a`b`, expected `c", "unknown", "is not known"),
        );
        let long = format!(r#"{{"{}":1}}"#, "x".repeat(900));
        let pointer = format!("/{}", "x".repeat(200));
        check(&long, field(&pointer, "unknown", "is not known"));
        check(
            "{\"customerName\": nobody}",
            field(
                "",
                "syntax",
                "is not JSON: expected ident at line 1 column 19",
            ),
        );
        check(
            &format!("{GOOD} and more"),
            field(
                "",
                "syntax",
                &format!(
                    "is not JSON: trailing characters at line 1 column {}",
                    GOOD.len() + 2
                ),
            ),
        );
        let long = format!(r#"{{"customerName":["{}"]}}"#, "x".repeat(900));
        let response = post(&url, "application/json", &long);
        let errors: FieldErrors = body(&response).details().unwrap().unwrap();
        let error = errors.iter().next().unwrap();
        assert_eq!(error.field(), "/customerName", "{name}");
        assert!(error.message().len() <= 200, "{name}");
    }
}

const INVALID: &str =
    r#"{"customerName":"","lineItems":[{"unit-price":5,"SKU":"ab"},{"unit-price":0,"SKU":"ü"}]}"#;

#[test]
fn what_garde_finds_is_named_as_the_client_has_written_it() {
    for (name, url) in SERVICES {
        let response = post(&format!("{}/orders", url()), "application/json", INVALID);
        check(
            name,
            &response,
            &[
                field("/customerName", "invalid", "length is lower than 1"),
                // It knows nothing of another word for a field.
                field("/lineItems/1/code", "invalid", "not ascii"),
                field("/lineItems/1/unit-price", "invalid", "lower than 1"),
            ],
        );
    }
}

#[test]
fn what_validator_finds_has_the_rule_and_its_parameters() {
    for (name, url) in SERVICES {
        let response = post(&format!("{}/validated", url()), "application/json", INVALID);
        check(
            name,
            &response,
            &[
                field(
                    "/customerName",
                    "length",
                    "breaks the rule `length`: max 8, min 1",
                )
                .with_param("max", 8)
                .with_param("min", 1),
                field("/lineItems/1/code", "length", "is too short").with_param("min", 2),
                field(
                    "/lineItems/1/unit-price",
                    "range",
                    "breaks the rule `range`: min 1",
                )
                .with_param("min", 1),
            ],
        );
    }
}

#[test]
fn forms_and_queries_are_named_by_their_parameters() {
    for (name, url) in SERVICES {
        let url = url();
        let cases = [
            (
                "limit=seven",
                field("/limit", "type", "invalid digit found in string"),
            ),
            ("", field("/limit", "required", "is missing")),
            ("limit=51", field("/limit", "invalid", "greater than 50")),
        ];
        for (text, expected) in cases {
            let form = "application/x-www-form-urlencoded";
            let response = post(&format!("{url}/form"), form, text);
            check(
                &format!("{name} form {text}"),
                &response,
                std::slice::from_ref(&expected),
            );
            let response = get(&format!("{url}/search?{text}"));
            check(&format!("{name} query {text}"), &response, &[expected]);
        }
    }
}

#[test]
fn parameters_of_a_path_are_named() {
    // Rocket splits paths by itself.
    for (name, url) in &SERVICES[..3] {
        let url = url();
        let text = |path: &str| {
            let response = get(&format!("{url}{path}"));
            assert_eq!(response.status(), 200, "{name} {path}");
            String::from_utf8(response.body().clone()).unwrap()
        };
        assert_eq!(text("/orders/7"), "7", "{name}");
        assert_eq!(text("/orders/7/lines/8"), "7 8", "{name}");
        assert_eq!(text("/pair/7/8"), "Path((7, 8))", "{name}");
        let cases = [
            (
                "/orders/x%2Fy",
                "/id",
                "is not a whole number from 0 to 4294967295",
            ),
            (
                "/orders/7/lines/300",
                "/line",
                "is not a whole number from 0 to 255",
            ),
            ("/pair/7/-1", "/line", "is not a whole number from 0 to 255"),
        ];
        for (path, pointer, message) in cases {
            let response = get(&format!("{url}{path}"));
            check(
                &format!("{name} {path}"),
                &response,
                &[field(pointer, "type", message)],
            );
        }
    }
}

#[test]
fn what_is_no_matter_of_a_field_has_the_status_of_the_framework() {
    for (name, url) in SERVICES {
        let url = url();
        let response = post(&format!("{url}/orders"), "text/plain", GOOD);
        assert_eq!(response.status(), 415, "{name}");
        assert_eq!(body(&response).code(), 415, "{name}");
        let response = post(&format!("{url}/form"), "application/json", "{}");
        assert_eq!(response.status(), 415, "{name}");
    }
    for (_, url) in [SERVICES[0], SERVICES[3]] {
        let response = post(
            &format!("{}/orders", url()),
            "application/vnd.orders+json",
            &" ".repeat(2000),
        );
        assert_eq!(response.status(), 413);
        assert_eq!(body(&response).code(), 413);
    }
}

#[test]
fn a_password_is_not_in_the_answer() {
    #[derive(validator::Validate)]
    struct Account {
        #[validate(length(min = 20))]
        password: String,
    }

    let account = Account {
        password: "hunter2".to_owned(),
    };
    let errors = validator::Validate::validate(&account).unwrap_err();
    let errors = FieldErrors::from(errors);
    let json = serde_json::to_value(&errors).unwrap();
    assert_eq!(
        json,
        json!([{
            "field": "/password",
            "code": "length",
            "message": "breaks the rule `length`: min 20",
            "params": { "min": 20 },
        }])
    );
}
