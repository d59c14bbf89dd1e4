use crate::template::Template;
use proc_macro2::{Span, TokenStream};
use syn::parse::ParseStream;
use syn::token::Paren;
use syn::{Error, Lit, LitStr, Result, Token, parenthesized};

/// `header("retry-after" = "{seconds}")`
pub(crate) struct Header {
    span: Span,
    pub(crate) name: String,
    pub(crate) value: Template,
}

impl Header {
    /// What follows the key.
    pub(crate) fn parse(span: Span, input: ParseStream) -> Result<Self> {
        if !input.peek(Paren) {
            let message = "`header` takes its name and value in parentheses: `header(\"retry-after\" = \"30\")`";
            return Err(Error::new(span, message));
        }
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
        let value = content.call(parse_value)?;
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

/// A string, or any literal that reads the same as a string.
fn parse_value(input: ParseStream) -> Result<Template> {
    let literal = if input.peek(Lit) {
        input.parse()?
    } else {
        return Err(input.error(A_VALUE));
    };
    let text = match &literal {
        Lit::Str(literal) => return Template::new(literal),
        Lit::Int(literal) => literal.base10_digits().to_owned(),
        Lit::Float(literal) => literal.base10_digits().to_owned(),
        Lit::Bool(literal) => literal.value.to_string(),
        Lit::Char(literal) => literal.value().to_string(),
        _ => return Err(Error::new(literal.span(), A_VALUE)),
    };
    Ok(Template::of_text(text, literal.span()))
}

const A_VALUE: &str = "expected a header's value: a literal, such as `\"{seconds}\"` or `30`";

/// RFC 9110, section 5.1: a token.
fn header_name(literal: &LitStr) -> Result<String> {
    let name = literal.value().to_ascii_lowercase();
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let mistake = if name.is_empty() || !name.bytes().all(of_token) {
        "is not a valid header name: write letters, digits and hyphens"
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
            "this is not a valid header value: write visible ASCII characters, with blanks only between them",
        ));
    }
    Ok(value)
}
