use crate::attr::{EntryAttrs, Keys, TypeAttrs};
use crate::code;
use crate::details::Details;
use crate::docs::{self, Docs};
use crate::error::Mistakes;
use crate::field;
use crate::given::Given;
use crate::header::Header;
use crate::message::Message;
use crate::redaction;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::{Ident, Span, TokenStream};
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
    pub(crate) details: Option<Details<'a>>,
    pub(crate) role: Role<'a>,
}

/// `MessagingError::NotFound`, or a struct's name. Not `Self::NotFound`: the compiler looks a name after
/// `Self` up among all variants, one by one.
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

/// What a variant means to the catalog.
pub(crate) enum Role<'a> {
    Entry(Entry),
    Transparent(Passed<'a>),
    /// It lacks a status, a code or a field to pass through. The rest is still checked.
    Mistaken(Option<Given<u32>>, Description),
}

/// A field whose type has the status, the code and the headers.
pub(crate) struct Passed<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    /// The variant's own, where it has one.
    pub(crate) message: Option<Message>,
}

pub(crate) struct Entry {
    pub(crate) status: Status,
    pub(crate) code: Given<u32>,
    pub(crate) description: Description,
}

/// The parts of an entry beside its status and its code.
pub(crate) struct Description {
    pub(crate) shared: bool,
    /// The number of the gRPC code.
    pub(crate) grpc: Option<u8>,
    /// The number of the severity.
    pub(crate) severity: Option<u8>,
    pub(crate) message: Message,
    /// An example of the message.
    pub(crate) example: Option<Given<String>>,
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
        input.check_kind_knows_the_nested_kinds(mistakes);
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

    fn check_kind_knows_the_nested_kinds(&mut self, mistakes: &mut Mistakes) {
        let generic = self.nested().find(|(_, passed)| self.is_generic(passed.ty));
        let generic = generic.map(|(_, passed)| passed.ty.to_token_stream());
        if let Some(generic) = generic
            && let Some(kind) = self.attrs.kind.take()
        {
            mistakes.add(Error::new(
                kind.span,
                format!("a kind has no type parameters, so it can't hold the codes of `{generic}`: remove `kind`, or pass a type without parameters through"),
            ));
        }
    }

    fn check_no_variant_passes_the_enum_through(&mut self, mistakes: &mut Mistakes) {
        let name = &self.node.ident;
        for variant in &mut self.variants {
            if let Role::Transparent(passed) = &variant.role
                && field::is_itself(passed.ty, name)
            {
                mistakes.add(Error::new_spanned(
                    passed.ty,
                    format!("`{name}` can't pass itself through: write `status` and `code`"),
                ));
                variant.role = Role::Mistaken(None, Description::none());
            }
        }
    }

    /// How documents and logs name it.
    pub(crate) fn name(&self) -> String {
        match &self.attrs.name {
            Some(name) => name.value.unraw().to_string(),
            None => self.node.ident.unraw().to_string(),
        }
    }

    /// Whether `serde::Serialize` is derived.
    pub(crate) fn serialize(&self) -> bool {
        let given = self.attrs.serialize.as_ref();
        given.is_none_or(|serialize| serialize.value.value)
    }

    /// Whether the traits of frameworks are derived.
    pub(crate) fn respond(&self) -> bool {
        let given = self.attrs.respond.as_ref();
        given.is_none_or(|respond| respond.value.value)
    }

    /// The enum's doc comment. A struct's documents its entry.
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

    /// Its transparent variants, and the fields that they pass through.
    pub(crate) fn nested(&self) -> impl Iterator<Item = (&Variant<'a>, &Passed<'a>)> {
        self.variants
            .iter()
            .filter_map(|variant| match &variant.role {
                Role::Transparent(passed) => Some((variant, passed)),
                _ => None,
            })
    }

    /// Its entries' variants that have details.
    pub(crate) fn details(&self) -> impl Iterator<Item = (&Variant<'a>, &Details<'a>)> {
        let entries = self.entries().into_iter().map(|(variant, _)| variant);
        entries.filter_map(|variant| Some((variant, variant.details.as_ref()?)))
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
        params.any(|param| field::names(ty.to_token_stream(), &param.ident.to_string()))
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
        let path = Path(Some(parent), ident);
        Self::new(path, &node.attrs, &node.fields, keys, mistakes)
    }

    fn from_struct(
        node: &'a DeriveInput,
        fields: &'a Fields,
        keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        let path = Path(None, &node.ident);
        Self::new(path, &node.attrs, fields, keys, mistakes)
    }

