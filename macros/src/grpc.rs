//! gRPC's codes of errors (gRPC, "Status codes and their use in gRPC").

use crate::spelling;
use syn::parse::ParseStream;
use syn::{Error, Ident, Result};

/// In the order of their numbers, from 1.
const NAMES: [&str; 16] = [
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// `ALREADY_EXISTS`, as its number.
pub(crate) fn parse(input: ParseStream) -> Result<u8> {
    let span = input.span();
    let name: Ident = input.parse().map_err(|_| {
        Error::new(
            span,
            "expected the name of a gRPC code, such as `ALREADY_EXISTS`",
        )
    })?;
    let number = (1..).zip(NAMES).find(|(_, known)| name == known);
    number.map(|(number, _)| number).ok_or_else(|| {
        let meant = spelling::nearest(&name, NAMES).unwrap_or("FAILED_PRECONDITION");
        Error::new(
            name.span(),
            format!("no gRPC code of an error is named `{name}`: write a name such as `{meant}`"),
        )
    })
}
