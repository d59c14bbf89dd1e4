//! Doc comments, as rustdoc reads them.

use error_catalog::{ApiError as _, ErrorCatalog};

/// Everything
/// that can go wrong.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("anything")]
enum Error {
    /// One of two.
    ///
    ///  * indented
    #[catalog(status = 400, code = 1)]
    Lines,
    /** A block.
     *
     * With stars.
     */
    #[catalog(status = 400, code = 2)]
    Stars,
    /**
    A block
      without stars.
    */
    #[catalog(status = 400, code = 3)]
    Block,
    #[doc = "A list:\n * one\n * two"]
    #[catalog(status = 400, code = 4)]
    Attribute,
    ///  Two blanks
    ///   and three.
    #[catalog(status = 400, code = 5)]
    Indented,
    #[doc = " One blank"]
    #[doc = "\u{3000}and a wide one."]
    #[catalog(status = 400, code = 6)]
    Wide,
    #[catalog(status = 400, code = 7)]
    None,
}

#[test]
fn doc_comments_reach_the_catalog() {
    assert_eq!(Error::CATALOG.docs(), "Everything\nthat can go wrong.");
    for (error, docs) in [
        (Error::Lines, "One of two.\n\n * indented"),
        (Error::Stars, "A block.\n\nWith stars."),
        (Error::Block, "A block\n  without stars."),
        (Error::Attribute, "A list:\n * one\n * two"),
        (Error::Indented, "Two blanks\n and three."),
        (Error::Wide, "One blank\nand a wide one."),
        (Error::None, ""),
    ] {
        assert_eq!(error.entry().docs(), docs);
    }
}

/// More of it:
#[doc = concat!("in ", "pieces.")]
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("anything")]
#[catalog(kind = IncludedKind, docs = required)]
enum Included {
    #[doc = include_str!("data/docs.md")]
    #[catalog(status = 400, code = 1)]
    File,
    /// As above:
    #[doc = include_str!("data/docs.md")]
    /// And so on.
    #[catalog(status = 400, code = 2)]
    Amid,
}

#[test]
fn documentation_may_come_from_a_macro() {
    assert_eq!(Included::CATALOG.docs(), "More of it:\nin pieces.");
    assert_eq!(Included::File.entry().docs(), "# A file\n\nWith *text*.");
    let docs = "As above:\n# A file\n\nWith *text*.\n\nAnd so on.";
    assert_eq!(Included::Amid.entry().docs(), docs);
    assert_eq!(IncludedKind::Amid.entry().docs(), docs);
}

#[test]
fn documentation_may_be_fragments_of_a_macro() {
    macro_rules! error {
        ($(#[$attr:meta])* $docs:literal $more:expr) => {
            $(#[$attr])*
            #[doc = $docs]
            #[doc = $more]
            #[derive(Debug, thiserror::Error, ErrorCatalog)]
            #[error("anything")]
            #[catalog(status = 400, code = 1)]
            struct Error;
        };
    }
    error!(
        /// First.
        "Second."
        concat!("Th", "ird.")
    );
    assert_eq!(Error.entry().docs(), "First.\nSecond.\nThird.");
}

/// Documentation, by its path.
#[macro_export]
macro_rules! documentation {
    () => {
        "From this crate."
    };
}

#[test]
fn a_macro_may_name_its_own_crate_in_documentation() {
    macro_rules! error {
        () => {
            #[derive(Debug, thiserror::Error, ErrorCatalog)]
            #[error("anything")]
            #[catalog(kind = Kind)]
            enum Error {
                #[doc = $crate::documentation!()]
                #[catalog(status = 400, code = 1)]
                One,
            }
        };
    }
    error!();
    assert_eq!(Error::One.entry().docs(), "From this crate.");
    assert_eq!(Kind::One.entry().docs(), "From this crate.");
}
