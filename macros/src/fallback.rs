use crate::ast::Input;
use crate::generics::Target;
use crate::kind;
use proc_macro2::TokenStream;
use quote::quote;

/// The mistakes, and impls that do nothing, so that the rest of the user's crate still compiles
/// and its other errors are not hidden among those that only follow.
pub(crate) fn expand(input: &Input, mistakes: &syn::Error) -> TokenStream {
    let mistakes = mistakes.to_compile_error();
    let target = &Target::of_stubs(input);
    let runtime = &target.runtime;
    let api_error = target.implement(
        &quote!(ApiError),
        &quote! {
            fn entry(&self) -> &'static #runtime::Entry {
                ::core::unreachable!()
            }

            fn message(&self) -> #runtime::__private::Cow<'_, ::core::primitive::str> {
                ::core::unreachable!()
            }
        },
    );
    let error_catalog = target.implement(
        &quote!(ErrorCatalog),
        &quote! {
            const CATALOG: &'static #runtime::Catalog = &#runtime::Catalog::new("", &[]);
        },
    );
    let serialize = input.serialize().then(|| {
        target.implement(
            &quote!(__private::Serialize),
            &quote! {
                fn serialize<__S: #runtime::__private::Serializer>(
                    &self,
                    _: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    ::core::unreachable!()
                }
            },
        )
    });
    let integrations = input.respond().then(|| target.implement_integrations());
    let kind = kind::expand(target);
    let kind_stubs = kind::expand_stubs(target);
    quote! {
        #mistakes

        #kind

        #[allow(deprecated, unused_qualifications)]
        const _: () = {
            #api_error
            #error_catalog
            #serialize
            #integrations
            #kind_stubs
        };
    }
}
