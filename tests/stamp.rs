use error_catalog::Stamp;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, SystemTime};
use uuid::{Uuid, Variant};

/// The milliseconds in a UUIDv7.
fn milliseconds(id: Uuid) -> u64 {
    id.as_u64_pair().0 >> 16
}

proptest! {
    #[test]
    fn id_and_timestamp_come_from_one_instant(
        nanoseconds in 0..253_402_300_799_999_999_999_u128,
        random in any::<u64>(),
    ) {
        let since = Duration::from_nanos_u128(nanoseconds);
        let stamp = Stamp::at(SystemTime::UNIX_EPOCH + since, random);

        let id = stamp.error_id();
        prop_assert_eq!(id.get_version_num(), 7);
        prop_assert_eq!(id.get_variant(), Variant::RFC4122);
        prop_assert_eq!(u128::from(milliseconds(id)), since.as_millis());
        prop_assert_eq!(id.as_u64_pair().1 << 2, random << 2);

        let shown: chrono::DateTime<chrono::Utc> = stamp.timestamp().into();
        prop_assert_eq!(shown.timestamp_millis() / 10, i64::try_from(since.as_millis() / 10).unwrap());
    }

    #[test]
    fn ids_are_in_order_of_time(a in any::<u32>(), b in any::<u32>(), random in any::<u64>()) {
        // 250 ns is one step of the fraction, and a bit.
        let id = |step: u32| {
            let since = Duration::from_nanos(u64::from(step) * 250);
            Stamp::at(SystemTime::UNIX_EPOCH + since, random).error_id()
        };
        prop_assert_eq!(id(a).cmp(&id(b)), a.cmp(&b));
    }
}

#[test]
fn before_1970_the_id_has_no_time() {
    let stamp = Stamp::at(SystemTime::UNIX_EPOCH - Duration::from_secs(1), 7);
    assert_eq!(
        stamp.error_id().to_string(),
        "00000000-0000-7000-8000-000000000007"
    );
    assert_eq!(stamp.timestamp().to_string(), "1969-12-31T23:59:59.00Z");
}

#[test]
fn ten_million_from_eight_threads_are_unique_and_in_order() {
    const THREADS: usize = 8;
    const EACH: usize = 10_000_000 / THREADS;

    let start = Barrier::new(THREADS);
    let mut all: Vec<u128> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    let mut latest = 0;
                    let ids: Vec<u128> = (0..EACH)
                        .map(|_| {
                            let id = Stamp::now().error_id();
                            assert!(milliseconds(id) >= latest, "{id} is out of order");
                            latest = milliseconds(id);
                            id.as_u128()
                        })
                        .collect();
                    ids
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(all.len(), 10_000_000);
    all.sort_unstable();
    assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn the_random_bits_are_all_in_use() {
    let bits = |id: Uuid| id.as_u64_pair().1 & (u64::MAX >> 2);
    let drawn: Vec<u64> = (0..1000).map(|_| bits(Stamp::now().error_id())).collect();
    for bit in 0..62 {
        let ones = drawn.iter().filter(|bits| *bits >> bit & 1 == 1).count();
        // 500, give or take 8 standard deviations.
        assert!(
            (374..=626).contains(&ones),
            "bit {bit} is set {ones} times of 1000"
        );
    }
    assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), 1000);
}
