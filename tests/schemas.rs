//! What utoipa, schemars and aide learn from the derive.

use error_catalog::{ErrorCatalog, Occurrence};
use serde_json::{Value, json};

/// Orders.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only its catalog matters here")]
enum OrderError {
    /// No such order.
    #[error("order {id} not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound { id: u32 },
    #[error("quantity")]
    #[catalog(status = 400, code = 1000)]
    Quantity,
    #[error("address")]
    #[catalog(status = 400, code = 1001)]
    Address,
    #[error(transparent)]
    #[catalog(transparent)]
    Payment(Payment<u8>),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("declined by {0}")]
#[catalog(status = 400, code = 3000)]
struct Payment<T>(T);

fn responses<T: utoipa::IntoResponses>() -> Value {
    serde_json::to_value(T::responses()).unwrap()
}

#[test]
fn utoipa_has_a_response_per_status_with_all_of_its_entries() {
    let responses = responses::<OrderError>();
    let statuses: Vec<_> = responses.as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["400", "404", "default"]);

    let content = &responses["400"]["content"]["application/json"];
    let codes = &content["schema"]["properties"]["code"]["enum"];
    assert_eq!(codes, &json!([1000, 1001, 3000]));
    let examples = content["examples"].as_object().unwrap();
    assert_eq!(
        examples.keys().collect::<Vec<_>>(),
        ["OrderError::Address", "OrderError::Quantity", "Payment"]
    );

    let content = &responses["404"]["content"]["application/json"];
    let example = &content["examples"]["OrderError::NotFound"];
    assert_eq!(example["description"], "No such order.");
    assert_eq!(example["value"]["message"], "order {id} not found");
}

#[test]
fn utoipa_takes_an_occurrence_as_its_error() {
    assert_eq!(
        responses::<Occurrence<OrderError>>(),
        responses::<OrderError>()
    );
}

#[test]
fn utoipa_takes_the_derive_in_a_document() {
    /// Takes an order.
    #[utoipa::path(get, path = "/orders", responses((status = 200), OrderError))]
    #[expect(dead_code, reason = "only its documentation matters here")]
    fn order() {}

    #[derive(utoipa::OpenApi)]
    #[openapi(paths(order), components(schemas(OrderError)))]
    struct Api;

    let document = serde_json::to_value(<Api as utoipa::OpenApi>::openapi()).unwrap();
    let responses = &document["paths"]["/orders"]["get"]["responses"];
    let statuses: Vec<_> = responses.as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["200", "400", "404", "default"]);
    let schema = &document["components"]["schemas"]["OrderError"];
    assert_eq!(
        schema["properties"]["code"]["enum"],
        json!([1000, 1001, 1300, 3000])
    );
    assert_eq!(
        schema["required"],
        json!(["code", "message", "errorId", "timestamp"])
    );
}

#[test]
fn schemars_knows_the_body() {
    let schema = schemars::schema_for!(OrderError).to_value();
    assert_eq!(schema["title"], "OrderError");
    assert_eq!(
        schema["properties"]["code"]["enum"],
        json!([1000, 1001, 1300, 3000])
    );
    assert_eq!(schema["properties"]["errorId"]["format"], "uuid");

    let schema = schemars::schema_for!(Vec<Occurrence<OrderError>>).to_value();
    assert_eq!(schema["items"]["$ref"], "#/$defs/OrderError");
}

#[test]
fn aide_infers_a_response_per_status() {
    use aide::OperationOutput;

    fn inferred<T: OperationOutput>() -> Vec<(Option<u16>, Value)> {
        let mut operation = aide::openapi::Operation::default();
        aide::generate::in_context(|context| T::inferred_responses(context, &mut operation))
            .into_iter()
            .map(|(status, response)| (status, serde_json::to_value(response).unwrap()))
            .collect()
    }

    let responses = inferred::<OrderError>();
    let statuses: Vec<_> = responses.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [Some(400), Some(404), None]);
    let content = &responses[0].1["content"]["application/json"];
    assert_eq!(
        content["schema"]["properties"]["code"]["enum"],
        json!([1000, 1001, 3000])
    );
    assert_eq!(inferred::<Occurrence<OrderError>>(), responses);
    // Beside what a handler returns when it succeeds.
    assert_eq!(inferred::<Result<(), OrderError>>()[1..], responses);
}

