use crate::web::panic::{Panic, catch};
use std::fmt;
use std::panic::resume_unwind;

/// Watches a body whose head is already on its way: nothing can replace it any more, but a failure is
/// logged, once.
#[derive(Debug)]
pub(crate) struct Watch {
    status: u16,
    sent: u64,
    failed: bool,
}

impl Watch {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            sent: 0,
            failed: false,
        }
    }

    pub(crate) fn sent(&mut self, bytes: usize) {
        self.sent += bytes as u64;
    }

    pub(crate) fn failed(&mut self, error: &dyn fmt::Display) {
        if !std::mem::replace(&mut self.failed, true) {
            #[cfg(feature = "tracing")]
            drop(catch(|| {
                crate::log::log_broken_body(self.status, self.sent, error);
            }));
            #[cfg(not(feature = "tracing"))]
            let _ = (self.status, self.sent, error);
        }
    }

    /// Calls what may panic. The panic goes on, as the server has to end the connection.
    pub(crate) fn polled<T>(&mut self, poll: impl FnOnce() -> T) -> T {
        catch(poll).unwrap_or_else(|Panic(text)| {
            self.failed(&format_args!("panicked: {text}"));
            resume_unwind(Box::new(text))
        })
    }
}
