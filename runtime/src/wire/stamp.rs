use super::random::random;
use crate::Timestamp;
use std::fmt;
use std::panic::catch_unwind;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, SystemTimeError, UNIX_EPOCH};
use uuid::Uuid;

/// The errorId and the timestamp of one occurrence, made together from one reading of the clock.
///
/// The errorId is a UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, 12 bits of fractions of
/// a millisecond (section 6.2, method 3), and 62 random bits. The ids of one thread are in order of
/// time as long as the clock is.
///
/// # Are ids unique?
///
/// Two ids are equal only if they have the same tick of 1/4096 ms and the same 62 bits. Say
/// 10,000 hosts have 10,000 errors a second each. Then n = 10⁸ ids fall into t = 4,096,000 ticks a
/// second, and the expected number of equal pairs is n² / (2 t 2⁶²) = 10¹⁶ / (3.8 · 10²⁵) =
/// 2.6 · 10⁻¹⁰ a second: one in 120 years. Where clocks show microseconds only, t is 1,000,000, and
/// it is one in 29 years.
///
/// Threads have keys of their own, from the operating system. Processes that `fork` has made of one
/// hash their process ids as well. This leaves two cases in which a random part can repeat:
///
/// * A virtual machine is restored twice from one snapshot. Both copies have the key, the process id
///   and the last result in memory. Their next ids are equal if their clocks show the same
///   nanosecond at that time, and never again from the first id on that they make at different
///   nanoseconds. Start the service after the snapshot, or restart it after the restore.
/// * Children are made by `clone` with `CLONE_NEWPID`, each as process 1 of a namespace of its own,
///   and go on without `exec`. The same holds for them.
///
/// ```
/// use error_catalog::Stamp;
///
/// let (one, other) = (Stamp::now(), Stamp::now());
/// assert_ne!(one.error_id(), other.error_id());
/// assert_eq!(one.error_id().get_version_num(), 7);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    error_id: Uuid,
    timestamp: Timestamp,
}

impl Stamp {
    /// Creates a stamp of given parts.
    ///
    /// ```
    /// use error_catalog::Stamp;
    /// use uuid::Uuid;
    ///
    /// let stamp = Stamp::new(Uuid::from_u128(7), "2020-12-22T05:52:01.85Z".parse()?);
    /// assert_eq!(stamp.error_id(), Uuid::from_u128(7));
    /// # Ok::<(), error_catalog::TimestampError>(())
    /// ```
    #[must_use]
    pub const fn new(error_id: Uuid, timestamp: Timestamp) -> Self {
        Self {
            error_id,
            timestamp,
        }
    }

    /// Stamps the current time, or calls the process's [own stamper](set_stamper).
    ///
    /// It never panics, whatever the clock shows: see [`at`](Self::at). If the stamper panics, the
    /// stamp is the one that there would be without it.
    ///
    /// ```
    /// use error_catalog::Stamp;
    ///
    /// assert!(Stamp::now().timestamp().to_string().ends_with('Z'));
    /// ```
    #[must_use]
    pub fn now() -> Self {
        match STAMPER.get() {
            // Its panic must not cost the client the response.
            Some(stamper) => {
                catch_unwind(stamper).unwrap_or_else(|_| Self::from_clock(SystemTime::now()))
            }
            None => Self::from_clock(SystemTime::now()),
        }
    }

