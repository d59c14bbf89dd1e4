//! Nothing: a package needs a library or a program. The tests start in `main.rs`.
