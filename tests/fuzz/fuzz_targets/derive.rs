//! See `tests/fuzz/derive.rs`.

#![cfg_attr(fuzzing, no_main)]

fuzz::target!(derive);
