use crate::literal::string;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, LitStr, Meta};

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
        if fragments.iter().any(Result::is_err) {
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
