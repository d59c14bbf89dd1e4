//! What an expansion requires of the types in it. Each is asked once, in words; the impls then take
//! it for granted, so that one mistake is one error.

use crate::{Catalog, ErrorCatalog};
use std::error::Error;

/// A type that is an error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error: derive `thiserror::Error` too",
    label = "not a `std::error::Error`",
    note = "snafu, or impls of `Display` and `std::error::Error` by hand, work just as well"
)]
pub trait IsError {}

#[diagnostic::do_not_recommend]
impl<E: Error> IsError for E {}

/// Requires that the derived type is an error.
pub const fn error<E: IsError>() {}

/// A type that a transparent variant can pass through.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no error catalog to pass through: write `status` and `code` instead of `transparent`",
    label = "not an `ErrorCatalog`",
    note = "if `{Self}` is a type of your own, you can add `#[derive(ErrorCatalog)]` to it instead"
)]
pub trait Nested: ErrorCatalog {}

#[diagnostic::do_not_recommend]
impl<E: ErrorCatalog> Nested for E {}

/// The catalog of a transparent variant's field.
#[must_use]
pub const fn nested<E: Nested>() -> &'static Catalog {
    E::CATALOG
}
