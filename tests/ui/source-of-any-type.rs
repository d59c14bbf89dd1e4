#![allow(unused_parens)]

use error_catalog::ErrorCatalog;
use std::error::Error;
use std::sync::Arc;

// As those crates name them.
mod anyhow {
    #[derive(Debug, thiserror::Error)]
    #[error("any error")]
    pub struct Error;
}

mod eyre {
    #[derive(Debug, thiserror::Error)]
    #[error("any error")]
    pub struct Report;
}

use eyre as color_eyre;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1000)]
    Boxed(Box<dyn Error + Send + Sync>),
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1001)]
    Shared(Arc<dyn Error + Send + Sync>),
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1002)]
    Grouped(Box<(dyn Error + Send + Sync)>),
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1003)]
    Anyhow(anyhow::Error),
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1004)]
    Eyre(eyre::Report),
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1005)]
    ColorEyre(color_eyre::Report),
}

fn main() {}
