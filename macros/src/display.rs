use crate::field;
use crate::template::{self, Part};
use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, Index, LitStr, Member, Result, Token, parenthesized};

/// What another derive's attribute says about `Display`: `#[error("…")]` of thiserror,
/// `#[snafu(display("…"))]`, or `#[display("…")]` of derive_more.
pub(crate) enum Display {
    Format(Format),
    /// `transparent`: that of the source.
    OfSource(Span),
}

/// A literal as for `format!`, and the arguments that it refers to beside fields.
pub(crate) struct Format {
    pub(crate) literal: LitStr,
    arguments: Vec<Argument>,
}

struct Argument {
    name: Option<Ident>,
    expr: TokenStream,
}

/// What stands in braces.
enum Named<'a> {
    Field(Member),
    Argument(&'a Argument),
    Unknown,
}

impl Display {
    pub(crate) fn from_syn(attrs: &[Attribute]) -> Option<Self> {
        attrs.iter().find_map(|attr| {
            if attr.path().is_ident("error") || attr.path().is_ident("display") {
                attr.parse_args_with(Self::parse).ok()
            } else if attr.path().is_ident("snafu") {
                attr.parse_args_with(Self::parse_snafu).ok().flatten()
            } else {
                None
            }
        })
    }

    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(Ident::peek_any) {
            let word = input.call(Ident::parse_any)?;
            return if word == "transparent" {
                Ok(Self::OfSource(word.span()))
            } else {
                Err(input.error("not a format"))
            };
        }
        Ok(Self::Format(Format::parse(input)?))
    }

    /// One of several items: `display("…"), visibility(pub)`.
    fn parse_snafu(input: ParseStream) -> Result<Option<Self>> {
        let mut display = None;
        while !input.is_empty() {
            let word = input.call(Ident::parse_any)?;
            if word == "display" {
                let content;
                parenthesized!(content in input);
                display = Some(Self::Format(Format::parse(&content)?));
            } else if word == "transparent" && !input.peek(syn::token::Paren) {
                display = Some(Self::OfSource(word.span()));
            }
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<TokenTree>()?;
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(display)
    }
}

impl Format {
    fn parse(input: ParseStream) -> Result<Self> {
        let literal = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        let arguments =
            Punctuated::<Argument, Token![,]>::parse_terminated_with(input, Argument::parse)?;
        Ok(Self {
            literal,
            arguments: arguments.into_iter().collect(),
        })
    }

    pub(crate) fn has_arguments(&self) -> bool {
        !self.arguments.is_empty()
    }

    /// The text with the names of fields in its braces, and `{…}` for what has none: for readers
    /// who do not know the arguments.
    pub(crate) fn with_names(&self) -> String {
        let text = self.literal.value();
        let Ok(parts) = template::parts(&text) else {
            return text;
        };
        let mut next = 0;
        let mut named = String::new();
        for part in parts {
            match part {
                Part::Text(text) => named += &text.replace('{', "{{").replace('}', "}}"),
                Part::Braces { name, .. } => {
                    let name = match self.resolve(name, &mut next) {
                        Named::Field(member) => field::name(&member),
                        Named::Argument(argument) => match (argument.field(), &argument.name) {
                            (Some(member), _) => field::name(&member),
                            (None, Some(name)) => name.unraw().to_string(),
                            (None, None) => "…".to_owned(),
                        },
                        Named::Unknown => "…".to_owned(),
                    };
                    named.extend(["{", &name, "}"]);
                }
            }
        }
        named
    }

    /// The first of the wanted fields that it may show.
    pub(crate) fn shows(&self, fields: &Fields, wanted: fn(&Field) -> bool) -> Option<Member> {
        let text = self.literal.value();
        let parts = template::parts(&text).unwrap_or_default();
        let mut next = 0;
        let in_braces = parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Braces { name, .. } => match self.resolve(name, &mut next) {
                Named::Field(member) => Some(member),
                Named::Argument(_) | Named::Unknown => None,
            },
        });
        let in_arguments = self
            .arguments
            .iter()
            .flat_map(|argument| mentioned(argument.expr.clone()));
        let mut members = in_braces.chain(in_arguments);
        members.find(|member| field::shown(fields, member).is_some_and(wanted))
    }

    fn resolve(&self, name: &str, next: &mut usize) -> Named<'_> {
        if name.is_empty() {
            *next += 1;
            return self
                .arguments
                .get(*next - 1)
                .map_or(Named::Unknown, Named::Argument);
        }
        let Some(member) = template::member(name, self.literal.span()) else {
            return Named::Unknown;
        };
        let argument = match &member {
            Member::Unnamed(index) => self.arguments.get(index.index as usize),
            Member::Named(name) => self.arguments.iter().find(|argument| {
                argument
                    .name
                    .as_ref()
                    .is_some_and(|own| own.unraw() == *name)
            }),
        };
        argument.map_or(Named::Field(member), Named::Argument)
    }
}

impl Argument {
    fn parse(input: ParseStream) -> Result<Self> {
        let is_named =
            input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = if is_named {
            let name = input.call(Ident::parse_any)?;
            input.parse::<Token![=]>()?;
            Some(name)
        } else {
            None
        };
        let mut expr = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            expr.extend([input.parse::<TokenTree>()?]);
        }
        Ok(Self { name, expr })
    }

    /// The field that it is, and nothing else: `.0`, `.limit`, `limit`.
    fn field(&self) -> Option<Member> {
        let parse = |input: ParseStream| {
            input.parse::<Option<Token![.]>>()?;
            input.parse::<Member>()
        };
        parse.parse2(self.expr.clone()).ok()
    }
}

/// The fields that an expression may name: `.0` and `.limit`, or `limit` alone, but not the methods
/// after them.
fn mentioned(expr: TokenStream) -> Vec<Member> {
    let mut members = Vec::new();
    let mut of_a_value = false;
    let mut after_dot = false;
    for token in expr {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '.' => {
                // The first of `..`, after which a value begins.
                of_a_value &= punct.spacing() == Spacing::Alone;
                after_dot = true;
                continue;
            }
            TokenTree::Punct(_) => of_a_value = false,
            TokenTree::Group(group) => {
                members.extend(mentioned(group.stream()));
                of_a_value = true;
            }
            TokenTree::Ident(ident) => {
                if !(after_dot && of_a_value) {
                    members.push(Member::Named(ident));
                }
                of_a_value = true;
            }
            TokenTree::Literal(literal) => {
                // `.0.1` has the literal `0.1`.
                let text = literal.to_string();
                let index = text.split('.').next().unwrap_or_default().parse();
                if let (true, false, Ok(index)) = (after_dot, of_a_value, index) {
                    let span = literal.span();
                    members.push(Member::Unnamed(Index { index, span }));
                }
                of_a_value = true;
            }
        }
        after_dot = false;
    }
    members
}
