//! What `tracing` gets to hear.

use std::collections::BTreeMap;
use std::sync::{Mutex, Once, PoisonError};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) level: Level,
    pub(crate) span: Option<&'static str>,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

/// By errorId; those without one under an empty text.
static EVENTS: Mutex<BTreeMap<String, Vec<Logged>>> = Mutex::new(BTreeMap::new());

/// Listens from now on, for the whole process.
pub(crate) fn listen() {
    static LISTENING: Once = Once::new();

    LISTENING.call_once(|| {
        let subscriber = tracing_subscriber::registry().with(Listener);
        tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
    });
}

/// The events of this errorId.
pub(crate) fn of(error_id: &str) -> Vec<Logged> {
    let events = EVENTS.lock().unwrap_or_else(PoisonError::into_inner);
    events.get(error_id).cloned().unwrap_or_default()
}

/// The events with this field, in which something else holds as well.
pub(crate) fn with(field: &str, value: &str, holds: impl Fn(&Logged) -> bool) -> Vec<Logged> {
    let events = EVENTS.lock().unwrap_or_else(PoisonError::into_inner);
    let matches = |event: &&Logged| {
        event.fields.get(field).is_some_and(|found| found == value) && holds(event)
    };
    events.values().flatten().filter(matches).cloned().collect()
}

/// All events of a level.
pub(crate) fn at(level: Level) -> Vec<Logged> {
    let events = EVENTS.lock().unwrap_or_else(PoisonError::into_inner);
    let events = events.values().flatten();
    events
        .filter(|event| event.level == level)
        .cloned()
        .collect()
}

struct Listener;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "error_catalog" {
            return;
        }
        let mut fields = Fields(BTreeMap::new());
        event.record(&mut fields);
        let logged = Logged {
            level: *event.metadata().level(),
            span: context.event_span(event).map(|span| span.name()),
            fields: fields.0,
        };
        let mut events = EVENTS.lock().unwrap_or_else(PoisonError::into_inner);
        let id = logged.fields.get("error_id").cloned().unwrap_or_default();
        events.entry(id).or_default().push(logged);
    }
}

struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}
