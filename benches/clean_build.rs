//! Measures a clean build of what a service needs for its errors: ours, and all by hand.
//!
//! ```text
//! cargo run --release -p benches --bin clean-build
//! ```

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

const ROUNDS: usize = 3;

fn main() {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = benches.join("../target/clean-build");
    let ours = format!(
        "thiserror = \"2\"\nerror-catalog = {{ path = \"{}\" }}\n",
        benches.join("../runtime").display()
    );
    let by_hand = r#"thiserror = "2"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
uuid = { version = "1", features = ["v4", "serde"] }
chrono = { version = "0.4", features = ["serde"] }
"#;
    println!(
        "{:10}{:>10}{:>10}{:>10}",
        "", "crates", "s, check", "s, release"
    );
    for (way, dependencies) in [("ours", &*ours), ("by-hand", by_hand)] {
        let folder = workspace.join(way);
        fs::create_dir_all(&folder).expect("the folder is made");
        let manifest = format!(
            "[workspace]\n[package]\nname = \"{way}\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[dependencies]\n{dependencies}"
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest is written");
        fs::write(folder.join("lib.rs"), "").expect("the source is written");
        let crates = crates(&folder);
        let [check, release] =
            [&["check"][..], &["build", "--release"]].map(|command| seconds(&folder, command));
        println!("{way:10}{crates:10}{check:10.1}{release:10.1}");
    }
}

/// How many crates are built, this one not counted.
fn crates(folder: &Path) -> usize {
    let output = Command::new("cargo")
        .args([
            "tree",
            "--prefix=none",
            "--edges=normal,build",
            "--no-dedupe",
        ])
        .current_dir(folder)
        .output()
        .expect("cargo runs");
    let mut crates: Vec<_> = output.stdout.split(|byte| *byte == b'\n').collect();
    crates.sort_unstable();
    crates.dedup();
    crates.retain(|name| !name.is_empty());
    crates.len() - 1
}

/// The median of some clean builds.
fn seconds(folder: &Path, command: &[&str]) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let _ = fs::remove_dir_all(folder.join("target"));
            let start = Instant::now();
            let built = Command::new("cargo")
                .args(command)
                .arg("--quiet")
                .current_dir(folder)
                .status()
                .expect("cargo runs");
            assert!(built.success());
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}
