use error_catalog::{Stamp, set_stamper};
use proptest::prelude::*;
use std::collections::HashSet;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
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
fn the_fraction_of_a_millisecond_is_counted_in_4096_ticks() {
    for tick in 0..4096_u64 {
        // The first nanosecond of it.
        let nanoseconds = 1_000_000 + (tick * 1_000_000).div_ceil(4096);
        let stamp = Stamp::at(
            SystemTime::UNIX_EPOCH + Duration::from_nanos(nanoseconds),
            0,
        );
        let expected = 0x0001_7000 + tick;
        assert_eq!(stamp.error_id().as_u64_pair().0, expected);
    }
}

#[test]
fn a_process_has_one_stamper() {
    static CALLS: AtomicU32 = AtomicU32::new(0);

    // As without one: the other tests are in this process, too.
    fn stamper() -> Stamp {
        CALLS.fetch_add(1, Ordering::Relaxed);
        Stamp::from_clock(SystemTime::now())
    }

    set_stamper(stamper).unwrap();
    let _ = Stamp::now();
    assert!(CALLS.load(Ordering::Relaxed) > 0);
    assert_eq!(
        set_stamper(stamper).unwrap_err().to_string(),
        "the process has a stamper already: call `set_stamper` once, at the start"
    );
}

/// Any instant that the system's clock can hold.
fn any_instant() -> impl Strategy<Value = SystemTime> {
    let epoch = SystemTime::UNIX_EPOCH;
    prop_oneof![
        any::<(u64, u32)>(),
        // Around the years 0, 1970 and 10000.
        (0..100_u64, any::<u32>()),
        (62_167_219_100..62_167_219_300_u64, any::<u32>()),
        (253_402_300_700..253_402_300_900_u64, any::<u32>()),
        (u64::MAX / 2 - 100..u64::MAX / 2 + 100, any::<u32>()),
    ]
    .prop_map(|(seconds, nanoseconds)| Duration::new(seconds, nanoseconds % 1_000_000_000))
    .prop_flat_map(move |since| {
        let instants = [epoch.checked_add(since), epoch.checked_sub(since)];
        let instants: Vec<_> = instants.into_iter().flatten().collect();
        proptest::sample::select(if instants.is_empty() {
            vec![epoch]
        } else {
            instants
        })
    })
}

proptest! {
    #[test]
    fn no_instant_makes_a_stamp_panic_or_its_parts_invalid(
        instant in any_instant(),
        random in any::<u64>(),
    ) {
        for stamp in [Stamp::at(instant, random), Stamp::from_clock(instant)] {
            let id = stamp.error_id();
            prop_assert_eq!(id.get_version_num(), 7);
            prop_assert_eq!(id.get_variant(), Variant::RFC4122);

            let shown = stamp.timestamp().to_string();
            let read = chrono::DateTime::parse_from_rfc3339(&shown).unwrap();
            prop_assert_eq!(shown.len(), 23);
            if instant >= SystemTime::UNIX_EPOCH {
                let id = i64::try_from(milliseconds(id) / 10).unwrap();
                prop_assert_eq!(id, read.timestamp_millis() / 10);
            } else {
                prop_assert_eq!(milliseconds(id), 0);
            }
        }
    }

    #[test]
    fn later_instants_have_no_earlier_stamps(a in any_instant(), b in any_instant()) {
        let (earlier, later) = (a.min(b), a.max(b));
        let (earlier, later) = (Stamp::at(earlier, 0), Stamp::at(later, 0));
        prop_assert!(earlier.error_id() <= later.error_id());
        prop_assert!(earlier.timestamp() <= later.timestamp());
    }
}

#[test]
fn a_timestamp_after_the_year_9999_is_the_last_instant_of_that_year() {
    let last = Duration::new(253_402_300_799, 999_999_999);
    let stamp = Stamp::at(SystemTime::UNIX_EPOCH + last, 7);
    assert_eq!(stamp.timestamp().to_string(), "9999-12-31T23:59:59.99Z");
    let end = (0..63).fold(SystemTime::UNIX_EPOCH, |end, bit| {
        end.checked_add(Duration::from_secs(1 << (62 - bit)))
            .unwrap_or(end)
    });
    for later in [SystemTime::UNIX_EPOCH + last + Duration::from_nanos(1), end] {
        assert_eq!(Stamp::at(later, 7), stamp);
    }
}

#[test]
fn a_clock_that_is_set_back_repeats_no_id() {
    let now = SystemTime::now();
    let mut ids = HashSet::new();
    for _ in 0..1000 {
        for back in [0, 1, 1_000, 3_600_000_000_000] {
            let reading = now - Duration::from_nanos(back);
            assert!(ids.insert(Stamp::from_clock(reading).error_id()));
        }
    }
}

/// Unix clocks repeat the second before a leap second, or stretch the seconds around it.
#[test]
fn a_leap_second_that_the_clock_repeats_repeats_no_id() {
    let leap = SystemTime::UNIX_EPOCH + Duration::from_secs(1_483_228_799);
    let stamps = [leap, leap + Duration::from_millis(999), leap].map(Stamp::from_clock);
    for stamp in stamps {
        assert!(
            stamp
                .timestamp()
                .to_string()
                .starts_with("2016-12-31T23:59:59.")
        );
    }
    assert_eq!(stamps[0].timestamp(), stamps[2].timestamp());
    assert_ne!(stamps[0].error_id(), stamps[2].error_id());
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
fn ten_million_from_sixteen_threads_are_unique_and_in_order() {
    const THREADS: usize = 16;
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

const INSTANT: &str = "ERROR_CATALOG_TEST_INSTANT";

/// What the processes of the next test do: wait for their instant, and write ids.
#[test]
#[ignore = "runs in a process of its own"]
fn writes_ids_at_an_instant() {
    let Ok(instant) = std::env::var(INSTANT) else {
        return;
    };
    let instant: u128 = instant.parse().expect("nanoseconds");
    let now = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    while now().expect("after 1970").as_nanos() < instant {}
    let ids: Vec<Uuid> = (0..20_000).map(|_| Stamp::now().error_id()).collect();
    // The test's name stands in the first line.
    println!();
    for id in ids {
        println!("{id}");
    }
}

#[test]
fn processes_that_start_in_one_instant_repeat_no_id() {
    const PROCESSES: usize = 8;

    let program = std::env::current_exe().expect("this program");
    let instant = SystemTime::now() + Duration::from_millis(500);
    let since = instant.duration_since(SystemTime::UNIX_EPOCH);
    let since = since.expect("after 1970").as_nanos().to_string();
    let processes: Vec<_> = (0..PROCESSES)
        .map(|_| {
            Command::new(&program)
                .args(["--exact", "stamp::writes_ids_at_an_instant"])
                .args(["--ignored", "--nocapture", "--test-threads=1"])
                .env(INSTANT, &since)
                .stdout(Stdio::piped())
                .spawn()
                .expect("a process")
        })
        .collect();
    let mut ids = HashSet::new();
    for process in processes {
        let output = process.wait_with_output().expect("its output");
        let output = String::from_utf8(output.stdout).expect("text");
        ids.extend(output.lines().filter_map(|line| Uuid::try_parse(line).ok()));
    }
    assert_eq!(ids.len(), PROCESSES * 20_000);
}
