use crate::ast::{Entry, Passed, Role, Variant};
use crate::docs::Docs;
use crate::generics::{Target, with_static_lifetimes};
use crate::source;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

/// The enum that `kind` names. It stands beside the error type, so that others can name it.
pub(crate) fn expand(target: &Target) -> Option<TokenStream> {
    let Target { input, runtime, .. } = target;
    let kind = &input.attrs.kind.as_ref()?.value;
    let ty = target.ident();
    let visibility = &input.node.vis;
    let variants = input
        .first_of_each_code()
        .map(|(_, variant, entry)| expand_variant(variant, entry));
    let nested = input.nested().map(|(Variant { ident, .. }, passed)| {
        let kind = nested_kind(passed.ty, runtime);
        quote! {
            /// The kind that it passes through.
            #ident(#kind),
        }
    });
    // Code that names a variant with a mistake in it is not another mistake.
    let mistaken = input
        .variants
        .iter()
        .filter_map(|variant| match variant.role {
            Role::Mistaken(..) => Some(variant.ident),
            _ => None,
        });
    let attrs = &input.node.attrs;
    let non_exhaustive = attrs
        .iter()
        .find(|attr| attr.path().is_ident("non_exhaustive"));
    let docs = format!("The codes of `{}`, for its clients.", ty.unraw());
    Some(quote! {
        #[doc = #docs]
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        // What the compiler says about the error type's own names need not be said twice.
        #[allow(
            clippy::enum_variant_names,
            deprecated,
            non_camel_case_types,
            unused_qualifications,
        )]
        #non_exhaustive
        #visibility enum #kind {
            #(#variants)*
            #(#nested)*
            #(#mistaken,)*
        }
    })
}

fn expand_variant(variant: &Variant, entry: &Entry) -> TokenStream {
    let ident = variant.ident;
    let status = entry.status.as_u16();
    let line = format!("Status {status}, code {}.", entry.code.value);
    let docs = match &entry.description.docs {
        Docs::Text(docs) if docs.is_empty() => quote!(#[doc = #line]),
        Docs::Text(docs) => {
            let docs = format!("{docs}\n\n{line}");
            quote!(#[doc = #docs])
        }
        Docs::Concat(parts) => quote! {
            #[doc = ::core::concat!(#parts)]
            #[doc = ""]
            #[doc = #line]
        },
    };
    let deprecated = entry.description.deprecated.as_ref();
    let deprecated = deprecated.map(|note| match &**note {
        "" => quote!(#[deprecated]),
        note => quote!(#[deprecated = #note]),
    });
    quote! {
        #docs
        #deprecated
        #ident,
    }
}

/// The kind's methods and traits, or the fact that there is no kind.
pub(crate) fn expand_impls(target: &Target) -> TokenStream {
    let Target { input, runtime, .. } = target;
    let Some(kind) = &input.attrs.kind else {
        return expand_no_kind(target);
    };
    let kind = &kind.value;
    let entries = source::entries_of_kinds(input, kind);
    let nested_entries = input
        .nested()
        .map(|(Variant { ident, .. }, _)| quote!(Self::#ident(__kind) => __kind.entry(),));
    let codes = source::kinds_of_codes(input, kind);
    let nested_codes = input.nested().map(|(Variant { ident, .. }, passed)| {
        let kind = nested_kind(passed.ty, runtime);
        quote! {
            if let ::core::result::Result::Ok(__kind) =
                <#kind as ::core::convert::TryFrom<::core::primitive::u32>>::try_from(__code)
            {
                return ::core::option::Option::Some(Self::#ident(__kind));
            }
        }
    });
    let entry = quote!(match self { #entries #(#nested_entries)* });
    let of_code = quote! {
        match __code {
            #codes
            _ => {}
        }
        #(#nested_codes)*
        ::core::option::Option::None
    };
    // A type without a kind is reported where it stands: the call begins there, too.
    let proofs = input.nested().map(|(_, Passed { ty, .. })| {
        let static_ty = with_static_lifetimes(ty.to_token_stream());
        quote_spanned! {ty.span()=>
            const _: () = {
                use #runtime::__private;
                __private::require_kind::<#static_ty>()
            };
        }
    });
    let impls = expand_impls_of(target, kind, &entry, &of_code);
    quote!(#(#proofs)* #impls)
}

/// The same that do nothing.
pub(crate) fn expand_stubs(target: &Target) -> TokenStream {
    let Some(kind) = &target.input.attrs.kind else {
        return expand_no_kind(target);
    };
    let stub = quote!(::core::unreachable!());
    expand_impls_of(target, &kind.value, &stub, &stub)
}

fn expand_impls_of(
    target: &Target,
    kind: &Ident,
    entry: &TokenStream,
    of_code: &TokenStream,
) -> TokenStream {
    let runtime = &target.runtime;
    let bare_statuses = target.input.attrs.bare_statuses.as_ref();
    let bare_statuses = bare_statuses.map_or(0, |offset| offset.value);
    let bare_statuses = Literal::u32_unsuffixed(bare_statuses);
    let has_kind = target.implement(&quote!(HasKind), &quote!(type Kind = #kind;));
    quote! {
        impl #kind {
            /// The kind's entry in the catalog.
            #[must_use]
            pub fn entry(self) -> &'static #runtime::Entry {
                #entry
            }

            /// The code.
            #[must_use]
            pub fn code(self) -> ::core::primitive::u32 {
                self.entry().code()
            }

            fn __of_code(__code: ::core::primitive::u32) -> ::core::option::Option<Self> {
                #of_code
            }
        }

        #runtime::__private::impl_kind!(#kind, #bare_statuses);
        #has_kind
    }
}

fn expand_no_kind(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    target.implement(
        &quote!(HasKind),
        &quote! {
            type Kind = #runtime::__private::NoKind;
            const IS_MISSING: ::core::primitive::bool = true;
        },
    )
}

/// A kind has no lifetimes: those of the error type are not in scope.
fn nested_kind(ty: &Type, runtime: &TokenStream) -> TokenStream {
    let ty = with_static_lifetimes(ty.to_token_stream());
    quote!(<#ty as #runtime::HasKind>::Kind)
}
