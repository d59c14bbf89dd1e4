use crate::error::Mistakes;
use crate::field;
use crate::template::Template;
use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse as _, ParseStream};
use syn::{Error, Fields, LitStr, Result, Token, parenthesized};

/// `header("retry-after" = "{seconds}")`
pub(crate) struct Header {
    span: Span,
    pub(crate) name: String,
    pub(crate) value: Template,
}

impl Header {
    /// What follows the key.
    pub(crate) fn parse(span: Span, input: ParseStream) -> Result<Self> {
        let content;
        parenthesized!(content in input);
        let header = Self::parse_content(span, &content);
        // What is left of a mistaken header is no mistake of its own.
        content.parse::<TokenStream>()?;
        header
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The name, and the value as it was written.
    pub(crate) fn text(&self) -> (&str, &str) {
        (&self.name, self.value.source())
    }

    fn parse_content(span: Span, content: ParseStream) -> Result<Self> {
        let name: LitStr = content.parse()?;
        content.parse::<Token![=]>()?;
        let value = content.call(Template::parse)?;
        if !content.is_empty() {
            return Err(content.error("expected nothing more: write another `header(…)`"));
        }
        Ok(Self {
            span,
            name: header_name(&name)?,
            value: header_value(value)?,
        })
    }
}

/// RFC 9110, section 5.1: a token.
fn header_name(literal: &LitStr) -> Result<String> {
    let name = literal.value().to_ascii_lowercase();
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let mistake = if name.is_empty() || !name.bytes().all(of_token) {
        "is no header name: write letters, digits and hyphens"
    } else if matches!(
        &*name,
        "content-encoding" | "content-length" | "content-type" | "transfer-encoding"
    ) {
        "is set with the body: remove it"
    } else {
        return Ok(name);
    };
    Err(Error::new(literal.span(), format!("{name:?} {mistake}")))
}

/// RFC 9110, section 5.5: visible characters, and blanks between them.
fn header_value(value: Template) -> Result<Template> {
    let visible = |char: char| matches!(char, '\t' | ' '..='~');
    let starts_or_ends_blank = value.fixed().is_some_and(|text| text.trim() != text);
    if starts_or_ends_blank || !value.texts().all(|text| text.chars().all(visible)) {
        return Err(Error::new(
            value.span(),
            "no header can have this value: write visible ASCII characters, with blanks only between them",
        ));
    }
    Ok(value)
}

/// A text in a header of a 5xx would reveal what its message may not.
pub(crate) fn check_numbers_only(headers: &[Header], fields: &Fields, mistakes: &mut Mistakes) {
    for header in headers {
        let fields = header
            .value
            .members()
            .filter_map(|member| field::find(fields, member));
        let mut types = fields.map(|(_, field)| &field.ty);
        if !types.all(field::is_number) {
            mistakes.add(Error::new(
                header.value.span(),
                "a status of 500 or above reveals no internals, and a header reaches the client: interpolate numbers only, or add `expose`",
            ));
        }
    }
}
