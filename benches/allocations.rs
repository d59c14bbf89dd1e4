//! How often a body allocates, and how much.

use allocation_counter::{AllocationInfo, measure};
use benches::ours::{Error, body, write_body};
use std::hint::black_box;

fn errors() -> [Error; 5] {
    [
        Error::NotFound,
        invalid("+6512345678".to_owned()),
        invalid(String::new()),
        invalid("\"quoted\"\n".repeat(4)),
        invalid("far longer than any scratch space ".repeat(100)),
    ]
}

fn invalid(msisdn: String) -> Error {
    Error::InvalidMsisdn { msisdn }
}

/// The first body of a thread also makes its generator.
fn warm_up() {
    drop(body(&Error::NotFound));
}

#[test]
fn a_body_is_one_allocation_of_its_exact_size() {
    warm_up();
    for error in errors() {
        let mut bytes = Vec::new();
        let AllocationInfo {
            count_total,
            bytes_total,
            ..
        } = measure(|| bytes = black_box(body(black_box(&error))));
        assert_eq!(count_total, 1, "{error}");
        assert_eq!(bytes_total, bytes.len() as u64, "{error}");
        assert_eq!(bytes.capacity(), bytes.len(), "{error}");
    }
}

#[test]
fn a_buffer_with_room_is_filled_without_an_allocation() {
    warm_up();
    let mut buffer = Vec::with_capacity(64 * 1024);
    for error in errors() {
        let counted = measure(|| write_body(black_box(&error), &mut buffer));
        assert_eq!(counted.count_total, 0, "{error}");
    }
    assert!(buffer.len() > 5 * 100);
}
