use crate::attr::{self, Docs, EntryAttrs, Given, Header, Keys, TypeAttrs};
use crate::error::Mistakes;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::fmt;
use syn::ext::IdentExt as _;
use syn::{
    Attribute, Data, DeriveInput, Error, Field, Fields, GenericArgument, LitStr, Member,
    PathArguments, Type,
};

/// An enum, or a struct, which is an enum of one variant.
pub(crate) struct Input<'a> {
    pub(crate) node: &'a DeriveInput,
    pub(crate) attrs: TypeAttrs,
    pub(crate) variants: Vec<Variant<'a>>,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) path: Path<'a>,
    pub(crate) fields: &'a Fields,
    pub(crate) kind: Kind<'a>,
}

/// `MessagingError::NotFound`; of a struct, its name. Not `Self::NotFound`: what follows `Self`, the
/// compiler looks for among all variants, one by one.
pub(crate) struct Path<'a>(Option<&'a Ident>, &'a Ident);

impl ToTokens for Path<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(parent, ident) = self;
        let parent = parent.iter();
        tokens.extend(quote!(#(#parent::)* #ident));
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(parent, ident) = self;
        match parent {
            Some(parent) => write!(f, "{parent}::{ident}"),
            None => ident.fmt(f),
        }
    }
}

pub(crate) enum Kind<'a> {
    Entry(Entry),
    /// The type of the field that says everything.
    Transparent(&'a Type),
    /// Without a code, or a field to pass through.
    Mistaken(Message, Vec<Header>),
}

pub(crate) struct Entry {
    /// `MessagingError::NotFound`; of a struct, its name.
    pub(crate) path: String,
    pub(crate) status: Status,
    pub(crate) code: Given<u32>,
    pub(crate) shared: bool,
    pub(crate) message: Message,
    pub(crate) headers: Vec<Header>,
    pub(crate) docs: Docs,
    pub(crate) deprecated: Option<String>,
}

/// What the client reads.
pub(crate) enum Message {
    Fixed(String),
    /// The status's description, which tells nothing of the inside.
    Description,
    /// The key `message`, interpolated.
    Template(Template),
    /// `Display`, and its template where that is known.
    Display(Option<String>),
    /// `Display`, and its template where that names nothing but fields.
    DisplayOfFields(Template),
}

impl<'a> Input<'a> {
    pub(crate) fn from_syn(node: &'a DeriveInput, mistakes: &mut Mistakes) -> Self {
        let mut variants = Vec::new();
        let attrs = match &node.data {
            Data::Enum(data) => {
                for variant in &data.variants {
                    let keys = EntryAttrs::from_syn(&variant.attrs, mistakes);
                    variants.push(Variant::from_syn(&node.ident, variant, keys, mistakes));
                }
                TypeAttrs::from_syn(&node.attrs, mistakes)
            }
            Data::Struct(data) => {
                let (attrs, keys) = Keys::from_syn(&node.attrs, mistakes);
                variants.push(Variant::from_struct(node, &data.fields, keys, mistakes));
                attrs
            }
            Data::Union(data) => {
                mistakes.add(Error::new(
                    data.union_token.span,
                    "a union can't be an error catalog: write an enum or a struct",
                ));
                TypeAttrs::default()
            }
        };
        let mut input = Self {
            node,
            attrs,
            variants,
        };
        input.check_kind_has_a_name_of_its_own(mistakes);
        input.check_no_variant_passes_the_enum_through(mistakes);
        input
    }

    fn check_kind_has_a_name_of_its_own(&mut self, mistakes: &mut Mistakes) {
        let name = &self.node.ident;
        if let Some(kind) = self.attrs.kind.take_if(|kind| kind.value == *name) {
            mistakes.add(Error::new(
                kind.span,
                format!("`{name}` is the error type itself: write `kind = {name}Kind`"),
            ));
        }
    }

    fn check_no_variant_passes_the_enum_through(&mut self, mistakes: &mut Mistakes) {
        let name = &self.node.ident;
        for variant in &mut self.variants {
            if let Kind::Transparent(ty) = variant.kind
                && is_itself(ty, name)
            {
                mistakes.add(Error::new_spanned(
                    ty,
                    format!("`{name}` can't pass itself through: write `status` and `code`"),
                ));
                variant.kind = Kind::NOTHING;
            }
        }
    }

    /// The path of the runtime crate.
    pub(crate) fn runtime(&self) -> TokenStream {
        match &self.attrs.runtime {
            Some(path) => path.value.to_token_stream(),
            None => quote!(::error_catalog),
        }
    }

    /// Its generic parameters with their bounds, without the angle brackets around them.
    pub(crate) fn generics(&self) -> TokenStream {
        let (impl_generics, ..) = self.node.generics.split_for_impl();
        let tokens: Vec<TokenTree> = impl_generics.to_token_stream().into_iter().collect();
        let inner = tokens.get(1..tokens.len().saturating_sub(1));
        inner.unwrap_or_default().iter().cloned().collect()
    }

