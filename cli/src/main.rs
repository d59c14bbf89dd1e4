//! The program `error-catalog`: the catalogs of any number of services, checked, explained and compared.

mod check;
mod client;
mod diff;
mod document;
mod explain;
mod fleet;
mod site;

use clap::{Parser, Subcommand};
use client::Language;
use fleet::{Fleet, Sources};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

/// Checks, explains and compares the error catalogs of any number of services.
///
/// A service brings its document (`export json`), its lock file, or both. It is named by the file,
/// `orders.json`, or by its folder, `orders/errors.json`. A folder stands for all such files in it.
#[derive(Parser)]
#[command(version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Finds what two services claim alike, and what was published and changed
    Check {
        /// The documents and the lock files, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Writes what a client must know of a release, as Markdown
    Diff {
        /// The documents of the last release
        old: PathBuf,
        /// The documents of this release
        new: PathBuf,
    },
    /// Explains a code, a name, or all errors that have the words
    Explain {
        /// A code, a name, or words
        #[arg(required = true)]
        words: Vec<String>,
        /// The documents, or a folder of them
        #[arg(long = "in", default_value = ".")]
        path: PathBuf,
    },
    /// Writes a reference site for all services, which works from a folder
    Site {
        /// The folder to write to
        #[arg(long, short)]
        out: PathBuf,
        /// The documents, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Writes a module of the codes, names and statuses, which depends on nothing
    Client {
        /// The language of the module
        language: Language,
        /// The documents, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = run(&arguments.command, &mut out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    match done {
        Ok(code) => code,
        // As in `… | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            // Nobody is left to tell if this fails.
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match command {
        Command::Check { paths } => {
            let sources = Sources::read(paths)?;
            let fleet = Fleet::of(&sources)?;
            let mistakes = check::mistakes(&fleet);
            for mistake in &mistakes {
                writeln!(out, "{mistake}")?;
            }
            let (mistakes, services) = (mistakes.len(), fleet.services.len());
            let noun = if mistakes == 1 { "mistake" } else { "mistakes" };
            let plural = if services == 1 { "service" } else { "services" };
            writeln!(out, "{mistakes} {noun} in {services} {plural}")?;
            Ok(if mistakes == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Command::Diff { old, new } => {
            let (old, new) = (Sources::read([old])?, Sources::read([new])?);
            let (old, new) = (Fleet::of(&old)?, Fleet::of(&new)?);
            old.need_documents()?;
            new.need_documents()?;
            write!(out, "{}", diff::Diff::of(&old, &new))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Explain { words, path } => {
            let sources = Sources::read([path])?;
            let fleet = Fleet::of(&sources)?;
            let found = explain::explain(&fleet, &words.join(" "), out)?;
            Ok(if found {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Command::Site { out: folder, paths } => {
            let sources = Sources::read(paths)?;
            let fleet = Fleet::of(&sources)?;
            // What a compiler would compare, in a constant, takes a large catalog some stack.
            let codes = thread::scope(|scope| {
                let builder = thread::Builder::new().stack_size(64 << 20);
                let thread = builder.spawn_scoped(scope, || site::write(&fleet, folder))?;
                let panicked = |_| Err(io::Error::other("the site could not be written"));
                thread.join().unwrap_or_else(panicked)
            })?;
            let (index, services) = (folder.join("index.html"), fleet.services.len());
            let plural = if services == 1 { "service" } else { "services" };
            let index = index.display();
            writeln!(out, "{index}: {services} {plural}, {codes} codes")?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Client { language, paths } => {
            let sources = Sources::read(paths)?;
            let fleet = Fleet::of(&sources)?;
            client::write(*language, &fleet, out)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Why a command came to nothing.
enum Failure {
    Input(fleet::Mistake),
    Output(io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Input(mistake) => mistake.fmt(f),
            Self::Output(error) => error.fmt(f),
        }
    }
}

impl From<fleet::Mistake> for Failure {
    fn from(mistake: fleet::Mistake) -> Self {
        Self::Input(mistake)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
