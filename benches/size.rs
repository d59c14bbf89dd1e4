//! Measures what a variant adds to a release build, beyond its `Display` by thiserror.
//!
//! ```text
//! cargo run --release -p benches --bin size
//! ```
//!
//! It needs `size` (Debian's package `binutils`).

use benches::generated::{Way, ours, with_thiserror, write_workspace};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

const FEW: u16 = 10;
const MANY: u16 = 1000;
const SECTIONS: [&str; 5] = [".text", ".rodata", ".eh_frame", ".data.rel.ro", ".rela.dyn"];

const WAYS: [Way; 3] = [
    ("size-thiserror", |size| {
        with_thiserror(size) + "pub fn display(error: &Error) -> String { error.to_string() }"
    }),
    ("size-ours", |size| {
        ours(size)
            + r"
pub fn display(error: &Error) -> String { error.to_string() }
pub fn status(error: &Error) -> u16 { error_catalog::ApiError::status(error).as_u16() }
pub fn code(error: &Error) -> u32 { error_catalog::ApiError::code(error) }
pub fn body(error: &Error) -> Vec<u8> { error_catalog::Occurrence::new(error).to_json_bytes() }
"
    }),
    ("size-by-hand", by_hand),
];

/// A `match` for the status, one for the code, and one that writes the body.
fn by_hand(size: usize) -> String {
    let [mut statuses, mut codes, mut bodies] = [const { String::new() }; 3];
    for index in 0..size {
        let (status, code) = ([400, 404, 409, 422][index % 4], 1000 + index);
        let (fields, message) = match index % 3 {
            0 => (
                "",
                format!("Thing number {index} wasn't found or is already expired"),
            ),
            1 => ("(field)", format!("Thing number {index} is invalid: {{}}")),
            _ => (
                " { name, limit }",
                format!("Thing number {index} named {{}} is above its limit of {{limit}}"),
            ),
        };
        let escaped = ["", ", escape(field)", ", escape(name)"][index % 3];
        let _ = writeln!(statuses, "Error::Variant{index} {{ .. }} => {status},");
        let _ = writeln!(codes, "Error::Variant{index} {{ .. }} => {code},");
        let _ = writeln!(
            bodies,
            r##"Error::Variant{index}{fields} => format!(r#"{{{{"code":{code},"message":"{message}","errorId":"{{id}}","timestamp":"{{time}}Z"}}}}"#{escaped}),"##
        );
    }
    with_thiserror(size)
        + &format!(
            r#"
pub fn display(error: &Error) -> String {{ error.to_string() }}
pub fn status(error: &Error) -> u16 {{ match error {{ {statuses} }} }}
pub fn code(error: &Error) -> u32 {{ match error {{ {codes} }} }}
pub fn body(error: &Error) -> String {{
    let id = uuid::Uuid::new_v4();
    let time = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let time = &time[..22];
    match error {{ {bodies} }}
}}
fn escape(text: &str) -> String {{ text.replace('\\', "\\\\").replace('"', "\\\"") }}
"#
        )
}

fn main() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/size");
    let [few, many] = [FEW, MANY].map(|size| {
        write_workspace(&workspace, &WAYS, size.into());
        WAYS.map(|(way, _)| sections(&workspace, way))
    });
    print!("{:16}", "bytes a variant");
    for section in SECTIONS {
        print!("{section:>14}");
    }
    println!("{:>16}", ".text+.rodata");
    let grown = |way: usize, section: &str| many[way][section] - few[way][section];
    for (index, (way, _)) in WAYS.iter().enumerate().skip(1) {
        let each = |section| (grown(index, section) - grown(0, section)) / f64::from(MANY - FEW);
        print!("{way:16}");
        for section in SECTIONS {
            print!("{:14.1}", each(section));
        }
        println!("{:16.1}", each(".text") + each(".rodata"));
    }
}

/// The sizes of a shared library's sections: all that a program would take of the crate.
fn sections(workspace: &Path, way: &str) -> HashMap<String, f64> {
    let built = Command::new("cargo")
        .args([
            "rustc",
            "--quiet",
            "--offline",
            "--release",
            "--package",
            way,
        ])
        .args(["--crate-type", "dylib"])
        .current_dir(workspace)
        .status()
        .expect("cargo runs");
    assert!(built.success());
    let library = format!("target/release/lib{}.so", way.replace('-', "_"));
    let output = Command::new("size")
        .args(["-A", &library])
        .current_dir(workspace)
        .output()
        .expect("size runs: it is in Debian's package `binutils`");
    let table = String::from_utf8_lossy(&output.stdout);
    table
        .lines()
        .filter_map(|line| {
            let mut columns = line.split_whitespace();
            Some((columns.next()?.to_owned(), columns.next()?.parse().ok()?))
        })
        .collect()
}
