//! When an occurrence is logged and counted, and its span marked: once, where it becomes a response.
//!
//! A response that is made below `UniformErrors` is observed when it leaves that layer, so one that
//! something has thrown away, or replaced, is not. Elsewhere, it is observed when it is made.

#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
use crate::ErrorInfo;
pub(crate) use crate::context::Context;
use crate::{ApiError, Stamp};
#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
use later::Later;
use std::cell::Cell;

thread_local! {
    /// Whether a service below `UniformErrors` is running.
    static BELOW: Cell<bool> = const { Cell::new(false) };
}

/// Runs a part of a service below `UniformErrors`, which observes what comes out of it.
#[cfg(any(feature = "actix-web", feature = "poem", feature = "tower"))]
#[inline]
pub(crate) fn below<T>(call: impl FnOnce() -> T) -> T {
    struct Restore(bool);

    impl Drop for Restore {
        fn drop(&mut self) {
            BELOW.set(self.0);
        }
    }

    let _restore = Restore(BELOW.replace(true));
    call()
}

/// Whether what is made now is observed later.
pub(crate) fn is_below() -> bool {
    BELOW.get()
}

/// Whether an occurrence is still to be observed. All copies of its info share it.
#[derive(Clone, Debug, Default)]
#[cfg_attr(
    not(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    )),
    allow(dead_code)
)]
pub(crate) struct Observation {
    #[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
    later: Option<std::sync::Arc<Later>>,
}

impl Observation {
    /// Observes an occurrence now, unless it is below `UniformErrors`.
    pub(crate) fn of<E: ApiError + ?Sized>(error: &E, stamp: Stamp, context: &Context) -> Self {
        if is_below() {
            return Self::later(error, stamp, context);
        }
        now(error, stamp, context);
        Self::default()
    }

    /// Leaves it to `UniformErrors`.
    pub(crate) fn later<E: ApiError + ?Sized>(error: &E, stamp: Stamp, context: &Context) -> Self {
        #[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
        return Self {
            later: Some(std::sync::Arc::new(Later::of(error, stamp, context))),
        };
        #[cfg(not(any(feature = "metrics", feature = "opentelemetry", feature = "tracing")))]
        {
            let _ = (error, stamp, context);
            Self::default()
        }
    }

    /// Observes it, if that is still to be done.
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) fn finish(&self, info: &ErrorInfo) {
        #[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
        if let Some(later) = &self.later {
            later.finish(info);
        }
        #[cfg(not(any(feature = "metrics", feature = "opentelemetry", feature = "tracing")))]
        let _ = (self, info);
    }
}

/// It is no part of what an info says.
impl PartialEq for Observation {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Observation {}

/// Observes an occurrence that is no response of HTTP's, or is one already.
pub(crate) fn now<E: ApiError + ?Sized>(error: &E, stamp: Stamp, context: &Context) {
    #[cfg(feature = "tracing")]
    crate::log::log(error, stamp, context);
    #[cfg(feature = "metrics")]
    crate::metrics::add(error.code(), error.status(), error.entry().path(), 1);
    #[cfg(feature = "opentelemetry")]
    crate::opentelemetry::Mark {
        entry: error.entry(),
        code: error.code(),
        status: error.status(),
        error_id: stamp.error_id(),
        exception: crate::opentelemetry::exception_now(error).as_deref(),
    }
    .set();
    let _ = (error, stamp, context);
}

#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
mod later {
    use super::Context;
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    use crate::ErrorInfo;
    use crate::{ApiError, Stamp};
    use std::sync::atomic::AtomicBool;

    /// What an info does not say of an occurrence.
    #[derive(Debug, Default)]
    #[cfg_attr(
        not(any(
            feature = "actix-web",
            feature = "poem",
            feature = "rocket",
            feature = "tower"
        )),
        allow(dead_code)
    )]
    pub(crate) struct Later {
        is_done: AtomicBool,
        /// With the span in which the error became a response.
        #[cfg(feature = "tracing")]
        event: std::sync::Mutex<Option<crate::log::Event>>,
        #[cfg(feature = "opentelemetry")]
        exception: Option<String>,
    }

    impl Later {
        pub(super) fn of<E: ApiError + ?Sized>(
            error: &E,
            stamp: Stamp,
            context: &Context<'_>,
        ) -> Self {
            let _ = (error, stamp, context);
            Self {
                #[cfg(feature = "tracing")]
                event: crate::log::Event::of(error, stamp, context).into(),
                #[cfg(feature = "opentelemetry")]
                exception: crate::opentelemetry::exception(error),
                ..Self::default()
            }
        }

        #[cfg(any(
            feature = "actix-web",
            feature = "poem",
            feature = "rocket",
            feature = "tower"
        ))]
        pub(super) fn finish(&self, info: &ErrorInfo) {
            if self
                .is_done
                .swap(true, std::sync::atomic::Ordering::Relaxed)
            {
                return;
            }
            #[cfg(feature = "tracing")]
            {
                use std::sync::PoisonError;
                let event = self
                    .event
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                if let Some(event) = event {
                    event.write();
                }
            }
            #[cfg(feature = "metrics")]
            crate::metrics::add(info.code(), info.status(), info.entry().path(), 1);
            #[cfg(feature = "opentelemetry")]
            crate::opentelemetry::Mark {
                entry: info.entry(),
                code: info.code(),
                status: info.status(),
                error_id: info.error_id(),
                exception: self.exception.as_deref(),
            }
            .set();
            let _ = info;
        }
    }
}
