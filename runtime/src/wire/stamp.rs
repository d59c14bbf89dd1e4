use crate::Timestamp;
use std::cell::Cell;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, SystemTimeError, UNIX_EPOCH};
use uuid::Uuid;

/// What tells one occurrence from all others: its errorId and its timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    error_id: Uuid,
    timestamp: Timestamp,
}

impl Stamp {
    /// A stamp of given parts.
    #[must_use]
    pub const fn new(error_id: Uuid, timestamp: Timestamp) -> Self {
        Self {
            error_id,
            timestamp,
        }
    }

    /// A stamp of the current time, both parts from one reading of the clock. The errorId is a
    /// UUIDv7; the process may have put [its own stamper](set_stamper) in place.
    #[must_use]
    pub fn now() -> Self {
        match STAMPER.get() {
            Some(stamper) => stamper(),
            None => {
                let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
                let reading = match &since_epoch {
                    Ok(since) => since.subsec_nanos(),
                    Err(before) => before.duration().subsec_nanos(),
                };
                Self::of(since_epoch, random(reading))
            }
        }
    }

    /// The stamp of an instant and 62 random bits (the upper two of `random` are not used): both
    /// parts depend on nothing else.
    ///
    /// The errorId is a UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, 12 bits of
    /// fractions of a millisecond (section 6.2, method 3), and the random bits. Ids made in one
    /// thread are therefore in order of time as long as the clock is.
    ///
    /// ```
    /// use error_catalog::Stamp;
    /// use std::time::{Duration, SystemTime};
    ///
    /// let stamp = Stamp::at(SystemTime::UNIX_EPOCH + Duration::from_millis(1_608_616_321_859), 0);
    /// assert_eq!(stamp.error_id().to_string(), "01768901-2343-7000-8000-000000000000");
    /// assert_eq!(stamp.timestamp().to_string(), "2020-12-22T05:52:01.85Z");
    /// ```
    #[must_use]
    pub fn at(time: SystemTime, random: u64) -> Self {
        Self::of(time.duration_since(UNIX_EPOCH), random)
    }

    fn of(since_epoch: Result<Duration, SystemTimeError>, random: u64) -> Self {
        match since_epoch {
            Ok(since) => Self {
                error_id: uuid_v7(since, random),
                timestamp: Timestamp::after_epoch(since),
            },
            // A UUIDv7 knows no time before 1970.
            Err(before) => Self {
                error_id: uuid_v7(Duration::ZERO, random),
                timestamp: Timestamp::before_epoch(before.duration()),
            },
        }
    }

    /// The errorId: the client quotes it to support.
    #[must_use]
    pub const fn error_id(&self) -> Uuid {
        self.error_id
    }

    /// When it happened.
    #[must_use]
    pub const fn timestamp(&self) -> Timestamp {
        self.timestamp
    }
}

fn uuid_v7(since_epoch: Duration, random: u64) -> Uuid {
    const VERSION: u64 = 0x7 << 12;
    const VARIANT: u64 = 0b10 << 62;

    let nanoseconds = u64::from(since_epoch.subsec_nanos());
    let milliseconds = since_epoch.as_secs().wrapping_mul(1000) + nanoseconds / 1_000_000;
    let fraction = nanoseconds % 1_000_000 * 4096 / 1_000_000;
    Uuid::from_u64_pair(
        milliseconds << 16 | VERSION | fraction,
        VARIANT | random & (u64::MAX >> 2),
    )
}

/// Bits that no one can predict, without a system call, a lock or shared state.
///
/// Each thread hashes the clock's reading together with what it made before, under a key of 128
/// bits that the operating system gave it. The keyed hash (SipHash) is as good as random to whoever
/// does not know the key.
///
/// After a `fork`, parent and child have the same key. They part with the first nanosecond that
/// one of them reads and the other does not, and never meet again, as all that follows depends on
/// it.
fn random(reading: u32) -> u64 {
    thread_local! {
        static KEY_AND_LAST: (RandomState, Cell<u64>) = (RandomState::new(), Cell::new(0));
    }

    KEY_AND_LAST.with(|(key, last)| {
        let next = hash(key, last.get() ^ u64::from(reading));
        last.set(next);
        next
    })
}

/// Of the lower seven bytes, which with their number fill one block: an eighth would cost another.
#[inline(never)]
fn hash(key: &RandomState, number: u64) -> u64 {
    let [bytes @ .., _] = number.to_le_bytes();
    let mut hasher = key.build_hasher();
    hasher.write(&bytes);
    hasher.finish()
}

static STAMPER: OnceLock<fn() -> Stamp> = OnceLock::new();

/// Replaces what [`Stamp::now`] does, for the whole process and once: to use the trace id as
/// errorId, or a fixed stamp in a test.
///
/// # Errors
///
/// The process has a stamper already; it stays.
///
/// ```standalone_crate
/// use error_catalog::{Stamp, Timestamp, set_stamper};
/// use uuid::Uuid;
///
/// fn trace_id() -> Uuid {
///     // … of the current span
/// #   Uuid::from_u128(0x019b0c6e_0000_7000_8000_000000000001)
/// }
///
/// set_stamper(|| Stamp::new(trace_id(), Timestamp::now()))?;
/// assert_eq!(Stamp::now().error_id(), trace_id());
/// # Ok::<(), error_catalog::SetStamperError>(())
/// ```
pub fn set_stamper(stamper: fn() -> Stamp) -> Result<(), SetStamperError> {
    STAMPER.set(stamper).map_err(|_| SetStamperError(()))
}

/// [`set_stamper`] was called before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetStamperError(());

impl fmt::Display for SetStamperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the process has a stamper already: call `set_stamper` once, at the start")
    }
}

impl std::error::Error for SetStamperError {}
