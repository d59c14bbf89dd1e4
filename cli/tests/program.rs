//! The program, as it is run.

use error_catalog::{Catalog, Entry, ErrorCatalog as _, Status, cli};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, str};

/// A new folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn document(folder: &Path, file: &str, catalog: &Catalog) {
    write(folder, file, &catalog.to_json().to_string());
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_error-catalog"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("a program")
}

#[track_caller]
fn check(folder: &Path, arguments: &[&str], code: i32, expected: &str) {
    let output = run(folder, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(format!("{out}{err}"), expected);
    assert_eq!(output.status.code(), Some(code));
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).expect("UTF-8")
}

const fn entry(path: &'static str, status: u16, code: u32) -> Entry {
    Entry::new(path, Status::new(status).unwrap(), code)
}

static ORDERS: Catalog = Catalog::new(
    "OrderError",
    &[
        entry("OrderError::NotFound", 404, 1300)
            .with_message("no order {id}")
            .with_docs("No order has this number.\nIt may have expired.\n\nLook again.")
            .with_headers(&[("x-order", "{id}")]),
        entry("OrderError::TooMany", 429, 1400).with_deprecation("Use quotas."),
    ],
)
.with_codes(1000..=1999)
.with_retired(&[1301])
.with_nested(&[&BILLING]);

/// A library's, which several services nest.
static BILLING: Catalog = Catalog::new(
    "BillingError",
    &[entry("BillingError::NotFound", 404, 3000).with_message("No such invoice")],
)
.with_codes(3000..=3999);

#[test]
fn services_that_agree_pass() {
    static USERS: Catalog = Catalog::new("UserError", &[entry("UserError::NotFound", 404, 2300)])
        .with_codes(2000..=2999)
        .with_nested(&[&BILLING]);

    let folder = folder("agree");
    document(&folder, "orders.json", &ORDERS);
    document(&folder, "services/users/errors.json", &USERS);
    let mut out = Vec::new();
    let lock = folder.join("orders.lock");
    let update = ["catalog", "check", lock.to_str().unwrap(), "--update"];
    cli::run_from(&ORDERS, update, &mut out).unwrap();
    check(&folder, &["check", "."], 0, "0 mistakes in 2 services\n");
    let twice = ["check", "services", "./services", "."];
    check(
        &folder,
        &twice,
        0,
        "0 mistakes in 2 services
",
    );
    check(
        &folder,
        &["check", "orders.json"],
        0,
        "0 mistakes in 1 service\n",
    );
}

#[test]
fn a_path_with_another_message_is_another_error() {
    static JOBS: Catalog = Catalog::new(
        "BillingError",
        &[entry("BillingError::NotFound", 404, 3000).with_message("No such job")],
    );

    let folder = folder("messages");
    document(&folder, "billing.json", &BILLING);
    document(&folder, "jobs.json", &JOBS);
    let words = "\
code 3000 is used by `NotFound` of billing and `NotFound` of jobs with another message: give one of them a different code, or both services one version of the catalog
1 mistake in 2 services
";
    check(&folder, &["check", "."], 1, words);
}

