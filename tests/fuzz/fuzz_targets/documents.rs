//! See `tests/fuzz/documents.rs`.

#![cfg_attr(fuzzing, no_main)]

fuzz::target!(documents);
