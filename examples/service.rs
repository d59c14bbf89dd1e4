//! What the services share, whatever their framework.

use crate::SmsError;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tracing_subscriber::filter::LevelFilter;
use uuid::Uuid;

const RESENDING_INTERVAL: Duration = Duration::from_secs(30);

/// A message to send.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// An international (E.164) number.
    pub destination: String,
    /// Up to 1600 characters.
    pub text: String,
}

/// What the client gets for an accepted message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The id to look the message up or to cancel it.
    pub message_id: Uuid,
}

/// The messages that wait to be sent.
#[derive(Default)]
pub struct Outbox(Mutex<HashMap<Uuid, (Instant, Message)>>);

impl Outbox {
    /// Accepts a message.
    ///
    /// # Errors
    ///
    /// The number or the text is invalid, or the same message was sent a moment ago.
    pub fn send(&self, message: Message) -> Result<Sent, SmsError> {
        let digits = message.destination.strip_prefix('+').unwrap_or_default();
        if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit())
        {
            return Err(SmsError::InvalidMsisdn);
        }
        if message.text.is_empty() || message.text.chars().count() > 1600 {
            return Err(SmsError::InvalidText);
        }
        let mut messages = self.messages();
        for (since, other) in messages.values() {
            let rest = RESENDING_INTERVAL.saturating_sub(since.elapsed()).as_secs();
            if *other == message && rest > 0 {
                let seconds = u32::try_from(rest).unwrap_or(u32::MAX);
                return Err(SmsError::ResendingInterval { seconds });
            }
        }
        let message_id = Uuid::new_v4();
        messages.insert(message_id, (Instant::now(), message));
        Ok(Sent { message_id })
    }

    /// Finds a message that waits.
    ///
    /// # Errors
    ///
    /// The id is not a UUID, or no message has it.
    pub fn get(&self, id: &str) -> Result<Message, SmsError> {
        let messages = self.messages();
        let (_, message) = messages.get(&parse(id)?).ok_or(SmsError::NotFound)?;
        Ok(message.clone())
    }

    /// Cancels a message.
    ///
    /// # Errors
    ///
    /// The id is not a UUID, or no message has it.
    pub fn cancel(&self, id: &str) -> Result<(), SmsError> {
        let message = self.messages().remove(&parse(id)?);
        message.map(|_| ()).ok_or(SmsError::NotFound)
    }

    fn messages(&self) -> MutexGuard<'_, HashMap<Uuid, (Instant, Message)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn parse(id: &str) -> Result<Uuid, SmsError> {
    Uuid::try_parse(id).map_err(|_| SmsError::InvalidId)
}

/// The port to listen on: the program's argument, or 8080.
#[must_use]
pub fn port() -> u16 {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok());
    port.unwrap_or(8080)
}

/// Logs to standard error, from the level of `RUST_LOG`, or INFO.
pub fn log() {
    let level = std::env::var("RUST_LOG")
        .ok()
        .and_then(|level| level.parse().ok());
    tracing_subscriber::fmt()
        .with_max_level(level.unwrap_or(LevelFilter::INFO))
        .with_writer(std::io::stderr)
        .init();
}