#[test]
fn each_mistake_is_said_in_words() {
    static SMS: Catalog = Catalog::new(
        "SmsError",
        &[
            entry("SmsError::Gone", 410, 1300),
            entry("SmsError::Again", 400, 1301),
            entry("SmsError::Late", 408, 1500),
            entry("SmsError::Missing", 400, 90_404),
        ],
    )
    .with_nested(&[&BILLING]);
    static USERS: Catalog = Catalog::new(
        "UserError",
        &[entry("UserError::Shared", 400, 5000).as_shared()],
    )
    .with_codes(1900..=5999)
    .with_bare_statuses(90_000);
    static MAIL: Catalog = Catalog::new(
        "MailError",
        &[
            entry("MailError::Shared", 400, 5000).as_shared(),
            entry("MailError::NotFound", 404, 6300),
        ],
    )
    .with_retired(&[6302]);

    let folder = folder("mistakes");
    document(&folder, "orders.json", &ORDERS);
    document(&folder, "sms.json", &SMS);
    document(&folder, "users.json", &USERS);
    document(&folder, "mail.json", &MAIL);
    let lock = "{ \"code\": 6300, \"status\": 410, \"entry\": \"MailError::NotFound\" }\n\n\
                { \"code\": 6301, \"status\": 404, \"entry\": \"MailError::Lost\" }\n\
                { \"code\": 6302, \"status\": 404, \"entry\": \"MailError::Old\" }\n\
                { \"code\": 1400, \"retired\": true }\n";
    write(&folder, "mail.lock", lock);
    check(
        &folder,
        &["check", "."],
        1,
        "\
code 1300 is used by `NotFound` of orders and `Gone` of sms: give one of them a different code
code 1300 of `Gone` of sms lies in 1000..=1999, which OrderError of orders reserves: give it a different code
code 1301 of `Again` of sms lies in 1000..=1999, which OrderError of orders reserves: give it a different code
code 1301 was retired by orders, and came back as `Again` of sms: give it a different code
code 1400 was retired by mail, and came back as `TooMany` of orders: give it a different code
code 1500 of `Late` of sms lies in 1000..=1999, which OrderError of orders reserves: give it a different code
the codes 1000..=1999 of OrderError of orders overlap 1900..=5999 of UserError of users: narrow one of them
the codes 1900..=5999 of UserError of users overlap 3000..=3999 of BillingError of orders: narrow one of them
code 5000 of `Shared` of mail lies in 1900..=5999, which UserError of users reserves: give it a different code
code 6300 of mail was published with status 410 and has 404 now: give the new meaning a code of its own
code 6301 of mail was published as MailError::Lost and is gone: bring it back, or retire it
code 90404 of `Missing` of sms means a bare status 404 of users: give it a different code
12 mistakes in 4 services
",
    );
}

#[test]
fn an_error_is_explained_by_code_by_name_and_by_words() {
    static SMS: Catalog = Catalog::new("SmsError", &[entry("SmsError::NotFound", 404, 4300)]);

    let folder = folder("explain");
    document(&folder, "orders.json", &ORDERS);
    document(&folder, "sms.json", &SMS);
    let order = "\
Error code 1300: no order {id}

Service: orders
Status:  404
Variant: OrderError::NotFound
Header:  x-order: {id}

No order has this number.
It may have expired.

Look again.
";
    check(&folder, &["explain", "1300"], 0, order);
    check(&folder, &["explain", "EXPIRED", "number"], 0, order);
    check(&folder, &["explain", "ordererror::notfound"], 0, order);
    let by_name = run(&folder, &["explain", "NotFound", "--in", "."]);
    let by_name = text(&by_name.stdout);
    assert_eq!(by_name.matches("\n---\n").count(), 2, "{by_name}");
    assert!(by_name.contains("Service: sms"), "{by_name}");

    let many = run(&folder, &["explain", "error"]);
    assert_eq!(
        text(&many.stdout).lines().next(),
        Some("Error code 1300: no order {id}"),
    );
    check(
        &folder,
        &["explain", "404"],
        0,
        "\
Error code 404: no error of a catalog made this response.

Service: orders, sms
Status:  404

The framework answered it, such as the router for an unknown path, or something in front of the service.
",
    );
    let retired = "Error code 1301 is retired: orders used it, and nothing will use it again.\n";
    check(&folder, &["explain", "1301"], 0, retired);
    let nothing = "no error of 2 services is \"unheard of\"\n";
    check(&folder, &["explain", "unheard", "of"], 1, nothing);
}

#[test]
fn a_code_of_bare_statuses_has_the_status_of_each_service() {
    const NONE: Catalog = Catalog::new("NoError", &[]);
    static USERS: Catalog = Catalog::new("UserError", &[entry("UserError::Gone", 410, 90_404)]);

    let folder = folder("bare");
    document(&folder, "jobs.json", &NONE.with_bare_statuses(90_000));
    document(&folder, "sms.json", &NONE.with_bare_statuses(90_001));
    document(&folder, "users.json", &USERS);
    check(
        &folder,
        &["explain", "90404"],
        0,
        "\
Error code 90404: no error of a catalog made this response.

Service: sms
Status:  403

Service: jobs
Status:  404

The framework answered it, such as the router for an unknown path, or something in front of the service.

---

Error code 90404: its message is made by `Display`

Service: users
Status:  410
Variant: UserError::Gone

It is not documented.
",
    );
}

#[test]
fn many_errors_are_listed() {
    let folder = folder("list");
    document(&folder, "sms.json", sms::SmsError::CATALOG);
    let listed = run(&folder, &["explain", "invalid"]);
    let listed = text(&listed.stdout);
    assert!(listed.lines().count() > 5, "{listed}");
    assert_eq!(
        listed.lines().next(),
        Some("      1000  400  sms  SmsError::InvalidParameter  Invalid parameter"),
    );
}

