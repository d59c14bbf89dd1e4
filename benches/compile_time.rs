//! Measures what an enum costs the compiler, in CPU time beyond the same enum with nothing but
//! `Debug`, when all dependencies are built.
//!
//! ```text
//! cargo run --release -p benches --bin compile-time              # 10 to 5,000 variants, check and release
//! cargo run --release -p benches --bin compile-time -- 1000      # one size
//! ```

use benches::generated::{Way, by_hand, only_debug, ours, with_thiserror, write_workspace};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

const SIZES: [usize; 4] = [10, 100, 1000, 5000];
const ROUNDS: usize = 5;
const PROFILES: [(&str, &[&str]); 2] =
    [("check", &["check"]), ("release", &["build", "--release"])];

/// The ways to write the same errors.
const WAYS: [Way; 4] = [
    ("only-debug", only_debug),
    ("with-thiserror", with_thiserror),
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
            write_workspace(&workspace, &WAYS, size);
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
