use crate::ast::Input;
use crate::expand::expand_responses;
use crate::kind;
use proc_macro2::TokenStream;
use quote::quote;

/// The mistakes, and impls that do nothing, so that the rest of the user's crate still compiles
/// and its other errors are not hidden among those that only follow.
pub(crate) fn expand(input: &Input, mistakes: &syn::Error) -> TokenStream {
    let mistakes = mistakes.to_compile_error();
    let runtime = input.runtime();
    let ty = &input.node.ident;
    let (impl_generics, ty_generics, where_clause) = input.node.generics.split_for_impl();
    let own = where_clause
        .into_iter()
        .flat_map(|clause| &clause.predicates);
    // If the type is no error, that is not this mistake. The `for` allows a bound that is known to
    // fail, https://github.com/rust-lang/rust/issues/48214.
    let where_clause = quote!(where #(#own,)* for<'__a> #ty #ty_generics: ::core::error::Error);
    let serialize = input.serialize().then(|| {
        quote! {
            #[automatically_derived]
            impl #impl_generics #runtime::__private::Serialize for #ty #ty_generics #where_clause {
                fn serialize<__S: #runtime::__private::Serializer>(
                    &self,
                    _: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    ::core::unreachable!()
                }
            }
        }
    });
    let responses = expand_responses(input, &runtime, &where_clause);
    let kind = kind::expand(input, &runtime);
    let kind_stubs = kind::expand_stubs(input, &runtime, &where_clause);
    quote! {
        #mistakes

        #kind

        #[allow(deprecated, unused_qualifications)]
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #runtime::ApiError for #ty #ty_generics #where_clause {
                fn entry(&self) -> &'static #runtime::Entry {
                    ::core::unreachable!()
                }

                fn message(&self) -> #runtime::__private::Cow<'_, ::core::primitive::str> {
                    ::core::unreachable!()
                }
            }

            #[automatically_derived]
            impl #impl_generics #runtime::ErrorCatalog for #ty #ty_generics #where_clause {
                const CATALOG: &'static #runtime::Catalog = &#runtime::Catalog::new("", &[]);
            }

            #serialize
            #responses
            #kind_stubs
        };
    }
}
