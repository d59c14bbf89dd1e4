//! The derive macro of error-catalog, which re-exports it.

mod ast;
mod attr;
mod code;
mod derive;
mod details;
mod display;
mod docs;
mod error;
mod expand;
mod fallback;
mod field;
mod generics;
mod given;
mod grpc;
mod header;
mod json;
mod kind;
mod literal;
mod message;
mod redaction;
mod severity;
mod source;
mod spelling;
mod status;
mod template;
mod text;
mod validate;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("derive.md")]
#[proc_macro_derive(ErrorCatalog, attributes(catalog))]
pub fn derive_error_catalog(input: TokenStream) -> TokenStream {
    let node = parse_macro_input!(input as DeriveInput);
    derive::derive(&node).into()
}
