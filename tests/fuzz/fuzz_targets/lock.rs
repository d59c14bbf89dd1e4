//! See `tests/fuzz/lock.rs`.

#![cfg_attr(fuzzing, no_main)]

fuzz::target!(lock);
