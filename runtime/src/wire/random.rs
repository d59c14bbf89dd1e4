use std::cell::Cell;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};

// Random bits that nobody can predict, without a system call, a lock or shared state: each thread
// hashes the clock's reading together with its last result, under a key of 128 bits from the
// operating system. A keyed hash (SipHash) looks random to anyone without the key.
//
// `fork` copies the key and the last result, even those of a thread that has made no id yet, because
// `std` draws the key when the thread's first `HashMap` does. Children that read the same instant
// would then make the same id. A handler for `fork` and memory that it wipes need unsafe code; a key
// from the operating system or the process id for each id is a system call. But a child can only make
// an id after `fork` returns, and `fork` copies page tables and starts a process: 38 µs at least for
// the smallest program on a fast machine. So a thread whose last id is more than 5 µs old, by its own
// clock, may be in a child, and hashes its process id with the rest. Living processes of one parent
// have different process ids, so within one tick of an id's time they hash different numbers. Ids in
// quick succession, which can have no `fork` between them, cost no system call; all others cost one
// of 0.1 µs. A reading equal to the last one, as coarse clocks give, or before it, tells nothing of
// the time in between, and counts as old. A step of the clock would have to set it back during a
// `fork`, and by just the time that `fork` took, to go unnoticed.

/// The age of a thread's last id, in nanoseconds, that leaves no time for a `fork`.
const NO_FORK_WITHIN: u64 = 5_000;

struct Generator {
    key: RandomState,
    last: Cell<u64>,
    /// Of the last id.
    reading: Cell<u64>,
}

impl Generator {
    fn new() -> Self {
        let key = RandomState::new();
        let last = Cell::new(process_id());
        let reading = Cell::new(0);
        Self { key, last, reading }
    }
}

/// Random bits for an id of this reading of the clock, in nanoseconds.
#[inline]
pub(super) fn random(reading: u64) -> u64 {
    thread_local! {
        static GENERATOR: Generator = Generator::new();
    }

    GENERATOR.with(
        |Generator {
             key,
             last,
             reading: before,
         }| {
            let age = reading.wrapping_sub(before.replace(reading));
            let mut number = last.get() ^ reading;
            if !(1..NO_FORK_WITHIN).contains(&age) {
                // Above the bits in which readings of one tick can differ, within the seven bytes.
                number ^= process_id() << 24;
            }
            let next = hash(key, number);
            last.set(next);
            next
        },
    )
}

#[cold]
fn process_id() -> u64 {
    // Elsewhere there is no `fork`, and on some platforms no process id.
    if cfg!(unix) {
        std::process::id().into()
    } else {
        0
    }
}

/// Hashes the lower seven bytes. With their number they fill one block: an eighth byte would cost
/// another.
#[inline]
fn hash(key: &RandomState, number: u64) -> u64 {
    let [bytes @ .., _] = number.to_le_bytes();
    let mut hasher = key.build_hasher();
    hasher.write(&bytes);
    hasher.finish()
}
