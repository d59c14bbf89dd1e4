//! What all documents are made of.

use crate::{Catalog, Entry, Status};

/// The catalog and all that are nested in it, each once, outer ones first.
pub(super) fn sections(catalog: &Catalog) -> Vec<&Catalog> {
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
pub(super) fn entries(catalog: &Catalog) -> impl Iterator<Item = &'static Entry> {
    sections(catalog).into_iter().flat_map(Catalog::entries)
}

/// The codes of the first and the last bare status.
pub(crate) fn bare_statuses(catalog: &Catalog) -> (u32, u32) {
    (
        catalog.bare_code(Status::FIRST),
        catalog.bare_code(Status::LAST),
    )
}

/// The heading of what is said about bare statuses.
pub(super) const BARE_STATUSES: &str = "Other codes";

/// What the codes of bare statuses mean.
pub(super) fn describe_bare_statuses(catalog: &Catalog) -> String {
    let (first, last) = bare_statuses(catalog);
    let offset = first - u32::from(Status::FIRST.as_u16());
    let plus = match offset {
        0 => String::new(),
        offset => format!(" plus {offset}"),
    };
    format!(
        "The codes {first} to {last} belong to responses that none of these errors made, such as the 404 of an unknown path: the code is the HTTP status{plus}, and the message is the status's phrase."
    )
}
