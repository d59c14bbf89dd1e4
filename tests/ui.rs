//! Each file of `ui/` makes one mistake; the `.stderr` beside it is what the compiler says.
//! `TRYBUILD=overwrite cargo test -p ui` writes what it says now.

#[test]
fn every_mistake_is_a_clear_compile_error() {
    trybuild::TestCases::new().compile_fail("*.rs");
}
