//! The expansion where its surroundings are as bad as they can be.

use error_catalog::{ApiError as _, ErrorCatalog as _, Occurrence};

/// Nothing is in scope, and each familiar name is something else.
#[no_implicit_prelude]
mod without_names {
    #![deny(missing_docs, unused_qualifications, warnings, clippy::pedantic)]
    #![allow(dead_code, non_camel_case_types)]

    pub(super) struct Result;
    pub(super) struct Option;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct String;
    pub(super) struct Vec;
    pub(super) struct Box;
    pub(super) struct Cow;
    pub(super) struct Entry;
    pub(super) struct Catalog;
    pub(super) struct str;
    pub(super) struct u32;
    pub(super) struct u16;
    pub(super) struct usize;
    pub(super) trait Error {}
    pub(super) trait Display {}
    pub(super) trait Serialize {}
    pub(super) trait FnMut {}
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod alloc {}
    pub(super) mod serde {}
    pub(super) mod error_catalog {}

    /// Documented.
    #[derive(::std::fmt::Debug, ::thiserror::Error, ::error_catalog::ErrorCatalog)]
    #[catalog(kind = CrowdedKind, codes = 0..=7, retired(0), docs = required)]
    pub(super) enum Crowded {
        /// Fixed.
        #[error("fixed")]
        #[catalog(status = 400, code = 1, message = "fixed")]
        Fixed,
        /// Described.
        #[error("described")]
        #[catalog(status = 500, code = 2)]
        Described,
        /// Interpolated, with headers.
        #[error("interpolated")]
        #[catalog(status = 429, code = 3, message = "in {seconds}", header("retry-after" = "{seconds}"), header("x-a" = "b"))]
        Interpolated {
            /// Seconds.
            seconds: ::core::primitive::u8,
        },
        /// Optional, for a while.
        #[error("optional")]
        #[catalog(status = 429, code = 7, header("retry-after" = "{after}"), header("x-a" = "{window:?}"))]
        Optional {
            /// In seconds.
            after: ::core::option::Option<::core::time::Duration>,
            /// A number.
            window: ::core::option::Option<::core::primitive::u8>,
        },
        /// Shown.
        #[error("shown {0}")]
        #[catalog(status = 400, code = 4, shared)]
        Shown(::core::primitive::u8),
        /// Deprecated.
        #[deprecated = "old"]
        #[error("deprecated")]
        #[catalog(status = 400, code = 5)]
        Deprecated,
        /// Nested.
        #[error("nested")]
        #[catalog(transparent)]
        Nested(#[source] Alone),
    }

    /// Documented.
    #[derive(::std::fmt::Debug, ::thiserror::Error, ::error_catalog::ErrorCatalog)]
    #[error("alone")]
    #[catalog(status = 400, code = 6, kind = AloneKind)]
    pub(super) struct Alone;