    fn new(
        path: Path<'a>,
        attrs: &[Attribute],
        fields: &'a Fields,
        keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        let ident = path.1;
        let details = Details::from_syn(ident, fields, mistakes);
        let is_exposed = keys.expose.is_some();
        let role = Role::new(ident, attrs, fields, keys, mistakes);
        match (&role, &details) {
            (Role::Entry(entry), Some(details)) => {
                details.check_redaction(entry.status, is_exposed, mistakes);
            }
            (Role::Transparent(_), Some(details)) => details.check_beside_transparent(mistakes),
            _ => {}
        }
        Self {
            ident,
            path,
            fields,
            details,
            role,
        }
    }

    /// Its code, even if the status is missing.
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

    /// Its message, where it interpolates by itself.
    pub(crate) fn template(&self) -> Option<&Template> {
        let message = match &self.role {
            Role::Transparent(passed) => passed.message.as_ref()?,
            Role::Entry(Entry { description, .. }) | Role::Mistaken(_, description) => {
                &description.message
            }
        };
        match message {
            Message::Template(template) => Some(template),
            _ => None,
        }
    }

    pub(crate) fn headers(&self) -> &[Header] {
        self.description()
            .map_or(&[], |description| &description.headers)
    }

    /// What is interpolated into its message and its headers.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Template> {
        let headers = self.headers().iter().map(|header| &header.value);
        self.template().into_iter().chain(headers)
    }

    /// The types that it formats, and how: for a translation, also what `Display` formats.
    pub(crate) fn formatted(&self) -> impl Iterator<Item = (&'a Type, &str)> {
        let of_display = match self.description().map(|it| &it.message) {
            Some(Message::DisplayOfFields(template)) => Some(template),
            _ => None,
        };
        let templates = self.template().into_iter().chain(of_display);
        let in_message = templates.flat_map(Template::placeholders);
        let in_message = in_message.filter_map(|(member, spec)| {
            let (_, field) = self.field(member)?;
            Some((&field.ty, spec))
        });
        let headers = self.headers().iter().map(|header| &header.value);
        let in_headers = headers.flat_map(Template::placeholders);
        let in_headers = in_headers.filter_map(|(member, spec)| {
            let (_, field) = self.field(member)?;
            Some((field::inside_option(&field.ty), spec))
        });
        in_message.chain(in_headers)
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
        if let Some(Given { span, .. }) = keys.transparent {
            return Self::transparent(span, fields, keys, mistakes);
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
        let message = keys.message.map(|message| message.value);
        let description = Description {
            shared: keys.shared.is_some(),
            grpc: keys.grpc.map(|grpc| grpc.value),
            severity: keys.severity.map(|severity| severity.value),
            message: Message::new(status, message, keys.expose.is_some(), attrs),
            example: keys.example,
            headers: keys.headers,
            docs: Docs::from_syn(attrs),
            deprecated: docs::deprecated(attrs),
        };
        if let Some(status) = status {
            let Description {
                message, headers, ..
            } = &description;
            let expose = keys.expose.as_ref();
            redaction::check(status, expose, message, headers, fields, mistakes);
        }
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
        span: Span,
        fields: &'a Fields,
        keys: EntryAttrs,
        mistakes: &mut Mistakes,
    ) -> Self {
        if let Some(other) = keys.first_beside_transparent() {
            mistakes.add(Error::new(
                other,
                "`transparent` takes this from the field: remove its key, or `transparent`",
            ));
        }
        let message = keys.message.map(|message| Message::of_key(message.value));
        if let Some(message) = &message {
            redaction::check_beside_transparent(message, keys.expose.as_ref(), mistakes);
        } else if let Some(expose) = keys.expose {
            mistakes.add(Error::new(
                expose.span,
                "`transparent` takes the message from the field: remove `expose`",
            ));
        }
        match passed(fields) {
            Some((member, field)) => Self::Transparent(Passed {
                member,
                ty: &field.ty,
                message,
            }),
            None => {
                mistakes.add(Error::new(
                    span,
                    format!(
                        "`transparent` needs exactly one field, or one that is the `source`, found {}: write `status` and `code` instead",
                        fields.len()
                    ),
                ));
                Self::Mistaken(None, Description::none())
            }
        }
    }
}

/// The only field or, of several, the only source.
fn passed(fields: &Fields) -> Option<(Member, &Field)> {
    let mut all = fields.members().zip(fields);
    if fields.len() == 1 {
        return all.next();
    }
    let mut sources = all.filter(|(_, field)| field::is_source(field));
    let first = sources.next();
    first.filter(|_| sources.next().is_none())
}

impl Description {
    /// Where a mistake leaves nothing to describe.
    fn none() -> Self {
        Self {
            shared: false,
            grpc: None,
            severity: None,
            message: Message::Phrase,
            example: None,
            headers: Vec::new(),
            docs: Docs::from_syn(&[]),
            deprecated: None,
        }
    }
}