mod orders {
    #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
    #[error("no such order")]
    #[catalog(status = 404, code = 5000)]
    pub(super) struct SameName;
}

mod users {
    #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
    #[error("no such user")]
    #[catalog(status = 404, code = 6000)]
    pub(super) struct SameName;
}

#[test]
fn schemars_tells_types_of_one_name_apart() {
    let schema = schemars::schema_for!((Vec<orders::SameName>, Vec<users::SameName>)).to_value();
    let definitions = schema["$defs"].as_object().unwrap();
    let codes: Vec<_> = definitions
        .values()
        .map(|schema| schema["properties"]["code"]["enum"][0].clone())
        .collect();
    assert_eq!(codes, [5000, 6000]);
}

#[test]
fn utoipa_tells_types_of_one_name_apart() {
    #[derive(utoipa::OpenApi)]
    #[openapi(components(schemas(orders::SameName, users::SameName)))]
    struct Api;

    let document = serde_json::to_value(<Api as utoipa::OpenApi>::openapi()).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let code = |name: &str| schemas[name]["properties"]["code"]["enum"][0].clone();
    assert_eq!(schemas.len(), 2);
    assert_eq!(code("SameName"), 5000);
    let second = schemas.keys().find(|name| *name != "SameName").unwrap();
    assert!(second.ends_with("users.SameName"), "{second}");
    assert_eq!(code(second), 6000);
}

/// utoipa keeps the last of several responses with one status, so an operation has one error type.
#[test]
fn an_operation_with_two_error_types_names_an_enum_of_both() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Either {
        #[error(transparent)]
        #[catalog(transparent)]
        Order(orders::SameName),
        #[error(transparent)]
        #[catalog(transparent)]
        User(users::SameName),
    }

    let content = &responses::<Either>()["404"]["content"]["application/json"];
    let codes = &content["schema"]["properties"]["code"]["enum"];
    assert_eq!(codes, &json!([5000, 6000]));
    assert!(
        Either::Order(orders::SameName)
            .to_string()
            .contains("order")
    );
    assert!(Either::User(users::SameName).to_string().contains("user"));
}

#[test]
fn an_occurrence_has_the_schema_of_its_error() {
    use schemars::JsonSchema;
    use utoipa::{PartialSchema, ToSchema};

    type Occurred = Occurrence<OrderError>;

    assert_eq!(
        <Occurred as JsonSchema>::schema_id(),
        OrderError::schema_id()
    );
    assert_eq!(<Occurred as JsonSchema>::schema_name(), "OrderError");
    assert_eq!(
        schemars::schema_for!(Occurred),
        schemars::schema_for!(OrderError)
    );
    assert_eq!(<Occurred as ToSchema>::name(), "OrderError");
    assert_eq!(
        serde_json::to_value(<Occurred as PartialSchema>::schema()).unwrap(),
        serde_json::to_value(OrderError::schema()).unwrap()
    );
}

#[test]
fn both_media_types_are_described_where_the_catalog_has_problem_details() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("gone")]
    #[catalog(status = 404, code = 1404, problem_details = "urn:errors:")]
    struct Gone;

    assert_eq!(Gone::CATALOG.problem_details(), Some("urn:errors:"));
    assert_eq!(OrderError::CATALOG.problem_details(), None);
    for status in ["404", "default"] {
        let content = &responses::<Gone>()[status]["content"];
        let problem = &content["application/problem+json"];
        let required = problem["schema"]["required"].as_array().unwrap();
        assert_eq!(required.len(), 8, "{status}");
        let properties = problem["schema"]["properties"].as_object().unwrap();
        assert!(!properties.contains_key("message"), "{status}");
        assert!(content["application/json"].is_object(), "{status}");
    }
    let content = &responses::<Gone>()["404"]["content"];
    let example = &content["application/problem+json"]["examples"]["Gone"]["value"];
    assert_eq!(example["type"], "urn:errors:1404");
    assert_eq!(example["detail"], "gone");
}
