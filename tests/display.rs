//! The derive beside each of the ways to write `Display` and `Error`.

use error_catalog::{ApiError, Entry, ErrorCatalog, Occurrence};
use std::fmt;

fn assert_says<E: ErrorCatalog>(error: &E, message: &str) {
    assert_eq!(error.message(), message);
    assert_eq!(error.to_string(), message);
    assert_eq!(error.code(), 1300);
}

#[test]
fn the_derive_works_with_thiserror() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Error {
        #[error("no message {id}")]
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
        #[error(transparent)]
        #[catalog(status = 400, code = 1301, expose)]
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
fn the_derive_works_with_snafu() {
    use snafu::Snafu;

    #[derive(Debug, Snafu, ErrorCatalog)]
    enum Error {
        #[snafu(display("no message {id}"))]
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
        #[snafu(display("{id} is gone"), visibility)]
        #[catalog(status = 410, code = 1301)]
        Gone { id: u8 },
        #[snafu(visibility(pub(crate)), display("{id} is locked"))]
        #[catalog(status = 423, code = 1302)]
        Locked { id: u8 },
    }

    assert_says(&NotFoundSnafu { id: 7 }.build(), "no message 7");
    let messages = Error::CATALOG.entries().iter().map(Entry::message);
    let messages: Vec<_> = messages.collect();
    let expected = ["no message {id}", "{id} is gone", "{id} is locked"];
    assert_eq!(messages, expected.map(Some));
}

/// That it compiles is the test: none of these shows the source.
#[test]
fn an_argument_or_a_method_may_have_the_name_of_a_source() {
    struct Text(u8);

    impl Text {
        fn cause(&self) -> u8 {
            self.0
        }
    }

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Error {
        #[error("code {cause}", cause = code)]
        #[catalog(status = 409, code = 2)]
        Shadowed {
            #[source]
            cause: fmt::Error,
            code: u8,
        },
        #[error("code {}", Text(*code).cause())]
        #[catalog(status = 409, code = 3)]
        Method {
            #[source]
            cause: fmt::Error,
            code: u8,
        },
    }

    let cause = fmt::Error;
    for error in [
        Error::Shadowed { cause, code: 7 },
        Error::Method { cause, code: 7 },
    ] {
        assert_eq!(error.message(), "code 7");
    }
}

/// That it compiles is the test: these are no errors of any type, as far as their names tell.
#[test]
fn a_type_whose_name_is_like_that_of_any_error_is_none() {
    mod own {
        #[derive(Debug, derive_more::Display)]
        pub(super) struct Error;
        #[derive(Debug, derive_more::Display)]
        pub(super) struct Report;
    }
    mod anyhow {
        #[derive(Debug, derive_more::Display)]
        pub(super) struct Context;
    }
    mod eyre {
        #[derive(Debug, derive_more::Display)]
        pub(super) struct Section;
    }

    #[derive(Debug, derive_more::Display, derive_more::Error, ErrorCatalog)]
    enum Error {
        #[display("{_0:?}")]
        #[catalog(status = 409, code = 1)]
        Dyn(#[error(not(source))] Box<dyn fmt::Debug + Send + Sync>),
        #[display("{_0}")]
        #[catalog(status = 409, code = 2)]
        Error(#[error(not(source))] own::Error),
        #[display("{_0}")]
        #[catalog(status = 409, code = 3)]
        Report(#[error(not(source))] own::Report),
        #[display("{_0}")]
        #[catalog(status = 409, code = 4)]
        Anyhow(#[error(not(source))] anyhow::Context),
        #[display("{_0}")]
        #[catalog(status = 409, code = 5)]
        Eyre(#[error(not(source))] eyre::Section),
    }

    assert_eq!(Error::Dyn(Box::new(7)).message(), "7");
    assert_eq!(Error::Error(own::Error).message(), "Error");
    assert_eq!(Error::Report(own::Report).message(), "Report");
    assert_eq!(Error::Anyhow(anyhow::Context).message(), "Context");
    assert_eq!(Error::Eyre(eyre::Section).message(), "Section");
}

/// The client reads the source, which `expose` must allow: otherwise this would not compile.
#[test]
fn a_display_that_snafu_passes_through_shows_the_source() {
    use snafu::Snafu;

    #[derive(Debug, Snafu, ErrorCatalog)]
    enum Error {
        #[snafu(transparent)]
        #[catalog(status = 409, code = 1, expose)]
        Conflict { source: std::num::ParseIntError },
        #[snafu(transparent)]
        #[catalog(status = 500, code = 2)]
        Broken { source: fmt::Error },
    }

    let conflict = Error::from("x".parse::<u8>().unwrap_err());
    assert_eq!(conflict.message(), "invalid digit found in string");
    let broken = Error::from(fmt::Error);
    assert_eq!(broken.message(), "Internal Server Error");
}

#[test]
fn a_transparent_variant_of_snafu_passes_its_source_through_beside_other_fields() {
    use snafu::{Location, ResultExt as _, Snafu};

    #[derive(Debug, Snafu, ErrorCatalog)]
    enum Storage {
        #[snafu(display("the table {table} is locked"))]
        #[catalog(status = 423, code = 1300)]
        Locked { table: String },
    }

    #[derive(Debug, Snafu, ErrorCatalog)]
    enum Error {
        #[snafu(display("saving to {table} failed"))]
        #[catalog(transparent)]
        Save {
            source: Storage,
            #[snafu(implicit)]
            location: Location,
            table: &'static str,
        },
        #[snafu(display("loading from {table} failed"))]
        #[catalog(transparent, message = "try again later")]
        Load {
            source: Storage,
            table: &'static str,
        },
        #[snafu(display("listing {table} failed"))]
        #[catalog(transparent, expose, message = "list of {table}")]
        List {
            #[snafu(source)]
            cause: Storage,
            table: &'static str,
        },
    }

    let locked = || {
        LockedSnafu {
            table: "messages".to_owned(),
        }
        .fail::<()>()
    };
    let saved = locked().context(SaveSnafu { table: "a" }).unwrap_err();
    let Error::Save { location, .. } = &saved else {
        panic!("{saved:?}")
    };
    assert!(location.file().ends_with("display.rs"));
    assert_eq!(saved.to_string(), "saving to a failed");
    assert_reads(&saved, "the table messages is locked");
    let loaded = locked().context(LoadSnafu { table: "b" }).unwrap_err();
    assert_reads(&loaded, "try again later");
    let listed = locked().context(ListSnafu { table: "c" }).unwrap_err();
    assert_reads(&listed, "list of c");
}

/// As a status of 423 with the code 1300, in whatever way the message is asked for.
fn assert_reads(error: &impl ApiError, message: &str) {
    assert_eq!(error.status(), 423);
    assert_eq!(error.code(), 1300);
    assert_eq!(error.message(), message);
    let mut text = String::new();
    error.fmt_message(&mut text).unwrap();
    assert_eq!(text, message);
    let body = Occurrence::new(error).to_json_bytes();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["message"], message);
}

#[test]
fn the_derive_works_with_displaydoc() {
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
fn the_derive_works_with_derive_more() {
    #[derive(Debug, derive_more::Display, derive_more::Error, ErrorCatalog)]
    enum Error {
        #[display("no message {id}")]
        #[catalog(status = 404, code = 1300)]
        NotFound { id: u8 },
    }

    assert_says(&Error::NotFound { id: 7 }, "no message 7");
}

#[test]
fn the_derive_works_with_impls_by_hand() {
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

#[test]
fn the_catalog_names_the_fields_that_are_arguments() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Error {
        #[error("{} is not in {}..{last:>3}", .value, .first)]
        #[catalog(status = 400, code = 1)]
        Named { value: u8, first: u8, last: u8 },
        #[error("{} and {:?}, {{not}} {}", .1, .0, .0.len())]
        #[catalog(status = 400, code = 2)]
        Positional(&'static str, u8),
        #[error("{length} of {text}", length = .text.len())]
        #[catalog(status = 400, code = 3)]
        NamedArgument { text: &'static str },
        #[error("{} of {}", .text.len(), .text)]
        #[catalog(status = 400, code = 4, example = "4 of four")]
        Example { text: &'static str },
    }

    let messages: Vec<_> = Error::CATALOG
        .iter()
        .map(|entry| (entry.message().unwrap(), entry.example()))
        .collect();
    assert_eq!(
        messages,
        [
            ("{value} is not in {first}..{last}", None),
            ("{1} and {0}, {{not}} {…}", None),
            ("{length} of {text}", None),
            ("{…} of {text}", Some("4 of four")),
        ]
    );
    let error = Error::Positional("four", 7);
    assert_eq!(error.message(), "7 and \"four\", {not} 4");
    assert_eq!(Error::NamedArgument { text: "four" }.message(), "4 of four");
    assert_eq!(Error::Example { text: "four" }.message(), "4 of four");
    let (value, first, last) = (7, 1, 2);
    let error = Error::Named { value, first, last };
    assert_eq!(error.message(), "7 is not in 1..  2");
}
