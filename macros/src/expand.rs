use crate::ast::{Entry, Input, Kind, Message, Variant};
use crate::attr::Docs;
use crate::template::Template;
use crate::{json, kind};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use std::collections::BTreeMap;
use syn::Member;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

pub(crate) fn expand(input: &Input) -> TokenStream {
    let runtime = &input.runtime();
    let entries = expand_entries(input, runtime);
    let api_error = expand_api_error(input, runtime);
    let error_catalog = expand_error_catalog(input, runtime);
    let serialize = input.serialize().then(|| expand_serialize(input, runtime));
    let responses = expand_responses(input, runtime, &where_clause(input, runtime));
    let kind = kind::expand(input, runtime);
    let kind_impls = kind::expand_impls(input, runtime);
    quote! {
        #kind

        #[allow(deprecated, unused_qualifications)]
        const _: () = {
            #entries
            #api_error
            #error_catalog
            #serialize
            #responses
            #kind_impls
        };
    }
}

/// The table of entries, sorted by code.
fn expand_entries(input: &Input, runtime: &TokenStream) -> TokenStream {
    let entries = input.entries();
    let length = entries.len();
    let entries = parse(
        entries
            .into_iter()
            .map(|(variant, entry)| expand_entry(input, variant, entry) + ","),
    );
    quote! {
        use #runtime::__private;

        static __ENTRIES: [__private::Entry; #length] = [#entries];
    }
}

/// One call with everything in it: what builds an entry runs in the compiler.
fn expand_entry(input: &Input, variant: &Variant, entry: &Entry) -> String {
    let Entry { path, docs, .. } = entry;
    let status = entry.status.as_u16();
    let code = entry.code.value;
    let opening = format!(r#"{{"code":{code},"message":""#);
    let at = opening.len();

    let docs = match docs {
        Docs::Text(docs) => format!("{docs:?}"),
        docs @ Docs::Concat(_) => docs.to_token_stream().to_string(),
    };
    let derived = |message: &str| {
        format!("derived({path:?}, {docs}, {status}, {code}, __private::Message::{message})")
    };
    let mut expr = match &entry.message {
        Message::Fixed(text) => {
            let escaped = json::escape(text);
            let json = opening + &escaped;
            if escaped == *text {
                derived(&format!("Fixed {{ json: {json:?}, at: {at} }}"))
            } else {
                derived(&format!("Escaped {{ json: {json:?}, message: &{text:?} }}"))
            }
        }
        Message::Description => {
            let description = format!("__private::server_error_phrase!({status})");
            derived(&format!(
                "Fixed {{ json: ::core::concat!({opening:?}, {description}), at: {at} }}"
            ))
        }
        Message::Template(template) | Message::DisplayOfFields(template) => {
            let json = format!("{opening}{}", template.source());
            match input.lone_field(variant) {
                Some((before, _, after)) => {
                    let (start, end) = (opening.len() + before.len(), json.len() - after.len());
                    derived(&format!(
                        "LoneField {{ json: {json:?}, at: {at}, start: {start}, end: {end} }}"
                    ))
                }
                None => derived(&format!("Template {{ json: {json:?}, at: {at} }}")),
            }
        }
        Message::Display(Some(template)) => {
            let json = opening + template;
            derived(&format!("Template {{ json: {json:?}, at: {at} }}"))
        }
        Message::Display(None) => derived(&format!("Display {{ json: {opening:?} }}")),
    };
    if let Some(note) = &entry.deprecated {
        expr = format!("{expr}.with_deprecation({note:?})");
    }
    if !entry.headers.is_empty() {
        let headers = entry.headers.iter();
        let headers =
            headers.map(|header| format!("({:?}, {:?}),", header.name, header.value.source()));
        expr = format!("{expr}.with_headers(&[{}])", headers.collect::<String>());
    }
    if entry.shared {
        expr += ".as_shared()";
    }
    format!("__private::{expr}")
}

fn expand_api_error(input: &Input, runtime: &TokenStream) -> TokenStream {
    let ty = &input.node.ident;
    let (impl_generics, ty_generics, _) = input.node.generics.split_for_impl();
    let where_clause = where_clause(input, runtime);
    let entry = expand_entry_method(input, runtime);
    let message = expand_message(input, runtime);
    let fmt_message = expand_fmt_message(input, runtime);
    let lone_field = expand_lone_field(input, runtime);
    let headers = expand_headers(input, runtime);
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::ApiError for #ty #ty_generics #where_clause {
            #entry
            #message
            #fmt_message
            #headers
            #lone_field
        }
    }
}

