//! Enums of any number of variants, each in a crate of its own.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What a crate is called, and the text of its enum of so many variants.
pub type Way = (&'static str, fn(usize) -> String);

/// Writes a workspace with a crate for each way.
///
/// # Panics
///
/// If a file can't be written.
pub fn write_workspace(workspace: &Path, ways: &[Way], size: usize) {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    let members: Vec<_> = ways.iter().map(|(way, _)| format!("{way:?}")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    let runtime = benches.join("../runtime");
    write(workspace.join("Cargo.toml"), &manifest);
    // The same versions as here, and nothing to download.
    let lock = fs::read_to_string(benches.join("../Cargo.lock")).expect("the lock file");
    write(workspace.join("Cargo.lock"), &lock);
    for (way, text) in ways {
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

/// The enum alone.
#[must_use]
pub fn only_debug(size: usize) -> String {
    declaration(size, "#[derive(Debug)]", |_| String::new())
}

/// With thiserror's `Display` and `Error`.
#[must_use]
pub fn with_thiserror(size: usize) -> String {
    declaration(size, "#[derive(Debug, thiserror::Error)]", |index| {
        format!("    #[error({:?})]\n", message(index))
    })
}

/// And with ours.
#[must_use]
pub fn ours(size: usize) -> String {
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

/// All by hand.
#[must_use]
pub fn by_hand(size: usize) -> String {
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
    only_debug(size)
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