    /// Whether it gets `serde::Serialize`.
    pub(crate) fn serialize(&self) -> bool {
        let given = self.attrs.serialize.as_ref();
        given.is_none_or(|serialize| serialize.value.value)
    }

    /// What stands above the enum. Of a struct, that documents its entry.
    pub(crate) fn docs(&self) -> Docs {
        match &self.node.data {
            Data::Enum(_) => Docs::from_syn(&self.node.attrs),
            _ => Docs::from_syn(&[]),
        }
    }

    /// Its entries and their variants, sorted by code.
    pub(crate) fn entries(&self) -> Vec<(&Variant<'a>, &Entry)> {
        let mut entries: Vec<_> = self
            .variants
            .iter()
            .filter_map(|variant| match &variant.kind {
                Kind::Entry(entry) => Some((variant, entry)),
                _ => None,
            })
            .collect();
        entries.sort_by_key(|(_, entry)| entry.code.value);
        entries
    }

    /// The types of its transparent variants' fields.
    pub(crate) fn nested(&self) -> impl Iterator<Item = &'a Type> {
        self.variants
            .iter()
            .filter_map(|variant| match variant.kind {
                Kind::Transparent(ty) => Some(ty),
                _ => None,
            })
    }

    /// The only field in a variant's message, where it is a `String` that is written as it is, and
    /// the text before and after it.
    pub(crate) fn lone_field<'v>(
        &self,
        variant: &'v Variant,
    ) -> Option<(&'v str, Member, &'v str)> {
        let Kind::Entry(Entry {
            message: Message::Template(template) | Message::DisplayOfFields(template),
            ..
        }) = &variant.kind
        else {
            return None;
        };
        let (before, member, after) = template.lone_field()?;
        let member = variant.fields.members().nth(variant.position(member))?;
        match ungrouped(variant.field(&member)?) {
            ty @ Type::Path(path) if path.path.is_ident("String") && !self.is_generic(ty) => {
                Some((before, member, after))
            }
            _ => None,
        }
    }

    /// Whether a type parameter stands in the type.
    pub(crate) fn is_generic(&self, ty: &Type) -> bool {
        let mut params = self.node.generics.type_params();
        params.any(|param| contains_ident(ty.to_token_stream(), &param.ident))
    }
}

/// `Self`, or the type of this name, maybe in a `Box` or another pointer.
fn is_itself(ty: &Type, name: &Ident) -> bool {
    let Type::Path(path) = ty else {
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

/// Without the invisible parentheses of a macro's fragment.
fn ungrouped(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}

fn contains_ident(tokens: TokenStream, wanted: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *wanted,
        TokenTree::Group(group) => contains_ident(group.stream(), wanted),
        _ => false,
    })
}

impl<'a> Variant<'a> {
    fn from_syn(
        parent: &'a Ident,
        node: &'a syn::Variant,
        mut keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        let ident = &node.ident;
        if let (None, None, Some((_, value))) = (&keys.code, &keys.transparent, &node.discriminant)
        {
            keys.code = mistakes.keep(attr::code_from_discriminant(value));
            keys.doubtful |= keys.code.is_none();
        }
        let path = format!("{}::{}", parent.unraw(), ident.unraw());
        Self {
            ident,
            path: Path(Some(parent), ident),
            fields: &node.fields,
            kind: Kind::new(ident, path, &node.attrs, &node.fields, keys, mistakes),
        }
    }

    fn from_struct(
        node: &'a DeriveInput,
        fields: &'a Fields,
        keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        let ident = &node.ident;
        let path = ident.unraw().to_string();
        Self {
            ident,
            path: Path(None, ident),
            fields,
            kind: Kind::new(ident, path, &node.attrs, fields, keys, mistakes),
        }
    }

    /// The position of a field; beyond the last one if there is no such field.
    pub(crate) fn position(&self, member: &Member) -> usize {
        match member {
            Member::Unnamed(index) => index.index as usize,
            Member::Named(name) => {
                let named = |field: &Field| {
                    field
                        .ident
                        .as_ref()
                        .is_some_and(|ident| ident.unraw() == *name)
                };
                let mut fields = self.fields.iter();
                fields.position(named).unwrap_or(self.fields.len())
            }
        }
    }

    /// The type of a field.
    pub(crate) fn field(&self, member: &Member) -> Option<&'a Type> {
        let field = self.fields.iter().nth(self.position(member))?;
        Some(&field.ty)
    }

    /// What is interpolated into its message and its headers.
    pub(crate) fn templates(&self) -> Vec<&Template> {
        let (message, headers) = match &self.kind {
            Kind::Entry(entry) => (&entry.message, &entry.headers),
            Kind::Mistaken(message, headers) => (message, headers),
            Kind::Transparent(_) => return Vec::new(),
        };
        let message = match message {
            Message::Template(template) => Some(template),
            _ => None,
        };
        let headers = headers.iter().map(|header| &header.value);
        message.into_iter().chain(headers).collect()
    }
}

impl<'a> Kind<'a> {
    const NOTHING: Self = Self::Mistaken(Message::Description, Vec::new());

