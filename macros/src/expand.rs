use crate::ast::{Input, Passed, Variant};
use crate::details::Details;
use crate::field;
use crate::generics::{Target, with_static_lifetimes};
use crate::header::Header;
use crate::message::Message;
use crate::template::Template;
use crate::{kind, source};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use std::collections::BTreeMap;
use syn::spanned::Spanned as _;
use syn::{Member, Type};

pub(crate) fn expand(input: &Input) -> TokenStream {
    let target = &Target::new(input);
    let requirement = expand_requirement(target);
    let entries = expand_entries(target);
    let api_error = expand_api_error(target);
    let error_catalog = expand_error_catalog(target);
    let serialize = input.serialize().then(|| expand_serialize(target));
    let integrations = input.respond().then(|| target.implement_integrations());
    let kind = kind::expand(target);
    let kind_impls = kind::expand_impls(target);
    quote! {
        #kind

        #[allow(deprecated, unused_qualifications)]
        const _: () = {
            #requirement
            #entries
            #api_error
            #error_catalog
            #serialize
            #integrations
            #kind_impls
        };
    }
}

/// The table of entries, sorted by code.
fn expand_entries(Target { input, runtime, .. }: &Target) -> TokenStream {
    let length = input.entries().len();
    let docs = source::docs_constants(input);
    let details = expand_details_schemas(input);
    let entries = source::entries(input);
    quote! {
        use #runtime::__private;

        #docs
        #details
        static __ENTRIES: [__private::Entry; #length] = [#entries];
    }
}

/// What documents say of each type of details. Only its tokens know where it is from.
fn expand_details_schemas(input: &Input) -> TokenStream {
    let entries = input.entries().into_iter().enumerate();
    let constants = entries.filter_map(|(index, (variant, _))| {
        let ty = variant.details.as_ref()?.ty;
        let name = Ident::new(&source::details_constant(index), Span::call_site());
        // A static knows nothing of a type's parameters.
        let ty = (!input.is_generic(ty)).then(|| with_static_lifetimes(ty.to_token_stream()));
        Some(quote! {
            const #name: __private::DetailsSchema = __private::details_schema!(#ty);
        })
    });
    constants.collect()
}

fn expand_api_error(target: &Target) -> TokenStream {
    let entry = expand_entry_method(target);
    let message = expand_message(target);
    let fmt_message = expand_fmt_message(target);
    let headers = expand_headers(target);
    let arguments = expand_arguments(target);
    let details = expand_details(target);
    let lone_field = expand_lone_field(target);
    target.implement(
        &quote!(ApiError),
        &quote!(#entry #message #fmt_message #headers #arguments #details #lone_field),
    )
}

fn expand_entry_method(Target { input, runtime, .. }: &Target) -> TokenStream {
    let body = if input.variants.is_empty() {
        // There is no value, as the compiler knows of `*self`, but not of `self`.
        quote!(match *self {})
    } else if input.entries().is_empty() {
        let arms = transparent_arms(input, |field| quote!(#runtime::ApiError::entry(#field)));
        quote!(match self { #arms })
    } else {
        // An index, not a reference: the compiler makes arithmetic of it, or a small table.
        let indices = source::indices(input);
        let arms = transparent_arms(
            input,
            |field| quote!(return #runtime::ApiError::entry(#field)),
        );
        quote!(&__ENTRIES[match self { #indices #arms }])
    };
    quote! {
        fn entry(&self) -> &'static #runtime::Entry {
            #body
        }
    }
}

fn expand_message(Target { input, runtime, .. }: &Target) -> TokenStream {
    let mut arms = own_messages(
        input,
        |out| quote!(#runtime::__private::Cow::Owned(#runtime::__private::to_string(#out))),
    );
    arms.extend(transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::message(#field)),
    ));
    let body = match_or(&arms, &quote!(#runtime::__private::message(self)));
    quote! {
        fn message(&self) -> #runtime::__private::Cow<'_, ::core::primitive::str> {
            #body
        }
    }
}

fn expand_fmt_message(Target { input, runtime, .. }: &Target) -> TokenStream {
    let mut arms = own_messages(
        input,
        |args| quote!(::core::fmt::Write::write_fmt(__out, #args)),
    );
    arms.extend(transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::fmt_message(#field, __out)),
    ));
    for (variant, entry) in input.entries() {
        if let Message::Template(template) = &entry.description.message {
            let pattern = pattern(variant, &[template]);
            let args = format_args(variant, template);
            arms.extend(quote!(#pattern => ::core::fmt::Write::write_fmt(__out, #args),));
        }
    }
    let body = match_or(
        &arms,
        &quote!(#runtime::__private::fmt_message(self, __out)),
    );
    quote! {
        fn fmt_message(&self, __out: &mut dyn ::core::fmt::Write) -> ::core::fmt::Result {
            #body
        }
    }
}

/// The arms of the transparent variants that have a message of their own.
fn own_messages(input: &Input, arm: impl Fn(&TokenStream) -> TokenStream) -> TokenStream {
    let mut arms = TokenStream::new();
    for (variant, passed) in input.nested() {
        let (pattern, args) = match &passed.message {
            Some(Message::Template(template)) => (
                pattern(variant, &[template]),
                format_args(variant, template),
            ),
            Some(Message::Fixed(text)) => (
                pattern(variant, &[]),
                quote!(::core::format_args!("{}", #text)),
            ),
            _ => continue,
        };
        let arm = arm(&args);
        arms.extend(quote!(#pattern => #arm,));
    }
    arms
}

fn expand_lone_field(Target { input, runtime, .. }: &Target) -> TokenStream {
    // The entry's own message does not hold for a variant with another one.
    let mut arms = own_messages(input, |_| quote!(::core::option::Option::None));
    arms.extend(transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::lone_field(#field)),
    ));
    let patterns = source::lone_fields(input);
    if !patterns.is_empty() {
        arms.extend(quote!(#patterns => ::core::option::Option::Some(__field),));
    }
    let body = match_or(&arms, &quote!(::core::option::Option::Some(&())));
    quote! {
        fn lone_field(&self) -> ::core::option::Option<&dyn ::core::any::Any> {
            #body
        }
    }
}

fn expand_headers(Target { input, runtime, .. }: &Target) -> Option<TokenStream> {
    let mut arms = transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::headers(#field, __header)),
    );
    for (variant, entry) in input.entries() {
        let headers = &entry.description.headers;
        if headers.is_empty() {
            continue;
        }
        let templates: Vec<_> = headers.iter().map(|header| &header.value).collect();
        let pattern = pattern(variant, &templates);
        let calls = headers
            .iter()
            .map(|header| expand_header(runtime, variant, header));
        arms.extend(quote!(#pattern => { #(#calls)* }));
    }
    (!arms.is_empty()).then(|| {
        let body = match_or(&arms, &quote!({}));
        quote! {
            fn headers(
                &self,
                __header: &mut dyn ::core::ops::FnMut(&::core::primitive::str, &::core::primitive::str),
            ) {
                #body
            }
        }
    })
}

/// The method, which is there with the runtime's feature `fluent` only.
fn expand_arguments(Target { input, runtime, .. }: &Target) -> Option<TokenStream> {
    let mut arms = transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::arguments(#field, __argument)),
    );
    for (variant, entry) in input.entries() {
        let (Message::Template(template) | Message::DisplayOfFields(template)) =
            &entry.description.message
        else {
            continue;
        };
        let pattern = pattern(variant, &[template]);
        let calls = template.placeholders().filter_map(|(member, spec)| {
            let (index, field) = variant.field(member)?;
            let (name, value) = (field::name(member), binding(index));
            Some(if spec.is_empty() && field::is_number(&field.ty) {
                quote!(#runtime::__private::number(#name, *#value, __argument);)
            } else {
                let text = template.of_placeholder(spec, &value);
                let text = quote!(::core::format_args!(#text, #value = #value));
                quote!(__argument(#name, #runtime::Argument::Text(#text));)
            })
        });
        arms.extend(quote!(#pattern => { #(#calls)* }));
    }
    (!arms.is_empty()).then(|| {
        let body = match_or(&arms, &quote!({}));
        quote! {
            __private::arguments_method! {
                fn arguments(
                    &self,
                    __argument: &mut dyn ::core::ops::FnMut(&::core::primitive::str, #runtime::Argument<'_>),
                ) {
                    #body
                }
            }
        }
    })
}

/// The method, which is there with the runtime's feature `details` only.
fn expand_details(Target { input, runtime, .. }: &Target) -> Option<TokenStream> {
    let mut arms = transparent_arms(input, |field| quote!(#runtime::ApiError::details(#field)));
    let mut needs = Ident::new("nested", Span::call_site());
    for (Variant { path, .. }, Details { member, ty, span }) in input.details() {
        needs = Ident::new("own", *span);
        // A field that can't be serialized is reported at its type.
        let field = Ident::new("__field", Span::mixed_site().located_at(ty.span()));
        let details = quote_spanned!(ty.span()=> #runtime::Details::new(#field));
        arms.extend(quote! {
            #path { #member: #field, .. } => ::core::option::Option::Some(#details),
        });
    }
    (!arms.is_empty()).then(|| {
        let body = match_or(&arms, &quote!(::core::option::Option::None));
        quote_spanned! {needs.span().resolved_at(Span::call_site())=>
            __private::details_method! {
                #needs
                fn details(&self) -> ::core::option::Option<#runtime::Details<'_>> {
                    #body
                }
            }
        }
    })
}

/// A call for the header, unless one of the fields in it is `None`.
fn expand_header(runtime: &TokenStream, variant: &Variant, header: &Header) -> TokenStream {
    let Header { name, value, .. } = header;
    if let Some(value) = value.fixed() {
        return quote!(__header(#name, #value););
    }
    let mut optional = Vec::new();
    let mut durations = Vec::new();
    for (index, name) in bindings(variant, value) {
        let Some(field) = variant.fields.iter().nth(index) else {
            continue;
        };
        if field::is_duration(field::inside_option(&field.ty)) {
            durations.push(name.clone());
        }
        if field::is_option(&field.ty) {
            optional.push(name);
        }
    }
    let args = format_args(variant, value);
    let seconds = quote! {
        #(let #durations = #runtime::__private::seconds(#durations);)*
    };
    let call = quote! {
        #seconds
        #runtime::__private::header(#name, #args, __header);
    };
    if optional.is_empty() {
        return quote!({ #call });
    }
    quote! {
        if let (#(::core::option::Option::Some(#optional),)*) = (#(#optional,)*) {
            #call
        }
    }
}

fn expand_error_catalog(target: &Target) -> TokenStream {
    let Target { input, runtime, .. } = target;
    let ty = target.ident();
    let name = input.name();
    let mut catalog =
        quote!(#runtime::__private::declared(::core::module_path!(), #name, &__ENTRIES));
    // First, as what follows is compared with it.
    if let Some(offset) = &input.attrs.bare_statuses {
        let offset = Literal::u32_unsuffixed(offset.value);
        catalog.extend(quote!(.with_bare_statuses(#offset)));
    }
    let docs = input.docs();
    if !docs.is_empty() {
        catalog.extend(quote!(.with_docs(#docs)));
    }
    if let Some(domain) = &input.attrs.domain {
        let domain = &domain.value;
        catalog.extend(quote!(.with_domain(#domain)));
    }
    if let Some(base) = &input.attrs.problem_details {
        let base = &base.value;
        catalog.extend(quote!(.with_problem_details(#base)));
    }
    if let Some(codes) = &input.attrs.codes {
        let [first, last] =
            [codes.value.start(), codes.value.end()].map(|code| Literal::u32_unsuffixed(*code));
        catalog.extend(quote!(.with_codes(#first..=#last)));
    }
    let retired = input.attrs.retired();
    if !retired.is_empty() {
        let retired = retired
            .iter()
            .map(|code| Literal::u32_unsuffixed(code.value));
        catalog.extend(quote!(.with_retired(&[#(#retired),*])));
    }
    let is_generic = target.with_static_lifetimes().is_none();
    let nested = input.nested().map(|(_, Passed { ty, .. })| {
        if is_generic {
            quote!(<#ty as #runtime::ErrorCatalog>::CATALOG)
        } else {
            expand_nested(runtime, ty)
        }
    });
    let nested: Vec<_> = nested.collect();
    if !nested.is_empty() {
        // Codes that are claimed twice are reported at the enum's name.
        let nest = quote_spanned! {ty.span().resolved_at(Span::mixed_site())=>
            __catalog.with_nested(&[#(#nested),*])
        };
        let local = Ident::new("__catalog", Span::mixed_site());
        catalog = quote!({ let #local = #catalog; #nest });
    }
    // `cargo check` evaluates a static, and once, but not the constants of traits. A type with
    // parameters can't have one.
    let declaration = (!is_generic).then(|| {
        let declaration = quote!(static __CATALOG: #runtime::Catalog = #catalog;);
        catalog = quote!(__CATALOG);
        declaration
    });
    let error_catalog = target.implement(
        &quote!(ErrorCatalog),
        &quote!(const CATALOG: &'static #runtime::Catalog = &#catalog;),
    );
    quote!(#declaration #error_catalog)
}

/// A call, at the type, where it is reported if the type has no catalog.
fn expand_nested(runtime: &TokenStream, ty: &Type) -> TokenStream {
    let static_ty = with_static_lifetimes(ty.to_token_stream());
    quote_spanned! {ty.span()=>
        { use #runtime::__private; __private::nested::<#static_ty>() }
    }
}

/// Without this, each impl would report that the type is not an error.
fn expand_requirement(target: &Target) -> Option<TokenStream> {
    let runtime = &target.runtime;
    let ty = target.with_static_lifetimes()?;
    Some(quote!(const _: () = #runtime::__private::require_error::<#ty>();))
}

fn expand_serialize(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    target.implement(
        &quote!(__private::Serialize),
        &quote! {
            fn serialize<__S: #runtime::__private::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #runtime::__private::serialize(self, __serializer)
            }
        },
    )
}

/// `MessagingError::Billing { 0: __field, .. } => …,` for each transparent variant.
fn transparent_arms(input: &Input, arm: impl Fn(&Ident) -> TokenStream) -> TokenStream {
    let mut arms = TokenStream::new();
    for (Variant { path, .. }, Passed { member, ty, .. }) in input.nested() {
        // A field that is in no catalog is reported at its type.
        let field = Ident::new("__field", Span::mixed_site().located_at(ty.span()));
        let arm = arm(&field);
        arms.extend(quote!(#path { #member: #field, .. } => #arm,));
    }
    arms
}

/// The pattern of a variant that binds what the templates name.
fn pattern(variant: &Variant, templates: &[&Template]) -> TokenStream {
    let path = &variant.path;
    let fields: BTreeMap<_, _> = templates
        .iter()
        .flat_map(|template| bindings(variant, template))
        .collect();
    let bindings = fields.into_iter().map(|(index, binding)| {
        let member = variant.fields.members().nth(index);
        quote!(#member: #binding,)
    });
    quote!(#path { #(#bindings)* .. })
}

/// The fields that a template names, by position, and what they are bound as.
fn bindings(variant: &Variant, template: &Template) -> BTreeMap<usize, Ident> {
    let fields = template
        .members()
        .filter_map(|member| field::find(variant.fields, member));
    fields.map(|(index, _)| (index, binding(index))).collect()
}

fn binding(index: usize) -> Ident {
    format_ident!("__field{index}", span = Span::mixed_site())
}

/// `format_args!` with the user's own text, so that the compiler checks it.
fn format_args(variant: &Variant, template: &Template) -> TokenStream {
    let name = |member: &Member| variant.field(member).map(|(index, _)| binding(index));
    let format = template.with_names(name);
    let args = bindings(variant, template).into_values().map(|name| {
        // What can't be formatted is reported where it is named.
        let mut value = name.clone();
        value.set_span(template.span().resolved_at(name.span()));
        quote!(#name = #value)
    });
    quote!(::core::format_args!(#format, #(#args),*))
}

/// A `match` of these arms and a last one; without arms, only the last one's value.
fn match_or(arms: &TokenStream, last: &TokenStream) -> TokenStream {
    if arms.is_empty() {
        last.clone()
    } else {
        quote! {
            #[allow(unreachable_patterns)]
            match self {
                #arms
                _ => #last
            }
        }
    }
}
