//! What must hold for any input: one module with one `check` per target, which panics where it does not.
//!
//! ```text
//! cargo fuzz run --fuzz-dir tests/fuzz body                 # guided by coverage, needs a nightly compiler
//! cargo run --release -p fuzz --bin body -- 1000000         # a million inputs on stable, the same each time
//! cargo test -p fuzz                                        # the corpus, and a few inputs more
//! ```

pub mod body;
pub mod derive;
pub mod documents;
pub mod driver;
pub mod json;
pub mod lock;
pub mod timestamp;

/// Makes a program of a target: for `cargo fuzz`, or for the driver on stable.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::$name::check(data));

        #[cfg(not(fuzzing))]
        fn main() {
            fuzz::driver::main(stringify!($name), fuzz::$name::check)
        }
    };
}
