//! See `tests/fuzz/json.rs`.

#![cfg_attr(fuzzing, no_main)]

fuzz::target!(json);
