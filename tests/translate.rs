//! Messages in several languages, by files of Fluent.

use error_catalog::testing::assert_translated;
use error_catalog::{
    ApiError, Argument, Catalog, Entry, ErrorCatalog, Status, Translations, catalog,
};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum SmsError {
    /// The destination is not an international (E.164) number.
    ///
    /// Numbers begin with `+`.
    #[error("Invalid MSISDN {msisdn:?}")]
    #[catalog(status = 400, code = 1002, example = "Invalid MSISDN \"1\"")]
    InvalidMSISDN { msisdn: String },
    #[error("too many")]
    #[catalog(
        status = 429,
        code = 1400,
        message = " {{{0}}} of {1:>3} messages left\n"
    )]
    TooMany(u8, String),
    #[error("no message {}", .0 + 1)]
    #[catalog(status = 404, code = 1300)]
    NotFound(u32),
    #[error("disk {0} is full")]
    #[catalog(status = 500, code = 2000)]
    Storage(String),
    #[error("up to {0}")]
    #[catalog(status = 400, code = 1005)]
    Limit(u64),
    #[error(transparent)]
    #[catalog(transparent)]
    Billing(BillingError),
    #[error("of another shop")]
    #[catalog(transparent, message = "The other shop has failed")]
    Other(BillingError),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum BillingError {
    #[error("The credit of {amount} is used up")]
    #[catalog(status = 402, code = 3000)]
    NoCredit { amount: i32 },
}

#[test]
fn a_name_that_fluent_does_not_allow_is_the_code() {
    static CATALOG: Catalog = Catalog::new(
        "E",
        &[
            Entry::new("エラー", Status::new(404).unwrap(), 1).with_message("one"),
            Entry::new("エラー::Gone", Status::new(404).unwrap(), 2).with_message("two"),
            Entry::new("_404", Status::new(404).unwrap(), 3).with_message("three"),
        ],
    );
    let source = CATALOG.to_ftl().to_string();
    assert_translated(&CATALOG, &german(&source));
    for line in ["error-1 = one", "error-2 = two", "error-3 = three"] {
        assert!(source.contains(line), "{source}");
    }
}

fn english() -> Translations {
    Translations::new("en").unwrap()
}

fn german(source: &str) -> Translations {
    english().with("de", source).unwrap()
}

const GERMAN: &str = r"
sms-invalid-msisdn = { $msisdn } ist keine Telefonnummer
sms-too-many = { $field0 ->
    [one] Eine von { $field1 } Nachrichten ist übrig
   *[other] { $field0 } von { $field1 } Nachrichten sind übrig
}
sms-not-found = Nachricht fehlt ({ $message })
sms-storage = Interner Fehler
sms-limit = bis { $field0 }
error-3000 = Das Guthaben von { $amount } { unit } ist verbraucht
# Part of another.
unit = Euro
status-404 = Nicht gefunden
";

#[track_caller]
fn check(translations: &Translations, error: &dyn ApiError, message: &str, language: &str) {
    let translation = translations.translate(error, "de");
    let found = (translation.message(), translation.language());
    assert_eq!(found, (message, language));
}

#[test]
fn the_fields_that_a_message_shows_are_its_variables() {
    let german = german(GERMAN);
    let msisdn = "1".to_owned();
    check(
        &german,
        &SmsError::InvalidMSISDN { msisdn },
        "\"1\" ist keine Telefonnummer",
        "de",
    );
    // By their plural, and formatted as in the message.
    for (count, message) in [
        (1, "Eine von   x Nachrichten ist übrig"),
        (7, "7 von   x Nachrichten sind übrig"),
    ] {
        let error = SmsError::TooMany(count, "x".to_owned());
        check(&german, &error, message, "de");
    }
    // What `Display` alone knows has the whole of it.
    check(
        &german,
        &SmsError::NotFound(6),
        "Nachricht fehlt (no message 7)",
        "de",
    );
    let storage = SmsError::Storage("sda".to_owned());
    check(&german, &storage, "Interner Fehler", "de");
    // A number that Fluent would round is a text.
    check(&german, &SmsError::Limit(7), "bis 7", "de");
    check(
        &german,
        &SmsError::Limit(u64::MAX),
        "bis 18446744073709551615",
        "de",
    );
    let billing = SmsError::Billing(BillingError::NoCredit { amount: -3 });
    let message = "Das Guthaben von -3 Euro ist verbraucht";
    check(&german, &billing, message, "de");
    check(
        &german,
        &BillingError::NoCredit { amount: -3 },
        message,
        "de",
    );
}

