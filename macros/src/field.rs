use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use std::ptr;
use syn::ext::IdentExt as _;
use syn::{Field, Fields, GenericArgument, Member, Meta, PathArguments, Type};

/// The field that a template names, and its position.
pub(crate) fn find<'a>(fields: &'a Fields, member: &Member) -> Option<(usize, &'a Field)> {
    fields
        .iter()
        .enumerate()
        .find(|(index, field)| match (member, &field.ident) {
            (Member::Unnamed(wanted), _) => wanted.index as usize == *index,
            (Member::Named(wanted), Some(ident)) => ident.unraw() == *wanted,
            (Member::Named(_), None) => false,
        })
}

/// The field that another derive's format names. derive_more calls the first of a tuple `_0`.
pub(crate) fn shown<'a>(fields: &'a Fields, member: &Member) -> Option<&'a Field> {
    let found = find(fields, member).map(|(_, field)| field);
    found.or_else(|| match (fields, member) {
        (Fields::Unnamed(fields), Member::Named(name)) => {
            let index = name.to_string().strip_prefix('_')?.parse::<usize>().ok()?;
            fields.unnamed.get(index)
        }
        _ => None,
    })
}

/// Whether it is the source of the error, or an error of a type that could be any: what they say is
/// not written for clients.
///
/// Sources are marked by thiserror's and derive_more's `#[source]` and `#[from]`, snafu's
/// `#[snafu(source)]`, or by their name.
pub(crate) fn is_source(field: &Field) -> bool {
    let marked = field.attrs.iter().find_map(|attr| match &attr.meta {
        Meta::Path(path) => (path.is_ident("source") || path.is_ident("from")).then_some(true),
        Meta::List(list) if list.path.is_ident("snafu") || list.path.is_ident("error") => {
            let tokens = list.tokens.to_string();
            let is_source = tokens.starts_with("source");
            is_source.then(|| !tokens.contains("false"))
        }
        _ => None,
    });
    // Not `r#source`, which opts out.
    let is_named_so = || field.ident.as_ref().is_some_and(|ident| ident == "source");
    marked.unwrap_or_else(is_named_so) || is_any_error(&field.ty)
}

/// `Box<dyn Error>` and the like, anyhow's and eyre's.
fn is_any_error(ty: &Type) -> bool {
    // Most types have one name, and the tokens of a thousand take the compiler a while.
    if matches!(ty, Type::Path(path) if path.path.get_ident().is_some()) {
        return false;
    }
    let tokens = ty.to_token_stream();
    let named = |name: &str| names(tokens.clone(), name);
    named("dyn") && named("Error")
        || named("anyhow") && named("Error")
        || (named("eyre") || named("color_eyre")) && named("Report")
}

/// How a template names a field.
pub(crate) fn name(member: &Member) -> String {
    match member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// A primitive number.
pub(crate) fn is_number(ty: &Type) -> bool {
    const NUMBERS: [&str; 14] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64",
    ];

    match ungrouped(ty) {
        Type::Path(path) => NUMBERS.iter().any(|number| path.path.is_ident(number)),
        _ => false,
    }
}

/// Std's `Duration`, as far as its name tells.
pub(crate) fn is_duration(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else {
        return false;
    };
    let segments = path.path.segments.iter();
    let path: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
    match &*path {
        [name] => name == "Duration",
        [krate, module, name] => {
            (krate == "std" || krate == "core") && module == "time" && name == "Duration"
        }
        _ => false,
    }
}

/// `T` of `Option<T>`; another type is itself.
pub(crate) fn inside_option(ty: &Type) -> &Type {
    if let Type::Path(path) = ungrouped(ty)
        && let Some(last) = path.path.segments.last()
        && last.ident == "Option"
        && let PathArguments::AngleBracketed(args) = &last.arguments
        && let Some(GenericArgument::Type(inside)) = args.args.first()
    {
        inside
    } else {
        ty
    }
}

pub(crate) fn is_option(ty: &Type) -> bool {
    !ptr::eq(inside_option(ty), ty)
}

/// Std's `String`, as far as its name tells.
pub(crate) fn is_string(ty: &Type) -> bool {
    matches!(ungrouped(ty), Type::Path(path) if path.path.is_ident("String"))
}

/// `Self`, or the type of this name, maybe in a `Box` or another pointer.
pub(crate) fn is_itself(ty: &Type, name: &Ident) -> bool {
    let Type::Path(path) = ungrouped(ty) else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    match &last.arguments {
        PathArguments::AngleBracketed(args) if last.ident == "Box" || last.ident == "Arc" => {
            let mut args = args.args.iter();
            args.any(|arg| matches!(arg, GenericArgument::Type(ty) if is_itself(ty, name)))
        }
        _ => path.path.segments.len() == 1 && (last.ident == "Self" || last.ident == *name),
    }
}

/// Whether an identifier stands anywhere in these tokens.
pub(crate) fn names(tokens: TokenStream, wanted: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == wanted,
        TokenTree::Group(group) => names(group.stream(), wanted),
        _ => false,
    })
}

/// Without the invisible parentheses of a macro's fragment.
fn ungrouped(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}
