//! The documents of a catalog, each made of nothing but the catalog.

mod alerts;
mod commonmark;
pub(crate) mod contents;
mod dashboard;
#[cfg(feature = "details")]
mod details;
#[cfg(not(feature = "details"))]
#[path = "no_details.rs"]
mod details;
mod docs;
mod html;
mod json;
mod markdown;
pub(crate) mod openapi;
mod typescript;
mod value;

use crate::Catalog;
use std::fmt;

/// The documents, with feature `export`. The output is deterministic, and ends in a newline.
///
/// The catalog's own entries come first, then a section for each nested catalog, and at the end what
/// the codes of bare statuses mean. A catalog that is nested twice appears once. Whatever a catalog
/// holds reads as text: HTML in documentation is shown, not obeyed.
///
/// ```
/// use error_catalog::ErrorCatalog;
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// enum MessagingError {
///     /// The message id is unknown, or its retention period has passed.
///     #[error("Object wasn't found or is already expired")]
///     #[catalog(status = 404, code = 1300)]
///     NotFound,
/// }
///
/// let reference = MessagingError::CATALOG.to_markdown().to_string();
/// assert!(reference.contains("The message id is unknown"));
/// ```
impl Catalog {
    /// A reference in Markdown (CommonMark, and GitHub's tables): a table of all entries, and each
    /// one's documentation.
    #[must_use]
    pub fn to_markdown(&self) -> impl fmt::Display {
        markdown::Markdown(self)
    }

    /// A reference page that needs nothing else: no network, and no JavaScript except to search.
    /// `#1300` is the address of code 1300 in it.
    #[must_use]
    pub fn to_html(&self) -> impl fmt::Display {
        html::Html(self)
    }

    /// All that the catalog holds, as JSON: `catalogs`, each with its `name`, `docs`, `codes`, `retired` and `entries`, and
    /// in `bareStatuses` the codes of the statuses 400 and 599 where no entry made the response.
    #[must_use]
    pub fn to_json(&self) -> impl fmt::Display {
        json::Json(self)
    }

    /// An OpenAPI 3.1 document without paths, for its `components`: a response per status, such as
    /// `Error404`, whose schema allows the codes of that status only, with an example per entry;
    /// `ErrorDefault`, for the `default` response of an operation; and `ErrorBody`, the schema of any
    /// error response.
    #[must_use]
    pub fn to_openapi(&self) -> impl fmt::Display {
        openapi::OpenApi(self)
    }

    /// Alert rules for Prometheus, of the counter that the feature `metrics` keeps: one for each 5xx, at
    /// the first error; one for any other entry, where there are more than ten in a quarter of an
    /// hour, at three times the rate of the day before. Each has the entry's documentation, its
    /// [severity](crate::Entry::severity), and, where the catalog says where problem details are
    /// documented, a `runbook_url`.
    #[must_use]
    pub fn to_alerts(&self) -> impl fmt::Display {
        alerts::Alerts(self)
    }

    /// A dashboard for Grafana, of the counter that the feature `metrics` keeps: the rate of each code, the
    /// failures of the server, the most frequent errors, and the reference beside them. Import it
    /// as JSON; it asks for a Prometheus data source.
    #[must_use]
    pub fn to_dashboard(&self) -> impl fmt::Display {
        dashboard::Dashboard(self)
    }

    /// A TypeScript module: the union of the codes, the body's type, a table of the entries by
    /// code, type guards, and `bareStatus`, the status that a code stands for where no entry made the
    /// response. It needs no other module.
    #[must_use]
    pub fn to_typescript(&self) -> impl fmt::Display {
        typescript::TypeScript(self)
    }
}
