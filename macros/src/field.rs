use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::{Field, Fields, GenericArgument, Member, PathArguments, Type};

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
pub(crate) fn names(tokens: TokenStream, wanted: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *wanted,
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