fn expand_entry_method(input: &Input, runtime: &TokenStream) -> TokenStream {
    let entries = input.entries();
    let body = if entries.is_empty() {
        let arms = transparent_arms(input, |field| quote!(#runtime::ApiError::entry(#field)));
        quote!(match self { #arms })
    } else {
        // An index, not a reference: the compiler makes arithmetic of it, or a small table.
        let indices = parse(
            entries
                .iter()
                .enumerate()
                .map(|(index, (variant, _))| format!("{} {{ .. }} => {index},", variant.path)),
        );
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

fn expand_message(input: &Input, runtime: &TokenStream) -> TokenStream {
    let transparent = transparent_arms(input, |field| quote!(#runtime::ApiError::message(#field)));
    let body = match_or(&transparent, &quote!(#runtime::__private::message(self)));
    quote! {
        fn message(&self) -> #runtime::__private::Cow<'_, ::core::primitive::str> {
            #body
        }
    }
}

fn expand_fmt_message(input: &Input, runtime: &TokenStream) -> TokenStream {
    let mut arms = transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::fmt_message(#field, __out)),
    );
    for (variant, entry) in input.entries() {
        if let Message::Template(template) = &entry.message {
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

fn expand_lone_field(input: &Input, runtime: &TokenStream) -> TokenStream {
    let mut arms = transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::lone_field(#field)),
    );
    let patterns = parse(input.variants.iter().filter_map(|variant| {
        let (_, member, _) = input.lone_field(variant)?;
        let member = member.to_token_stream();
        Some(format!("| {} {{ {member}: __field, .. }}", variant.path))
    }));
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

fn expand_headers(input: &Input, runtime: &TokenStream) -> Option<TokenStream> {
    let mut arms = transparent_arms(
        input,
        |field| quote!(#runtime::ApiError::headers(#field, __header)),
    );
    for (variant, entry) in input.entries() {
        if entry.headers.is_empty() {
            continue;
        }
        let templates: Vec<_> = entry.headers.iter().map(|header| &header.value).collect();
        let pattern = pattern(variant, &templates);
        let calls = entry.headers.iter().map(|header| {
            let name = &header.name;
            match header.value.fixed() {
                Some(value) => quote!(__header(#name, #value);),
                None => {
                    let args = format_args(variant, &header.value);
                    quote!(#runtime::__private::header(#name, #args, __header);)
                }
            }
        });
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

fn expand_error_catalog(input: &Input, runtime: &TokenStream) -> TokenStream {
    let ty = &input.node.ident;
    let (impl_generics, ty_generics, _) = input.node.generics.split_for_impl();
    let where_clause = where_clause(input, runtime);
    let name = ty.unraw().to_string();
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
    let nested: Vec<_> = input.nested().collect();
    if !nested.is_empty() {
        // Codes that are claimed twice are reported at the enum's name.
        let nest = quote_spanned! {ty.span().resolved_at(Span::mixed_site())=>
            __catalog.with_nested(&[#(<#nested as #runtime::ErrorCatalog>::CATALOG),*])
        };
        let local = Ident::new("__catalog", Span::mixed_site());
        catalog = quote!({ let #local = #catalog; #nest });
    }
    let proof = expand_proof(input, runtime);
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::ErrorCatalog for #ty #ty_generics #where_clause {
            const CATALOG: &'static #runtime::Catalog = &#catalog;
        }

        #proof
    }
}

/// A constant that is evaluated by `cargo check`, as those of traits are not. Of a type with
/// parameters, nothing can be: each use of it is another type.
fn expand_proof(input: &Input, runtime: &TokenStream) -> Option<TokenStream> {
    let generics = &input.node.generics;
    let is_generic =
        generics.type_params().next().is_some() || generics.const_params().next().is_some();
    let passes_through = input.nested().next().is_some();
    (passes_through && !is_generic).then(|| {
        let ty = &input.node.ident;
        let lifetimes = generics.lifetimes().map(|_| quote!('static));
        quote! {
            const _: &#runtime::Catalog = <#ty<#(#lifetimes),*> as #runtime::ErrorCatalog>::CATALOG;
        }
    })
}

fn expand_serialize(input: &Input, runtime: &TokenStream) -> TokenStream {
    let ty = &input.node.ident;
    let (impl_generics, ty_generics, _) = input.node.generics.split_for_impl();
    let where_clause = where_clause(input, runtime);
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::__private::Serialize for #ty #ty_generics #where_clause {
            fn serialize<__S: #runtime::__private::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #runtime::__private::serialize(self, __serializer)
            }
        }
    }
}

/// The response traits of the frameworks that the runtime knows, if their features are on.
pub(crate) fn expand_responses(
    input: &Input,
    runtime: &TokenStream,
    where_clause: &TokenStream,
) -> TokenStream {
    let ty = &input.node.ident;
    let generics = input.generics();
    let (_, ty_generics, _) = input.node.generics.split_for_impl();
    quote! {
        #runtime::__private::impl_integrations! { [#generics] [#ty #ty_generics] [#where_clause] }
    }
}

/// The type's own bounds, and those that the impls need: of a generic type, they are there where
/// the type is an error.
pub(crate) fn where_clause(input: &Input, runtime: &TokenStream) -> TokenStream {
    let generics = &input.node.generics;
    let (_, ty_generics, where_clause) = generics.split_for_impl();
    if generics.type_params().next().is_none() {
        return where_clause.to_token_stream();
    }
    let ty = &input.node.ident;
    let mut bounds = vec![quote!(#ty #ty_generics: ::core::error::Error)];
    for nested in input.nested().filter(|ty| input.is_generic(ty)) {
        bounds.push(quote!(#nested: #runtime::ErrorCatalog));
    }
    for variant in &input.variants {
        for (member, spec) in variant
            .templates()
            .into_iter()
            .flat_map(Template::placeholders)
        {
            let Some(ty) = variant.field(member).filter(|ty| input.is_generic(ty)) else {
                continue;
            };
            let format = Ident::new(trait_of(spec), Span::call_site());
            bounds.push(quote!(#ty: ::core::fmt::#format));
        }
    }
    let own = where_clause
        .into_iter()
        .flat_map(|clause| &clause.predicates);
    quote!(where #(#own,)* #(#bounds),*)
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

/// `MessagingError::Billing { 0: __field } => …,` for each transparent variant.
fn transparent_arms(input: &Input, arm: impl Fn(&Ident) -> TokenStream) -> TokenStream {
    let mut arms = TokenStream::new();
    for variant in &input.variants {
        if let Kind::Transparent(ty) = variant.kind {
            let Variant { path, fields, .. } = variant;
            let members = fields.members();
            // A field that is in no catalog is reported at its type.
            let field = Ident::new("__field", Span::mixed_site().located_at(ty.span()));
            let arm = arm(&field);
            arms.extend(quote!(#path { #(#members: #field),* } => #arm,));
        }
    }
    arms
}

/// The pattern of a variant that binds what the templates name.
fn pattern(variant: &Variant, templates: &[&Template]) -> TokenStream {
    let path = &variant.path;
    let named = |index| {
        let mut members = templates.iter().flat_map(|template| template.members());
        members.any(|member| variant.position(member) == index)
    };
    let fields = variant.fields.members().enumerate();
    let bindings = fields
        .filter(|(index, _)| named(*index))
        .map(|(index, member)| {
            let binding = binding(index);
            quote!(#member: #binding,)
        });
    quote!(#path { #(#bindings)* .. })
}

fn binding(index: usize) -> Ident {
    format_ident!("__field{index}", span = Span::mixed_site())
}

/// `format_args!` with the user's own text, so that the compiler checks it.
fn format_args(variant: &Variant, template: &Template) -> TokenStream {
    let name = |member: &Member| binding(variant.position(member));
    let format = template.with_names(name);
    let names: BTreeMap<usize, Ident> = template
        .members()
        .map(|member| (variant.position(member), name(member)))
        .collect();
    let args = names.into_values().map(|name| {
        // What can't be formatted is reported where it is named.
        let mut value = name.clone();
        value.set_span(template.span().resolved_at(name.span()));
        quote!(#name = #value)
    });
    quote!(::core::format_args!(#format, #(#args),*))
}

/// The tokens of what is written for each of maybe a thousand variants: the compiler reads one text
/// far sooner than it takes as many tokens, one by one.
pub(crate) fn parse(texts: impl Iterator<Item = String>) -> TokenStream {
    let text: String = texts.collect();
    let tokens: proc_macro::TokenStream = text.parse().expect("names and literals");
    tokens.into()
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
