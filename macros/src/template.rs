use crate::json;
use proc_macro2::{Ident, Span};
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
        let mut rest = &*source;
        while let Some(at) = brace(rest) {
            text.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                text.push_str(brace);
                rest = after;
            } else if brace == "}" {
                return Err(mistake(
                    "`}` without `{`: write `}}` for a brace".to_owned(),
                ));
            } else {
                let Some((field, after)) = rest.split_once('}') else {
                    return Err(mistake(
                        "`{` without `}`: write `{{` for a brace".to_owned(),
                    ));
                };
                let (name, spec) = field.split_once(':').unwrap_or((field, ""));
                let Some(member) = member(name.trim(), span) else {
                    return Err(mistake(format!(
                        "`{{{field}}}` names no field: write `{{field}}`, or `{{0}}` for the first of a tuple"
                    )));
                };
                if spec.contains(['$', '{']) || spec.contains(".*") {
                    return Err(mistake(format!(
                        "`{{{field}}}` takes its width or precision from an argument: write a number"
                    )));
                }
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::Field {
                    member,
                    spec: spec.to_owned(),
                });
                rest = after;
            }
        }
        text.push_str(rest);
        pieces.push(Piece::Text(text));
        Ok(Self {
            source,
            span,
            pieces,
        })
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

/// Where the first brace is.
fn brace(text: &str) -> Option<usize> {
    let braces = [text.find('{'), text.find('}')];
    braces.into_iter().flatten().min()
}

fn member(name: &str, span: Span) -> Option<Member> {
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
