use crate::attr::{self, EntryAttrs, Given, Header, Keys as _, TypeAttrs};
use crate::error::Mistakes;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::fmt;
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Member, Result, Type};

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
}

pub(crate) struct Entry {
    /// `MessagingError::NotFound`; of a struct, its name.
    pub(crate) path: String,
    pub(crate) status: Status,
    pub(crate) code: Given<u32>,
    pub(crate) shared: bool,
    pub(crate) message: Message,
    pub(crate) headers: Vec<Header>,
    pub(crate) docs: String,
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
                    let (keys, correct) = EntryAttrs::from_syn(&variant.attrs, mistakes);
                    if correct {
                        variants.extend(mistakes.keep(Variant::from_syn(
                            &node.ident,
                            variant,
                            keys,
                        )));
                    }
                }
                TypeAttrs::from_syn(&node.attrs, mistakes).0
            }
            Data::Struct(data) => {
                let ((attrs, keys), correct) =
                    <(TypeAttrs, EntryAttrs)>::from_syn(&node.attrs, mistakes);
                if correct {
                    variants.extend(mistakes.keep(Variant::from_struct(node, &data.fields, keys)));
                }
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
        Self {
            node,
            attrs,
            variants,
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
    pub(crate) fn docs(&self) -> String {
        match &self.node.data {
            Data::Enum(_) => attr::docs(&self.node.attrs),
            _ => String::new(),
        }
    }

    /// Its entries and their variants, sorted by code.
    pub(crate) fn entries(&self) -> Vec<(&Variant<'a>, &Entry)> {
        let mut entries: Vec<_> = self
            .variants
            .iter()
            .filter_map(|variant| match &variant.kind {
                Kind::Entry(entry) => Some((variant, entry)),
                Kind::Transparent(_) => None,
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
                Kind::Entry(_) => None,
                Kind::Transparent(ty) => Some(ty),
            })
    }

    /// The only field in a variant's message, where it is a `String` that is written as it is, and
    /// the text before and after it.
    pub(crate) fn lone_field<'v>(
        &self,
        variant: &'v Variant,
    ) -> Option<(&'v str, &'v Member, &'v str)> {
        let Kind::Entry(Entry {
            message: Message::Template(template) | Message::DisplayOfFields(template),
            ..
        }) = &variant.kind
        else {
            return None;
        };
        let (before, member, after) = template.lone_field()?;
        match variant.field(member)? {
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

fn contains_ident(tokens: TokenStream, wanted: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *wanted,
        TokenTree::Group(group) => contains_ident(group.stream(), wanted),
        _ => false,
    })
}

impl<'a> Variant<'a> {
    fn from_syn(parent: &'a Ident, node: &'a syn::Variant, mut keys: EntryAttrs) -> Result<Self> {
        let ident = &node.ident;
        if let (None, None, Some((_, value))) = (&keys.code, &keys.transparent, &node.discriminant)
        {
            keys.code = Some(attr::code_from_discriminant(value)?);
        }
        let path = format!("{}::{}", parent.unraw(), ident.unraw());
        Ok(Self {
            ident,
            path: Path(Some(parent), ident),
            fields: &node.fields,
            kind: Kind::new(ident, path, &node.attrs, &node.fields, keys)?,
        })
    }

    fn from_struct(node: &'a DeriveInput, fields: &'a Fields, keys: EntryAttrs) -> Result<Self> {
        let ident = &node.ident;
        let path = ident.unraw().to_string();
        Ok(Self {
            ident,
            path: Path(None, ident),
            fields,
            kind: Kind::new(ident, path, &node.attrs, fields, keys)?,
        })
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
        let Kind::Entry(entry) = &self.kind else {
            return Vec::new();
        };
        let message = match &entry.message {
            Message::Template(template) => Some(template),
            _ => None,
        };
        message
            .into_iter()
            .chain(entry.headers.iter().map(|header| &header.value))
            .collect()
    }
}

impl<'a> Kind<'a> {
    fn new(
        ident: &Ident,
        path: String,
        attrs: &[Attribute],
        fields: &'a Fields,
        keys: EntryAttrs,
    ) -> Result<Self> {
        if let Some(Given { span, .. }) = keys.transparent {
            return Self::transparent(span, fields, &keys);
        }
        let missing = |what: &str| {
            let message = format!("`{}` has {what} in #[catalog(…)]", ident.unraw());
            Error::new(ident.span(), message)
        };
        let (status, code) = match (keys.status, keys.code) {
            (Some(status), Some(code)) => (status.value, code),
            (None, Some(_)) => return Err(missing("no status: write `status = 404`")),
            (Some(_), None) => return Err(missing("no code: write `code = 1300`")),
            (None, None) => {
                return Err(missing(
                    "neither status nor code: write `status = 404, code = 1300`",
                ));
            }
        };
        Ok(Self::Entry(Entry {
            path,
            status,
            code,
            shared: keys.shared.is_some(),
            message: Message::new(status, keys.message, keys.expose, attrs)?,
            headers: keys.headers,
            docs: attr::docs(attrs),
            deprecated: attr::deprecated(attrs),
        }))
    }

    fn transparent(span: Span, fields: &'a Fields, keys: &EntryAttrs) -> Result<Self> {
        if let Some(other) = keys.first_beside_transparent() {
            return Err(Error::new(
                other,
                "`transparent` takes status, code, message and headers from the field: remove this, or `transparent`",
            ));
        }
        let mut types = fields.iter().map(|field| &field.ty);
        match (types.next(), types.next()) {
            (Some(ty), None) => Ok(Self::Transparent(ty)),
            _ => Err(Error::new(
                span,
                format!(
                    "`transparent` passes through the only field, and here are {}: write `status` and `code`, or leave one field",
                    fields.len()
                ),
            )),
        }
    }
}

impl Message {
    fn new(
        status: Status,
        message: Option<Given<Template>>,
        expose: Option<Given<()>>,
        attrs: &[Attribute],
    ) -> Result<Self> {
        let secret = status.is_server_error() && expose.is_none();
        if let (Some(expose), false) = (expose, status.is_server_error()) {
            return Err(Error::new(
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
                return Ok(Self::Description);
            }
            let Some((literal, has_arguments)) = attr::display(attrs) else {
                return Ok(Self::Display(None));
            };
            return Ok(match Template::new(&literal) {
                Ok(template) => match template.fixed() {
                    Some(text) => Self::Fixed(text.to_owned()),
                    None if has_arguments => Self::Display(Some(template.source().to_owned())),
                    None => Self::DisplayOfFields(template),
                },
                // As it refers to more than fields.
                Err(_) => Self::Display(Some(literal.value())),
            });
        };
        match template.fixed() {
            Some(text) => Ok(Self::Fixed(text.to_owned())),
            None if secret => Err(Error::new(
                span,
                "a status of 500 or above tells nothing about the inside: write a message without `{…}`, or add `expose`",
            )),
            None => Ok(Self::Template(template)),
        }
    }
}
