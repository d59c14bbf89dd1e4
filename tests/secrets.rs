//! What is written before anything has failed: no document shows the own text of a 5xx.

use crate::cli::run;
use crate::export::documents;
use error_catalog::ErrorCatalog;

/// Of errors that no client may read.
const SECRET: &str = "swordfish";

/// Failures of a service.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only its catalog matters here")]
enum LeakyError {
    #[error("swordfish")]
    #[catalog(status = 500, code = 2000)]
    Unit,
    #[error("swordfish of {0}")]
    #[catalog(status = 503, code = 2001, header("retry-after" = "7"))]
    Field(String),
    #[error("swordfish: {source}")]
    #[catalog(status = 502, code = 2002, message = "The other side failed")]
    Source { source: std::io::Error },
    #[error("swordfish")]
    #[catalog(transparent)]
    Nested(InnerError),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("swordfish")]
#[catalog(status = 507, code = 2100)]
struct InnerError;

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn no_document_shows_the_text_of_a_5xx() {
    let catalog = LeakyError::CATALOG;
    let mut documents = Vec::from(documents(catalog));
    documents.push(json(&<LeakyError as utoipa::IntoResponses>::responses()));
    documents.push(json(&schemars::schema_for!(LeakyError)));
    let mut operation = aide::openapi::Operation::default();
    let of_aide = aide::generate::in_context(|context| {
        <LeakyError as aide::OperationOutput>::inferred_responses(context, &mut operation)
    });
    documents.extend(of_aide.iter().map(|(_, response)| json(response)));
    for arguments in [&["list"][..], &["explain", "2000"], &["explain", "2100"]] {
        documents.push(run(catalog, arguments).unwrap());
    }
    for document in documents {
        assert!(!document.is_empty());
        assert!(!document.contains(SECRET), "{document}");
    }
}
