//! What a service publishes: the JSON document of its catalog, and its lock file.

use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// `Catalog::to_json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Document<'a> {
    #[serde(borrow)]
    pub(crate) catalogs: Vec<Catalog<'a>>,
    pub(crate) bare_statuses: Codes,
}

#[derive(Deserialize, PartialEq)]
pub(crate) struct Catalog<'a> {
    #[serde(borrow)]
    pub(crate) name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(crate) docs: Cow<'a, str>,
    #[serde(default)]
    pub(crate) codes: Option<Codes>,
    #[serde(default)]
    pub(crate) retired: Vec<u32>,
    #[serde(borrow)]
    pub(crate) entries: Vec<Entry<'a>>,
}

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..={}", self.first_code, self.last_code)
    }
}

/// From the first to the last.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Codes {
    pub(crate) first_code: u32,
    pub(crate) last_code: u32,
}

impl Codes {
    pub(crate) fn contains(self, code: u32) -> bool {
        (self.first_code..=self.last_code).contains(&code)
    }

    /// Which status the code means, if these are the codes of bare statuses.
    pub(crate) fn status_of(self, code: u32) -> Option<u32> {
        self.contains(code).then(|| code - self.first_code + 400)
    }

    /// Whether they can be those of the statuses 400 to 599.
    pub(crate) fn are_bare(self) -> bool {
        self.first_code >= 400 && self.last_code.checked_sub(self.first_code) == Some(199)
    }
}

#[derive(Deserialize, PartialEq)]
pub(crate) struct Entry<'a> {
    pub(crate) code: u32,
    #[serde(borrow)]
    pub(crate) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) path: Cow<'a, str>,
    pub(crate) status: u16,
    #[serde(borrow)]
    pub(crate) message: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(crate) example: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(crate) headers: Vec<Header<'a>>,
    /// Null, or a JSON Schema.
    #[serde(default)]
    pub(crate) details: Value,
    #[serde(borrow, default)]
    pub(crate) docs: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(crate) deprecated: Option<Cow<'a, str>>,
    #[serde(default)]
    pub(crate) shared: bool,
}

impl<'a> Entry<'a> {
    /// Of a lock file.
    pub(crate) fn published(
        code: u32,
        status: u16,
        path: Cow<'a, str>,
        message: Option<Cow<'a, str>>,
    ) -> Self {
        let name = path.rsplit("::").next().unwrap_or_default();
        Self {
            code,
            name: name.to_owned().into(),
            path,
            status,
            message,
            example: None,
            headers: Vec::new(),
            details: Value::Null,
            docs: "".into(),
            deprecated: None,
            shared: false,
        }
    }
}

#[derive(Deserialize, PartialEq)]
pub(crate) struct Header<'a> {
    #[serde(borrow)]
    pub(crate) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) value: Cow<'a, str>,
}

/// A line of a lock file.
#[derive(Deserialize)]
pub(crate) struct Line<'a> {
    pub(crate) code: Option<u32>,
    pub(crate) status: Option<u16>,
    #[serde(borrow)]
    pub(crate) entry: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(crate) message: Option<Cow<'a, str>>,
    #[serde(default)]
    pub(crate) retired: Option<Value>,
}
