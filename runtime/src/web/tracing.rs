use crate::{ApiError, Stamp};
use std::error::Error;
use std::fmt;
use tracing::{Level, field};

/// One event in the current span: at ERROR if the server failed, else at INFO.
pub(crate) fn log<E: ApiError + ?Sized>(error: &E, stamp: Stamp) {
    // A level is part of what `event!` makes static.
    macro_rules! event {
        ($level:expr) => {
            tracing::event!(
                target: "error_catalog",
                $level,
                error_id = %stamp.error_id(),
                code = error.code(),
                status = error.status().as_u16(),
                entry = error.entry().path(),
                error = %error,
                sources = error.source().map(|source| field::display(Sources(source))),
            )
        };
    }
    if error.status().is_server_error() {
        event!(Level::ERROR);
    } else {
        event!(Level::INFO);
    }
}

/// An error's source, the source of that, and so on: `connection refused: no route to host`.
struct Sources<'a>(&'a dyn Error);

impl fmt::Display for Sources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)?;
        let mut error = self.0;
        while let Some(source) = error.source() {
            write!(f, ": {source}")?;
            error = source;
        }
        Ok(())
    }
}
