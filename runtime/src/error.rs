#[cfg(feature = "fluent")]
use crate::Argument;
#[cfg(feature = "details")]
use crate::Details;
use crate::{Catalog, Entry, Status};
use std::any::Any;
use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// One error value, as the API's clients see it.
///
/// `#[derive(ErrorCatalog)]` implements it. By hand, implement two methods:
///
/// ```
/// use error_catalog::{ApiError, Entry, Status};
/// use std::borrow::Cow;
///
/// #[derive(Debug)]
/// struct Teapot;
///
/// impl std::fmt::Display for Teapot {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("short and stout")
///     }
/// }
///
/// impl std::error::Error for Teapot {}
///
/// static TEAPOT: Entry = Entry::new("Teapot", Status::new(418).unwrap(), 1418);
///
/// impl ApiError for Teapot {
///     fn entry(&self) -> &'static Entry {
///         &TEAPOT
///     }
///
///     fn message(&self) -> Cow<'_, str> {
///         "I'm a teapot".into()
///     }
/// }
///
/// let error: &dyn ApiError = &Teapot;
/// assert_eq!(error.status(), 418);
/// assert_eq!(error.code(), 1418);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no status, code and message for an API's client",
    label = "not an `ApiError`",
    note = "add `#[derive(ErrorCatalog)]` to `{Self}`, or implement `ApiError` by hand"
)]
pub trait ApiError: Error {
    /// Returns the catalog's entry for this error.
    fn entry(&self) -> &'static Entry;

    /// Returns the message that the client reads. For a status of 500 or above it must not reveal
    /// internals.
    fn message(&self) -> Cow<'_, str>;

    /// Writes the [`message`](Self::message), for callers that do not need a `String`.
    ///
    /// # Errors
    ///
    /// Fails if `out` does, or the `Display` of an interpolated field.
    fn fmt_message(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&self.message())
    }

    /// Returns the HTTP status of the response.
    fn status(&self) -> Status {
        self.entry().status()
    }

    /// Returns the integer that names the error to clients.
    fn code(&self) -> u32 {
        self.entry().code()
    }

    /// Calls `header` with the name and the value of each response header. By default there is none.
    fn headers(&self, header: &mut dyn FnMut(&str, &str)) {
        let _ = header;
    }

    /// Returns what a program needs to know beyond the code. By default there is nothing.
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    fn details(&self) -> Option<Details<'_>> {
        None
    }

    /// Calls `argument` with the name and the value of each field that the entry's message shows, for
    /// translations. By default there is none.
    #[cfg(feature = "fluent")]
    #[cfg_attr(docsrs, doc(cfg(feature = "fluent")))]
    fn arguments(&self, argument: &mut dyn FnMut(&str, Argument<'_>)) {
        let _ = argument;
    }

    /// For derived impls: the message's only field, or `()`. A `String` needs no formatter: a body with
    /// one field takes 829 instructions, without this method 1,323 (`cargo run --release -p benches
    /// --bin instructions`).
    #[doc(hidden)]
    fn lone_field(&self) -> Option<&dyn Any> {
        None
    }
}

/// An error type whose entries are known at compile time.
///
/// `#[derive(ErrorCatalog)]` implements it. By hand, the catalog is a constant, and the compiler
/// proves that its codes are sorted and unique:
///
/// ```
/// # use error_catalog::{ApiError, Catalog, Entry, ErrorCatalog, Status};
/// # #[derive(Debug)]
/// # struct Teapot;
/// # impl std::fmt::Display for Teapot {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
/// #         f.write_str("short and stout")
/// #     }
/// # }
/// # impl std::error::Error for Teapot {}
/// # impl ApiError for Teapot {
/// #     fn entry(&self) -> &'static Entry { &Self::CATALOG.entries()[0] }
/// #     fn message(&self) -> std::borrow::Cow<'_, str> { "I'm a teapot".into() }
/// # }
/// impl ErrorCatalog for Teapot {
///     const CATALOG: &'static Catalog = &Catalog::new(
///         "Teapot",
///         &[Entry::new("Teapot", Status::new(418).unwrap(), 1418).with_message("I'm a teapot")],
///     );
/// }
///
/// assert_eq!(Teapot::CATALOG.find(1418).unwrap().name(), "Teapot");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no error catalog",
    label = "not an `ErrorCatalog`",
    note = "add `#[derive(ErrorCatalog)]` to `{Self}`"
)]
pub trait ErrorCatalog: ApiError {
    /// The type's entries, and everything else that is known at compile time.
    const CATALOG: &'static Catalog;
}

macro_rules! forward {
    ($(($($bound:tt)*) $pointer:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E: ApiError $($bound)*> ApiError for $pointer {
            fn entry(&self) -> &'static Entry {
                (**self).entry()
            }

            fn message(&self) -> Cow<'_, str> {
                (**self).message()
            }

            fn fmt_message(&self, out: &mut dyn fmt::Write) -> fmt::Result {
                (**self).fmt_message(out)
            }

            fn status(&self) -> Status {
                (**self).status()
            }

            fn code(&self) -> u32 {
                (**self).code()
            }

            fn headers(&self, header: &mut dyn FnMut(&str, &str)) {
                (**self).headers(header);
            }

            #[cfg(feature = "details")]
            fn details(&self) -> Option<Details<'_>> {
                (**self).details()
            }

            #[cfg(feature = "fluent")]
            fn arguments(&self, argument: &mut dyn FnMut(&str, Argument<'_>)) {
                (**self).arguments(argument);
            }

            fn lone_field(&self) -> Option<&dyn Any> {
                (**self).lone_field()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<E: ErrorCatalog> ErrorCatalog for $pointer {
            const CATALOG: &'static Catalog = E::CATALOG;
        }
    )*};
}

// `std` gives `Error` to no `Box<dyn …>`, so a box holds a sized error only.
forward! {
    (+ ?Sized) &E;
    (+ ?Sized) Arc<E>;
    () Box<E>;
}

/// The error that can't happen.
#[diagnostic::do_not_recommend]
impl ApiError for Infallible {
    fn entry(&self) -> &'static Entry {
        match *self {}
    }

    fn message(&self) -> Cow<'_, str> {
        match *self {}
    }
}

#[diagnostic::do_not_recommend]
impl ErrorCatalog for Infallible {
    const CATALOG: &'static Catalog = &Catalog::new("Infallible", &[]);
}

/// [`ApiError::message`] of all variants but the transparent ones.
pub fn message<E: ApiError>(error: &E) -> Cow<'_, str> {
    match error.entry().fixed_message() {
        Some(message) => Cow::Borrowed(message),
        None => {
            let mut message = String::new();
            // A `Display` that fails has written what it could, and that is the message.
            let _ = error.fmt_message(&mut message);
            Cow::Owned(message)
        }
    }
}

/// [`ApiError::fmt_message`] of the variants without an interpolated message of their own.
///
/// # Errors
///
/// Fails if the writer or the error's `Display` does.
pub fn fmt_message<E: ApiError>(error: &E, out: &mut dyn fmt::Write) -> fmt::Result {
    match error.entry().fixed_message() {
        Some(message) => out.write_str(message),
        None => write!(out, "{error}"),
    }
}

/// A message that is not the entry's.
#[must_use]
pub fn to_string(message: fmt::Arguments<'_>) -> String {
    let mut text = String::new();
    // A `Display` that fails has written what it could, and that is the message.
    let _ = fmt::Write::write_fmt(&mut text, message);
    text
}