#[test]
fn a_message_of_its_own_is_no_entrys() {
    let other = SmsError::Other(BillingError::NoCredit { amount: 1 });
    check(&german(GERMAN), &other, "The other shop has failed", "en");
}

#[test]
fn an_error_by_hand_is_translated() {
    #[derive(Debug, thiserror::Error)]
    #[error("teapot")]
    struct Teapot(u8);

    static ENTRY: Entry =
        Entry::new("Teapot", Status::new(418).unwrap(), 1418).with_message("{size} l of tea");

    impl ApiError for Teapot {
        fn entry(&self) -> &'static Entry {
            &ENTRY
        }

        fn message(&self) -> Cow<'_, str> {
            format!("{} l of tea", self.0).into()
        }

        fn arguments(&self, argument: &mut dyn FnMut(&str, Argument<'_>)) {
            argument("size", Argument::Number(self.0.into()));
        }
    }

    check(
        &german("teapot = { $size } l Tee"),
        &Teapot(2),
        "2 l Tee",
        "de",
    );
    check(
        &german("teapot = { $wrong } l Tee"),
        &Teapot(2),
        "2 l of tea",
        "en",
    );
}

#[test]
fn a_file_of_the_default_language_comes_before_the_code() {
    let english = english().with("en", "sms-storage = Our fault").unwrap();
    let error = SmsError::Storage(String::new());
    let translation = english.translate(&error, "fr");
    assert_eq!(
        (translation.message(), translation.language()),
        ("Our fault", "en")
    );
    let debug = format!("{english:?}");
    assert_eq!(
        debug,
        r#"Translations { default: "en", languages: ["en"] }"#
    );
}

#[test]
fn what_is_no_file_of_fluent_says_where() {
    let error = |result: Result<Translations, error_catalog::TranslationsError>| {
        result.err().unwrap().to_string()
    };
    let source = "good = 1\n\nbad {\nalso = { $ }\n";
    let text = error(english().with("de", source));
    assert!(text.starts_with("de, line 3: "), "{text}");
    assert!(text.contains("\nde, line 4: "), "{text}");
    let text = error(english().with("de", "a = 1\na = 2"));
    assert!(text.starts_with("de: "), "{text}");
    assert_eq!(
        error(Translations::new("d")),
        "\"d\" is not a language tag: write one such as `de`, or `pt-BR`"
    );
    assert_eq!(
        error(german("a = 1").with("de", "b = 1")),
        "de has a file already: put all of its messages into one"
    );
}

#[test]
fn the_file_of_the_default_language_is_for_translators() {
    let expected = r#"### SmsError

# The destination is not an international (E.164) number.
#
# Numbers begin with `+`.
# Example: Invalid MSISDN "1"
sms-invalid-msisdn = Invalid MSISDN { $msisdn }

sms-limit = up to { $field0 }

sms-not-found = { $message }

sms-too-many = {" "}{"{"}{ $field0 }{"}"} of { $field1 } messages left{"\u000A"}

sms-storage = Internal Server Error

billing-no-credit = The credit of { $amount } is used up
"#;
    assert_eq!(SmsError::CATALOG.to_ftl().to_string(), expected);
}

