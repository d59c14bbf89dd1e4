use error_catalog::{ErrorBody, ErrorCatalog, HasKind, Stamp, UnknownCode};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only their kinds matter here")]
#[catalog(kind = OuterKind)]
enum Outer {
    /// No message has this id.
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound { id: u8 },
    #[error("invalid number")]
    #[catalog(status = 400, code = 1002, shared)]
    Number(String),
    #[error("invalid text")]
    #[catalog(status = 400, code = 1002, shared)]
    Text,
    #[error(transparent)]
    #[catalog(transparent)]
    Inner(Box<Inner<'static, u8>>),
    #[error(transparent)]
    #[catalog(transparent)]
    Lone(Lone),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only their kinds matter here")]
#[catalog(kind = InnerKind)]
enum Inner<'a, T: std::fmt::Debug> {
    #[error("invalid {0} {1:?}")]
    #[catalog(status = 422, code = 1002, shared)]
    Invalid(&'a str, T),
    #[error("no credit")]
    #[catalog(status = 402, code = 3000)]
    r#Credit,
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("lone")]
#[catalog(status = 400, code = 1, kind = LoneKind)]
struct Lone;

const ALL: [(u32, OuterKind); 4] = [
    (1, OuterKind::Lone(LoneKind::Lone)),
    (1002, OuterKind::Number),
    (1300, OuterKind::NotFound),
    (3000, OuterKind::Inner(InnerKind::Credit)),
];

#[test]
fn each_code_has_a_kind() {
    for (code, kind) in ALL {
        assert_eq!(OuterKind::try_from(code), Ok(kind));
        assert_eq!(kind.code(), code);
    }
    let kind = OuterKind::NotFound;
    assert_eq!(kind.entry().path(), "Outer::NotFound");
    assert_eq!(kind.entry().docs(), "No message has this id.");
}

#[test]
fn several_entries_of_a_code_are_one_kind() {
    assert_eq!(OuterKind::Number.entry().path(), "Outer::Number");
    let inner = OuterKind::Inner(InnerKind::Invalid);
    assert_eq!(inner.entry().path(), "Inner::Invalid");
    assert_eq!(OuterKind::try_from(1002), Ok(OuterKind::Number));
}

#[test]
fn a_code_that_no_kind_has_is_an_error_that_says_so() {
    for code in [0, 2, 1301, u32::MAX] {
        let error = OuterKind::try_from(code).unwrap_err();
        assert_eq!(error, UnknownCode::new(code));
        assert_eq!(error.code(), code);
        assert_eq!(error.to_string(), format!("error code {code} is unknown"));
    }
}

#[test]
fn a_kind_is_displayed_as_code_and_name() {
    assert_eq!(OuterKind::NotFound.to_string(), "1300 NotFound");
    assert_eq!(ALL[3].1.to_string(), "3000 Credit");
}

#[test]
fn a_kind_is_its_code_in_json() {
    for (code, kind) in ALL {
        let json = serde_json::to_string(&kind).unwrap();
        assert_eq!(json, code.to_string());
        assert_eq!(serde_json::from_str::<OuterKind>(&json).unwrap(), kind);
    }
    for json in ["7", "-1", "\"1300\"", "null"] {
        serde_json::from_str::<OuterKind>(json).unwrap_err();
    }
    let error = serde_json::from_str::<OuterKind>("7").unwrap_err();
    assert_eq!(error.to_string(), "error code 7 is unknown");
}

#[test]
fn a_body_has_a_kind() {
    let body = ErrorBody::new(3000, "", Stamp::now());
    assert_eq!(body.kind(), Ok(OuterKind::Inner(InnerKind::Credit)));
    assert_eq!(body.kind(), Ok(InnerKind::Credit));
    assert_eq!(body.kind::<LoneKind>(), Err(UnknownCode::new(3000)));
}

#[test]
fn a_function_can_be_generic_over_the_error_type() {
    fn kind<E: HasKind>(code: u32) -> Option<E::Kind> {
        ErrorBody::new(code, "", Stamp::now()).kind().ok()
    }

    assert_eq!(kind::<&Outer>(1), Some(OuterKind::Lone(LoneKind::Lone)));
    assert_eq!(kind::<Lone>(2), None);
}

#[test]
fn a_kind_has_no_lifetimes() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[catalog(kind = BorrowingKind)]
    enum Borrowing<'a> {
        #[error(transparent)]
        #[catalog(transparent)]
        Inner(&'a Inner<'a, &'a u8>),
    }

    let kind = BorrowingKind::try_from(3000);
    assert_eq!(kind, Ok(BorrowingKind::Inner(InnerKind::Credit)));
    let error = Borrowing::Inner(&Inner::Credit);
    assert_eq!(error_catalog::ApiError::code(&error), 3000);
}

#[test]
fn an_enum_whose_variants_are_all_configured_out_has_no_codes() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[catalog(kind = NoneKind)]
    enum None {
        #[cfg(any())]
        #[error("not here")]
        #[catalog(status = 404, code = 1300)]
        NotHere,
    }

    assert_eq!(None::CATALOG.iter().count(), 0);
    assert!(NoneKind::try_from(1300).is_err());
}

#[test]
fn infallible_passes_through() {
    use std::convert::Infallible;

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Wrap<E> {
        #[error("gone")]
        #[catalog(status = 410, code = 1300)]
        Gone,
        #[error(transparent)]
        #[catalog(transparent)]
        Inner(E),
    }

    let error = Wrap::<Infallible>::Gone;
    assert_eq!(error_catalog::ApiError::code(&error), 1300);
    assert_eq!(Wrap::<Infallible>::CATALOG.iter().count(), 1);
    assert_eq!(Wrap::<Inner<'static, u8>>::CATALOG.iter().count(), 3);
    assert!(matches!(Wrap::Inner(Lone), Wrap::Inner(Lone)));
}

#[test]
fn the_code_of_a_bare_status_is_told_from_an_unknown_one() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("not paid")]
    #[catalog(status = 402, code = 404, bare_statuses = 90_000, kind = MovedKind)]
    struct Moved;

    let unknown = OuterKind::try_from(404).unwrap_err();
    assert_eq!(unknown.bare_status().unwrap(), 404);
    assert_eq!(
        unknown.to_string(),
        "error code 404 stands for a bare status 404 Not Found"
    );
    assert_eq!(OuterKind::try_from(399).unwrap_err().bare_status(), None);
    assert_eq!(OuterKind::try_from(600).unwrap_err().bare_status(), None);
    assert_eq!(MovedKind::try_from(404), Ok(MovedKind::Moved));
    assert_eq!(MovedKind::try_from(405).unwrap_err().bare_status(), None);
    let moved = MovedKind::try_from(90_405).unwrap_err();
    assert_eq!(moved.bare_status().unwrap(), 405);
}
