//! Measures what an enum costs the compiler, in CPU time beyond the same enum with nothing but
//! `Debug`, when all dependencies are built.
//!
//! ```text
//! cargo run --release -p benches --bin compile-time              # 10 to 5,000 variants, check and release
//! cargo run --release -p benches --bin compile-time -- 1000      # one size
//! ```

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

const SIZES: [usize; 4] = [10, 100, 1000, 5000];
const ROUNDS: usize = 5;
const PROFILES: [(&str, &[&str]); 2] =
    [("check", &["check"]), ("release", &["build", "--release"])];

/// What a crate is called, and the text of its enum of so many variants.
type Way = (&'static str, fn(usize) -> String);

/// The ways to write the same errors.
const WAYS: [Way; 4] = [
    ("only-debug", debug),
    ("with-thiserror", thiserror),
    ("with-ours", ours),
    ("by-hand", by_hand),
];

fn main() {
    let sizes: Vec<usize> = env::args()
        .skip(1)
        .map(|size| size.parse().expect("a number of variants"))
        .collect();
    let sizes = if sizes.is_empty() {
        SIZES.to_vec()
    } else {
        sizes
    };
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/compile-time");
    println!(
        "{:8}{:>9}{:>16}{:>11}{:>9}{:>8}{:>9}",
        "", "variants", "way", "ms in all", "ms each", "x", "rounds"
    );
    for (profile, command) in PROFILES {
        for &size in &sizes {
            write_workspace(&workspace, size);
            // Builds the dependencies.
            cargo(&workspace, command, &["--workspace"]);
            let mut rounds = vec![Vec::new(); WAYS.len()];
            for _ in 0..ROUNDS {
                for ((way, _), times) in WAYS.iter().zip(&mut rounds) {
                    let source = workspace.join(way).join("lib.rs");
                    let text = fs::read(&source).expect("the source");
                    fs::write(&source, text).expect("the source is touched");
                    times.push(cargo(&workspace, command, &["--package", way]));
                }
            }
            print(profile, size, rounds);
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn print(profile: &str, size: usize, rounds: Vec<Vec<f64>>) {
    let medians: Vec<f64> = rounds.into_iter().map(median).collect();
    let each = |median: f64| (median - medians[0]) / size as f64;
    for ((way, _), &median) in WAYS.iter().zip(&medians) {
        let (each, thiserror) = (each(median), each(medians[1]));
        println!(
            "{profile:8}{size:9}{way:>16}{median:11.0}{each:9.3}{:8.2}{ROUNDS:9}",
            each / thiserror
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Runs cargo; milliseconds of CPU time, its children's included.
fn cargo(workspace: &Path, command: &[&str], packages: &[&str]) -> f64 {
    let output = Command::new("bash")
        .args([
            "-c",
            r#"TIMEFORMAT="%U %S"; time cargo "$@" >/dev/null 2>cargo.log"#,
            "cargo",
        ])
        .args(command)
        .args(["--quiet", "--offline"])
        .args(packages)
        // A change of nothing would cost nothing.
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(workspace)
        .stdout(Stdio::null())
        .output()
        .expect("bash runs");
    let log = || fs::read_to_string(workspace.join("cargo.log")).unwrap_or_default();
    assert!(output.status.success(), "{}", log());
    let times = String::from_utf8_lossy(&output.stderr);
    let seconds: f64 = times
        .split_whitespace()
        .map(|time| time.parse::<f64>().expect("seconds"))
        .sum();
    seconds * 1000.0
}

fn write_workspace(workspace: &Path, size: usize) {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    let members: Vec<_> = WAYS.iter().map(|(way, _)| format!("{way:?}")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    let runtime = benches.join("../runtime");
    write(workspace.join("Cargo.toml"), &manifest);
    // The same versions as here, and nothing to download.
    let lock = fs::read_to_string(benches.join("../Cargo.lock")).expect("the lock file");
    write(workspace.join("Cargo.lock"), &lock);
    for (way, text) in WAYS {
        let manifest = format!(
            r#"[package]
name = "{way}"
version = "0.0.0"
edition = "2024"
[lib]
path = "lib.rs"
[dependencies]
thiserror = "2"
chrono = {{ version = "0.4", default-features = false, features = ["now"] }}
uuid = {{ version = "1", default-features = false, features = ["v4"] }}
error-catalog = {{ path = "{}" }}
"#,
            runtime.display()
        );
        write(workspace.join(way).join("Cargo.toml"), &manifest);
        write(workspace.join(way).join("lib.rs"), &text(size));
    }
}

fn write(path: PathBuf, text: &str) {
    let folder = path.parent().expect("a folder");
    fs::create_dir_all(folder).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

fn debug(size: usize) -> String {
    declaration(size, "#[derive(Debug)]", |_| String::new())
}

fn thiserror(size: usize) -> String {
    declaration(size, "#[derive(Debug, thiserror::Error)]", |index| {
        format!("    #[error({:?})]\n", message(index))
    })
}

fn ours(size: usize) -> String {
    declaration(
        size,
        "#[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]",
        |index| {
            format!(
                "    #[error({:?})]\n    #[catalog(status = {}, code = {})]\n",
                message(index),
                status(index),
                code(index)
            )
        },
    )
}

/// A third of the variants each: without fields, with one, with named ones.
fn declaration(size: usize, derive: &str, attributes: impl Fn(usize) -> String) -> String {
    let mut text = format!("{derive}\npub enum Error {{\n");
    for index in 0..size {
        text += &attributes(index);
        let fields = match index % 3 {
            0 => "",
            1 => "(String)",
            _ => " { name: String, limit: u32 }",
        };
        let _ = writeln!(text, "    Variant{index}{fields},");
    }
    text + "}\n"
}

fn message(index: usize) -> String {
    match index % 3 {
        0 => format!("Thing number {index} wasn't found or is already expired"),
        1 => format!("Thing number {index} is invalid: {{0}}"),
        _ => format!("Thing number {index} named {{name}} is above its limit of {{limit}}"),
    }
}

fn status(index: usize) -> usize {
    [400, 404, 409, 422][index % 4]
}

fn code(index: usize) -> usize {
    1000 + index
}

fn by_hand(size: usize) -> String {
    let mut display = String::new();
    let mut statuses = String::new();
    let mut codes = String::new();
    for index in 0..size {
        let (fields, message) = match index % 3 {
            0 => ("", message(index)),
            1 => ("(field)", message(index).replace("{0}", "{field}")),
            _ => (" { name, limit }", message(index)),
        };
        let _ = writeln!(
            display,
            "            Self::Variant{index}{fields} => write!(f, {message:?}),"
        );
        let _ = writeln!(
            statuses,
            "            Self::Variant{index} {{ .. }} => {},",
            status(index)
        );
        let _ = writeln!(
            codes,
            "            Self::Variant{index} {{ .. }} => {},",
            code(index)
        );
    }
    debug(size)
        + &format!(
            r##"
impl std::fmt::Display for Error {{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{
        match self {{
{display}        }}
    }}
}}

impl std::error::Error for Error {{}}

impl Error {{
    pub fn status(&self) -> u16 {{
        match self {{
{statuses}        }}
    }}

    pub fn code(&self) -> u32 {{
        match self {{
{codes}        }}
    }}

    pub fn body(&self) -> String {{
        let time = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        format!(
            r#"{{{{"code":{{}},"message":{{:?}},"errorId":"{{}}","timestamp":"{{}}Z"}}}}"#,
            self.code(),
            self.to_string(),
            uuid::Uuid::new_v4(),
            &time[..22]
        )
    }}
}}
"##
        )
}
