use crate::code;
use crate::error::Mistakes;
use crate::given::Given;
use crate::grpc;
use crate::header::Header;
use crate::severity;
use crate::spelling;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::ops::RangeInclusive;
use syn::ext::IdentExt as _;
use syn::parse::{Lookahead1, Parse as _, ParseStream};
use syn::token::Paren;
use syn::{Attribute, Error, LitBool, LitStr, Path, Result, Token, parenthesized};

mod kw {
    syn::custom_keyword!(bare_statuses);
    syn::custom_keyword!(code);
    syn::custom_keyword!(codes);
    syn::custom_keyword!(details);
    syn::custom_keyword!(docs);
    syn::custom_keyword!(domain);
    syn::custom_keyword!(example);
    syn::custom_keyword!(expose);
    syn::custom_keyword!(grpc);
    syn::custom_keyword!(header);
    syn::custom_keyword!(kind);
    syn::custom_keyword!(message);
    syn::custom_keyword!(name);
    syn::custom_keyword!(problem_details);
    syn::custom_keyword!(required);
    syn::custom_keyword!(respond);
    syn::custom_keyword!(retired);
    syn::custom_keyword!(serialize);
    syn::custom_keyword!(severity);
    syn::custom_keyword!(shared);
    syn::custom_keyword!(status);
    syn::custom_keyword!(transparent);
}

/// The keys of `#[catalog(…)]` on an enum or a struct.
#[derive(Default)]
pub(crate) struct TypeAttrs {
    /// `crate = path`
    pub(crate) runtime: Option<Given<Path>>,
    /// How documents and logs name the type.
    pub(crate) name: Option<Given<Ident>>,
    pub(crate) serialize: Option<Given<LitBool>>,
    pub(crate) respond: Option<Given<LitBool>>,
    pub(crate) codes: Option<Given<RangeInclusive<u32>>>,
    pub(crate) retired: Option<Given<Vec<Given<u32>>>>,
    /// `docs = required`
    pub(crate) docs: Option<Given<kw::required>>,
    pub(crate) kind: Option<Given<Ident>>,
    /// What is added to the codes of bare statuses.
    pub(crate) bare_statuses: Option<Given<u32>>,
    /// Of the errors in gRPC.
    pub(crate) domain: Option<Given<String>>,
    /// What the `type` of problem details begins with.
    pub(crate) problem_details: Option<Given<String>>,
}

impl TypeAttrs {
    /// The retired codes, sorted.
    pub(crate) fn retired(&self) -> Vec<&Given<u32>> {
        let mut retired: Vec<_> = self.retired.iter().flat_map(|given| &given.value).collect();
        retired.sort_by_key(|code| code.value);
        retired
    }
}

/// The keys of `#[catalog(…)]` on a variant or a struct.
#[derive(Default)]
pub(crate) struct EntryAttrs {
    pub(crate) status: Option<Given<Status>>,
    pub(crate) code: Option<Given<u32>>,
    pub(crate) message: Option<Given<Template>>,
    /// An example of a message that interpolates.
    pub(crate) example: Option<Given<String>>,
    pub(crate) expose: Option<Given<()>>,
    pub(crate) shared: Option<Given<()>>,
    /// The number of the gRPC code, where the status's is not right.
    pub(crate) grpc: Option<Given<u8>>,
    /// The number of the severity of its alert.
    pub(crate) severity: Option<Given<u8>>,
    pub(crate) headers: Vec<Header>,
    pub(crate) transparent: Option<Given<()>>,
    /// Whether one of the above may seem to be missing because a mistake stands in its place.
    pub(crate) doubtful: bool,
}

impl EntryAttrs {
    /// The place of a key that can't stand with `transparent`.
    pub(crate) fn first_beside_transparent(&self) -> Option<Span> {
        let header = || self.headers.first().map(Header::span);
        (self.status.as_ref().map(|status| status.span))
            .or(self.code.as_ref().map(|code| code.span))
            .or(self.example.as_ref().map(|example| example.span))
            .or(self.shared.as_ref().map(|shared| shared.span))
            .or(self.grpc.as_ref().map(|grpc| grpc.span))
            .or(self.severity.as_ref().map(|severity| severity.span))
            .or_else(header)
    }
}

/// The keys of `#[catalog(…)]` on a field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) details: Option<Given<()>>,
}

/// A set of keys.
pub(crate) trait Keys: Default {
    /// Parses a key and its value; `false` if the next token is none of its keys.
    fn parse_key(&mut self, input: ParseStream, next: &Lookahead1) -> Result<bool>;

