//! Large catalogs are compared when they are compiled, in the steps that the compiler allows.

use error_catalog::{Catalog, Entry, Status};

const STATUS: Status = Status::new(400).unwrap();

/// Every third code.
#[expect(clippy::large_stack_arrays, reason = "only the compiler calls it")]
const fn entries(first: u32) -> [Entry; 5000] {
    let mut entries = [Entry::new("Large::Entry", STATUS, 0); 5000];
    let mut index = 0;
    let mut code = first;
    while index < entries.len() {
        entries[index] = Entry::new("Large::Entry", STATUS, code);
        index += 1;
        code += 3;
    }
    entries
}

static LARGE: [[Entry; 5000]; 3] = [entries(1000), entries(1001), entries(1002)];
const FIRST: &Catalog = &Catalog::new("First", &LARGE[0]);
const SECOND: &Catalog = &Catalog::new("Second", &LARGE[1]);
const THIRD: &Catalog = &Catalog::new("Third", &LARGE[2]);
const ALL: &Catalog = &Catalog::new("All", &[]).with_nested(&[FIRST, SECOND, THIRD]);
/// Each of them is reached by two ways.
const DIAMOND: &Catalog = &Catalog::new("Diamond", &[]).with_nested(&[ALL, FIRST, SECOND, THIRD]);

/// That it compiles is the test: the compiler denies constants that take long.
#[test]
fn three_catalogs_of_5000_entries_are_compared_when_compiled() {
    assert_eq!(ALL.iter().count(), 15_000);
    assert_eq!(DIAMOND.iter().count(), 30_000);
}

/// Many catalogs of as many entries, whose codes interleave.
mod interleaved {
    use super::STATUS;
    use error_catalog::{Catalog, Entry};

    const CATALOGS: usize = 500;
    const ENTRIES: usize = 50;

    static TABLE: [[Entry; ENTRIES]; CATALOGS] = {
        let mut catalogs = [[Entry::new("Many::Entry", STATUS, 0); ENTRIES]; CATALOGS];
        let (mut index, mut code) = (0, 1000);
        while index < CATALOGS * ENTRIES {
            let entry = Entry::new("Many::Entry", STATUS, code);
            catalogs[index % CATALOGS][index / CATALOGS] = entry;
            index += 1;
            code += 1;
        }
        catalogs
    };
    static MANY: [Catalog; CATALOGS] = {
        let mut catalogs = [Catalog::new("Many", &[]); CATALOGS];
        let mut index = 0;
        while index < catalogs.len() {
            catalogs[index] = Catalog::new("Many", &TABLE[index]);
            index += 1;
        }
        catalogs
    };
    const NESTED: [&Catalog; CATALOGS] = {
        let mut nested = [&MANY[0]; CATALOGS];
        let mut index = 0;
        while index < nested.len() {
            nested[index] = &MANY[index];
            index += 1;
        }
        nested
    };
    const ALL: &Catalog = &Catalog::new("All", &[]).with_nested(&NESTED);

    #[test]
    fn five_hundred_catalogs_of_fifty_entries_are_compared_when_compiled() {
        assert_eq!(ALL.iter().count(), 25_000);
    }
}