    fn new(
        ident: &Ident,
        path: String,
        attrs: &[Attribute],
        fields: &'a Fields,
        keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        if let Some(Given { span, .. }) = keys.transparent {
            return Self::transparent(span, fields, &keys, mistakes);
        }
        let missing = match (&keys.status, &keys.code) {
            _ if keys.doubtful => None,
            (Some(_), Some(_)) => None,
            (None, Some(_)) => Some("no status: write `status = 404`"),
            (Some(_), None) => Some("no code: write `code = 1300`"),
            (None, None) => Some("neither status nor code: write `status = 404, code = 1300`"),
        };
        if let Some(missing) = missing {
            let message = format!("`{}` has {missing} in #[catalog(…)]", ident.unraw());
            mistakes.add(Error::new(ident.span(), message));
        }
        let status = keys.status.map(|status| status.value);
        if status.is_some_and(Status::is_server_error) && keys.expose.is_none() {
            check_headers_reveal_numbers_only(&keys.headers, fields, mistakes);
        }
        let message = Message::new(status, keys.message, keys.expose, attrs, mistakes);
        let Some(code) = keys.code else {
            return Self::Mistaken(message, keys.headers);
        };
        Self::Entry(Entry {
            path,
            // There is a mistake where there is none.
            status: status.unwrap_or_default(),
            code,
            shared: keys.shared.is_some(),
            message,
            headers: keys.headers,
            docs: Docs::from_syn(attrs),
            deprecated: attr::deprecated(attrs),
        })
    }

    fn transparent(
        span: Span,
        fields: &'a Fields,
        keys: &EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        if let Some(other) = keys.first_beside_transparent() {
            mistakes.add(Error::new(
                other,
                "`transparent` takes status, code, message and headers from the field: remove this, or `transparent`",
            ));
        }
        let mut types = fields.iter().map(|field| &field.ty);
        if let (Some(ty), None) = (types.next(), types.next()) {
            return Self::Transparent(ty);
        }
        mistakes.add(Error::new(
            span,
            format!(
                "`transparent` passes through the only field, and here are {}: write `status` and `code`, or leave one field",
                fields.len()
            ),
        ));
        Self::NOTHING
    }
}

/// A text in a header of a 5xx would reveal what its message may not.
fn check_headers_reveal_numbers_only(headers: &[Header], fields: &Fields, mistakes: &mut Mistakes) {
    for header in headers {
        let mut types = header.value.members().filter_map(|member| {
            let mut fields = fields.iter().enumerate();
            let (_, field) = fields.find(|(index, field)| match (member, &field.ident) {
                (Member::Unnamed(wanted), _) => wanted.index as usize == *index,
                (Member::Named(wanted), Some(ident)) => ident.unraw() == *wanted,
                (Member::Named(_), None) => false,
            })?;
            Some(&field.ty)
        });
        if !types.all(is_number) {
            mistakes.add(Error::new(
                header.value.span(),
                "a status of 500 or above reveals no internals, and a header reaches the client: interpolate numbers only, or add `expose`",
            ));
        }
    }
}

/// A primitive number.
fn is_number(ty: &Type) -> bool {
    const NUMBERS: [&str; 14] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64",
    ];

    match ungrouped(ty) {
        Type::Path(path) => NUMBERS.iter().any(|number| path.path.is_ident(number)),
        _ => false,
    }
}

impl Message {
    fn new(
        status: Option<Status>,
        message: Option<Given<Template>>,
        expose: Option<Given<()>>,
        attrs: &[Attribute],
        mistakes: &mut Mistakes,
    ) -> Self {
        let is_server_error = status.is_some_and(Status::is_server_error);
        let secret = is_server_error && expose.is_none();
        if let (Some(expose), Some(_), false) = (expose, status, is_server_error) {
            mistakes.add(Error::new(
                expose.span,
                "a client reads the message of a status below 500 anyway: remove `expose`",
            ));
        }
        let Some(Given {
            value: template,
            span,
        }) = message
        else {
            if secret {
                return Self::Description;
            }
            return match attr::display(attrs) {
                Some((literal, has_arguments)) => Self::of_display(&literal, has_arguments),
                None => Self::Display(None),
            };
        };
        match template.fixed() {
            Some(text) => Self::Fixed(text.to_owned()),
            None if secret => {
                mistakes.add(Error::new(
                    span,
                    "a status of 500 or above tells nothing about the inside: write a message without `{…}`, or add `expose`",
                ));
                Self::Description
            }
            None => Self::Template(template),
        }
    }

    fn of_display(literal: &LitStr, has_arguments: bool) -> Self {
        match Template::new(literal) {
            Ok(template) => match template.fixed() {
                Some(text) => Self::Fixed(text.to_owned()),
                None if has_arguments => Self::Display(Some(template.source().to_owned())),
                None => Self::DisplayOfFields(template),
            },
            // As it refers to more than fields.
            Err(_) => Self::Display(Some(literal.value())),
        }
    }
}
