use crate::error::Mistakes;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::ops::RangeInclusive;
use syn::ext::IdentExt as _;
use syn::parse::{Lookahead1, Parse as _, ParseStream};
use syn::{
    Attribute, Error, Expr, ExprGroup, ExprLit, ExprParen, Lit, LitBool, LitInt, LitStr, Meta,
    Path, Result, Token, parenthesized,
};

mod kw {
    syn::custom_keyword!(bare_statuses);
    syn::custom_keyword!(code);
    syn::custom_keyword!(codes);
    syn::custom_keyword!(docs);
    syn::custom_keyword!(expose);
    syn::custom_keyword!(header);
    syn::custom_keyword!(kind);
    syn::custom_keyword!(message);
    syn::custom_keyword!(required);
    syn::custom_keyword!(retired);
    syn::custom_keyword!(serialize);
    syn::custom_keyword!(shared);
    syn::custom_keyword!(status);
    syn::custom_keyword!(transparent);
}

/// A value, and where it is given.
pub(crate) struct Given<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

/// What `#[catalog(…)]` says of an enum or a struct.
#[derive(Default)]
pub(crate) struct TypeAttrs {
    /// `crate = path`
    pub(crate) runtime: Option<Given<Path>>,
    pub(crate) serialize: Option<Given<LitBool>>,
    pub(crate) codes: Option<Given<RangeInclusive<u32>>>,
    pub(crate) retired: Option<Given<Vec<Given<u32>>>>,
    /// `docs = required`
    pub(crate) docs: Option<Given<kw::required>>,
    pub(crate) kind: Option<Given<Ident>>,
    /// What is added to the codes of bare statuses.
    pub(crate) bare_statuses: Option<Given<u32>>,
}

impl TypeAttrs {
    /// The retired codes, sorted.
    pub(crate) fn retired(&self) -> Vec<&Given<u32>> {
        let mut retired: Vec<_> = self.retired.iter().flat_map(|given| &given.value).collect();
        retired.sort_by_key(|code| code.value);
        retired
    }
}

/// What `#[catalog(…)]` says of a variant or a struct.
#[derive(Default)]
pub(crate) struct EntryAttrs {
    pub(crate) status: Option<Given<Status>>,
    pub(crate) code: Option<Given<u32>>,
    pub(crate) message: Option<Given<Template>>,
    pub(crate) expose: Option<Given<()>>,
    pub(crate) shared: Option<Given<()>>,
    pub(crate) headers: Vec<Header>,
    pub(crate) transparent: Option<Given<()>>,
    /// Whether one of the above may only seem to be missing, as a mistake is in its place.
    pub(crate) doubtful: bool,
}

impl EntryAttrs {
    /// Where a key is that can't stand with `transparent`.
    pub(crate) fn first_beside_transparent(&self) -> Option<Span> {
        let header = || self.headers.first().map(|header| header.span);
        (self.status.as_ref().map(|status| status.span))
            .or(self.code.as_ref().map(|code| code.span))
            .or(self.message.as_ref().map(|message| message.span))
            .or(self.expose.as_ref().map(|expose| expose.span))
            .or(self.shared.as_ref().map(|shared| shared.span))
            .or_else(header)
    }
}

/// A set of keys.
pub(crate) trait Keys: Default {
    /// Parses a key and its value; `false` if the next token is none of its keys.
    fn parse_key(&mut self, input: ParseStream, next: &Lookahead1) -> Result<bool>;

    /// Takes note of a mistake at this key, which may be none of its keys.
    fn mistaken(&mut self, key: Option<&Ident>);