    /// Records a mistake at this key, which may belong to no set.
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
            return Err(unknown_key(input, next.error()));
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
        } else if next.peek(kw::respond) {
            parse_value(&mut self.respond, input, LitBool::parse)?;
        } else if next.peek(kw::name) {
            parse_value(&mut self.name, input, parse_name)?;
        } else if next.peek(kw::codes) {
            parse_value(&mut self.codes, input, code::parse_range)?;
        } else if next.peek(kw::retired) {
            parse_list(&mut self.retired, input, code::parse_given)?;
        } else if next.peek(kw::docs) {
            parse_value(&mut self.docs, input, kw::required::parse)?;
        } else if next.peek(kw::kind) {
            parse_value(&mut self.kind, input, Ident::parse)?;
        } else if next.peek(kw::bare_statuses) {
            parse_value(&mut self.bare_statuses, input, code::parse_offset)?;
        } else if next.peek(kw::domain) {
            parse_value(&mut self.domain, input, parse_text)?;
        } else if next.peek(kw::problem_details) {
            parse_value(&mut self.problem_details, input, parse_text)?;
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
            parse_value(&mut self.code, input, code::parse)?;
        } else if next.peek(kw::message) {
            parse_value(&mut self.message, input, Template::parse)?;
        } else if next.peek(kw::example) {
            parse_value(&mut self.example, input, parse_text)?;
        } else if next.peek(kw::expose) {
            parse_flag(&mut self.expose, input)?;
        } else if next.peek(kw::shared) {
            parse_flag(&mut self.shared, input)?;
        } else if next.peek(kw::grpc) {
            parse_value(&mut self.grpc, input, grpc::parse)?;
        } else if next.peek(kw::severity) {
            parse_value(&mut self.severity, input, severity::parse)?;
        } else if next.peek(kw::header) {
            let span = input.parse::<kw::header>()?.span;
            self.headers.push(Header::parse(span, input)?);
        } else if next.peek(kw::transparent) {
            parse_flag(&mut self.transparent, input)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn mistaken(&mut self, key: Option<&Ident>) {
        let others = [
            "message", "example", "expose", "shared", "grpc", "severity", "header",
        ];
        self.doubtful |= !key.is_some_and(|key| others.iter().any(|other| key == other));
    }
}

impl Keys for FieldAttrs {
    fn parse_key(&mut self, input: ParseStream, next: &Lookahead1) -> Result<bool> {
        if !next.peek(kw::details) {
            return Ok(false);
        }
        parse_flag(&mut self.details, input)?;
        Ok(true)
    }

    fn mistaken(&mut self, _: Option<&Ident>) {}
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

/// Where each key belongs.
const PLACES: [(&str, &[&str]); 3] = [
    (
        "the enum or struct itself: move it there",
        &[
            "serialize",
            "respond",
            "name",
            "codes",
            "retired",
            "docs",
            "kind",
            "bare_statuses",
            "domain",
            "problem_details",
        ],
    ),
    (
        "a variant, or of a struct: move it there",
        &[
            "status",
            "code",
            "message",
            "example",
            "expose",
            "shared",
            "grpc",
            "severity",
            "header",
            "transparent",
        ],
    ),
    ("a field: write `#[catalog(details)]` on it", &["details"]),
];

/// Where a key belongs, or the key that was probably meant, if it is one of the expected ones.
fn unknown_key(input: ParseStream, expected: Error) -> Error {
    let Some((key, _)) = input.cursor().ident() else {
        return expected;
    };
    let mut places = PLACES.iter();
    if let Some((place, _)) = places.find(|(_, keys)| keys.iter().any(|known| key == known)) {
        return Error::new(key.span(), format!("`{key}` is a key of {place}"));
    }
    let text = expected.to_string();
    let keys = text.split('`').skip(1).step_by(2);
    match spelling::nearest(&key, keys) {
        Some(meant) => Error::new(key.span(), format!("`{key}` is not a key: write `{meant}`")),
        None => expected,
    }
}

/// `"Orders"`: a name that the documents' languages allow, too.
fn parse_name(input: ParseStream) -> Result<Ident> {
    let literal: LitStr = input.parse()?;
    literal.parse().map_err(|_| {
        let message = format!(
            "{:?} is not a name: write letters, digits and `_`, as in `\"Orders\"`",
            literal.value()
        );
        Error::new(literal.span(), message)
    })
}

fn parse_text(input: ParseStream) -> Result<String> {
    Ok(input.parse::<LitStr>()?.value())
}

/// `key = value`
fn parse_value<T>(
    slot: &mut Option<Given<T>>,
    input: ParseStream,
    parse: impl FnOnce(ParseStream) -> Result<T>,
) -> Result<()> {
    check_once(slot.as_ref(), input)?;
    input.parse::<Token![=]>()?;
    *slot = Some(Given::parse(input, parse)?);
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
    let key = input.fork().call(Ident::parse_any)?;
    check_once(slot.as_ref(), input)?;
    if !input.peek(Paren) {
        let message = format!("`{key}` takes its values in parentheses: `{key}(1300, 1301)`");
        return Err(Error::new(key.span(), message));
    }
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
