use crate::given::Given;
use crate::literal::{is_integer, literal};
use std::ops::RangeInclusive;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Error, Expr, Ident, Lit, LitInt, Path, Result, Token};

/// `1300`
pub(crate) fn parse(input: ParseStream) -> Result<u32> {
    if input.peek(Ident::peek_any) {
        let path: Path = input.parse()?;
        return Err(Error::new_spanned(
            path,
            "a code is written as the integer itself, as in `code = 1300`: the derive compares codes before constants have values",
        ));
    }
    let span = input.span();
    let literal = input.parse().map_err(|_| Error::new(span, A_CODE))?;
    from_literal(&literal)
}

pub(crate) fn parse_given(input: ParseStream) -> Result<Given<u32>> {
    Given::parse(input, parse)
}

/// `90_000`, which moves the codes 400 to 599.
pub(crate) fn parse_offset(input: ParseStream) -> Result<u32> {
    let span = input.span();
    let offset = parse(input)?;
    if offset.checked_add(599).is_none() {
        return Err(Error::new(
            span,
            "the code of the status 599 would be above 4294967295: write a smaller number, such as `90_000`",
        ));
    }
    Ok(offset)
}

/// `1000..=1999`
pub(crate) fn parse_range(input: ParseStream) -> Result<RangeInclusive<u32>> {
    let first = parse(input)?;
    if !input.peek(Token![..=]) {
        return Err(input.error("expected `..=`: write both codes, as in `1000..=1999`"));
    }
    input.parse::<Token![..=]>()?;
    let span = input.span();
    let last = parse(input)?;
    if first > last {
        let message = format!("the range {first}..={last} is empty: write `{last}..={first}`");
        return Err(Error::new(span, message));
    }
    Ok(first..=last)
}

const A_CODE: &str = "expected a code: an integer from 0 to 4294967295";

fn from_literal(literal: &LitInt) -> Result<u32> {
    match literal.base10_parse() {
        Ok(code) if is_integer(literal) => Ok(code),
        _ => Err(Error::new(literal.span(), A_CODE)),
    }
}

/// The code in `NotFound = 1300`.
pub(crate) fn from_discriminant(discriminant: &Expr) -> Result<Given<u32>> {
    match literal(discriminant) {
        Some(Lit::Int(literal)) => Ok(Given {
            span: literal.span(),
            value: from_literal(literal)?,
        }),
        _ => Err(Error::new_spanned(
            discriminant,
            "this discriminant is not a code: write the integer itself, or `code = …` in #[catalog(…)]",
        )),
    }
}
