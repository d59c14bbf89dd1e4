//! The lock file: whatever it holds, it is read or rejected in words, and an update loses nothing.

use error_catalog::{Catalog, ErrorCatalog, cli};
use std::path::{Path, PathBuf};
use std::{fs, process};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(retired(1301))]
#[expect(dead_code, reason = "only its catalog matters here")]
enum Error {
    #[error("no such order")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("storage failed: {0}")]
    #[catalog(status = 500, code = 2000, shared)]
    Storage(u8),
    #[error("storage is full")]
    #[catalog(status = 507, code = 2000, shared)]
    Full,
}

const CATALOG: &Catalog = Error::CATALOG;

/// # Panics
///
/// If an update of a file that can be read leaves one that can't, or that the next update changes, or
/// that has fewer codes.
pub fn check(data: &[u8]) {
    let path = file();
    fs::write(&path, data).expect("written");
    if let Err(error) = run(&path, "--update") {
        let words = error.to_string();
        assert!(!words.is_empty());
        if words.contains(" is damaged: ") {
            assert_eq!(
                fs::read(&path).expect("read"),
                data,
                "what is damaged stays"
            );
            return;
        }
    }
    let updated = fs::read_to_string(&path).expect("text");
    if let Err(error) = run(&path, "--update") {
        assert!(error.to_string().contains(" promises:"), "{error}");
    }
    let again = fs::read_to_string(&path).expect("text");
    assert_eq!(again, updated, "nothing is new the second time");
    let kept = codes(&updated);
    for code in codes(&String::from_utf8_lossy(data)) {
        assert!(kept.contains(&code), "{code} is lost");
    }
}

/// The codes in those lines that are JSON.
fn codes(text: &str) -> Vec<u64> {
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    lines
        .filter_map(|line: serde_json::Value| line["code"].as_u64())
        .collect()
}

fn run(path: &Path, mode: &str) -> Result<(), cli::Error> {
    let path = path.as_os_str();
    let args = ["catalog".as_ref(), "check".as_ref(), mode.as_ref(), path];
    cli::run_from(CATALOG, args, &mut Vec::new())
}

/// One of this process's own, in memory where there is such a folder.
fn file() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    folder.join(format!("errors-{}.lock", process::id()))
}