#[test]
fn the_file_of_the_default_language_says_what_the_code_says() {
    let file = SmsError::CATALOG.to_ftl().to_string();
    let translations = Translations::new("fr").unwrap().with("en", file).unwrap();
    assert_translated(SmsError::CATALOG, &translations);
    for error in [
        SmsError::InvalidMSISDN {
            msisdn: "{ $x }".to_owned(),
        },
        SmsError::TooMany(7, "x".to_owned()),
        SmsError::NotFound(7),
        SmsError::Storage("sda".to_owned()),
        SmsError::Billing(BillingError::NoCredit { amount: 5 }),
    ] {
        let translation = translations.translate(&error, "en");
        assert_eq!(translation.message(), error.message());
        assert_eq!(translation.language(), "en");
    }
}

#[test]
fn entries_of_one_name_are_named_by_their_codes() {
    mod other {
        #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
        pub(super) enum BillingError {
            #[error("none")]
            #[catalog(status = 402, code = 3001)]
            NoCredit,
        }
    }

    catalog! {
        BOTH = BillingError, other::BillingError
    }

    let file = BOTH.to_ftl().to_string();
    let names = file
        .lines()
        .filter_map(|line| Some(line.split_once(" = ")?.0));
    assert_eq!(names.collect::<Vec<_>>(), ["error-3000", "error-3001"]);
    let _ = other::BillingError::NoCredit;
    let german = german("error-3000 = eins\nerror-3001 = zwei");
    check(&german, &other::BillingError::NoCredit, "zwei", "de");
}

#[test]
fn a_translation_that_is_as_the_entries_are_passes() {
    assert_translated(SmsError::CATALOG, &german(GERMAN));
}

#[test]
fn each_mistake_of_a_translation_is_said_with_its_line() {
    let source = r"# The first line.
sms-invalid-msisdn = { $msisnd } ist keine Telefonnummer
sms-too-many = { $field0 } sind übrig
sms-not-found = fehlt
sms-storage = Fehler auf { $field0 }
sms-limt = bis { $field0 }
status-404 = { $path } fehlt
status-999 = gibt es nicht
billing-no-credit =
    .title = Kein Guthaben
";
    let german = german(source).with("fr", "").unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| {
        assert_translated(SmsError::CATALOG, &german);
    }))
    .unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    let (german, french) = text.split_once("\nfr: ").unwrap();
    assert_eq!(
        german,
        "the translations of SmsError are not as its entries are:\n\
         de: `billing-no-credit` is missing, for 3000 BillingError::NoCredit\n\
         de: `sms-limit` is missing, for 1005 SmsError::Limit\n\
         de, line 2: `sms-invalid-msisdn` forgets `$msisdn`, which the message shows\n\
         de, line 2: `sms-invalid-msisdn` has no variable `$msisnd`: write `$msisdn`\n\
         de, line 3: `sms-too-many` forgets `$field1`, which the message shows\n\
         de, line 5: `sms-storage` has no variable `$field0`: `$message` is all that there is\n\
         de, line 6: `sms-limt` is no entry's: remove it, or correct its name\n\
         de, line 7: `status-404` has no variable `$path`: `$message` is all that there is\n\
         de, line 8: `status-999` is no entry's: remove it, or correct its name"
    );
    assert_eq!(french.lines().count(), 6, "{french}");
}

#[test]
fn a_reference_must_lead_somewhere() {
    let source = r#"
-brand = { $case } Foo { -owner(case: "of") }
    .gender = m
-owner = { unit }
-other = { -other }
sms-invalid-msisdn = { -brand } { $msisdn }
sms-too-many = { DATETIME($field0) } { $field1 } { -none }
sms-not-found = { -brand.size ->
    [m] { $message }
   *[f] { -brand.gender ->
        *[m] -
    }
}
sms-storage = { unit.long } { -brand(case: "of") } { sms-limit.title }
sms-limit = { sms-limit } { $field0 }
    .title = { sms-limit }
error-3000 = { unit } { $amount }
unit = Euro
"#;
    let german = german(source);
    let panic = catch_unwind(AssertUnwindSafe(|| {
        assert_translated(SmsError::CATALOG, &german);
    }))
    .unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    let (_, mistakes) = text.split_once('\n').unwrap();
    assert_eq!(
        mistakes,
        "de, line 5: `-other` refers to itself\n\
         de, line 6: `sms-invalid-msisdn` does not give `-brand` its `$case`: write `{ -brand(case: \"…\") }`\n\
         de, line 7: `sms-too-many` calls `DATETIME`, which is not there: `NUMBER` is the only function\n\
         de, line 7: `sms-too-many` refers to `-none`, which the file does not have: add it, or correct its name\n\
         de, line 8: `sms-not-found` refers to `-brand.size`, which the file does not have: add it, or correct its name\n\
         de, line 14: `sms-storage` has no variable `$field0`: `$message` is all that there is\n\
         de, line 14: `sms-storage` refers to `unit.long`, which the file does not have: add it, or correct its name\n\
         de, line 15: `sms-limit` refers to itself"
    );
}

