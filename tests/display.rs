//! The derive beside each of the ways to write `Display` and `Error`.

use error_catalog::{ApiError, ErrorCatalog};
use std::fmt;

fn assert_says<E: ErrorCatalog>(error: &E, message: &str) {
    assert_eq!(error.message(), message);
    assert_eq!(error.to_string(), message);
    assert_eq!(error.code(), 1300);
}

#[test]
fn thiserror() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Error {
        #[error("no message {id}")]
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
        #[error(transparent)]
        #[catalog(status = 400, code = 1301)]
        Number(#[from] std::num::ParseIntError),
        #[error(fmt = written)]
        #[catalog(status = 400, code = 1302)]
        Function([u8; 9]),
    }

    fn written(bytes: &[u8; 9], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", bytes.len())
    }

    assert_says(&Error::NotFound { id: 7 }, "no message 7");
    let number: Error = "x".parse::<u8>().unwrap_err().into();
    assert_eq!(number.message(), "invalid digit found in string");
    assert_eq!(number.entry().message(), None);
    assert_eq!(Error::Function([0; 9]).message(), "9 bytes");
}

#[test]
fn snafu() {
    use snafu::Snafu;

    #[derive(Debug, Snafu, ErrorCatalog)]
    enum Error {
        #[snafu(display("no message {id}"))]
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
    }

    assert_says(&NotFoundSnafu { id: 7 }.build(), "no message 7");
}

#[test]
fn displaydoc() {
    #[derive(Debug, displaydoc::Display, ErrorCatalog)]
    enum Error {
        /// no message {id}
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
    }

    impl std::error::Error for Error {}

    assert_says(&Error::NotFound { id: 7 }, "no message 7");
    assert_eq!(Error::CATALOG.entries()[0].docs(), "no message {id}");
}

#[test]
fn derive_more() {
    #[derive(Debug, derive_more::Display, derive_more::Error, ErrorCatalog)]
    enum Error {
        #[display("no message {id}")]
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
    }

    assert_says(&Error::NotFound { id: 7 }, "no message 7");
}

#[test]
fn by_hand() {
    #[derive(Debug, ErrorCatalog)]
    enum Error {
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
    }

    impl fmt::Display for Error {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let Self::NotFound { id } = self;
            write!(f, "no message {id}")
        }
    }

    impl std::error::Error for Error {}

    assert_says(&Error::NotFound { id: 7 }, "no message 7");
    assert_eq!(Error::CATALOG.entries()[0].message(), None);
}
