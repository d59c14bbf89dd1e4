//! Alert rules for Prometheus, of the counter that feature `metrics` keeps.

use super::contents::{entries, sections};
// A string of YAML 1.2 in double quotes has JSON's escapes.
use super::value::Quoted;
use crate::{Catalog, Entry, Severity};
use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

pub(super) struct Alerts<'a>(pub(super) &'a Catalog);

impl fmt::Display for Alerts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.name();
        writeln!(
            f,
            "# The alerts of {}, written by error-catalog.",
            one_line(name)
        )?;
        if entries(self.0).all(|entry| entry.severity() == Severity::None) {
            return f.write_str("groups: []\n");
        }
        f.write_str("groups:\n")?;
        let base = self.0.problem_details();
        let mut groups = BTreeSet::new();
        for section in sections(self.0) {
            let mut rules = section
                .entries()
                .iter()
                .filter(|it| it.severity() != Severity::None);
            let Some(first) = rules.next() else {
                continue;
            };
            // Two crates may each have an enum of the same name.
            let mut group = section.name().to_owned();
            while !groups.insert(group.clone()) {
                group.push('_');
            }
            writeln!(f, "  - name: {}\n    rules:", Quoted(&group))?;
            for entry in [first].into_iter().chain(rules) {
                write_rule(entry, base, f)?;
            }
        }
        Ok(())
    }
}

/// Of a 5xx, each one; of any other, more than its usual rate.
fn write_rule(entry: &Entry, base: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (code, status) = (entry.code(), entry.status());
    let series = format!(
        "api_errors_total{{code=\"{code}\",entry={}}}",
        Label(entry.path())
    );
    let (kind, expression, wait) = if status.is_server_error() {
        ("", format!("sum(increase({series}[5m])) > 0"), "0m")
    } else {
        let usual = format!("sum(rate({series}[1d] offset 15m))");
        let now = format!("sum(rate({series}[15m]))");
        let enough = format!("sum(increase({series}[15m])) > 10");
        ("Rises", format!("{now} > 3 * {usual} and {enough}"), "15m")
    };
    let alert: String = entry.path().replace("::", "") + kind;
    let severity = entry.severity().name();
    writeln!(f, "      - alert: {}", Quoted(&alert))?;
    writeln!(f, "        expr: {}", Quoted(&expression))?;
    writeln!(f, "        for: {wait}")?;
    writeln!(
        f,
        "        labels:\n          severity: {severity}\n          code: \"{code}\""
    )?;
    let what = if status.is_server_error() {
        "failed with"
    } else {
        "has many of"
    };
    let summary = format!("The service {what} {code} {}", entry.name());
    writeln!(
        f,
        "        annotations:\n          summary: {}",
        Quoted(&plain(&summary))
    )?;
    if !entry.docs().is_empty() {
        writeln!(f, "          description: {}", Quoted(&plain(entry.docs())))?;
    }
    if let Some(base) = base {
        let url = format!("{base}{code}");
        writeln!(f, "          runbook_url: {}", Quoted(&plain(&url)))?;
    }
    Ok(())
}

/// Prometheus takes `{{` in an annotation for a template.
fn plain(text: &str) -> String {
    // Once for `{{`, and once for what is between two of them.
    text.replace("{{", "{ {").replace("{{", "{ {")
}

fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A value in PromQL, whose escapes are Go's.
struct Label<'a>(&'a str);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                _ if character.is_control() => write!(f, "\\u{:04x}", u32::from(character))?,
                _ => f.write_char(character)?,
            }
        }
        f.write_char('"')
    }
}
