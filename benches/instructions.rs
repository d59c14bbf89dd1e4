//! Counts the instructions of a body under callgrind, and fails if there are more than the
//! committed figures allow.
//!
//! ```text
//! cargo run --release -p benches --bin instructions            # compare
//! cargo run --release -p benches --bin instructions -- commit  # write the figures
//! ```
//!
//! It needs `valgrind` (Debian's package of that name). The count of one body is the difference
//! between N and 2N of them, divided by N: what happens once cancels out.

use benches::{by_hand, limit, ours};
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::{env, fs};

const FIGURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.txt");
const BODIES: u64 = 2000;
/// Of the committed figure.
const TOLERANCE: f64 = 0.03;

/// The names of the bodies, and how many of them to write.
type Case = (&'static str, fn(u64));

const CASES: [Case; 6] = [
    ("limit-static", |n| {
        repeat(n, &limit::Error::NotFound, limit::body);
    }),
    ("limit-interpolated", |n| {
        let msisdn = MSISDN.to_owned();
        repeat(n, &limit::Error::InvalidMsisdn { msisdn }, limit::body);
    }),
    ("ours-static", |n| {
        repeat(n, &ours::Error::NotFound, ours::body);
    }),
    ("ours-interpolated", |n| {
        let msisdn = MSISDN.to_owned();
        repeat(n, &ours::Error::InvalidMsisdn { msisdn }, ours::body);
    }),
    ("by-hand-static", |n| {
        repeat(n, &by_hand::Error::NotFound, by_hand::body);
    }),
    ("by-hand-interpolated", |n| {
        let msisdn = MSISDN.to_owned();
        repeat(n, &by_hand::Error::InvalidMsisdn { msisdn }, by_hand::body);
    }),
];

const MSISDN: &str = "+6512345678";

fn repeat<E>(count: u64, error: &E, body: impl Fn(&E) -> Vec<u8>) {
    for _ in 0..count {
        drop(black_box(body(black_box(error))));
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match &*args.iter().map(String::as_str).collect::<Vec<_>>() {
        [] => compare(),
        ["commit"] => commit(),
        ["run", name, count] => run(name, count.parse().expect("a number of bodies")),
        _ => panic!("usage: instructions [commit]"),
    }
}

/// What callgrind counts.
fn run(name: &str, count: u64) -> ExitCode {
    let (_, case) = CASES
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a case");
    case(count);
    ExitCode::SUCCESS
}

fn compare() -> ExitCode {
    let committed = fs::read_to_string(FIGURES).expect("the committed figures");
    let mut code = ExitCode::SUCCESS;
    println!("{:22}{:>10}{:>12}", "instructions", "now", "committed");
    for (name, _) in CASES {
        let now = count(name);
        let limit: Option<f64> = committed
            .lines()
            .filter_map(|line| line.split_once(' '))
            .find(|(known, _)| *known == name)
            .and_then(|(_, figure)| figure.trim().parse().ok());
        let Some(limit) = limit else {
            println!("{name:22}{now:10.0}{:>12}", "-");
            continue;
        };
        let verdict = if now > limit * (1.0 + TOLERANCE) {
            code = ExitCode::FAILURE;
            "  more than 3 % above"
        } else if now < limit * (1.0 - TOLERANCE) {
            "  less: commit the new figure"
        } else {
            ""
        };
        println!("{name:22}{now:10.0}{limit:12.0}{verdict}");
    }
    code
}

/// Only ours are compared: the others depend on crates that are not ours.
fn commit() -> ExitCode {
    let mut figures = String::new();
    for (name, _) in CASES.iter().filter(|(name, _)| name.starts_with("ours")) {
        let _ = writeln!(figures, "{name} {:.0}", count(name));
    }
    print!("{figures}");
    fs::write(FIGURES, figures).expect("the figures are written");
    ExitCode::SUCCESS
}

/// Instructions per body.
fn count(name: &str) -> f64 {
    let (once, twice) = (total(name, BODIES), total(name, 2 * BODIES));
    #[allow(clippy::cast_precision_loss)]
    let per_body = (twice - once) as f64 / BODIES as f64;
    per_body
}

/// Instructions of a process that writes so many bodies.
fn total(name: &str, bodies: u64) -> u64 {
    let program = env::current_exe().expect("this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["run", name, &bodies.to_string()])
        .output()
        .expect("valgrind runs: it is Debian's package `valgrind`");
    let report = String::from_utf8_lossy(&output.stderr);
    report
        .lines()
        .find_map(|line| line.split_once("Collected : "))
        .and_then(|(_, total)| total.trim().parse().ok())
        .unwrap_or_else(|| panic!("callgrind counts no instructions: {report}"))
}