    ::error_catalog::catalog! {
        /// Documented.
        pub(super) ALL = Crowded, Alone
    }
}

#[test]
fn names_in_scope_do_not_matter() {
    use without_names::{ALL, Alone, AloneKind, Crowded, CrowdedKind};

    assert_eq!(Crowded::Fixed.message(), "fixed");
    assert_eq!(Crowded::Described.status(), 500);
    assert_eq!(Crowded::Interpolated { seconds: 3 }.message(), "in 3");
    assert_eq!(Crowded::Shown(4).message(), "shown 4");
    assert_eq!(Crowded::Nested(Alone).code(), 6);
    assert_eq!(Crowded::CATALOG.iter().count(), 7);
    assert_eq!(ALL.docs(), "Documented.");
    let kind = CrowdedKind::try_from(6);
    assert_eq!(kind, Ok(CrowdedKind::Nested(AloneKind::Alone)));
}

/// Fields named as the expansion could name its own.
#[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
enum Named {
    #[error("{self_} {field} {f}")]
    #[catalog(status = 400, code = 1, message = "{self_} {field} {f}", header("x-a" = "{header}"))]
    Fields {
        self_: u8,
        field: u8,
        f: u8,
        header: u8,
    },
    #[error("{enum}", enum = .r#enum)]
    #[catalog(status = 400, code = 2, message = "{enum}")]
    r#Type { r#enum: u8 },
}

#[test]
fn names_of_fields_do_not_matter() {
    let error = Named::Fields {
        self_: 1,
        field: 2,
        f: 3,
        header: 4,
    };
    assert_eq!(error.message(), "1 2 3");
    let error = Named::r#Type { r#enum: 5 };
    assert_eq!(error.message(), "5");
    assert_eq!(error.entry().path(), "Named::Type");
}

/// As macros write enums.
macro_rules! declare {
    ($name:ident, $($variant:ident($field:ident: $ty:ty) = $status:expr, $code:literal, $message:literal;)*) => {
        #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
        enum $name {
            $(
                #[error($message)]
                #[catalog(status = $status, code = $code, message = $message)]
                $variant { $field: $ty },
            )*
        }
    };
}

declare! {
    Declared,
    First(id: u8) = 404, 1, "first {id}";
    Second(name: &'static str) = 409, 2, "second {name}";
}

#[test]
fn a_macro_may_declare_the_enum() {
    assert_eq!(Declared::First { id: 1 }.message(), "first 1");
    assert_eq!(Declared::Second { name: "x" }.message(), "second x");
}

/// Lifetimes, types, constants, defaults and bounds.
#[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
enum Generic<'a, T, E: error_catalog::ErrorCatalog, const N: usize = 3>
where
    T: Clone + std::fmt::Debug,
{
    #[error("not found: {0:?}")]
    #[catalog(status = 404, code = 1)]
    NotFound(&'a [T]),
    #[error("later")]
    #[catalog(status = 429, code = 2, message = "{0:?} {1}", header("retry-after" = "{1}"))]
    Later(T, T),
    #[error("array of {N}")]
    #[catalog(status = 400, code = 3)]
    Array([u8; N]),
    #[error(transparent)]
    #[catalog(transparent)]
    Inner(E),
}

#[test]
fn a_generic_enum_has_a_catalog() {
    type Error<'a> = Generic<'a, u8, without_names::Alone>;

    let ids = [7];
    let error: Error = Generic::NotFound(&ids);
    assert_eq!(error.message(), "not found: [7]");
    assert_eq!(Error::Later(1, 2).message(), "1 2");
    assert_eq!(Error::Array([0; 3]).message(), "array of 3");
    assert_eq!(Error::Inner(without_names::Alone).code(), 6);
    assert_eq!(Error::CATALOG.iter().count(), 4);
    let body = Occurrence::new(error).to_json_bytes();
    assert!(body.starts_with(br#"{"code":1,"message":"not found: [7]""#));
}

#[test]
fn a_function_may_hold_the_enum() {
    fn body<T: std::fmt::Debug + std::fmt::Display>(value: T) -> Vec<u8> {
        #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
        #[error("local {0}")]
        #[catalog(status = 400, code = 1)]
        struct Local<T>(T);

        Occurrence::new(Local(value)).to_json_bytes()
    }

    assert!(body(7).starts_with(br#"{"code":1,"message":"local 7""#));
}

/// Each format asks for a trait of its own.
#[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
enum Formats<T> {
    #[error("numbers")]
    #[catalog(
        status = 400,
        code = 1,
        message = "{0:?} {0:#x} {0:X} {0:o} {0:b} {0:>3} {0:x?}"
    )]
    Number(T),
    #[error("exponents")]
    #[catalog(status = 400, code = 2, message = "{0:e} {0:E}")]
    Exponent(T),
}

#[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
#[error("an address")]
#[catalog(status = 400, code = 3, message = "{0:p}")]
struct Address<T>(T);

#[test]
fn a_parameter_is_formatted_as_its_message_says() {
    assert!(Address(&7).message().starts_with("0x"));
    assert_eq!(Formats::Number(10).message(), "10 0xa A 12 1010  10 a");
    assert_eq!(Formats::Exponent(1500).message(), "1.5e3 1.5E3");
}

/// What is allowed of the enum is allowed of its kind.
mod allowed {
    #![deny(warnings, clippy::pedantic)]

    #[deprecated]
    #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
    #[error("old")]
    #[catalog(status = 400, code = 1, kind = OldKind)]
    pub(super) struct Old;

    #[allow(
        dead_code,
        deprecated,
        non_camel_case_types,
        clippy::enum_variant_names
    )]
    #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
    #[catalog(kind = HasKind)]
    pub(super) enum Error {
        #[error(transparent)]
        #[catalog(transparent)]
        Old_Error(#[from] Old),
        #[error("newer")]
        #[catalog(status = 400, code = 2)]
        newer_Error,
        #[error("newest")]
        #[catalog(status = 400, code = 3)]
        newest_Error,
    }
}

#[test]
fn lints_do_not_matter_to_a_kind() {
    use allowed::{Error, HasKind};

    for (error, kind) in [
        (Error::newer_Error, HasKind::newer_Error),
        (Error::newest_Error, HasKind::newest_Error),
    ] {
        assert_eq!(error.code(), kind.entry().code());
    }
}