#[test]
fn a_release_is_compared_with_the_last_one() {
    static NOW: Catalog = Catalog::new(
        "OrderError",
        &[
            entry("OrderError::Missing", 410, 1300)
                .with_message("order {id} is gone")
                .with_headers(&[("retry-after", "60")])
                .with_deprecation(""),
            entry("OrderError::Closed", 409, 1500).with_docs("The order\nis closed.\n\nMore."),
        ],
    )
    .with_nested(&[&BILLING]);

    let folder = folder("diff");
    document(&folder, "old.json", &ORDERS);
    document(&folder, "new.json", &NOW);
    check(
        &folder,
        &["diff", "old.json", "new.json"],
        0,
        "\
### Breaking

* Code 1300, `Missing`: the status was 404 and is 410.
* Code 1300, `Missing`: the header `x-order` is gone.
* Code 1400, `TooMany`, is gone.

### New

* Code 1500, `Closed`, status 409: The order is closed.

### Changed

* Code 1300, `Missing`: the message was `no order {id}` and is `order {id} is gone`.
* Code 1300, `Missing`: the header `retry-after: 60`.
* Code 1300, `Missing`: the name was `NotFound`.

### Deprecated

* Code 1300, `Missing`.
",
    );
    let same = "No change that a client would notice.\n";
    check(&folder, &["diff", "old.json", "old.json"], 0, same);

    document(&folder, "before/orders.json", &ORDERS);
    document(&folder, "before/sms.json", &NOW);
    document(&folder, "after/orders.json", &ORDERS);
    document(&folder, "after/mail.json", &NOW);
    let services = "### Breaking\n\n* The service sms is gone.\n\n### New\n\n* The service mail.\n";
    check(&folder, &["diff", "before", "after"], 0, services);
}

#[test]
fn entries_that_share_a_code_are_compared_by_their_paths() {
    const X: Entry = entry("E::X", 400, 1300).as_shared();
    const Y: Entry = entry("E::Y", 404, 1300).as_shared();
    static OLD: Catalog = Catalog::new("E", &[X, Y]);
    static TURNED: Catalog = Catalog::new("E", &[Y, X]);
    static GONE: Catalog = Catalog::new("E", &[X]).with_bare_statuses(90_000);

    let folder = folder("shared");
    document(&folder, "old.json", &OLD);
    document(&folder, "turned.json", &TURNED);
    document(&folder, "gone.json", &GONE);
    let same = "No change that a client would notice.\n";
    check(&folder, &["diff", "old.json", "turned.json"], 0, same);
    let gone = "\
### Breaking

* The codes of bare statuses were 400..=599 and are 90400..=90599.
* Code 1300, `Y`, is gone.
";
    check(&folder, &["diff", "old.json", "gone.json"], 0, gone);

    run(&folder, &["site", "--out", "out", "old.json"]);
    let read = |file: &str| fs::read_to_string(folder.join("out").join(file)).expect("a page");
    assert!(read("1300.html").contains("service-old.html#1300-2"));
    assert!(read("search.js").contains("1300-2\\t404\\tY"));
    assert!(read("service-old.html").contains("id=\"1300-2\""));
}

#[test]
fn a_lock_file_alone_is_a_catalog() {
    let folder = folder("locks");
    let line = |code, status, path| {
        format!("{{ \"code\": {code}, \"status\": {status}, \"entry\": \"{path}\" }}\n")
    };
    write(&folder, "a.lock", &line(1300, 404, "A::X"));
    write(
        &folder,
        "b.lock",
        &(line(1300, 500, "B::Y") + &line(1301, 409, "B::Z")),
    );
    let words = "\
code 1300 is used by `X` of a and `Y` of b: give one of them a different code
1 mistake in 2 services
";
    check(&folder, &["check", "."], 1, words);
    let words = "\
Error code 1301: its message is made by `Display`

Service: b
Status:  409
Variant: B::Z

It is not documented.
";
    check(&folder, &["explain", "1301"], 0, words);
    let words = "error: a has a lock file alone: write its document with `export json`\n";
    check(&folder, &["diff", "a.lock", "b.lock"], 2, words);
}

