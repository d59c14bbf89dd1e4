use crate::attr::{EntryAttrs, Keys, TypeAttrs};
use crate::code;
use crate::docs::{self, Docs};
use crate::error::Mistakes;
use crate::field;
use crate::given::Given;
use crate::header::{self, Header};
use crate::message::Message;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::{fmt, mem};
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Member, Type};

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
    pub(crate) role: Role<'a>,
}

/// `MessagingError::NotFound`; of a struct, its name. Not `Self::NotFound`: what follows `Self`, the
/// compiler looks for among all variants, one by one.
pub(crate) struct Path<'a>(pub(crate) Option<&'a Ident>, pub(crate) &'a Ident);

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

/// What a variant is to the catalog.
pub(crate) enum Role<'a> {
    Entry(Entry),
    /// All that there is to say is said by the type of this field.
    Transparent(&'a Type),
    /// Without a status or a code, or a field to pass through. What is there is still checked.
    Mistaken(Option<Given<u32>>, Description),
}

pub(crate) struct Entry {
    pub(crate) status: Status,
    pub(crate) code: Given<u32>,
    pub(crate) description: Description,
}

/// What an entry has beside its status and its code.
pub(crate) struct Description {
    pub(crate) shared: bool,
    pub(crate) message: Message,
    pub(crate) headers: Vec<Header>,
    pub(crate) docs: Docs,
    pub(crate) deprecated: Option<String>,
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
            if let Role::Transparent(ty) = variant.role
                && field::is_itself(ty, name)
            {
                mistakes.add(Error::new_spanned(
                    ty,
                    format!("`{name}` can't pass itself through: write `status` and `code`"),
                ));
                variant.role = Role::Mistaken(None, Description::none());
            }
        }
    }

    /// Whether it gets `serde::Serialize`.
    pub(crate) fn serialize(&self) -> bool {
        let given = self.attrs.serialize.as_ref();
        given.is_none_or(|serialize| serialize.value.value)
    }

    /// The doc comment of the enum. That of a struct documents its entry.
    pub(crate) fn docs(&self) -> Docs {
        match &self.node.data {
            Data::Enum(_) => Docs::from_syn(&self.node.attrs),
            _ => Docs::from_syn(&[]),
        }
    }

    /// Its entries and their variants, sorted by code.
    pub(crate) fn entries(&self) -> Vec<(&Variant<'a>, &Entry)> {
        let entries = self
            .variants
            .iter()
            .filter_map(|variant| match &variant.role {
                Role::Entry(entry) => Some((variant, entry)),
                _ => None,
            });
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|(_, entry)| entry.code.value);
        entries
    }

    /// The first entry of each code, as a client can't tell the others of it apart, with its place
    /// among the entries.
    pub(crate) fn first_of_each_code(&self) -> impl Iterator<Item = (usize, &Variant<'a>, &Entry)> {
        let mut before = None;
        let entries = self.entries().into_iter().enumerate();
        entries.filter_map(move |(index, (variant, entry))| {
            let code = Some(entry.code.value);
            (mem::replace(&mut before, code) != code).then_some((index, variant, entry))
        })
    }

    /// Its transparent variants, and the types of their fields.
    pub(crate) fn nested(&self) -> impl Iterator<Item = (&Variant<'a>, &'a Type)> {
        self.variants
            .iter()
            .filter_map(|variant| match variant.role {
                Role::Transparent(ty) => Some((variant, ty)),
                _ => None,
            })
    }

    /// The only field in a variant's message, where it is a `String` that is written as it is, and
    /// the text before and after it.
    pub(crate) fn lone_field<'v>(
        &self,
        variant: &'v Variant,
    ) -> Option<(&'v str, Member, &'v str)> {
        let (Message::Template(template) | Message::DisplayOfFields(template)) =
            &variant.description()?.message
        else {
            return None;
        };
        let (before, member, after) = template.lone_field()?;
        let (index, field) = field::find(variant.fields, member)?;
        let is_string = field::is_string(&field.ty) && !self.is_generic(&field.ty);
        let member = variant.fields.members().nth(index)?;
        is_string.then_some((before, member, after))
    }

    /// Whether a type parameter stands in the type.
    pub(crate) fn is_generic(&self, ty: &Type) -> bool {
        let mut params = self.node.generics.type_params();
        params.any(|param| field::names(ty.to_token_stream(), &param.ident))
    }
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
            keys.code = mistakes.keep(code::from_discriminant(value));
            keys.doubtful |= keys.code.is_none();
        }
        Self {
            ident,
            path: Path(Some(parent), ident),
            fields: &node.fields,
            role: Role::new(ident, &node.attrs, &node.fields, keys, mistakes),
        }
    }

    fn from_struct(
        node: &'a DeriveInput,
        fields: &'a Fields,
        keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        let ident = &node.ident;
        Self {
            ident,
            path: Path(None, ident),
            fields,
            role: Role::new(ident, &node.attrs, fields, keys, mistakes),
        }
    }

    /// Its code, also where the status is missing.
    pub(crate) fn code(&self) -> Option<&Given<u32>> {
        match &self.role {
            Role::Entry(entry) => Some(&entry.code),
            Role::Mistaken(code, _) => code.as_ref(),
            Role::Transparent(_) => None,
        }
    }

    pub(crate) fn description(&self) -> Option<&Description> {
        match &self.role {
            Role::Entry(Entry { description, .. }) | Role::Mistaken(_, description) => {
                Some(description)
            }
            Role::Transparent(_) => None,
        }
    }

    /// The field that a template names, and its position.
    pub(crate) fn field(&self, member: &Member) -> Option<(usize, &'a Field)> {
        field::find(self.fields, member)
    }

    /// What is interpolated into its message and its headers.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Template> {
        let description = self.description().into_iter();
        description.flat_map(|description| {
            let message = match &description.message {
                Message::Template(template) => Some(template),
                _ => None,
            };
            let headers = description.headers.iter().map(|header| &header.value);
            message.into_iter().chain(headers)
        })
    }
}

impl<'a> Role<'a> {
    fn new(
        ident: &Ident,
        attrs: &[Attribute],
        fields: &'a Fields,
        keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        if let Some(transparent) = &keys.transparent {
            return Self::transparent(transparent, fields, &keys, mistakes);
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
            header::check_numbers_only(&keys.headers, fields, mistakes);
        }
        let description = Description {
            shared: keys.shared.is_some(),
            message: Message::new(status, keys.message, keys.expose, attrs, mistakes),
            headers: keys.headers,
            docs: Docs::from_syn(attrs),
            deprecated: docs::deprecated(attrs),
        };
        match (status, keys.code) {
            (Some(status), Some(code)) => Self::Entry(Entry {
                status,
                code,
                description,
            }),
            (_, code) => Self::Mistaken(code, description),
        }
    }

    fn transparent(
        transparent: &Given<()>,
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
            transparent.span,
            format!(
                "`transparent` passes through the only field, and here are {}: write `status` and `code`, or leave one field",
                fields.len()
            ),
        ));
        Self::Mistaken(None, Description::none())
    }
}

impl Description {
    /// Where a mistake leaves nothing to describe.
    fn none() -> Self {
        Self {
            shared: false,
            message: Message::Phrase,
            headers: Vec::new(),
            docs: Docs::from_syn(&[]),
            deprecated: None,
        }
    }
}
