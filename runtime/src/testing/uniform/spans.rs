//! Whether the events of errors stand in the spans of their requests.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber, dispatcher};

/// Awaits the response to a request that no handler takes, under a subscriber of its own, and says
/// whether an error's event stood outside of all spans although there was one: that of a layer which
/// the response had left already.
pub(super) async fn watch<F: Future>(future: F) -> (F::Output, bool) {
    let watcher = Arc::new(Watcher::default());
    let dispatch = Dispatch::new(Arc::clone(&watcher));
    let mut future = pin!(future);
    let polled = poll_fn(|cx| dispatcher::with_default(&dispatch, || future.as_mut().poll(cx)));
    let output = polled.await;
    (output, watcher.outside.load(Ordering::Relaxed))
}

#[derive(Default)]
struct Watcher {
    spans: AtomicU64,
    entered: AtomicUsize,
    outside: AtomicBool,
}

impl Subscriber for Watcher {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() || metadata.target() == "error_catalog"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let is_outside = event.parent().is_none() && self.entered.load(Ordering::Relaxed) == 0;
        if is_outside && self.spans.load(Ordering::Relaxed) > 0 {
            self.outside.store(true, Ordering::Relaxed);
        }
    }

    fn enter(&self, _: &Id) {
        self.entered.fetch_add(1, Ordering::Relaxed);
    }

    fn exit(&self, _: &Id) {
        self.entered.fetch_sub(1, Ordering::Relaxed);
    }
}
