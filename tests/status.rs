use error_catalog::Status;

#[test]
fn a_status_holds_400_to_599_and_nothing_else() {
    for number in 0..=u16::MAX {
        let status = Status::new(number);
        assert_eq!(status.is_some(), (400..600).contains(&number), "{number}");
        if let Some(status) = status {
            assert_eq!(status, number);
            assert_eq!(u16::from(status), number);
            assert_eq!(status.is_server_error(), number >= 500);
        }
    }
    assert_eq!(size_of::<Option<Status>>(), 2);
}

#[test]
fn a_status_equals_its_number_only() {
    let gone = Status::new(410).unwrap();
    assert_eq!(gone, 410);
    assert_eq!(410, gone);
    assert_ne!(gone, 411);
    assert_ne!(409, gone);
    assert_eq!(
        Status::try_from(200).unwrap_err().to_string(),
        "status 200 is not an error: write one from 400 to 599"
    );
}

/// Of IANA's registry, which has two other phrases than the `http` crate since RFC 9110.
#[test]
fn the_phrase_of_a_status_is_the_registered_one_or_that_of_its_class() {
    for number in 400..=599 {
        let registered = http::StatusCode::from_u16(number).unwrap();
        let expected = match (number, registered.canonical_reason()) {
            (413, _) => "Content Too Large",
            (422, _) => "Unprocessable Content",
            (_, Some(phrase)) => phrase,
            (..500, None) => "Client Error",
            (_, None) => "Server Error",
        };
        let status = Status::new(number).unwrap();
        assert_eq!(status.phrase(), expected, "{number}");
        assert_eq!(status.to_string(), format!("{number} {expected}"));
    }
}
