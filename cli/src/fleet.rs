//! The services, and how their files are read.

use crate::document::{Catalog, Codes, Document, Entry, Line};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt;
use std::path::{self, Path, PathBuf};
use std::{fs, io, mem, thread};

/// The texts of all files, which the services are parts of.
pub(crate) struct Sources(Vec<(PathBuf, String)>);

impl Sources {
    /// Reads files, and all documents and lock files of folders.
    pub(crate) fn read<P: AsRef<Path>>(
        paths: impl IntoIterator<Item = P>,
    ) -> Result<Self, Mistake> {
        let mut files = BTreeMap::new();
        for path in paths {
            let path = path.as_ref();
            let found = find(path, &mut files).map_err(|error| Mistake::read(path, &error))?;
            if !found {
                return Err(Mistake(format!(
                    "{} has no catalog: write one with `export json` into a file that ends in `.json`",
                    path.display()
                )));
            }
        }
        let read = |path: PathBuf| match fs::read_to_string(&path) {
            Ok(text) => Ok((path, text)),
            Err(error) => Err(Mistake::read(&path, &error)),
        };
        files
            .into_values()
            .map(read)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// Adds the files of a path, each once however it is named. Returns whether there is any.
fn find(path: &Path, files: &mut BTreeMap<PathBuf, PathBuf>) -> io::Result<bool> {
    if !path.is_dir() {
        files.insert(path::absolute(path)?, path.to_owned());
        return Ok(true);
    }
    let mut found = false;
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let is_ours = matches!(
            path.extension().and_then(OsStr::to_str),
            Some("json" | "lock")
        );
        if is_ours || path.is_dir() {
            found |= find(&path, files)?;
        }
    }
    Ok(found)
}

/// All services, sorted by their names.
pub(crate) struct Fleet<'a> {
    pub(crate) services: Vec<Service<'a>>,
}

#[derive(Default)]
pub(crate) struct Service<'a> {
    pub(crate) name: String,
    pub(crate) catalogs: Vec<Catalog<'a>>,
    /// The codes of bare statuses, where it has a document.
    pub(crate) bare_statuses: Option<Codes>,
    /// What was published, where it has a document and a lock file.
    pub(crate) published: Vec<Entry<'a>>,
    /// The codes that its lock file retires.
    pub(crate) retired: BTreeSet<u32>,
}

/// A file, as far as it is read.
enum Part<'a> {
    Document(Document<'a>),
    Lines(Vec<Line<'a>>),
}

impl<'a> Fleet<'a> {
    pub(crate) fn of(sources: &'a Sources) -> Result<Self, Mistake> {
        let files = &sources.0;
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let chunk = files.len().div_ceil(threads).max(1);
        let parts = thread::scope(|scope| {
            let threads: Vec<_> = files
                .chunks(chunk)
                .map(|files| {
                    scope.spawn(|| -> Result<Vec<_>, Mistake> {
                        files
                            .iter()
                            .map(|(path, text)| Ok((path, parse(path, text)?)))
                            .collect()
                    })
                })
                .collect();
            let parts = threads.into_iter().map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(Mistake("a file could not be read".into())))
            });
            parts.collect::<Result<Vec<_>, _>>()
        })?;
        let mut services: BTreeMap<String, Service> = BTreeMap::new();
        for (path, part) in parts.into_iter().flatten() {
            let name = name(path);
            let service = services.entry(name.clone()).or_default();
            service.name = name;
            match part {
                Part::Document(document) => {
                    if service.bare_statuses.is_some() {
                        return Err(Mistake(format!(
                            "{} is the second document of {}: name the file by the service",
                            path.display(),
                            service.name
                        )));
                    }
                    service.bare_statuses = Some(document.bare_statuses);
                    service.catalogs = document.catalogs;
                }
                Part::Lines(lines) => service.add(lines),
            }
        }
        let services = services.into_values().map(Service::whole).collect();
        Ok(Self { services })
    }

    /// # Errors
    ///
    /// Fails if a service has nothing but a lock file.
    pub(crate) fn need_documents(&self) -> Result<(), Mistake> {
        let mut services = self.services.iter();
        match services.find(|service| service.bare_statuses.is_none()) {
            None => Ok(()),
            Some(service) => Err(Mistake(format!(
                "{} has a lock file alone: write its document with `export json`",
                service.name
            ))),
        }
    }

    /// All entries, with their services.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Service<'a>, &Entry<'a>)> {
        let services = self.services.iter();
        services.flat_map(|service| service.entries().map(move |entry| (service, entry)))
    }
}

impl<'a> Service<'a> {
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.catalogs.iter().flat_map(|catalog| &catalog.entries)
    }

    /// Where it has no document, its catalog is what was published.
    fn whole(mut self) -> Self {
        if self.bare_statuses.is_none() {
            self.catalogs.push(Catalog {
                name: self.name.clone().into(),
                docs: "".into(),
                codes: None,
                retired: Vec::new(),
                entries: mem::take(&mut self.published),
            });
        }
        self
    }

    fn add(&mut self, lines: Vec<Line<'a>>) {
        for line in lines {
            match (line.code, line.status, line.entry) {
                (Some(code), Some(status), Some(path)) => {
                    let published = Entry::published(code, status, path, line.message);
                    self.published.push(published);
                }
                (Some(code), ..) if line.retired.is_some() => {
                    self.retired.insert(code);
                }
                _ => {}
            }
        }
    }
}

fn parse<'a>(path: &Path, text: &'a str) -> Result<Part<'a>, Mistake> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if path.extension() != Some(OsStr::new("lock")) {
        return match serde_json::from_str(text) {
            Ok(Document { bare_statuses, .. }) if !bare_statuses.are_bare() => {
                Err(Mistake(format!(
                    "{} has bare statuses {bare_statuses}, which are not 200 codes: write it anew with `export json`",
                    path.display()
                )))
            }
            Ok(document) => Ok(Part::Document(document)),
            Err(error) => Err(Mistake(format!(
                "{} is not the JSON document of a catalog, which `export json` writes: {error}",
                path.display()
            ))),
        };
    }
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let lines = lines.map(|(index, line)| {
        serde_json::from_str(line).map_err(|error| {
            let (path, line) = (path.display(), index + 1);
            Mistake(format!(
                "{path}, line {line}, is not that of a lock file: {error}"
            ))
        })
    });
    Ok(Part::Lines(lines.collect::<Result<_, _>>()?))
}

/// `orders` of `orders.json`, `orders.lock` and `orders/errors.json`.
fn name(path: &Path) -> String {
    // `errors.json` alone is in a folder, too.
    let path = path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .and_then(OsStr::to_str);
    match (stem, folder) {
        ("errors" | "catalog", Some(folder)) => folder.to_owned(),
        (stem, _) => stem.to_owned(),
    }
}

/// What can't be read, in words.
#[derive(Debug)]
pub(crate) struct Mistake(String);

impl Mistake {
    fn read(path: &Path, error: &io::Error) -> Self {
        Self(format!("{} can't be read: {error}", path.display()))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
