//! Interleaved timing: times drift from minute to minute, so each round measures every case once,
//! and what counts is the ratio of the medians.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

const ROUNDS: usize = 1001;
/// How long one case runs in one round: seldom does another process come between.
const TURN: Duration = Duration::from_micros(100);

const ROUNDS_OF_TWO_THREADS: usize = 61;
/// How many turns one case then takes: threads take time to start.
const TURNS_OF_TWO_THREADS: u32 = 80;

/// Something to measure: it does its work so many times.
pub(crate) struct Case<'a> {
    name: &'a str,
    run: Box<dyn Fn(u32) + Sync + 'a>,
}

impl<'a> Case<'a> {
    /// `work` is what is measured.
    pub(crate) fn new<T>(name: &'a str, work: impl Fn() -> T + Sync + 'a) -> Self {
        let run = Box::new(move |times| {
            for _ in 0..times {
                drop(black_box(work()));
            }
        });
        Self { name, run }
    }

    fn time(&self, times: u32) -> Duration {
        let start = Instant::now();
        (self.run)(times);
        start.elapsed()
    }

    /// How often the work is done in a turn.
    fn turn(&self) -> u32 {
        let mut times = 1;
        while self.time(times) < TURN {
            times *= 2;
        }
        times
    }
}

/// Prints nanoseconds, and the ratio to the first case.
pub(crate) fn compare(title: &str, cases: &[Case]) {
    let turns: Vec<u32> = cases.iter().map(Case::turn).collect();
    let mut times = vec![Vec::new(); cases.len()];
    for _ in 0..ROUNDS {
        for ((case, &turn), times) in cases.iter().zip(&turns).zip(&mut times) {
            times.push(nanoseconds(case.time(turn)) / f64::from(turn));
        }
    }
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    println!("\n{title:50}{:>9}{:>8}", "ns", "x");
    for (case, time) in cases.iter().zip(&medians) {
        println!("  {:48}{time:9.1}{:8.2}", case.name, time / medians[0]);
    }
}

/// Prints how many times the work of one thread two threads do in the same time.
pub(crate) fn compare_two_threads(title: &str, cases: &[Case]) {
    let turns: Vec<u32> = cases
        .iter()
        .map(|case| TURNS_OF_TWO_THREADS * case.turn())
        .collect();
    let mut gains = vec![Vec::new(); cases.len()];
    for _ in 0..ROUNDS_OF_TWO_THREADS {
        for ((case, &turn), gains) in cases.iter().zip(&turns).zip(&mut gains) {
            let one = nanoseconds(case.time(turn));
            let start = Barrier::new(2);
            let two = thread::scope(|scope| {
                let half = || {
                    // The first one of a thread makes its generator.
                    case.time(1);
                    start.wait();
                    nanoseconds(case.time(turn))
                };
                let other = scope.spawn(half);
                let here = half();
                other
                    .join()
                    .map_or(here, |there| f64::midpoint(here, there))
            });
            gains.push(2.0 * one / two);
        }
    }
    println!("\n{title:50}{:>9}{:>8}", "", "x");
    for (case, gains) in cases.iter().zip(gains) {
        println!("  {:57}{:8.2}", case.name, median(gains));
    }
}

fn nanoseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
