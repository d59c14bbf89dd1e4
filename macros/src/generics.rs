use crate::ast::Input;
use crate::template::Template;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

/// The type that the impls are for, as the head of each of them names it.
pub(crate) struct Target<'a> {
    pub(crate) input: &'a Input<'a>,
    /// The path of the runtime crate.
    pub(crate) runtime: TokenStream,
    where_clause: TokenStream,
}

impl<'a> Target<'a> {
    /// With the type's own bounds, and those that the impls need: they are there for a generic
    /// type where that is an error.
    pub(crate) fn new(input: &'a Input) -> Self {
        let runtime = runtime(input);
        let where_clause = where_clause(input, &runtime);
        Self {
            input,
            runtime,
            where_clause,
        }
    }

    /// For impls that do nothing, beside the mistakes. If the type is not an error, that is a
    /// mistake of its own, and it is reported elsewhere.
    pub(crate) fn of_stubs(input: &'a Input) -> Self {
        let ty = &input.node.ident;
        let (_, ty_generics, _) = input.node.generics.split_for_impl();
        let own = own_bounds(input);
        Self {
            input,
            runtime: runtime(input),
            // The `for` allows a bound that is known to fail,
            // https://github.com/rust-lang/rust/issues/48214.
            where_clause: quote!(where #own for<'__a> #ty #ty_generics: ::core::error::Error),
        }
    }

    /// The type's name.
    pub(crate) fn ident(&self) -> &'a Ident {
        &self.input.node.ident
    }

    /// An impl of one of the runtime's traits.
    pub(crate) fn implement(&self, path: &TokenStream, items: &TokenStream) -> TokenStream {
        let Self {
            runtime,
            where_clause,
            ..
        } = self;
        let ty = self.ident();
        let (impl_generics, ty_generics, _) = self.input.node.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics #runtime::#path for #ty #ty_generics #where_clause {
                #items
            }
        }
    }

    /// The impls of the traits of other crates that the runtime knows, if their features are on.
    pub(crate) fn implement_integrations(&self) -> TokenStream {
        let Self {
            runtime,
            where_clause,
            ..
        } = self;
        let ty = self.ident();
        let (impl_generics, ty_generics, _) = self.input.node.generics.split_for_impl();
        let generics = without_brackets(impl_generics.to_token_stream());
        quote! {
            #runtime::__private::impl_integrations! { [#generics] [#ty #ty_generics] [#where_clause] }
        }
    }
}

fn runtime(input: &Input) -> TokenStream {
    match &input.attrs.runtime {
        Some(path) => path.value.to_token_stream(),
        None => quote!(::error_catalog),
    }
}

/// `T: Display` of `<T: Display>`
fn without_brackets(generics: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = generics.into_iter().collect();
    let inner = tokens.get(1..tokens.len().saturating_sub(1));
    inner.unwrap_or_default().iter().cloned().collect()
}

fn own_bounds(input: &Input) -> TokenStream {
    let own = &input.node.generics.where_clause;
    let own = own.iter().flat_map(|clause| &clause.predicates);
    quote!(#(#own,)*)
}

fn where_clause(input: &Input, runtime: &TokenStream) -> TokenStream {
    let generics = &input.node.generics;
    let (_, ty_generics, own) = generics.split_for_impl();
    if generics.type_params().next().is_none() {
        return own.to_token_stream();
    }
    let ty = &input.node.ident;
    let mut bounds = vec![quote!(#ty #ty_generics: ::core::error::Error)];
    for (_, nested) in input.nested().filter(|(_, ty)| input.is_generic(ty)) {
        bounds.push(quote!(#nested: #runtime::ErrorCatalog));
    }
    for variant in &input.variants {
        for (member, spec) in variant.templates().flat_map(Template::placeholders) {
            if let Some((_, field)) = variant.field(member)
                && input.is_generic(&field.ty)
            {
                let ty = &field.ty;
                let format = Ident::new(trait_of(spec), Span::call_site());
                bounds.push(quote!(#ty: ::core::fmt::#format));
            }
        }
    }
    let own = own_bounds(input);
    quote!(where #own #(#bounds),*)
}

/// The trait that a format asks for (`std::fmt`, "Formatting traits").
fn trait_of(spec: &str) -> &'static str {
    match spec.bytes().last() {
        Some(b'?') => "Debug",
        Some(b'x') => "LowerHex",
        Some(b'X') => "UpperHex",
        Some(b'o') => "Octal",
        Some(b'b') => "Binary",
        Some(b'e') => "LowerExp",
        Some(b'E') => "UpperExp",
        Some(b'p') => "Pointer",
        _ => "Display",
    }
}
