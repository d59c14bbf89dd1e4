use crate::error::Mistakes;
use crate::given::Given;
use crate::status::Status;
use crate::template::Template;
use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::{Attribute, Error, LitStr, Token};

/// What the client reads.
pub(crate) enum Message {
    Fixed(String),
    /// The status's IANA phrase, which reveals no internals.
    Phrase,
    /// The key `message`, interpolated.
    Template(Template),
    /// `Display`, and its template where that is known.
    Display(Option<String>),
    /// `Display`, and its template where that names nothing but fields.
    DisplayOfFields(Template),
}

impl Message {
    pub(crate) fn new(
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
                return Self::Phrase;
            }
            return match display(attrs) {
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
                Self::Phrase
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

/// The literal of thiserror's `#[error("…")]`, and whether it has arguments, to which the literal
/// then refers.
fn display(attrs: &[Attribute]) -> Option<(LitStr, bool)> {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("error"))?;
    attr.parse_args_with(|input: ParseStream| {
        let literal = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        let arguments: TokenStream = input.parse()?;
        Ok((literal, !arguments.is_empty()))
    })
    .ok()
}
