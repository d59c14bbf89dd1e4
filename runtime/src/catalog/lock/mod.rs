//! What was published of a catalog: a file remembers it, and a catalog is compared with the file.

mod compare;
mod line;

use crate::Catalog;
use compare::Difference;
use line::Lines;
use std::fmt;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

/// What may be done to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Nothing: it is compared.
    Check,
    /// What is new is written; what was published stays.
    Update,
    /// The catalog is written as it is, whatever was published.
    Break,
}

/// How a user asks for the modes that write.
pub(crate) struct Commands {
    pub(crate) update: &'static str,
    pub(crate) break_promises: &'static str,
}

/// Compares a catalog with the file, and writes that as the mode says. Returns what changed without
/// a difference to clients, in words.
pub(crate) fn run(
    catalog: &Catalog,
    path: &Path,
    mode: Mode,
    commands: &'static Commands,
) -> Result<Vec<String>, StabilityError> {
    let error = |mistake| StabilityError {
        path: path.to_owned(),
        commands,
        mistake,
    };
    let now = Lines::of_catalog(catalog);
    if mode == Mode::Break {
        write(path, &now).map_err(|failure| error(Mistake::Write(failure)))?;
        return Ok(Vec::new());
    }
    let published = match fs::read(path) {
        Ok(text) => Lines::parse(&text).map_err(|damage| error(Mistake::Damaged(damage)))?,
        Err(failure) if failure.kind() == io::ErrorKind::NotFound && mode == Mode::Update => {
            Lines::default()
        }
        Err(failure) => return Err(error(Mistake::Read(failure))),
    };
    let Difference {
        broken,
        unrecorded,
        renamed,
        merged,
    } = compare::compare(&published, &now);
    if mode == Mode::Update {
        write(path, &merged).map_err(|failure| error(Mistake::Write(failure)))?;
    }
    if !broken.is_empty() {
        return Err(error(Mistake::Broken(broken)));
    }
    if !unrecorded.is_empty() && mode == Mode::Check {
        return Err(error(Mistake::Unrecorded(unrecorded)));
    }
    Ok(renamed)
}

/// Into a file beside it, which then takes its place: whoever reads has the old one or the new one.
fn write(path: &Path, lines: &Lines) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", process::id()));
    let beside = path.with_file_name(name);
    fs::write(&beside, lines.to_string())?;
    fs::rename(&beside, path).inspect_err(|_| drop(fs::remove_file(&beside)))
}

/// A catalog that differs from what its lock file records, or a file that cannot be read or written.
#[derive(Debug)]
pub struct StabilityError {
    path: PathBuf,
    commands: &'static Commands,
    mistake: Mistake,
}

impl fmt::Debug for Commands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.update)
    }
}

#[derive(Debug)]
enum Mistake {
    Read(io::Error),
    Write(io::Error),
    Damaged(line::Damage),
    Broken(Vec<String>),
    Unrecorded(Vec<String>),
}

impl fmt::Display for StabilityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        let Commands {
            update,
            break_promises,
        } = self.commands;
        match &self.mistake {
            Mistake::Read(error) => write!(
                f,
                "{path} can't be read: {error}: if there is none yet, write it with `{update}`"
            ),
            Mistake::Write(error) => write!(f, "{path} can't be written: {error}"),
            Mistake::Damaged(damage) => write!(f, "{path} is damaged: {damage}"),
            Mistake::Broken(broken) => {
                write!(
                    f,
                    "the catalog breaks what {path} promises:{}",
                    List(broken)
                )?;
                write!(
                    f,
                    "\nif no client has seen these codes yet, write the file anew with `{break_promises}`"
                )
            }
            Mistake::Unrecorded(changes) => {
                write!(
                    f,
                    "the catalog has changes that {path} does not record:{}",
                    List(changes)
                )?;
                write!(
                    f,
                    "\nif each code still means the same to clients, record them with `{update}`"
                )
            }
        }
    }
}

struct List<'a>(&'a [String]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| write!(f, "\n* {line}"))
    }
}

impl std::error::Error for StabilityError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.mistake {
            Mistake::Read(error) | Mistake::Write(error) => Some(error),
            Mistake::Damaged(_) | Mistake::Broken(_) | Mistake::Unrecorded(_) => None,
        }
    }
}
