//! The file: a line of JSON for each entry and each retired code, sorted. No line needs another, so
//! that branches which add different codes can be merged line by line.

use crate::{Catalog, Status};
use serde::de::{self, Deserialize, Deserializer, MapAccess};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is, or was, published.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    /// The entries that use a code.
    pub(super) used: BTreeMap<u32, BTreeSet<Published>>,
    pub(super) retired: BTreeSet<u32>,
    /// What is added to a bare status to make its code.
    pub(super) bare_statuses: u32,
}

/// An entry, apart from its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Published {
    pub(super) path: String,
    pub(super) status: u16,
    /// Where it interpolates nothing.
    pub(super) message: Option<String>,
}

impl Lines {
    pub(super) fn of_catalog(catalog: &Catalog) -> Self {
        let first = Status::FIRST;
        let mut lines = Self {
            bare_statuses: catalog.bare_code(first) - u32::from(first.as_u16()),
            ..Self::default()
        };
        for entry in catalog {
            let published = Published {
                path: entry.path().to_owned(),
                status: entry.status().as_u16(),
                message: entry.fixed_message().map(str::to_owned),
            };
            lines
                .used
                .entry(entry.code())
                .or_default()
                .insert(published);
        }
        lines.add_retired(catalog);
        lines
    }

    fn add_retired(&mut self, catalog: &Catalog) {
        self.retired.extend(catalog.retired());
        for nested in catalog.nested() {
            self.add_retired(nested);
        }
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Damage> {
        let text = std::str::from_utf8(bytes).map_err(|error| Damage::Utf8(error.valid_up_to()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = Self::default();
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            if is_conflict_marker(line) {
                return Err(Damage::Conflict(number));
            }
            // As the lines were once in a list.
            let line = line.trim().trim_end_matches(',');
            if matches!(line, "" | "[" | "]" | "[]") {
                continue;
            }
            let line = serde_json::from_str(line).map_err(|error| Damage::Line(number, error))?;
            lines.add(line).map_err(|code| Damage::Both(number, code))?;
        }
        Ok(lines)
    }

    /// The code, if it is both used and retired.
    fn add(&mut self, line: Line) -> Result<(), u32> {
        match line {
            Line::BareStatuses(offset) => self.bare_statuses = offset,
            Line::Used(code, _) | Line::Retired(code)
                if self.is_the_other(code, matches!(line, Line::Retired(_))) =>
            {
                return Err(code);
            }
            Line::Used(code, published) => {
                self.used.entry(code).or_default().insert(published);
            }
            Line::Retired(code) => {
                self.retired.insert(code);
            }
        }
        Ok(())
    }

    fn is_the_other(&self, code: u32, retired: bool) -> bool {
        if retired {
            self.used.contains_key(&code)
        } else {
            self.retired.contains(&code)
        }
    }
}

/// Git's, RCS's and `diff3`'s.
fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
        .iter()
        .any(|marker| line.starts_with(marker))
}

/// Why a file can't be read.
#[derive(Debug)]
pub(super) enum Damage {
    /// After so many bytes.
    Utf8(usize),
    /// In this line.
    Conflict(usize),
    Line(usize, serde_json::Error),
    /// In this line, which has this code.
    Both(usize, u32),
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf8(at) => write!(f, "byte {at} is not UTF-8: restore the file"),
            Self::Conflict(line) => write!(
                f,
                "line {line} is a conflict marker: keep the lines of both sides, in any order, and remove the markers"
            ),
            Self::Line(line, error) => write!(f, "line {line}: {error}: restore the line"),
            Self::Both(line, code) => write!(
                f,
                "line {line}: code {code} is both used and retired: keep one of its lines"
            ),
        }
    }
}

/// By code; what moves the bare statuses comes first.
impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bare_statuses != 0 {
            let offset = self.bare_statuses;
            writeln!(f, r#"{{ "bareStatuses": {offset} }}"#)?;
        }
        let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (code, entries) in &self.used {
            let text = entries.iter().map(|published| published.line(*code));
            lines.entry(*code).or_default().extend(text);
        }
        for code in &self.retired {
            let line = format!(r#"{{ "code": {code}, "retired": true }}"#);
            lines.entry(*code).or_default().push(line);
        }
        lines
            .values()
            .flatten()
            .try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Published {
    fn line(&self, code: u32) -> String {
        let (path, status) = (json(&self.path), self.status);
        let message = match &self.message {
            Some(message) => format!(r#", "message": {}"#, json(message)),
            None => String::new(),
        };
        format!(r#"{{ "code": {code}, "status": {status}, "entry": {path}{message} }}"#)
    }
}

fn json(text: &str) -> serde_json::Value {
    text.into()
}

/// One line of the file.
enum Line {
    Used(u32, Published),
    Retired(u32),
    BareStatuses(u32),
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Line;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of `code`, `status` and `entry`, of `code` and `retired`, or of `bareStatuses`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line, A::Error> {
                let (mut code, mut status, mut path) = (None, None, None);
                let (mut message, mut retired, mut bare_statuses) = (None, None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match &*key {
                        "code" => once(&mut code, "code", &mut map)?,
                        "status" => once(&mut status, "status", &mut map)?,
                        "entry" => once(&mut path, "entry", &mut map)?,
                        "message" => once(&mut message, "message", &mut map)?,
                        "retired" => once(&mut retired, "retired", &mut map)?,
                        "bareStatuses" => once(&mut bare_statuses, "bareStatuses", &mut map)?,
                        _ => {
                            return Err(de::Error::custom(format_args!(
                                "the key `{key}` is unknown, and may be a newer version's: update error-catalog"
                            )));
                        }
                    }
                }
                match (code, path, status, message, retired, bare_statuses) {
                    (Some(code), Some(path), Some(status), message, None, None) => {
                        let published = Published {
                            path,
                            status,
                            message,
                        };
                        Ok(Line::Used(code, published))
                    }
                    (Some(code), None, None, None, Some(true), None) => Ok(Line::Retired(code)),
                    (None, None, None, None, None, Some(offset)) => Ok(Line::BareStatuses(offset)),
                    _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
                }
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(de::Error::duplicate_field(key));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}
