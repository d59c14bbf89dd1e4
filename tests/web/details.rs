//! Details on the wire, on each framework.

use crate::client::{body, get};
use crate::log;
use crate::orders::{OrderError, Quota, SERVICES, quota};
use error_catalog::{ErrorCatalog, ErrorInfo, Occurrence};

#[test]
fn details_arrive_also_where_something_replaced_the_body() {
    for (name, url) in SERVICES {
        for path in ["quota", "tampered"] {
            let response = get(&format!("{}/{path}", url()));
            assert_eq!(response.status(), 429, "{name} {path}");
            assert_eq!(response.headers()["retry-after"], "60", "{name} {path}");
            let length = response.body().len().to_string();
            assert_eq!(
                response.headers()["content-length"],
                *length,
                "{name} {path}"
            );
            let body = body(&response);
            assert_eq!(body.message(), "The quota of 100 is used up");
            let expected = Quota {
                limit: 100,
                used: 101,
            };
            assert_eq!(body.details().unwrap(), Some(expected), "{name} {path}");
        }
    }
}

#[test]
fn details_that_cannot_be_serialized_are_logged() {
    for (name, url) in SERVICES {
        let response = get(&format!("{}/not-json", url()));
        assert_eq!(response.status(), 400, "{name}");
        assert_eq!(body(&response).code(), 1400, "{name}");
        assert!(response.body().ends_with(b"Z\"}"), "{name}");
    }
    let logged = log::with("entry", "OrderError::NotJson", |event| {
        event.level == tracing::Level::ERROR
    });
    assert!(logged.len() >= SERVICES.len(), "{logged:?}");
    assert_eq!(logged[0].fields["reason"], "key must be a string");
}

#[test]
fn the_info_of_a_response_has_the_details() {
    let response: http::Response<Vec<u8>> = quota().into();
    let info: &ErrorInfo = response.extensions().get().unwrap();
    assert_eq!(info.message(), "The quota of 100 is used up");
    let expected = Quota {
        limit: 100,
        used: 101,
    };
    assert_eq!(info.details().unwrap(), Some(expected));
    assert!(info.details::<u8>().is_err());

    let response: http::Response<Vec<u8>> = OrderError::Storage(7).into();
    let info: &ErrorInfo = response.extensions().get().unwrap();
    assert_eq!(info.details::<u8>().unwrap(), None);
}

#[test]
fn details_cost_no_allocation_but_one_in_the_info() {
    fn least(allocates: impl Fn()) -> u64 {
        // Whoever listens to the events may allocate now and then.
        let counts = (0..9).map(|_| allocation_counter::measure(&allocates).count_total);
        counts.min().expect("nine counts")
    }

    fn measure<E>(error: fn() -> E) -> (u64, u64)
    where
        E: error_catalog::ApiError,
        http::Response<Vec<u8>>: From<E>,
    {
        let body = least(|| drop(Occurrence::new(error()).to_json_bytes()));
        let response = least(|| drop(http::Response::<Vec<u8>>::from(error())));
        (body, response)
    }

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("wrong")]
    #[catalog(status = 400, code = 1)]
    struct With(#[catalog(details)] [[u64; 10]; 10]);

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("wrong")]
    #[catalog(status = 400, code = 1)]
    struct Without;

    let with = measure(|| With([[u64::MAX; 10]; 10]));
    let without = measure(|| Without);
    assert_eq!((with.0, without.0), (1, 1));
    assert_eq!(with.1, without.1 + 1);
}
