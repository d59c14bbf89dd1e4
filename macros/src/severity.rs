use crate::spelling;
use syn::parse::ParseStream;
use syn::{Error, Ident, Result};

/// Of an alert, in the order of the runtime's numbers, from 1.
const NAMES: [&str; 3] = ["none", "ticket", "page"];

/// `page`, as its number.
pub(crate) fn parse(input: ParseStream) -> Result<u8> {
    let span = input.span();
    let words = "a severity is `page`, `ticket` or `none`, without quotes";
    let name: Ident = input.parse().map_err(|_| Error::new(span, words))?;
    let number = (1..).zip(NAMES).find(|(_, known)| name == known);
    number.map(|(number, _)| number).ok_or_else(|| {
        let message = match spelling::nearest(&name, NAMES) {
            Some(meant) => format!("`{name}` is not a severity: write `{meant}`"),
            None => format!("`{name}` is not a severity: write `page`, `ticket` or `none`"),
        };
        Error::new(name.span(), message)
    })
}