    /// Stamps a reading of your own clock, with fresh random bits. It is what [`now`](Self::now)
    /// does with the system's clock.
    ///
    /// Read the clock for each stamp: a reading that is stored before a `fork` and stamped after it
    /// hides the `fork`.
    ///
    /// ```standalone_crate
    /// use error_catalog::{Stamp, set_stamper};
    /// use std::time::{Duration, SystemTime};
    ///
    /// fn corrected() -> SystemTime {
    ///     SystemTime::now() - Duration::from_millis(3)
    /// }
    ///
    /// set_stamper(|| Stamp::from_clock(corrected()))?;
    /// # Ok::<(), error_catalog::SetStamperError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn from_clock(reading: SystemTime) -> Self {
        let since_epoch = reading.duration_since(UNIX_EPOCH);
        let reading = match &since_epoch {
            Ok(since) => nanoseconds(*since),
            Err(before) => nanoseconds(before.duration()).wrapping_neg(),
        };
        Self::of(since_epoch, random(reading))
    }

    /// Creates the stamp of an instant and 62 random bits (the upper two of `random` are not used).
    /// Both parts depend on nothing else.
    ///
    /// An instant outside the years 0 to 9999 has the nearest timestamp inside. An errorId can hold
    /// the years 1970 to 10889: before and after them, it has the nearest millisecond inside.
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
            Ok(since) if since.as_secs() <= Timestamp::LAST_SECOND => Self {
                error_id: uuid_v7(since, random),
                timestamp: Timestamp::after_epoch(since),
            },
            Ok(_) => Self::before_year_10000(random),
            Err(before) => Self::before_epoch(before.duration(), random),
        }
    }

    #[cold]
    fn before_year_10000(random: u64) -> Self {
        let last = Duration::new(Timestamp::LAST_SECOND, 999_999_999);
        Self {
            error_id: uuid_v7(last, random),
            timestamp: Timestamp::after_epoch(last),
        }
    }

    #[cold]
    fn before_epoch(until: Duration, random: u64) -> Self {
        Self {
            error_id: uuid_v7(Duration::ZERO, random),
            timestamp: Timestamp::before_epoch(until),
        }
    }

    /// Returns the errorId, which clients quote to support.
    #[must_use]
    pub const fn error_id(&self) -> Uuid {
        self.error_id
    }

    /// Returns the time of the occurrence.
    #[must_use]
    pub const fn timestamp(&self) -> Timestamp {
        self.timestamp
    }
}

/// Until the year 9999: later milliseconds need more than 48 bits one day.
fn uuid_v7(since_epoch: Duration, random: u64) -> Uuid {
    const VERSION: u64 = 0x7 << 12;
    const VARIANT: u64 = 0b10 << 62;

    let nanoseconds = u64::from(since_epoch.subsec_nanos());
    let milliseconds = since_epoch.as_secs() * 1000 + nanoseconds / 1_000_000;
    let fraction = nanoseconds % 1_000_000 * 4096 / 1_000_000;
    Uuid::from_u64_pair(
        milliseconds << 16 | VERSION | fraction,
        VARIANT | random & (u64::MAX >> 2),
    )
}

/// The lower 64 bits are enough to tell readings apart.
fn nanoseconds(duration: Duration) -> u64 {
    let seconds = duration.as_secs().wrapping_mul(1_000_000_000);
    seconds.wrapping_add(duration.subsec_nanos().into())
}

static STAMPER: OnceLock<fn() -> Stamp> = OnceLock::new();

/// Replaces what [`Stamp::now`] does, once for the whole process. Use it to send the trace id as errorId,
/// or a fixed stamp in a test.
///
/// # Errors
///
/// Fails if the stamper is already set. The first one stays.
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
///
/// A stamper that panics does not cost a client its response:
///
/// ```standalone_crate
/// use error_catalog::{Stamp, set_stamper};
///
/// set_stamper(|| panic!("no current span"))?;
/// assert_eq!(Stamp::now().error_id().get_version_num(), 7);
/// # Ok::<(), error_catalog::SetStamperError>(())
/// ```
pub fn set_stamper(stamper: fn() -> Stamp) -> Result<(), SetStamperError> {
    STAMPER.set(stamper).map_err(|_| SetStamperError(()))
}

/// The error of a second call of [`set_stamper`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetStamperError(());

impl fmt::Display for SetStamperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the process has a stamper already: call `set_stamper` once, at the start")
    }
}

impl std::error::Error for SetStamperError {}
