//! See `tests/fuzz/timestamp.rs`.

#![cfg_attr(fuzzing, no_main)]

fuzz::target!(timestamp);
