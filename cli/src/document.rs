//! What a service publishes: the JSON document of its catalog, and its lock file.

use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

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
    #[serde(default)]
    pub(crate) retired: Option<Value>,
}
