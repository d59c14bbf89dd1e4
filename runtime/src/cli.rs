//! Feature `cli`: a command-line tool for a catalog.

use crate::catalog::lock::{self, Commands, Mode, StabilityError};
use crate::export::contents::bare_statuses;
use crate::{Catalog, Entry, Status};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fmt};

/// Turns a catalog into a command-line tool. The `main` function of a binary calls it and returns its
/// result.
///
/// ```no_run
/// # #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
/// # #[error("not found")]
/// # #[catalog(status = 404, code = 1300)]
/// # struct MessagingError;
/// use error_catalog::{ErrorCatalog as _, cli};
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     cli::run(MessagingError::CATALOG)
/// }
/// ```
///
/// The commands:
///
/// * `list`: lists all entries, sorted by code
/// * `explain 1300`: explains one of them, with its documentation
/// * `export html`, `markdown`, `json`, `openapi`, `typescript`, `alerts` or `dashboard`:
///   writes a document
/// * `check errors.lock`: compares the catalog with its lock file, as `testing::assert_stable` does;
///   `--update` adds what is new to the file, and `--break` writes it anew
///
/// The exit code is 0 on success, 1 if a code is unknown or a promise is broken, and 2 if an argument is
/// wrong.
#[must_use]
pub fn run(catalog: &Catalog) -> ExitCode {
    match run_from(catalog, env::args_os(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell if this fails.
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Does what [`run`] does, with these arguments, and writes to `out`. The first argument is the program's
/// name.
///
/// ```
/// # #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
/// # #[error("no such order")]
/// # #[catalog(status = 404, code = 1300)]
/// # struct OrderError;
/// use error_catalog::{ErrorCatalog as _, cli};
///
/// let mut out = Vec::new();
/// cli::run_from(OrderError::CATALOG, ["catalog", "list"], &mut out)?;
/// assert_eq!(String::from_utf8(out).unwrap(), "      1300  404  OrderError  no such order\n");
/// # Ok::<(), cli::Error>(())
/// ```
///
/// # Errors
///
/// Returns the error that [`run`] writes to the standard error.
pub fn run_from(
    catalog: &Catalog,
    args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    match execute(catalog, args, out) {
        // As in `… list | head`.
        Err(Error(Mistake::Output(error))) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn execute(
    catalog: &Catalog,
    args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let matches = match command(catalog).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) if error.exit_code() == 0 => {
            return Ok(write!(out, "{error}")?);
        }
        Err(error) => return Err(Error(Mistake::Arguments(error))),
    };
    match matches.subcommand() {
        Some(("explain", args)) => explain(catalog, argument(args, "code"), out),
        Some(("export", args)) => {
            let format: String = argument(args, "format");
            match FORMATS.iter().find(|(name, _)| *name == format) {
                Some((_, document)) => Ok(write!(out, "{}", document(catalog))?),
                None => Ok(()),
            }
        }
        Some(("check", args)) => {
            let file: PathBuf = argument(args, "file");
            let mode = match (args.get_flag("update"), args.get_flag("break")) {
                (_, true) => Mode::Break,
                (true, _) => Mode::Update,
                (false, false) => Mode::Check,
            };
            for line in lock::run(catalog, &file, mode, &COMMANDS)? {
                writeln!(out, "{line}")?;
            }
            let file = file.display();
            match mode {
                Mode::Check => writeln!(out, "the catalog keeps what {file} promises")?,
                Mode::Update | Mode::Break => writeln!(out, "{file} records the catalog")?,
            }
            Ok(())
        }
        _ => Ok(list(catalog, out)?),
    }
}

static COMMANDS: Commands = Commands {
    update: "check --update",
    break_promises: "check --break",
};

/// Writes a catalog in a format.
type Document = fn(&Catalog) -> Box<dyn fmt::Display + '_>;

/// The documents, by the names of their formats.
const FORMATS: [(&str, Document); 7] = [
    ("alerts", |catalog| Box::new(catalog.to_alerts())),
    ("dashboard", |catalog| Box::new(catalog.to_dashboard())),
    ("html", |catalog| Box::new(catalog.to_html())),
    ("markdown", |catalog| Box::new(catalog.to_markdown())),
    ("json", |catalog| Box::new(catalog.to_json())),
    ("openapi", |catalog| Box::new(catalog.to_openapi())),
    ("typescript", |catalog| Box::new(catalog.to_typescript())),
];

fn command(catalog: &Catalog) -> Command {
    let code = Arg::new("code")
        .required(true)
        .value_parser(value_parser!(u32))
        .help("The integer that names the error");
    let format = Arg::new("format")
        .required(true)
        .value_parser(PossibleValuesParser::new(FORMATS.map(|(name, _)| name)))
        .help("What to write");
    let file = Arg::new("file")
        .default_value("errors.lock")
        .value_parser(value_parser!(PathBuf))
        .help("The lock file, which records what was published");
    let update = Arg::new("update")
        .long("update")
        .action(ArgAction::SetTrue)
        .help("Adds what is new to the file; what was published stays");
    let break_promises = Arg::new("break")
        .long("break")
        .action(ArgAction::SetTrue)
        .help("Writes the file anew, whatever was published");
    Command::new("catalog")
        .about(format!("The errors of {}", catalog.name()))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommand(Command::new("list").about("Lists all errors, sorted by code"))
        .subcommand(
            Command::new("explain")
                .about("Explains the error of a code")
                .arg(code),
        )
        .subcommand(
            Command::new("export")
                .about("Writes a document of all errors")
                .arg(format),
        )
        .subcommand(
            Command::new("check")
                .about("Checks that published codes keep their meaning")
                .arg(file)
                .arg(update)
                .arg(break_promises),
        )
}

/// An argument that the command requires, or has a default for.
fn argument<T: Clone + Default + Send + Sync + 'static>(args: &ArgMatches, name: &str) -> T {
    args.get_one(name).cloned().unwrap_or_default()
}

/// Each entry once, sorted by code.
fn entries(catalog: &Catalog) -> BTreeMap<(u32, &'static str), &'static Entry> {
    let entries = catalog.iter();
    entries
        .map(|entry| ((entry.code(), entry.path()), entry))
        .collect()
}

fn list(catalog: &Catalog, out: &mut dyn Write) -> io::Result<()> {
    let entries = entries(catalog);
    let paths = entries.values().map(|entry| entry.path().len());
    let width = paths.max().unwrap_or_default();
    for entry in entries.values() {
        let (code, status) = (entry.code(), entry.status().as_u16());
        let message = entry.message().unwrap_or_default();
        let deprecated = match entry.deprecation() {
            Some(_) => " (deprecated)",
            None => "",
        };
        let line = format!(
            "{code:>10}  {status}  {:width$}  {message}{deprecated}",
            entry.path()
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn explain(catalog: &Catalog, code: u32, out: &mut dyn Write) -> Result<(), Error> {
    let entries = entries(catalog);
    let mut of_code = entries
        .values()
        .filter(|entry| entry.code() == code)
        .peekable();
    if of_code.peek().is_none() {
        let (first, last) = bare_statuses(catalog);
        if (first..=last).contains(&code) {
            return Ok(explain_bare_status(code, code - first, out)?);
        }
        let Some(retiring) = retiring(catalog, code) else {
            return Err(Error(Mistake::UnknownCode {
                code,
                nearest: nearest(entries.values(), code),
            }));
        };
        return Ok(writeln!(
            out,
            "Error code {code} is retired: it was used by `{}` and will not be reused.",
            retiring.name()
        )?);
    }
    while let Some(entry) = of_code.next() {
        explain_entry(entry, out)?;
        if of_code.peek().is_some() {
            writeln!(out, "\n---\n")?;
        }
    }
    Ok(())
}

/// What `UniformErrors` answers where no error made the response.
fn explain_bare_status(code: u32, above_400: u32, out: &mut dyn Write) -> io::Result<()> {
    let status = u16::try_from(above_400 + 400).ok().and_then(Status::new);
    let status = status.map_or(String::new(), |status| status.to_string());
    writeln!(
        out,
        "Error code {code}: no error of the catalog made this response.\n\nStatus:  {status}\n\nThe framework answered it, such as the router for an unknown path, or something in front of the service."
    )
}

fn explain_entry(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let message = entry
        .message()
        .unwrap_or("its message is made by `Display`");
    writeln!(out, "Error code {}: {message}\n", entry.code())?;
    writeln!(out, "Status:  {}", entry.status())?;
    writeln!(out, "Variant: {}", entry.path())?;
    for (name, value) in entry.headers() {
        writeln!(out, "Header:  {name}: {value}")?;
    }
    if let Some(example) = entry.example() {
        writeln!(out, "Example: {example}")?;
    }
    match entry.deprecation() {
        Some("") => writeln!(out, "Deprecated.")?,
        Some(note) => writeln!(out, "Deprecated: {note}")?,
        None => {}
    }
    let docs = match entry.docs() {
        "" => "It is not documented.",
        docs => docs,
    };
    writeln!(out, "\n{docs}")
}

/// The catalog that retired the code.
fn retiring(catalog: &Catalog, code: u32) -> Option<&Catalog> {
    if catalog.retired().contains(&code) {
        return Some(catalog);
    }
    let mut nested = catalog.nested().iter();
    nested.find_map(|nested| retiring(nested, code))
}

/// The three codes that are nearest to it, in their order.
fn nearest<'a>(entries: impl Iterator<Item = &'a &'static Entry>, code: u32) -> Vec<u32> {
    let mut codes: Vec<_> = entries.map(|entry| entry.code()).collect();
    codes.dedup();
    codes.sort_by_key(|other| other.abs_diff(code));
    codes.truncate(3);
    codes.sort_unstable();
    codes
}

/// The error of a command.
#[derive(Debug)]
pub struct Error(Mistake);

#[derive(Debug)]
enum Mistake {
    Arguments(clap::Error),
    UnknownCode { code: u32, nearest: Vec<u32> },
    StabilityError(StabilityError),
    Output(io::Error),
}

impl Error {
    /// Returns the exit code of the program.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.0 {
            Mistake::Arguments(_) => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Mistake::Arguments(error) => {
                let text = error.to_string();
                let text = text.trim_end();
                f.write_str(text.strip_prefix("error: ").unwrap_or(text))
            }
            Mistake::UnknownCode { code, nearest } => {
                write!(f, "no error has code {code}")?;
                let codes: Vec<_> = nearest.iter().map(u32::to_string).collect();
                match codes.split_last() {
                    None => Ok(()),
                    Some((only, [])) => write!(f, ": the nearest is {only}"),
                    Some((last, others)) => {
                        write!(f, ": the nearest are {} and {last}", others.join(", "))
                    }
                }
            }
            Mistake::StabilityError(unstable) => unstable.fmt(f),
            Mistake::Output(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self(Mistake::Output(error))
    }
}

impl From<StabilityError> for Error {
    fn from(unstable: StabilityError) -> Self {
        Self(Mistake::StabilityError(unstable))
    }
}
