//! The SMS API's errors on the command line: `cargo run --example catalog --features cli -- explain 1300`.

use error_catalog::{ErrorCatalog as _, cli};
use sms::SmsError;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(SmsError::CATALOG)
}
