//! From an item to its impls, or to its mistakes.

use crate::ast::Input;
use crate::error::Mistakes;
use crate::{expand, fallback, validate};
use proc_macro2::TokenStream;
use syn::DeriveInput;

pub(crate) fn derive(node: &DeriveInput) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let input = Input::from_syn(node, &mut mistakes);
    validate::validate(&input, &mut mistakes);
    match mistakes.finish() {
        Ok(()) => expand::expand(&input),
        Err(error) => fallback::expand(&input, &error),
    }
}
