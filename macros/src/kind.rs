use crate::ast::{Entry, Input, Kind, Variant};
use crate::attr::Docs;
use crate::expand::{parse, where_clause};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

/// The enum that `kind` names. It stands beside the error type, so that others can name it.
pub(crate) fn expand(input: &Input, runtime: &TokenStream) -> Option<TokenStream> {
    let kind = &input.attrs.kind.as_ref()?.value;
    let ty = &input.node.ident;
    let visibility = &input.node.vis;
    let variants = of_entries(input).map(|(_, variant, entry)| expand_variant(variant, entry));
    let nested = of_nested(input).map(|(variant, ty)| {
        let ident = variant.ident;
        let kind = nested_kind(ty, runtime);
        quote! {
            /// What it passes through.
            #ident(#kind),
        }
    });
    let mistaken = of_mistakes(input);
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
        // What the compiler says of the error type's own names need not be said twice.
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
    let docs = match &entry.docs {
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
    let deprecated = entry.deprecated.as_ref().map(|note| match &**note {
        "" => quote!(#[deprecated]),
        note => quote!(#[deprecated = #note]),
    });
    quote! {
        #docs
        #deprecated
        #ident,
    }
}

/// Its methods and traits; without `kind`, that there is none.
pub(crate) fn expand_impls(input: &Input, runtime: &TokenStream) -> TokenStream {
    let where_clause = where_clause(input, runtime);
    let Some(kind) = &input.attrs.kind else {
        return expand_no_kind(input, runtime, &where_clause);
    };
    let kind = &kind.value;
    let entries = parse(of_entries(input).map(|(index, variant, _)| {
        let ident = variant.ident;
        format!("{kind}::{ident} => &__ENTRIES[{index}],")
    }));
    let nested_entries = of_nested(input).map(|(variant, _)| {
        let ident = variant.ident;
        quote!(Self::#ident(__kind) => __kind.entry(),)
    });
    let codes = parse(of_entries(input).map(|(_, variant, entry)| {
        let (ident, code) = (variant.ident, entry.code.value);
        format!("{code} => return ::core::option::Option::Some({kind}::{ident}),")
    }));
    let nested_codes = of_nested(input).map(|(variant, ty)| {
        let ident = variant.ident;
        let kind = nested_kind(ty, runtime);
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
    // A type without a kind is reported where it stands: there begins the call, too.
    let proofs = of_nested(input).map(|(_, ty)| {
        quote_spanned! {ty.span()=>
            const _: () = {
                use #runtime::__private;
                __private::require_kind::<#ty>()
            };
        }
    });
    let impls = expand_impls_of(input, runtime, &where_clause, kind, &entry, &of_code);
    quote!(#(#proofs)* #impls)
}

/// The same that do nothing.
pub(crate) fn expand_stubs(
    input: &Input,
    runtime: &TokenStream,
    where_clause: &TokenStream,
) -> TokenStream {
    let Some(kind) = &input.attrs.kind else {
        return expand_no_kind(input, runtime, where_clause);
    };
    let stub = quote!(::core::unreachable!());
    expand_impls_of(input, runtime, where_clause, &kind.value, &stub, &stub)
}

fn expand_impls_of(
    input: &Input,
    runtime: &TokenStream,
    where_clause: &TokenStream,
    kind: &Ident,
    entry: &TokenStream,
    of_code: &TokenStream,
) -> TokenStream {
    let error_kind = expand_error_kind(input, runtime, where_clause, &quote!(type Kind = #kind;));
    quote! {
        impl #kind {
            /// What the catalog knows of it.
            #[must_use]
            pub fn entry(self) -> &'static #runtime::Entry {
                #entry
            }

            fn __of_code(__code: ::core::primitive::u32) -> ::core::option::Option<Self> {
                #of_code
            }
        }

        #runtime::__private::impl_kind!(#kind);
        #error_kind
    }
}

fn expand_no_kind(input: &Input, runtime: &TokenStream, where_clause: &TokenStream) -> TokenStream {
    let items = quote! {
        type Kind = #runtime::__private::NoKind;
        const IS_MISSING: ::core::primitive::bool = true;
    };
    expand_error_kind(input, runtime, where_clause, &items)
}

fn expand_error_kind(
    input: &Input,
    runtime: &TokenStream,
    where_clause: &TokenStream,
    items: &TokenStream,
) -> TokenStream {
    let ty = &input.node.ident;
    let (impl_generics, ty_generics, _) = input.node.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::HasKind for #ty #ty_generics #where_clause {
            #items
        }
    }
}

/// The first entry of each code: a client can't tell the others of it apart. With its place in
/// the table.
fn of_entries<'a>(input: &'a Input) -> impl Iterator<Item = (usize, &'a Variant<'a>, &'a Entry)> {
    let mut before = None;
    let entries = input.entries().into_iter().enumerate();
    entries.filter_map(move |(index, (variant, entry))| {
        let code = Some(entry.code.value);
        (std::mem::replace(&mut before, code) != code).then_some((index, variant, entry))
    })
}

fn of_nested<'a>(input: &'a Input) -> impl Iterator<Item = (&'a Variant<'a>, &'a Type)> {
    input
        .variants
        .iter()
        .filter_map(|variant| match variant.kind {
            Kind::Transparent(ty) => Some((variant, ty)),
            _ => None,
        })
}

/// The variants that a mistake is in: what names them shall not be another one.
fn of_mistakes<'a>(input: &'a Input) -> impl Iterator<Item = &'a Ident> {
    input
        .variants
        .iter()
        .filter_map(|variant| match variant.kind {
            Kind::Mistaken(..) => Some(variant.ident),
            _ => None,
        })
}

fn nested_kind(ty: &Type, runtime: &TokenStream) -> TokenStream {
    quote!(<#ty as #runtime::HasKind>::Kind)
}
