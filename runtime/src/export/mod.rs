//! The documents of a catalog, each made of nothing but the catalog.

mod docs;
mod html;
mod json;
mod markdown;
pub(crate) mod openapi;
mod typescript;

use crate::{Catalog, Entry};
use std::fmt;

/// The documents, with feature `export`: each the same whenever it is made of the same catalog, and
/// ending in a newline.
///
/// The catalog's own entries come first, then a section for each nested catalog. One that is
/// reached twice appears once. Whatever a catalog holds reads as text: HTML in documentation is
/// shown, not obeyed.
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

    /// All that the catalog holds, as JSON: `catalogs`, each with its `name`, `docs` and `entries`.
    #[must_use]
    pub fn to_json(&self) -> impl fmt::Display {
        json::Json(self)
    }

    /// An OpenAPI 3.1 document without paths, for its `components`: a response per status, such as
    /// `Error404`, whose schema allows the codes of that status only, with an example per entry;
    /// and `ErrorBody`, the schema of any error response.
    #[must_use]
    pub fn to_openapi(&self) -> impl fmt::Display {
        openapi::OpenApi(self)
    }

    /// A TypeScript module: the union of the codes, the body's type, a table of the entries by
    /// code, and type guards. It needs no other module.
    #[must_use]
    pub fn to_typescript(&self) -> impl fmt::Display {
        typescript::TypeScript(self)
    }
}

/// The catalog and all that are nested in it, each once, outer ones first.
fn sections(catalog: &Catalog) -> Vec<&Catalog> {
    fn visit<'a>(catalog: &'a Catalog, sections: &mut Vec<&'a Catalog>) {
        // By value: a constant may have several addresses.
        if !sections.contains(&catalog) {
            sections.push(catalog);
            for nested in catalog.nested() {
                visit(nested, sections);
            }
        }
    }

    let mut sections = Vec::new();
    visit(catalog, &mut sections);
    sections
}

/// The entries of all sections.
fn entries(catalog: &Catalog) -> impl Iterator<Item = &'static Entry> {
    sections(catalog).into_iter().flat_map(Catalog::entries)
}
