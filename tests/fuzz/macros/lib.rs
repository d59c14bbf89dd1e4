//! The derive as a library: the macro crate's own files, without the compiler around them.

#[path = "../../../macros/src/ast.rs"]
mod ast;
#[path = "../../../macros/src/attr.rs"]
mod attr;
#[path = "../../../macros/src/code.rs"]
mod code;
#[path = "../../../macros/src/derive.rs"]
mod derive;
#[path = "../../../macros/src/details.rs"]
mod details;
#[path = "../../../macros/src/display.rs"]
mod display;
#[path = "../../../macros/src/docs.rs"]
mod docs;
#[path = "../../../macros/src/error.rs"]
mod error;
#[path = "../../../macros/src/expand.rs"]
mod expand;
#[path = "../../../macros/src/fallback.rs"]
mod fallback;
#[path = "../../../macros/src/field.rs"]
mod field;
#[path = "../../../macros/src/generics.rs"]
mod generics;
#[path = "../../../macros/src/given.rs"]
mod given;
#[path = "../../../macros/src/grpc.rs"]
mod grpc;
#[path = "../../../macros/src/header.rs"]
mod header;
#[path = "../../../macros/src/json.rs"]
mod json;
#[path = "../../../macros/src/kind.rs"]
mod kind;
#[path = "../../../macros/src/literal.rs"]
mod literal;
#[path = "../../../macros/src/message.rs"]
mod message;
#[path = "../../../macros/src/redaction.rs"]
mod redaction;
#[path = "../../../macros/src/severity.rs"]
mod severity;
#[path = "../../../macros/src/source.rs"]
mod source;
#[path = "../../../macros/src/spelling.rs"]
mod spelling;
#[path = "../../../macros/src/status.rs"]
mod status;
#[path = "../../../macros/src/template.rs"]
mod template;
#[path = "../../../macros/src/validate.rs"]
mod validate;

/// The compiler reads source text in the macro crate; here, `proc_macro2` does.
mod text {
    use proc_macro2::TokenStream;

    pub(crate) fn parse(text: &str) -> TokenStream {
        text.parse().expect("names and literals")
    }
}

/// What the derive writes for an item.
#[must_use]
pub fn expand(item: &syn::DeriveInput) -> proc_macro2::TokenStream {
    derive::derive(item)
}
