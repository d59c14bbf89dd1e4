//! Ids of processes that `fork` has made of one.
//!
//! `FORK_TRIALS=20000 cargo test --release -p tests fork` does many times more of it, in minutes.

use error_catalog::Stamp;
use fork::{Fork, fork, waitpid};
use std::collections::{HashMap, HashSet};
use std::io::{self, PipeReader, Read as _, Write as _};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, process, thread};

type Id = [u8; 16];

const IDS: usize = 4;

fn trials() -> usize {
    env::var("FORK_TRIALS").map_or(50, |trials| trials.parse().expect("a number of trials"))
}

/// A child that makes its ids, and where to read them.
fn child(ids: impl FnOnce() -> [Id; IDS]) -> (i32, PipeReader) {
    let (from_child, mut to_parent) = io::pipe().unwrap();
    match fork().unwrap() {
        Fork::Child => {
            let _ = to_parent.write_all(ids().as_flattened());
            // Without the handlers of a test process whose other threads are not here.
            process::abort()
        }
        Fork::Parent(child) => (child, from_child),
    }
}

/// The ids of so many children, and of their parent after them.
fn family(children: usize, ids: impl Fn() -> [Id; IDS]) -> Vec<Id> {
    let children: Vec<_> = (0..children).map(|_| child(&ids)).collect();
    let mut all = ids().to_vec();
    for (child, mut from_child) in children {
        let mut bytes = Vec::new();
        from_child.read_to_end(&mut bytes).unwrap();
        waitpid(child).unwrap();
        assert_eq!(bytes.len(), IDS * size_of::<Id>());
        all.extend(bytes.as_chunks().0);
    }
    all
}

fn assert_unique(ids: &[Id]) {
    let unique: HashSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:x?}");
}

fn id(reading: SystemTime) -> Id {
    Stamp::from_clock(reading).error_id().into_bytes()
}

/// Cuts a reading to what a clock of this step shows.
fn cut(reading: SystemTime, step: Duration) -> SystemTime {
    let since = reading.duration_since(UNIX_EPOCH).unwrap();
    reading - Duration::from_nanos(u64::from(since.subsec_nanos() % step.subsec_nanos()))
}

/// On a thread of its own: its generator is new.
fn on_new_thread(test: impl FnOnce() + Send + 'static) {
    thread::spawn(test).join().unwrap();
}

/// All wait for the same instant, and then read the real clock.
fn in_step(step: Duration) {
    for children in [2, 4, 8] {
        for _ in 0..trials() {
            id(SystemTime::now());
            let start = SystemTime::now() + Duration::from_micros(250) * children;
            let ids = family(children as usize, || {
                while SystemTime::now() < start {
                    std::hint::spin_loop();
                }
                [(); IDS].map(|()| id(cut(SystemTime::now(), step)))
            });
            assert_unique(&ids);
        }
    }
}

#[test]
fn children_in_step_make_different_ids_on_a_clock_of_nanoseconds() {
    on_new_thread(|| in_step(Duration::from_nanos(1)));
}

#[test]
fn children_in_step_make_different_ids_on_a_clock_of_microseconds() {
    on_new_thread(|| in_step(Duration::from_micros(1)));
}

/// The worst case: whatever the children do, they read the same instants.
#[test]
fn children_that_read_the_same_instants_make_different_ids() {
    let steps = [1, 1_000, 1_000_000, 10_000_000].map(Duration::from_nanos);
    let forks = [6, 40, 1_000, 20_000].map(Duration::from_micros);
    for (step, fork) in steps
        .into_iter()
        .flat_map(|step| forks.map(|fork| (step, fork)))
    {
        for children in [2, 4, 8] {
            on_new_thread(move || {
                let mut before = SystemTime::now();
                // A step of the clock between two ids, three times in one process.
                for _ in 0..3 {
                    id(cut(before, step));
                    let after = before + fork;
                    let ids = family(children, || {
                        [0, 100, 200, 200]
                            .map(|later| id(cut(after + Duration::from_nanos(later), step)))
                    });
                    assert_unique(&ids);
                    before = after + Duration::from_secs(1);
                }
            });
        }
    }
}

#[test]
fn a_clock_that_was_set_back_during_the_fork_makes_no_difference() {
    on_new_thread(|| {
        let before = SystemTime::now();
        id(before);
        for back in [1, 1_000, 1_000_000, 3_600_000_000_000] {
            let after = before - Duration::from_nanos(back);
            assert_unique(&family(4, || [after; IDS].map(id)));
        }
    });
}

/// `std` draws the key of a thread for its first `HashMap`.
#[test]
fn children_of_a_parent_that_never_made_an_id_make_different_ids() {
    on_new_thread(|| {
        assert!(HashMap::<u8, u8>::new().is_empty());
        let reading = SystemTime::now();
        let children: Vec<_> = (0..8).map(|_| child(|| [reading; IDS].map(id))).collect();
        let mut ids = Vec::new();
        for (child, mut from_child) in children {
            let mut bytes = Vec::new();
            from_child.read_to_end(&mut bytes).unwrap();
            waitpid(child).unwrap();
            ids.extend_from_slice(bytes.as_chunks().0);
        }
        assert_eq!(ids.len(), 8 * IDS);
        assert_unique(&ids);
    });
}

#[test]
fn grandchildren_make_different_ids() {
    on_new_thread(|| {
        let before = SystemTime::now();
        let (after, later) = (
            before + Duration::from_micros(50),
            before + Duration::from_micros(100),
        );
        id(before);
        // Each child makes two ids, and the third and fourth are its children's.
        let ids = family(3, || {
            let [first, second] = [after; 2].map(id);
            let of_child = || {
                let (child, mut from_child) = child(|| [later; IDS].map(id));
                let mut first = [0; 16];
                from_child.read_exact(&mut first).unwrap();
                waitpid(child).unwrap();
                first
            };
            [first, second, of_child(), of_child()]
        });
        assert_unique(&ids);
    });
}
