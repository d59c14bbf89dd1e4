//! Writes what the checks outside of Rust look at, into the folder that the argument names:
//! documents, and bodies as the API sends them.

mod planted;

use error_catalog::{Catalog, ErrorCatalog, Occurrence};
use sms::SmsError;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args()
        .nth(1)
        .ok_or_else(|| io::Error::other("name the folder to write to"))?;
    let folder = Path::new(&folder);
    write_documents(SmsError::CATALOG, &folder.join("sms"))?;
    write_documents(planted::CATALOG, &folder.join("planted"))?;
    write_documents(&Catalog::new("Empty", &[]), &folder.join("empty"))?;

    let errors = [
        SmsError::NotFound,
        SmsError::ResendingInterval { seconds: 30 },
        SmsError::Internal(io::Error::other("disk sms-7 is full")),
    ];
    for error in errors {
        let occurrence = Occurrence::new(error);
        let code = occurrence.body().code();
        fs::write(
            folder.join(format!("{code}.json")),
            occurrence.to_json_bytes(),
        )?;
    }
    Ok(())
}

fn write_documents(catalog: &Catalog, folder: &Path) -> io::Result<()> {
    let write = |file, document: String| fs::write(folder.join(file), document);
    fs::create_dir_all(folder)?;
    write("errors.md", catalog.to_markdown().to_string())?;
    write("errors.html", catalog.to_html().to_string())?;
    write("errors.json", catalog.to_json().to_string())?;
    write("errors.ts", catalog.to_typescript().to_string())?;
    write("openapi.json", catalog.to_openapi().to_string())
}
