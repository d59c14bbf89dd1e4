use crate::ast::{Description, Input, Variant};
use crate::error::Mistakes;
use crate::field::name;
use crate::given::Given;
use crate::message::Message;
use quote::quote_spanned;
use syn::ext::IdentExt as _;
use syn::{Error, Member};

/// The mistakes that span attributes: each attribute alone was checked when it was parsed, what a
/// client may read in `redaction`, and codes of other types are compared by the runtime, in a
/// constant.
pub(crate) fn validate(input: &Input, mistakes: &mut Mistakes) {
    check_codes_are_unique(input, mistakes);
    check_codes_lie_in_range(input, mistakes);
    check_codes_of_bare_statuses(input, mistakes);
    check_codes_are_not_retired(input, mistakes);
    check_codes_are_retired_once(input, mistakes);
    check_docs(input, mistakes);
    check_templates_name_fields(input, mistakes);
    check_examples(input, mistakes);
}

/// A code names one entry, or several that all say so.
fn check_codes_are_unique(input: &Input, mistakes: &mut Mistakes) {
    let codes = codes(input);
    for same in codes.chunk_by(|(_, a), (_, b)| a.value == b.value) {
        let is_shared = |variant: &Variant| variant.description().is_some_and(|it| it.shared);
        let shared = same.iter().position(|(variant, _)| is_shared(variant));
        let first = shared.unwrap_or_default();
        for (index, (variant, code)) in same.iter().enumerate() {
            if index == first || is_shared(variant) {
                continue;
            }
            let what_to_do = match shared {
                Some(_) => format!("mark `{}` as `shared` also", variant.ident),
                None => "give one of them a different code, or mark both as `shared`".to_owned(),
            };
            let (one, other) = (&same[index.min(first)], &same[index.max(first)]);
            mistakes.add(at_both(
                one.1,
                other.1,
                format!(
                    "code {} is used by both `{}` and `{}`: {what_to_do}",
                    code.value, one.0.ident, other.0.ident
                ),
            ));
        }
    }
}

/// The codes of all variants, sorted, also where a variant's status is missing.
fn codes<'a>(input: &'a Input) -> Vec<(&'a Variant<'a>, &'a Given<u32>)> {
    let variants = input.variants.iter();
    let codes = variants.filter_map(|variant| Some((variant, variant.code()?)));
    let mut codes: Vec<_> = codes.collect();
    codes.sort_by_key(|(_, code)| code.value);
    codes
}

/// An error from the one code to the other: one mistake, two places.
fn at_both(first: &Given<u32>, second: &Given<u32>, message: String) -> Error {
    let mut places = quote_spanned!(first.span=> code);
    places.extend(quote_spanned!(second.span=> code));
    Error::new_spanned(places, message)
}

/// Where the enum has a range of codes, its entries' codes lie in it.
fn check_codes_lie_in_range(input: &Input, mistakes: &mut Mistakes) {
    let Some(Given { value: range, .. }) = &input.attrs.codes else {
        return;
    };
    let (first, last) = (range.start(), range.end());
    for (_, code) in codes(input) {
        if !range.contains(&code.value) {
            mistakes.add(Error::new(
                code.span,
                format!(
                    "code {} is not in {first}..={last}: give it one of these, or widen `codes`",
                    code.value
                ),
            ));
        }
    }
}

/// The code of a bare status is used by entries of that very status only.
fn check_codes_of_bare_statuses(input: &Input, mistakes: &mut Mistakes) {
    let moved = input.attrs.bare_statuses.as_ref();
    let offset = moved.map_or(0, |offset| offset.value);
    for (_, entry) in input.entries() {
        let code = &entry.code;
        let meant = code.value.checked_sub(offset);
        let Some(meant) = meant.filter(|meant| (400..=599).contains(meant)) else {
            continue;
        };
        if meant != u32::from(entry.status.as_u16()) {
            mistakes.add(Error::new(
                code.span,
                format!(
                    "code {} means a bare status {meant}, such as the router's own: write a different code, or move the bare statuses with `bare_statuses = 90_000` on the type",
                    code.value
                ),
            ));
        }
    }
}

/// A retired code is not used again.
fn check_codes_are_not_retired(input: &Input, mistakes: &mut Mistakes) {
    let retired = input.attrs.retired();
    for (_, code) in codes(input) {
        if retired.iter().any(|retired| retired.value == code.value) {
            mistakes.add(Error::new(
                code.span,
                format!(
                    "code {} is retired, and clients may know its old meaning: write a different code",
                    code.value
                ),
            ));
        }
    }
}

/// A code is retired once.
fn check_codes_are_retired_once(input: &Input, mistakes: &mut Mistakes) {
    let retired = input.attrs.retired();
    for same in retired.chunk_by(|a, b| a.value == b.value) {
        for again in &same[1..] {
            mistakes.add(Error::new(
                again.span,
                format!("code {} is retired twice: write it once", again.value),
            ));
        }
    }
}

/// Where documentation is required, each entry has some.
fn check_docs(input: &Input, mistakes: &mut Mistakes) {
    if input.attrs.docs.is_none() {
        return;
    }
    for variant in &input.variants {
        if variant.description().is_some_and(|it| it.docs.is_empty()) {
            mistakes.add(Error::new(
                variant.ident.span(),
                format!(
                    "`{}` has no documentation, which `docs = required` demands: write a doc comment (`///`)",
                    variant.ident.unraw()
                ),
            ));
        }
    }
}

/// What a message or a header interpolates is a field of its variant.
fn check_templates_name_fields(input: &Input, mistakes: &mut Mistakes) {
    for variant in &input.variants {
        for template in variant.templates() {
            for member in template.members() {
                if variant.field(member).is_none() {
                    mistakes.add(Error::new(template.span(), no_field(variant, member)));
                }
            }
        }
    }
}

fn no_field(variant: &Variant, member: &Member) -> String {
    let variant_name = variant.ident;
    let known: Vec<String> = variant
        .fields
        .members()
        .map(|member| format!("`{{{}}}`", name(&member)))
        .collect();
    if known.is_empty() {
        format!("`{variant_name}` has no fields: write `{{{{` for a brace")
    } else {
        let (name, known) = (name(member), known.join(" or "));
        format!("`{variant_name}` has no field `{name}`: write {known}")
    }
}

/// An example is of a message that interpolates.
fn check_examples(input: &Input, mistakes: &mut Mistakes) {
    for description in input.variants.iter().filter_map(Variant::description) {
        if let Description {
            message: Message::Fixed(_) | Message::Phrase,
            example: Some(example),
            ..
        } = description
        {
            mistakes.add(Error::new(
                example.span,
                "the client always reads the same message, which is its own example: remove `example`",
            ));
        }
    }
}
