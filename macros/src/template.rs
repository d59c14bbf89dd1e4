use crate::json;
use proc_macro2::{Ident, Span};
use std::mem;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Error, Index, LitStr, Member, Result};

/// A text in which `{field}` and `{0}` stand for the values of fields, as in `format!`.
pub(crate) struct Template {
    source: String,
    span: Span,
    pieces: Vec<Piece>,
}

enum Piece {
    Text(String),
    /// A field and, after a colon, how it is formatted.
    Field {
        member: Member,
        spec: String,
    },
}

impl Parse for Template {
    fn parse(input: ParseStream) -> Result<Self> {
        Self::new(&input.parse()?)
    }
}

impl Template {
    pub(crate) fn new(literal: &LitStr) -> Result<Self> {
        let (source, span) = (literal.value(), literal.span());
        let mistake = |message: String| Error::new(span, message);
        let mut pieces = Vec::new();
        let mut text = String::new();
        for part in parts(&source).map_err(|message| mistake(message.to_owned()))? {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Braces { inside, name, spec } => {
                    let Some(member) = member(name, span) else {
                        return Err(mistake(format!(
                            "`{{{inside}}}` is not a field name: write `{{field}}`, or `{{0}}` for the first of a tuple"
                        )));
                    };
                    if spec.contains(['$', '{']) || spec.contains(".*") {
                        return Err(mistake(format!(
                            "`{{{inside}}}` takes its width or precision from an argument: write a number"
                        )));
                    }
                    pieces.push(Piece::Text(mem::take(&mut text)));
                    let spec = spec.to_owned();
                    pieces.push(Piece::Field { member, spec });
                }
            }
        }
        pieces.push(Piece::Text(text));
        Ok(Self {
            source,
            span,
            pieces,
        })
    }

    /// A text that interpolates nothing.
    pub(crate) fn of_text(text: String, span: Span) -> Self {
        Self {
            source: text.replace('{', "{{").replace('}', "}}"),
            span,
            pieces: vec![Piece::Text(text)],
        }
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// As it was written.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// The text, if it stands for no field.
    pub(crate) fn fixed(&self) -> Option<&str> {
        match &*self.pieces {
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text around the fields.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(&**text),
            Piece::Field { .. } => None,
        })
    }

    /// The only field, if it is written as it is, and the text before and after it, if that is
    /// itself, too.
    pub(crate) fn lone_field(&self) -> Option<(&str, &Member, &str)> {
        let [
            Piece::Text(before),
            Piece::Field { member, spec },
            Piece::Text(after),
        ] = &*self.pieces
        else {
            return None;
        };
        let itself = |text: &str| brace(text).is_none() && json::escape(text) == text;
        (spec.is_empty() && itself(before) && itself(after)).then_some((before, member, after))
    }

    /// The fields that it names, each as often as it does, and how they are formatted.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = (&Member, &str)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Field { member, spec } => Some((member, &**spec)),
        })
    }

    /// The fields that it names.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.placeholders().map(|(member, _)| member)
    }

    /// One placeholder for `format_args!`.
    pub(crate) fn of_placeholder(&self, spec: &str, name: &Ident) -> LitStr {
        let colon = if spec.is_empty() { "" } else { ":" };
        LitStr::new(&format!("{{{name}{colon}{spec}}}"), self.span())
    }

    /// The same for `format_args!`, with each field by the name that `rename` gives it.
    pub(crate) fn with_names(&self, rename: impl Fn(&Member) -> Option<Ident>) -> LitStr {
        let mut format = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => format += &text.replace('{', "{{").replace('}', "}}"),
                Piece::Field { member, spec } => {
                    let name = rename(member).map_or_else(String::new, |name| name.to_string());
                    // After a colon, `}>` would be an alignment.
                    let colon = if spec.is_empty() { "" } else { ":" };
                    format.extend(["{", &name, colon, spec, "}"]);
                }
            }
        }
        LitStr::new(&format, self.span())
    }
}

/// A part of a format string: `format!` reads it so.
#[derive(Clone, Copy)]
pub(crate) enum Part<'a> {
    Text(&'a str),
    /// `{name:spec}`
    Braces {
        inside: &'a str,
        name: &'a str,
        spec: &'a str,
    },
}

/// The parts of a format string, or what is wrong with its braces.
pub(crate) fn parts(source: &str) -> std::result::Result<Vec<Part<'_>>, &'static str> {
    let mut parts = Vec::new();
    let mut rest = source;
    while let Some(at) = brace(rest) {
        let (text, brace) = (&rest[..at], &rest[at..=at]);
        parts.push(Part::Text(text));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            parts.push(Part::Text(brace));
            rest = after;
        } else if brace == "}" {
            return Err("`}` without `{`: write `}}` for a brace");
        } else {
            let Some((inside, after)) = rest.split_once('}') else {
                return Err("`{` without `}`: write `{{` for a brace");
            };
            let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
            let name = name.trim();
            parts.push(Part::Braces { inside, name, spec });
            rest = after;
        }
    }
    parts.push(Part::Text(rest));
    Ok(parts)
}

/// Where the first brace is.
fn brace(text: &str) -> Option<usize> {
    let braces = [text.find('{'), text.find('}')];
    braces.into_iter().flatten().min()
}

/// What stands for a field in braces.
pub(crate) fn member(name: &str, span: Span) -> Option<Member> {
    // `parse` would take `+1` and `01` for the field `1`.
    let is_index = name == "0" || !name.starts_with(['0', '+']);
    if let (true, Ok(index)) = (is_index, name.parse()) {
        return Some(Member::Unnamed(Index { index, span }));
    }
    // The parser knows all identifiers, but takes its time.
    let mut letters = name.bytes().filter(|byte| *byte != b'_').peekable();
    if letters.peek().is_some() && letters.all(|byte| byte.is_ascii_alphabetic()) {
        return Some(Member::Named(Ident::new(name, span)));
    }
    let mut ident = Ident::parse_any.parse_str(name).ok()?.unraw();
    ident.set_span(span);
    Some(Member::Named(ident))
}