    /// The keys of all `#[catalog(…)]`.
    fn from_syn(attrs: &[Attribute], mistakes: &mut Mistakes) -> Self {
        let mut keys = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("catalog")) {
            let parsed = attr.parse_args_with(|input: ParseStream| {
                while !input.is_empty() {
                    let start = input.cursor();
                    if let Err(mistake) = keys.parse_next(input) {
                        mistakes.add(mistake);
                        keys.mistaken(start.ident().map(|(key, _)| key).as_ref());
                        skip_to_comma(input)?;
                    }
                    input.parse::<Option<Token![,]>>()?;
                }
                Ok(())
            });
            if let Err(mistake) = parsed {
                mistakes.add(mistake);
                keys.mistaken(None);
            }
        }
        keys
    }

    fn parse_next(&mut self, input: ParseStream) -> Result<()> {
        let next = input.lookahead1();
        if !self.parse_key(input, &next)? {
            return Err(next.error());
        }
        if input.is_empty() || input.peek(Token![,]) {
            Ok(())
        } else {
            Err(input.error("expected `,`"))
        }
    }
}

impl Keys for TypeAttrs {
    fn parse_key(&mut self, input: ParseStream, next: &Lookahead1) -> Result<bool> {
        if next.peek(Token![crate]) {
            parse_value(&mut self.runtime, input, Path::parse_mod_style)?;
        } else if next.peek(kw::serialize) {
            parse_value(&mut self.serialize, input, LitBool::parse)?;
        } else if next.peek(kw::codes) {
            parse_value(&mut self.codes, input, parse_range)?;
        } else if next.peek(kw::retired) {
            parse_list(&mut self.retired, input, parse_given_code)?;
        } else if next.peek(kw::docs) {
            parse_value(&mut self.docs, input, kw::required::parse)?;
        } else if next.peek(kw::kind) {
            parse_value(&mut self.kind, input, Ident::parse)?;
        } else if next.peek(kw::bare_statuses) {
            parse_value(&mut self.bare_statuses, input, parse_offset)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn mistaken(&mut self, _: Option<&Ident>) {}
}

impl Keys for EntryAttrs {
    fn parse_key(&mut self, input: ParseStream, next: &Lookahead1) -> Result<bool> {
        if next.peek(kw::status) {
            parse_value(&mut self.status, input, Status::parse)?;
        } else if next.peek(kw::code) {
            parse_value(&mut self.code, input, parse_code)?;
        } else if next.peek(kw::message) {
            parse_value(&mut self.message, input, Template::parse)?;
        } else if next.peek(kw::expose) {
            parse_flag(&mut self.expose, input)?;
        } else if next.peek(kw::shared) {
            parse_flag(&mut self.shared, input)?;
        } else if next.peek(kw::header) {
            self.headers.push(Header::parse(input)?);
        } else if next.peek(kw::transparent) {
            parse_flag(&mut self.transparent, input)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn mistaken(&mut self, key: Option<&Ident>) {
        let others = ["message", "expose", "shared", "header"];
        self.doubtful |= !key.is_some_and(|key| others.iter().any(|other| key == other));
    }
}

/// A struct is its own only entry: it takes both sets of keys.
impl Keys for (TypeAttrs, EntryAttrs) {
    fn parse_key(&mut self, input: ParseStream, next: &Lookahead1) -> Result<bool> {
        Ok(self.1.parse_key(input, next)? || self.0.parse_key(input, next)?)
    }

    fn mistaken(&mut self, key: Option<&Ident>) {
        self.1.mistaken(key);
    }
}

/// `key = value`
fn parse_value<T>(
    slot: &mut Option<Given<T>>,
    input: ParseStream,
    parse: impl FnOnce(ParseStream) -> Result<T>,
) -> Result<()> {
    check_once(slot.as_ref(), input)?;
    input.parse::<Token![=]>()?;
    let span = input.span();
    let value = parse(input)?;
    *slot = Some(Given { span, value });
    Ok(())
}

/// `key`
fn parse_flag(slot: &mut Option<Given<()>>, input: ParseStream) -> Result<()> {
    let span = input.span();
    check_once(slot.as_ref(), input)?;
    *slot = Some(Given { span, value: () });
    Ok(())
}

/// `key(value, value)`
fn parse_list<T>(
    slot: &mut Option<Given<Vec<T>>>,
    input: ParseStream,
    parse: fn(ParseStream) -> Result<T>,
) -> Result<()> {
    let span = input.span();
    check_once(slot.as_ref(), input)?;
    let content;
    parenthesized!(content in input);
    let values = content.parse_terminated(parse, Token![,]);
    // What is left of a mistaken list is no mistake of its own.
    content.parse::<TokenStream>()?;
    let value = values?.into_iter().collect();
    *slot = Some(Given { span, value });
    Ok(())
}

fn check_once<T>(given: Option<&Given<T>>, input: ParseStream) -> Result<()> {
    let key = input.call(Ident::parse_any)?;
    if given.is_some() {
        let message = format!("`{key}` is given twice: keep one of them");
        return Err(Error::new(key.span(), message));
    }
    Ok(())
}

fn skip_to_comma(input: ParseStream) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn parse_code(input: ParseStream) -> Result<u32> {
    let span = input.span();
    let literal = input.parse().map_err(|_| Error::new(span, A_CODE))?;
    code_from_literal(&literal)
}

fn parse_given_code(input: ParseStream) -> Result<Given<u32>> {
    let span = input.span();
    let value = parse_code(input)?;
    Ok(Given { span, value })
}

/// `90_000`, which moves the codes 400 to 599.
fn parse_offset(input: ParseStream) -> Result<u32> {
    let span = input.span();
    let offset = parse_code(input)?;
    if offset.checked_add(599).is_none() {
        return Err(Error::new(
            span,
            "no code is left for the status 599: write a smaller number, such as `90_000`",
        ));
    }
    Ok(offset)
}

/// `1000..=1999`
fn parse_range(input: ParseStream) -> Result<RangeInclusive<u32>> {
    let first = parse_code(input)?;
    if !input.peek(Token![..=]) {
        return Err(input.error("expected `..=`: write both codes, as in `1000..=1999`"));
    }
    input.parse::<Token![..=]>()?;
    let span = input.span();
    let last = parse_code(input)?;
    if first > last {
        let message = format!("no code is in {first}..={last}: write `{last}..={first}`");
        return Err(Error::new(span, message));
    }
    Ok(first..=last)
}

const A_CODE: &str = "expected a code: an integer from 0 to 4294967295";

fn code_from_literal(literal: &LitInt) -> Result<u32> {
    match literal.base10_parse() {
        Ok(code) if is_integer(literal) => Ok(code),
        _ => Err(Error::new(literal.span(), A_CODE)),
    }
}

/// Whether its suffix, if it has one, is a type's: `1300u32`.
pub(crate) fn is_integer(literal: &LitInt) -> bool {
    let width = literal.suffix().trim_start_matches(['i', 'u']);
    matches!(width, "" | "8" | "16" | "32" | "64" | "128" | "size")
}

/// The code in `NotFound = 1300`.
pub(crate) fn code_from_discriminant(discriminant: &Expr) -> Result<Given<u32>> {
    match inner(discriminant) {
        Expr::Lit(ExprLit {
            lit: Lit::Int(literal),
            ..
        }) => Ok(Given {
            span: literal.span(),
            value: code_from_literal(literal)?,
        }),
        _ => Err(Error::new_spanned(
            discriminant,
            "this discriminant can't serve as the code: write the integer, or `code = …` in #[catalog(…)]",
        )),
    }
}

/// `header("retry-after" = "{seconds}")`
pub(crate) struct Header {
    span: Span,
    pub(crate) name: String,
    pub(crate) value: Template,
}

impl Header {
    fn parse(input: ParseStream) -> Result<Self> {
        let span = input.parse::<kw::header>()?.span;
        let content;
        parenthesized!(content in input);
        let header = Self::parse_content(span, &content);
        // What is left of a mistaken header is no mistake of its own.
        content.parse::<TokenStream>()?;
        header
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

/// What doc comments say.
pub(crate) enum Docs {
    Text(String),
    /// The arguments of a `concat!`, as there is an `include_str!` or another macro among them.
    Concat(TokenStream),
}

impl Docs {
    /// The text of all doc comments, without their stars and what all lines are indented by: so
    /// does rustdoc.
    pub(crate) fn from_syn(attrs: &[Attribute]) -> Self {
        let attrs = attrs.iter().filter(|attr| attr.path().is_ident("doc"));
        let fragments: Vec<_> = attrs
            .filter_map(|attr| match &attr.meta {
                Meta::NameValue(doc) => Some(string(&doc.value).map(comment).ok_or(&doc.value)),
                _ => None,
            })
            .collect();
        let lines = fragments.iter().flatten().flat_map(|text| text.lines());
        let indentations = lines.filter(|line| !line.trim().is_empty());
        let indentation = indentations.map(|line| line.len() - line.trim_start().len());
        let indentation = indentation.min().unwrap_or_default();
        let unindent = |text: &String| -> String {
            let unindented =
                |line| str::get(line, indentation..).unwrap_or_else(|| line.trim_start());
            let lines = text.split('\n').map(unindented);
            lines.flat_map(|line| [line, "\n"]).collect()
        };
        if fragments.iter().any(std::result::Result::is_err) {
            let parts = fragments.iter().map(|fragment| match fragment {
                Ok(text) => unindent(text).to_token_stream(),
                Err(value) => quote!(#value, "\n"),
            });
            return Self::Concat(quote!(#(#parts),*));
        }
        let text: String = fragments.iter().flatten().map(unindent).collect();
        Self::Text(text.trim_matches('\n').trim_end().to_owned())
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Concat(parts) => {
                tokens.extend(quote!(::core::concat!(#parts).trim_ascii()));
            }
        }
    }
}

/// The text of one doc comment, without the stars of `/** … */`.
fn comment(literal: &LitStr) -> String {
    let text = literal.value();
    let Some((first, others)) = text.split_once('\n') else {
        return text;
    };
    let starred_or_blank =
        |line: &str| line.trim().is_empty() || line.trim_start().starts_with('*');
    // What a macro wrote has no source.
    let source = literal.span().source_text();
    let is_block = source.is_none_or(|source| source.starts_with("/**"));
    if !is_block || !others.lines().all(starred_or_blank) {
        return text;
    }
    let mut text = first.to_owned();
    for line in others.lines() {
        text.push('\n');
        text.push_str(line.trim_start().strip_prefix('*').unwrap_or_default());
    }
    text
}

/// The note of `#[deprecated]`; empty if it has none.
pub(crate) fn deprecated(attrs: &[Attribute]) -> Option<String> {
    let attr = attrs
        .iter()
        .find(|attr| attr.path().is_ident("deprecated"))?;
    let mut note = None;
    match &attr.meta {
        Meta::Path(_) => {}
        Meta::NameValue(meta) => note = string(&meta.value).map(LitStr::value),
        // What is wrong here is reported by the compiler.
        Meta::List(list) => drop(list.parse_nested_meta(|meta| {
            let value: LitStr = meta.value()?.parse()?;
            if meta.path.is_ident("note") {
                note = Some(value.value());
            }
            Ok(())
        })),
    }
    Some(note.unwrap_or_default())
}

/// The literal of thiserror's `#[error("…")]`, and whether it has arguments, to which the literal
/// then refers.
pub(crate) fn display(attrs: &[Attribute]) -> Option<(LitStr, bool)> {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("error"))?;
    attr.parse_args_with(|input: ParseStream| {
        let literal = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        let arguments: TokenStream = input.parse()?;
        Ok((literal, !arguments.is_empty()))
    })
    .ok()
}

fn string(value: &Expr) -> Option<&LitStr> {
    match inner(value) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(literal),
            ..
        }) => Some(literal),
        _ => None,
    }
}

/// What stands in parentheses, or in the invisible ones of a macro's fragment.
fn inner(mut value: &Expr) -> &Expr {
    while let Expr::Group(ExprGroup { expr, .. }) | Expr::Paren(ExprParen { expr, .. }) = value {
        value = expr;
    }
    value
}
