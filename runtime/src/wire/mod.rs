//! The body: its four fields, how they are written, and how they are read.

mod body;
pub(crate) mod json;
#[cfg(feature = "lenient")]
mod lenient;
mod occurrence;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) mod problem;
mod random;
mod stamp;
mod timestamp;

pub(crate) use body::serialize_error;
pub use body::{ErrorBody, serialize_now};
#[cfg(feature = "lenient")]
pub use lenient::{LenientBody, NotJson};
pub use occurrence::Occurrence;
pub use stamp::{SetStamperError, Stamp, set_stamper};
pub use timestamp::{Timestamp, TimestampError};