#[test]
fn a_term_may_choose_without_being_told_and_an_attribute_be_all_that_is_used() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum ShopError {
        #[error("{count} items of Shop are missing")]
        #[catalog(status = 400, code = 1)]
        Missing { count: u64 },
    }

    let source = r#"
-shop = { $case ->
   *[nominative] Laden
    [genitive] Ladens
}
units = Einheiten
    .short = Stück
shop-missing = { NUMBER($count) } { units.short } des { -shop(case: "genitive") } fehlen: { -shop }
"#;
    let german = german(source);
    assert_translated(ShopError::CATALOG, &german);
    for count in [3, u64::MAX] {
        let message = format!("{count} Stück des Ladens fehlen: Laden");
        check(&german, &ShopError::Missing { count }, &message, "de");
    }
}

#[test]
fn entries_that_share_a_code_share_its_message() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum SharedError {
        #[error("first")]
        #[catalog(status = 400, code = 1002, shared)]
        First,
        #[error("second")]
        #[catalog(status = 400, code = 1002, shared)]
        Second,
    }

    let german = german("error-1002 = beide");
    assert_translated(SharedError::CATALOG, &german);
    check(&german, &SharedError::First, "beide", "de");
    check(&german, &SharedError::Second, "beide", "de");
}

#[test]
fn a_number_is_shown_as_the_code_shows_it() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("at least {single} and {double}")]
    #[catalog(status = 400, code = 1)]
    struct TooLittle {
        single: f32,
        double: f64,
    }

    let german = german("too-little = mindestens { $single } und { $double }");
    for (single, double) in [(0.1, 0.1), (-2.5e-7, 1e15), (16_777_216.0, 0.3)] {
        let error = TooLittle { single, double };
        let expected = format!("mindestens {single} und {double}");
        check(&german, &error, &expected, "de");
    }
}

#[test]
#[should_panic(expected = "there is no translation to check")]
fn no_translation_is_none() {
    assert_translated(&Catalog::new("Empty", &[]), &english());
}

#[test]
fn variables_are_found_wherever_they_stand() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum PlaceError {
        #[error("{count} of {type}")]
        #[catalog(status = 400, code = 1)]
        Nested { count: u8, r#type: String },
        #[error("{größe}")]
        #[catalog(status = 400, code = 2)]
        Foreign { größe: u8 },
        #[error(" ")]
        #[catalog(status = 400, code = 3)]
        Blank,
    }

    let source = "place-nested = { NUMBER($count) } { { $type } } { part }\n\
                  part = { other }\n\
                  other = !\n\
                  place-foreign = { $gr--e }\n\
                  place-blank = leer\n";
    let german = german(source);
    assert_translated(PlaceError::CATALOG, &german);
    let nested = PlaceError::Nested {
        count: 3,
        r#type: "x".to_owned(),
    };
    check(&german, &nested, "3 x !", "de");
    check(&german, &PlaceError::Foreign { größe: 7 }, "7", "de");
    check(&german, &PlaceError::Blank, "leer", "de");
    let file = PlaceError::CATALOG.to_ftl().to_string();
    assert!(file.contains("place-foreign = { $gr--e }\n"), "{file}");
    assert!(file.ends_with("place-blank = {\" \"}\n"), "{file}");
}
