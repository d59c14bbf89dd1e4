//! Writes what the checks outside of Rust look at, into the folder that the argument names:
//! documents, and bodies as the API sends them.

mod planted;

use error_catalog::{Catalog, ErrorCatalog, FieldError, FieldErrors, Occurrence};
use serde::Serialize;
use sms::SmsError;
use std::path::Path;
use std::{env, fs, io};

/// The errors of an API whose forms are told which field is wrong.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(problem_details = "https://errors.example/#")]
enum OrderError {
    /// One of the fields has a value that is not allowed.
    #[error("The order is invalid")]
    #[catalog(status = 422, code = 1422)]
    Invalid(#[catalog(details)] FieldErrors),
    /// The account may not order more today.
    #[error("The quota of {limit} is used up")]
    #[catalog(status = 429, code = 1429, example = "The quota of 100 is used up")]
    Quota {
        limit: u32,
        #[catalog(details)]
        quota: Quota,
    },
    /// The order is unknown.
    #[error("No such order")]
    #[catalog(status = 404, code = 1404)]
    #[expect(dead_code, reason = "only its documentation matters here")]
    NotFound,
}

/// How much of a quota is used.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(example = Quota { limit: 100, used: 101, resets: Some(Reset::EveryDay) })]
struct Quota {
    limit: u32,
    used: u32,
    resets: Option<Reset>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Reset {
    EveryDay,
}

fn main() -> io::Result<()> {
    let folder = env::args()
        .nth(1)
        .ok_or_else(|| io::Error::other("name the folder to write to"))?;
    let folder = Path::new(&folder);
    write_documents(SmsError::CATALOG, &folder.join("sms"))?;
    write_documents(planted::CATALOG, &folder.join("planted"))?;
    write_documents(&Catalog::new("Empty", &[]), &folder.join("empty"))?;
    write_documents(OrderError::CATALOG, &folder.join("orders"))?;

    let errors = FieldError::new("/items/0/name", "length", "is empty").with_param("min", 1);
    let quota = Quota {
        limit: 100,
        used: 101,
        resets: Some(Reset::EveryDay),
    };
    for error in [
        OrderError::Invalid(errors.into()),
        OrderError::Quota { limit: 100, quota },
    ] {
        let occurrence = Occurrence::new(error);
        let code = occurrence.body().code();
        fs::write(
            folder.join(format!("{code}.json")),
            occurrence.to_json_bytes(),
        )?;
    }

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
    write("dashboard.json", catalog.to_dashboard().to_string())?;
    write("alerts.yml", catalog.to_alerts().to_string())?;
    write("errors.md", catalog.to_markdown().to_string())?;
    write("errors.html", catalog.to_html().to_string())?;
    write("errors.json", catalog.to_json().to_string())?;
    write("errors.ts", catalog.to_typescript().to_string())?;
    write("openapi.json", catalog.to_openapi().to_string())
}
