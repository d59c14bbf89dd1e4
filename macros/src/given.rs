use proc_macro2::Span;
use syn::Result;
use syn::parse::ParseStream;

/// A value, and where it is given.
pub(crate) struct Given<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

impl<T> Given<T> {
    pub(crate) fn parse(
        input: ParseStream,
        parse: impl FnOnce(ParseStream) -> Result<T>,
    ) -> Result<Self> {
        let span = input.span();
        let value = parse(input)?;
        Ok(Self { span, value })
    }
}
