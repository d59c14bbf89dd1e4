use crate::Catalog;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Compares a catalog with what the file says was published. `update` is the command that writes it.
pub(crate) fn check(
    catalog: &Catalog,
    path: &Path,
    update: &'static str,
) -> Result<(), StabilityError> {
    let unstable = |mistake| StabilityError {
        path: path.to_owned(),
        update,
        mistake,
    };
    let text = fs::read_to_string(path).map_err(|error| unstable(Mistake::Read(error)))?;
    let published = serde_json::from_str(&text).and_then(Codes::of_lines);
    let published = published.map_err(|error| unstable(Mistake::Damaged(error)))?;
    let broken = published.broken_by(&Codes::of_catalog(catalog));
    if broken.is_empty() {
        Ok(())
    } else {
        Err(unstable(Mistake::Broken(broken)))
    }
}

/// Writes the file of all that the catalog publishes.
pub(crate) fn write(
    catalog: &Catalog,
    path: &Path,
    update: &'static str,
) -> Result<(), StabilityError> {
    let text = Codes::of_catalog(catalog).to_string();
    fs::write(path, text).map_err(|error| StabilityError {
        path: path.to_owned(),
        update,
        mistake: Mistake::Write(error),
    })
}

/// Promises to clients that no longer hold, or a file in which none can be read.
#[derive(Debug)]
pub struct StabilityError {
    path: PathBuf,
    update: &'static str,
    mistake: Mistake,
}

#[derive(Debug)]
enum Mistake {
    Read(io::Error),
    Write(io::Error),
    Damaged(serde_json::Error),
    Broken(Vec<String>),
}

impl fmt::Display for StabilityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, update) = (self.path.display(), self.update);
        match &self.mistake {
            Mistake::Read(error) => write!(
                f,
                "{path} can't be read: {error}: if there is none yet, write it with `{update}`"
            ),
            Mistake::Write(error) => write!(f, "{path} can't be written: {error}"),
            Mistake::Damaged(error) => write!(
                f,
                "{path} is damaged: {error}: restore it, or write it anew with `{update}`"
            ),
            Mistake::Broken(broken) => {
                write!(f, "the catalog breaks what {path} promises:")?;
                for promise in broken {
                    write!(f, "\n* {promise}")?;
                }
                write!(
                    f,
                    "\nif no client has seen these codes yet, write the file anew with `{update}`"
                )
            }
        }
    }
}

impl std::error::Error for StabilityError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.mistake {
            Mistake::Read(error) | Mistake::Write(error) => Some(error),
            Mistake::Damaged(error) => Some(error),
            Mistake::Broken(_) => None,
        }
    }
}

/// What is, or was, published.
#[derive(Default)]
struct Codes {
    /// The statuses of the entries that use a code, by the entries' paths.
    used: BTreeMap<u32, BTreeMap<String, u16>>,
    retired: BTreeSet<u32>,
}

impl Codes {
    fn of_catalog(catalog: &Catalog) -> Self {
        let mut codes = Self::default();
        for entry in catalog {
            let entries = codes.used.entry(entry.code()).or_default();
            entries.insert(entry.path().to_owned(), entry.status().as_u16());
        }
        codes.add_retired(catalog);
        codes
    }

    fn add_retired(&mut self, catalog: &Catalog) {
        self.retired.extend(catalog.retired());
        for nested in catalog.nested() {
            self.add_retired(nested);
        }
    }

    /// Each line is there once: two that differ, as a merge leaves them, would be one promise lost.
    fn of_lines(lines: Vec<Line>) -> Result<Self, serde_json::Error> {
        let mut codes = Self::default();
        for Line { code, entry } in lines {
            let is_new = match entry {
                Some((path, status)) => {
                    let entries = codes.used.entry(code).or_default();
                    entries.insert(path, status).is_none() && !codes.retired.contains(&code)
                }
                None => codes.retired.insert(code) && !codes.used.contains_key(&code),
            };
            if !is_new {
                let message =
                    format!("code {code} is there twice, and only one of the lines can hold");
                return Err(de::Error::custom(message));
            }
        }
        Ok(codes)
    }

    /// The promises that do not hold any more, in words.
    fn broken_by(&self, now: &Self) -> Vec<String> {
        let mut broken = Vec::new();
        for (code, then) in &self.used {
            match now.used.get(code) {
                Some(now) => broken.extend(changes(*code, then, now)),
                None if now.retired.contains(code) => {}
                None => broken.push(format!(
                    "error code {code} of {} vanished: bring it back, or write `retired({code})`",
                    names(then)
                )),
            }
        }
        for code in &self.retired {
            if let Some(now) = now.used.get(code) {
                broken.push(format!(
                    "error code {code} is retired, and came back as {}: give that another",
                    names(now)
                ));
            } else if !now.retired.contains(code) {
                broken.push(format!(
                    "error code {code} is no longer retired: write `retired({code})`, so that nothing uses it again"
                ));
            }
        }
        broken
    }
}

/// What changed in the entries of a code.
fn changes(code: u32, then: &BTreeMap<String, u16>, now: &BTreeMap<String, u16>) -> Vec<String> {
    if !then.keys().any(|path| now.contains_key(path)) {
        return vec![format!(
            "error code {code} moved from {} to {}: give the latter another, and write `retired({code})`",
            names(then),
            names(now)
        )];
    }
    then.iter()
        .filter_map(|(path, before)| {
            let after = now.get(path).filter(|after| *after != before)?;
            Some(format!(
                "error code {code} of `{path}` changed its status from {before} to {after}: answer {before}, or give it another code"
            ))
        })
        .collect()
}

fn names(entries: &BTreeMap<String, u16>) -> String {
    let names: Vec<_> = entries.keys().map(|path| format!("`{path}`")).collect();
    names.join(" and ")
}

/// JSON, a line for each entry and each retired code, sorted by code.
impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = BTreeMap::<u32, String>::new();
        for (code, entries) in &self.used {
            for (path, status) in entries {
                let path = serde_json::to_string(path).map_err(|_| fmt::Error)?;
                let lines = lines.entry(*code).or_default();
                write!(
                    lines,
                    ",\n  {{ \"code\": {code}, \"status\": {status}, \"entry\": {path} }}"
                )?;
            }
        }
        for code in &self.retired {
            let lines = lines.entry(*code).or_default();
            write!(lines, ",\n  {{ \"code\": {code}, \"retired\": true }}")?;
        }
        let lines: String = lines.into_values().collect();
        writeln!(f, "[{}\n]", lines.strip_prefix(',').unwrap_or_default())
    }
}

/// One line of the file.
struct Line {
    code: u32,
    /// Path and status of an entry; `None` of a retired code.
    entry: Option<(String, u16)>,
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Line;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of `code`, `status` and `entry`, or of `code` and `retired`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line, A::Error> {
                let (mut code, mut status, mut entry, mut retired) = (None, None, None, false);
                while let Some(field) = map.next_key::<String>()? {
                    match &*field {
                        "code" => code = Some(map.next_value()?),
                        "status" => status = Some(map.next_value()?),
                        "entry" => entry = Some(map.next_value()?),
                        "retired" => retired = map.next_value()?,
                        other => {
                            let known = &["code", "status", "entry", "retired"];
                            return Err(de::Error::unknown_field(other, known));
                        }
                    }
                }
                let entry = match (entry, status, retired) {
                    (Some(entry), Some(status), false) => Some((entry, status)),
                    (None, None, true) => None,
                    _ => return Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
                };
                let code = code.ok_or_else(|| de::Error::missing_field("code"))?;
                Ok(Line { code, entry })
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}
