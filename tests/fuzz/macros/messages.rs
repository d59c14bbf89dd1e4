//! What the derive says of each file in `ui/`, and where, without the compiler: the answer in a second.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{DeriveInput, Item};

/// The line, the column and the words of a mistake.
type Mistakes = BTreeSet<(usize, usize, String)>;

#[test]
fn the_derive_says_what_the_compiler_shows() {
    let mut mistakes = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui");
    for file in fs::read_dir(folder).expect("the folder of mistakes") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let shown = fs::read_to_string(path.with_extension("stderr")).expect("what is shown");
        let shown = shown_by_the_compiler(&shown);
        let program = fs::read_to_string(&path).expect("a program");
        let mut said = Said(Mistakes::new());
        said.visit_file(&syn::parse_file(&program).expect("Rust"));
        assert_eq!(said.0, shown, "{}", path.display());
        mistakes += shown.len();
    }
    assert!(mistakes > 100, "{mistakes}");
}

/// Of `error: words`, `--> file:line:column`; not of errors with a number, which are the compiler's own,
/// and not of those that the runtime's macros add.
fn shown_by_the_compiler(text: &str) -> Mistakes {
    let mut mistakes = Mistakes::new();
    for shown in text.split("\n\n") {
        let mut lines = shown.lines();
        let words = lines.next().and_then(|line| line.strip_prefix("error: "));
        let Some(words) = words.filter(|_| !shown.contains("originates in the macro")) else {
            continue;
        };
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> "));
        let mut place = place.expect("a place").rsplit(':').map(str::parse);
        if let (Some(Ok(column)), Some(Ok(line))) = (place.next(), place.next()) {
            mistakes.insert((line, column, words.into()));
        }
    }
    mistakes
}

struct Said(Mistakes);

impl Said {
    fn derive(&mut self, item: &DeriveInput) {
        let derives = |attribute: &syn::Attribute| {
            attribute.path().is_ident("derive")
                && quote!(#attribute).to_string().contains("ErrorCatalog")
        };
        if item.attrs.iter().any(derives) {
            let expansion = derive_outside_the_compiler::expand(item);
            self.find(&expansion.into_iter().collect::<Vec<_>>());
        }
    }

    /// Of `compile_error!{ "words" }`, wherever it is.
    fn find(&mut self, tokens: &[TokenTree]) {
        for (index, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else {
                continue;
            };
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            match &tokens[..index] {
                [.., TokenTree::Ident(name), TokenTree::Punct(_)] if name == "compile_error" => {
                    let [TokenTree::Literal(words)] = &inner[..] else {
                        panic!("{group}");
                    };
                    let start = name.span().start();
                    self.0
                        .insert((start.line, start.column + 1, unquoted(words)));
                }
                _ => self.find(&inner),
            }
        }
    }
}

fn unquoted(literal: &Literal) -> String {
    let literal: TokenStream = TokenTree::from(literal.clone()).into();
    let literal: syn::LitStr = syn::parse2(literal).expect("a string");
    literal.value()
}

impl Visit<'_> for Said {
    fn visit_item(&mut self, item: &Item) {
        match item {
            Item::Enum(_) | Item::Struct(_) | Item::Union(_) => {
                self.derive(&syn::parse2(quote!(#item)).expect("a type"));
            }
            _ => visit::visit_item(self, item),
        }
    }
}
