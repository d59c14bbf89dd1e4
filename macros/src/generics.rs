use crate::ast::{Input, Passed, Variant};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

/// The type that the impls are for, as the head of each of them names it.
pub(crate) struct Target<'a> {
    pub(crate) input: &'a Input<'a>,
    /// The path of the runtime crate.
    pub(crate) runtime: TokenStream,
    where_clause: TokenStream,
}

impl<'a> Target<'a> {
    /// With the type's own bounds and those that the impls need: a generic type is an error only where
    /// its parameters allow it.
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

    /// The type without its parameters' names: with `'static` lifetimes. `None` if it has others,
    /// as each use of it is then another type.
    pub(crate) fn with_static_lifetimes(&self) -> Option<TokenStream> {
        let ty = self.ident();
        let generics = &self.input.node.generics;
        let params = &generics.params;
        let (_, ty_generics, _) = generics.split_for_impl();
        let ty = quote!(#ty #ty_generics);
        (params.len() == generics.lifetimes().count()).then(|| with_static_lifetimes(ty))
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
    let (_, ty_generics, _) = generics.split_for_impl();
    let ty = &input.node.ident;
    // Where they do not hold, that is reported once, and not by each impl. The `for` allows a bound
    // that is known to fail, https://github.com/rust-lang/rust/issues/48214.
    let mut bounds = vec![quote!(for<'__a> #ty #ty_generics: ::core::error::Error)];
    for (_, Passed { ty, .. }) in input.nested() {
        bounds.push(quote!(for<'__a> #ty: #runtime::ErrorCatalog));
    }
    for (_, details) in input.details() {
        if input.is_generic(details.ty) {
            let ty = details.ty;
            bounds.push(quote!(#ty: #runtime::__private::Serialize));
        }
    }
    for (ty, spec) in input.variants.iter().flat_map(Variant::formatted) {
        if input.is_generic(ty) {
            let format = Ident::new(trait_of(spec), Span::call_site());
            bounds.push(quote!(#ty: ::core::fmt::#format));
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

/// The same with `'static` for each lifetime, for places that know no others.
pub(crate) fn with_static_lifetimes(tokens: TokenStream) -> TokenStream {
    let mut after_quote = false;
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(name) if after_quote => {
            after_quote = false;
            Ident::new("static", name.span()).into()
        }
        TokenTree::Group(group) => {
            let stream = with_static_lifetimes(group.stream());
            let mut copy = Group::new(group.delimiter(), stream);
            copy.set_span(group.span());
            copy.into()
        }
        token => {
            after_quote = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
            token
        }
    });
    tokens.collect()
}
