//! See `tests/fuzz/body.rs`.

#![cfg_attr(fuzzing, no_main)]

fuzz::target!(body);
