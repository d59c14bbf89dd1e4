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
fn the_phrase_of_a_status_is_the_registered_one_or_that_of_its_class() {
    let phrase = |number| Status::new(number).unwrap().phrase();
    assert_eq!(phrase(404), "Not Found");
    assert_eq!(phrase(422), "Unprocessable Content");
    assert_eq!(phrase(451), "Unavailable For Legal Reasons");
    assert_eq!(phrase(420), "Client Error");
    assert_eq!(phrase(499), "Client Error");
    assert_eq!(phrase(511), "Network Authentication Required");
    assert_eq!(phrase(512), "Server Error");
    assert_eq!(
        Status::new(503).unwrap().to_string(),
        "503 Service Unavailable"
    );
}