#[test]
fn bare_statuses_overlap_no_others() {
    const NONE: Catalog = Catalog::new("NoError", &[]);

    let folder = folder("overlap");
    document(&folder, "p.json", &NONE.with_bare_statuses(90_000));
    document(&folder, "q.json", &NONE.with_bare_statuses(90_100));
    let words = "\
the bare statuses 90400..=90599 of p overlap 90500..=90699 of q: give both the same `bare_statuses`, or move one of them further
1 mistake in 2 services
";
    check(&folder, &["check", "."], 1, words);
    let hostile = r#"{"catalogs":[],"bareStatuses":{"firstCode":0,"lastCode":4294967295}}"#;
    write(&folder, "p.json", hostile);
    let words = "error: p.json has bare statuses 0..=4294967295, which are not 200 codes: write it anew with `export json`\n";
    check(&folder, &["check", "p.json"], 2, words);
}

#[test]
fn a_client_in_rust_compiles_and_knows_the_codes() {
    let folder = folder("rust");
    document(&folder, "orders-api.json", &ORDERS);
    document(&folder, "sms.json", sms::SmsError::CATALOG);
    let module = run(&folder, &["client", "rust", "."]);
    write(&folder, "client.rs", text(&module.stdout));
    let main = r#"
#![deny(warnings)]
#[allow(dead_code)]
mod client;
use client::OrdersApiError as E;
fn main() {
    assert_eq!(E::from_code(1300), Some(E::OrderErrorNotFound));
    assert_eq!(E::from_code(1), None);
    assert_eq!((E::TooMany.code(), E::TooMany.status(), E::TooMany.name()), (1400, 429, "TooMany"));
    assert_eq!(client::SmsError::NotFound.code(), 1300);
}
"#;
    compile(&folder, main, "bin");
    assert!(
        Command::new(folder.join("main"))
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn a_name_that_no_language_allows_is_made_one() {
    static ODD: Catalog = Catalog::new(
        "Odd",
        &[
            entry("Odd::2nd try!", 404, 1).with_docs("*/ \u{202e}\u{2028}"),
            entry("Odd::Self", 404, 2),
            entry("Odd::Über", 404, 3),
            entry("Odd::not_found", 404, 4),
            entry("Odd::HttpError", 404, 5),
            entry("Odd::HTTPError", 404, 6),
        ],
    );

    let folder = folder("odd");
    for file in ["2fa.json", "odd \"one\".json", "odd-one.json"] {
        document(&folder, file, &ODD);
    }
    let client = |language| {
        let module = run(&folder, &["client", language, "."]);
        text(&module.stdout).to_owned()
    };
    let rust = client("rust");
    compile(&folder, &format!("#![deny(warnings)]\n{rust}"), "lib");
    for name in ["Code12ndTry,", "Code2Self,", "Code3Ber,", "NotFound,"] {
        assert!(rust.contains(name), "{rust}");
    }
    let typescript = client("typescript");
    assert!(typescript.contains("/** * / \u{fffd} */"), "{typescript}");
    let python = client("python");
    for line in [
        "class Service2faError(IntEnum):",
        "class OddOneError(IntEnum):\n    \"\"\"The errors of odd \u{fffd}one\u{fffd}. ",
        "class OddOneError2(IntEnum):",
        "    HTTP_ERROR = 5",
        "    HTTP_ERROR6 = 6",
    ] {
        assert!(python.contains(line), "{python}");
    }
}

fn compile(folder: &Path, program: &str, kind: &str) {
    write(folder, "main.rs", program);
    let rustc = Command::new("rustc")
        .current_dir(folder)
        .args(["--edition", "2024", "--crate-type", kind, "main.rs"])
        .output()
        .expect("a compiler");
    assert!(rustc.status.success(), "{}", text(&rustc.stderr));
}

#[test]
fn clients_in_other_languages_have_the_same_codes() {
    let folder = folder("others");
    document(&folder, "orders.json", &ORDERS);
    check(
        &folder,
        &["client", "python", "orders.json"],
        0,
        "\
# Written by error-catalog: do not edit.

from enum import IntEnum


class OrdersError(IntEnum):
    \"\"\"The errors of orders. A code of a newer server, or of a bare status, is a ValueError.\"\"\"

    # No order has this number.
    # It may have expired.
    #
    # Look again.
    ORDER_ERROR_NOT_FOUND = 1300
    #
    # Deprecated. Use quotas.
    TOO_MANY = 1400
    # No such invoice
    BILLING_ERROR_NOT_FOUND = 3000

    @property
    def status(self) -> int:
        \"\"\"The HTTP status.\"\"\"
        return _STATUSES_OF_ORDERS_ERROR[self]


_STATUSES_OF_ORDERS_ERROR = {
    1300: 404,
    1400: 429,
    3000: 404,
}
",
    );
    let typescript = run(&folder, &["client", "typescript", "orders.json"]);
    let typescript = text(&typescript.stdout);
    assert!(
        typescript.contains("  TooMany: { code: 1400, status: 429 },\n"),
        "{typescript}"
    );
}

#[test]
fn two_services_have_two_pages() {
    let folder = folder("pages");
    for file in ["in/b#.json", "in/b-.json", "in/b~23~.json"] {
        document(&folder, file, &BILLING);
    }
    run(&folder, &["site", "--out", "out", "in"]);
    let pages = fs::read_dir(folder.join("out")).expect("a site");
    let pages = pages.map(|page| page.expect("a page").file_name());
    let pages = pages.filter(|page| page.to_string_lossy().starts_with("service-"));
    assert_eq!(pages.count(), 3);
}

#[test]
fn a_site_has_a_page_per_service_and_per_code() {
    static SMS: Catalog = Catalog::new(
        "SmsError",
        &[entry("SmsError::Missing", 404, 1300).with_message("<b>gone</b>")],
    )
    .with_bare_statuses(90_000);

    let folder = folder("site");
    document(&folder, "in/orders.json", &ORDERS);
    document(&folder, "in/1300.json", &SMS);
    let made = "out/index.html: 2 services, 3 codes\n";
    check(&folder, &["site", "--out", "out", "in"], 0, made);
    let read = |file: &str| fs::read_to_string(folder.join("out").join(file)).expect("a page");
    let index = read("index.html");
    assert!(index.contains("4 errors of 2 services"), "{index}");
    assert!(
        index.contains(r#"<a href="service-orders.html">orders</a>"#),
        "{index}"
    );
    let orders = read("service-orders.html");
    assert!(
        orders.contains(r#"<article id="1300" data-status="404">"#),
        "{orders}"
    );
    assert!(orders.contains("BillingError"));
    let sms = read("service-1300.html");
    assert!(sms.contains("The codes 90400 to 90599"), "{sms}");
    let code = read("1300.html");
    assert!(
        code.contains(r#"href="service-orders.html#1300">orders: NotFound</a>"#),
        "{code}"
    );
    assert!(code.contains("&lt;b&gt;gone&lt;/b&gt;"), "{code}");
    assert!(read("search.js").contains("\\u003cb>gone"));

    // Again, in the place of the older one.
    fs::remove_file(folder.join("in/orders.json")).expect("a file");
    let made = "out/index.html: 1 service, 1 codes\n";
    check(&folder, &["site", "--out", "out", "in"], 0, made);
    assert!(!folder.join("out/service-orders.html").exists());
    assert!(!folder.join("out/3000.html").exists());

    let other = "error: in holds something else than a site: name a new folder\n";
    check(&folder, &["site", "--out", "in", "in"], 2, other);
}

#[test]
fn what_cannot_be_read_is_said_with_its_file() {
    let folder = folder("damaged");
    write(&folder, "empty/readme.md", "");
    write(&folder, "orders.json", "{\"catalogs\":[{}]}");
    write(
        &folder,
        "orders.lock",
        "{ \"code\": 1, \"retired\": true }\n<<<<<<< HEAD\n",
    );
    let expect = |arguments: &[&str], expected: &str| {
        let output = run(&folder, arguments);
        let err = text(&output.stderr);
        assert!(err.starts_with(expected), "{err}");
        assert_eq!(output.status.code(), Some(2));
    };
    expect(
        &["check", "empty"],
        "error: empty has no catalog: write one with `export json` into a file that ends in `.json`",
    );
    expect(
        &["check", "nowhere.json"],
        "error: nowhere.json can't be read: ",
    );
    expect(
        &["check", "orders.json"],
        "error: orders.json is not the JSON document of a catalog, which `export json` writes: missing field `name`",
    );
    expect(
        &["check", "orders.lock"],
        "error: orders.lock, line 2, is not that of a lock file: ",
    );
    document(&folder, "twice/orders.json", &ORDERS);
    document(&folder, "twice/orders/errors.json", &ORDERS);
    expect(
        &["check", "twice"],
        "error: twice/orders.json is the second document of orders: name the file by the service",
    );
}
