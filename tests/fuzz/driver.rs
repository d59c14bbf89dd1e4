//! A fuzzer for stable compilers, without guidance: inputs from the corpus, cut up and put together anew.
//!
//! The same number of inputs are the same inputs each time.

use fastrand::Rng;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The longest input, in bytes.
const LONGEST: usize = 4096;

/// Text that means something to one of the targets.
const WORDS: [&str; 44] = [
    "\"",
    "\\",
    "\n",
    "\r",
    "\t",
    "\0",
    "{",
    "}",
    "{0}",
    "{{",
    "[",
    "]",
    "(",
    ")",
    "|",
    "`",
    "```",
    "<",
    ">",
    "</script>",
    "<!--",
    "-->",
    "&amp;",
    "&#33;",
    "[a](javascript:b)",
    "![",
    "*/",
    "${",
    "\u{2028}",
    "\u{feff}",
    "\u{1e}",
    "\u{10ffff}",
    ",",
    ":",
    "=",
    "#[catalog(status = 404, code = 1300)]",
    "transparent",
    "expose",
    "null",
    "4294967296",
    "-0",
    "1e9",
    "Z",
    "+23:59",
];

/// The whole corpus of a target, by name.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let files = fs::read_dir(folder).expect("a corpus");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read(file).expect("an input"))
        .collect()
}

/// Checks the corpus, and so many inputs more. Returns how many inputs were checked.
///
/// # Panics
///
/// As `check` does, with the path of a file that has the input.
pub fn run(target: &str, check: fn(&[u8]), inputs: usize) -> usize {
    let corpus = corpus(target);
    assert!(!corpus.is_empty(), "a corpus for {target}");
    let mut rng = Rng::with_seed(0);
    for input in &corpus {
        run_one(target, check, input);
    }
    for _ in 0..inputs {
        run_one(target, check, &mutated(&corpus, &mut rng));
    }
    corpus.len() + inputs
}

/// The `main` of a target: its argument is a number of inputs, 10,000 if there is none.
///
/// # Panics
///
/// As [`run`] does, or if the argument is no number.
pub fn main(target: &str, check: fn(&[u8])) {
    let inputs = env::args().nth(1);
    let inputs = inputs.map_or(10_000, |inputs| inputs.parse().expect("a number of inputs"));
    let inputs = run(target, check, inputs);
    println!("{target}: {inputs} inputs");
}

fn run_one(target: &str, check: fn(&[u8]), input: &[u8]) {
    if catch_unwind(|| check(input)).is_err() {
        let path = env::temp_dir().join(format!("fuzz-{target}"));
        fs::write(&path, input).expect("written");
        panic!("{target} fails with the input {}", path.display());
    }
}

fn mutated(corpus: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let pick = |rng: &mut Rng| &corpus[rng.usize(..corpus.len())];
    let mut input = pick(rng).clone();
    for _ in 0..rng.usize(1..=4) {
        let (start, end) = range(&input, rng);
        let with = match rng.u8(..6) {
            0 => Vec::new(),
            1 => vec![rng.u8(..)],
            2 => input[start..end].repeat(2),
            3 => {
                let other = pick(rng);
                let (start, end) = range(other, rng);
                other[start..end].to_vec()
            }
            _ => WORDS[rng.usize(..WORDS.len())].into(),
        };
        let end = if rng.bool() { start } else { end };
        input.splice(start..end, with);
    }
    input.truncate(LONGEST);
    input
}

/// A part of the input, more often a short one.
fn range(input: &[u8], rng: &mut Rng) -> (usize, usize) {
    let start = rng.usize(..=input.len());
    let longest = (input.len() - start).min(1 << rng.u8(..8));
    (start, start + rng.usize(..=longest))
}
