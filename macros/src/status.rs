use crate::literal::is_integer;
use crate::spelling;
use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitInt, Path, Result, Token};

/// An HTTP status from 400 to 599.
#[derive(Clone, Copy)]
pub(crate) struct Status(u16);

impl Status {
    pub(crate) fn as_u16(self) -> u16 {
        self.0
    }

    pub(crate) fn is_server_error(self) -> bool {
        self.0 >= 500
    }

    fn from_literal(literal: &LitInt) -> Result<Self> {
        match literal.base10_parse() {
            Ok(number @ 400..=599) if is_integer(literal) => Ok(Self(number)),
            _ => Err(Error::new(
                literal.span(),
                format!("status {literal} is not an error: write one from 400 to 599"),
            )),
        }
    }

    /// A constant of `http::StatusCode`, by its name alone.
    fn from_path(path: &Path) -> Result<Self> {
        let names: Vec<_> = path.segments.iter().map(|segment| &segment.ident).collect();
        match (&*names, &path.leading_colon) {
            ([name], None) => Self::from_name(name),
            ([.., name], _) if Self::from_name(name).is_ok() => Err(Error::new_spanned(
                path,
                format!("a status is named without its type: write `{name}`"),
            )),
            _ => Err(Error::new_spanned(path, A_STATUS)),
        }
    }

    fn from_name(name: &Ident) -> Result<Self> {
        if let Some((number, _)) = NAMES.iter().find(|(_, known)| name == known) {
            return Ok(Self(*number));
        }
        let instead = match spelling::nearest(name, NAMES.iter().map(|(_, known)| *known)) {
            Some(known) => format!("`{known}`"),
            None => "its number".to_owned(),
        };
        Err(Error::new(
            name.span(),
            format!("no status from 400 to 599 is named `{name}`: write {instead}"),
        ))
    }
}

impl Parse for Status {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(Ident::peek_any) || input.peek(Token![::]) {
            return Self::from_path(&input.call(Path::parse_mod_style)?);
        }
        let span = input.span();
        let literal = input.parse().map_err(|_| Error::new(span, A_STATUS))?;
        Self::from_literal(&literal)
    }
}

const A_STATUS: &str = "expected a status: a number from 400 to 599, or a name such as `NOT_FOUND`";

/// The constants of `http::StatusCode`.
const NAMES: &[(u16, &str)] = &[
    (400, "BAD_REQUEST"),
    (401, "UNAUTHORIZED"),
    (402, "PAYMENT_REQUIRED"),
    (403, "FORBIDDEN"),
    (404, "NOT_FOUND"),
    (405, "METHOD_NOT_ALLOWED"),
    (406, "NOT_ACCEPTABLE"),
    (407, "PROXY_AUTHENTICATION_REQUIRED"),
    (408, "REQUEST_TIMEOUT"),
    (409, "CONFLICT"),
    (410, "GONE"),
    (411, "LENGTH_REQUIRED"),
    (412, "PRECONDITION_FAILED"),
    (413, "PAYLOAD_TOO_LARGE"),
    (414, "URI_TOO_LONG"),
    (415, "UNSUPPORTED_MEDIA_TYPE"),
    (416, "RANGE_NOT_SATISFIABLE"),
    (417, "EXPECTATION_FAILED"),
    (418, "IM_A_TEAPOT"),
    (421, "MISDIRECTED_REQUEST"),
    (422, "UNPROCESSABLE_ENTITY"),
    (423, "LOCKED"),
    (424, "FAILED_DEPENDENCY"),
    (425, "TOO_EARLY"),
    (426, "UPGRADE_REQUIRED"),
    (428, "PRECONDITION_REQUIRED"),
    (429, "TOO_MANY_REQUESTS"),
    (431, "REQUEST_HEADER_FIELDS_TOO_LARGE"),
    (451, "UNAVAILABLE_FOR_LEGAL_REASONS"),
    (500, "INTERNAL_SERVER_ERROR"),
    (501, "NOT_IMPLEMENTED"),
    (502, "BAD_GATEWAY"),
    (503, "SERVICE_UNAVAILABLE"),
    (504, "GATEWAY_TIMEOUT"),
    (505, "HTTP_VERSION_NOT_SUPPORTED"),
    (506, "VARIANT_ALSO_NEGOTIATES"),
    (507, "INSUFFICIENT_STORAGE"),
    (508, "LOOP_DETECTED"),
    (510, "NOT_EXTENDED"),
    (511, "NETWORK_AUTHENTICATION_REQUIRED"),
];
