//! Alert rules for Prometheus, whose own program checks them in `operate/`, and a dashboard for Grafana,
//! whose own types check it in `documents/`.

use error_catalog::{Catalog, Entry, ErrorCatalog, Severity, Status};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(problem_details = "https://errors.example/#")]
#[expect(dead_code, reason = "only its catalog matters here")]
enum StorageError {
    /// The disk is full.
    ///
    /// Look at `{{ host }}` or `{{{ host }}}`.
    #[error("full")]
    #[catalog(status = 507, code = 2000, severity = ticket)]
    Full,
    #[error("slow")]
    #[catalog(status = 408, code = 2001, severity = page)]
    Slow,
    #[error("quiet")]
    #[catalog(status = 500, code = 2002, severity = none)]
    Quiet,
    #[error("usual")]
    #[catalog(status = 500, code = 2003)]
    Usual,
    #[error("missing")]
    #[catalog(status = 404, code = 2004)]
    Missing,
}

#[test]
fn each_entry_has_a_severity() {
    let severities = StorageError::CATALOG.iter().map(Entry::severity);
    let names: Vec<_> = severities.map(Severity::name).collect();
    assert_eq!(names, ["ticket", "page", "none", "page", "ticket"]);
}

#[test]
fn each_entry_has_an_alert_unless_it_says_none() {
    let alerts = StorageError::CATALOG.to_alerts().to_string();
    let names = alerts
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: "));
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "\"StorageErrorFull\"",
            "\"StorageErrorSlowRises\"",
            "\"StorageErrorUsual\"",
            "\"StorageErrorMissingRises\"",
        ]
    );
    let full = r#"# The alerts of StorageError, written by error-catalog.
groups:
  - name: "StorageError"
    rules:
      - alert: "StorageErrorFull"
        expr: "sum(increase(api_errors_total{code=\"2000\",entry=\"StorageError::Full\"}[5m])) > 0"
        for: 0m
        labels:
          severity: ticket
          code: "2000"
        annotations:
          summary: "The service failed with 2000 Full"
          description: "The disk is full.\n\nLook at `{ { host }}` or `{ { { host }}}`."
          runbook_url: "https://errors.example/#2000"
      - alert: "StorageErrorSlowRises"
"#;
    assert!(alerts.starts_with(full), "{alerts}");
}

#[test]
fn a_catalog_without_alerts_has_no_group() {
    static QUIET: Catalog = Catalog::new(
        "Quiet",
        &[Entry::new("Quiet", Status::new(500).unwrap(), 1).with_severity(Severity::None)],
    );
    let expected = "# The alerts of Quiet, written by error-catalog.\ngroups: []\n";
    assert_eq!(QUIET.to_alerts().to_string(), expected);
}

#[test]
fn groups_of_one_name_are_told_apart() {
    static ONE: Catalog = Catalog::new("E", &[Entry::new("E\"\n", Status::new(500).unwrap(), 1)]);
    static TWO: Catalog =
        Catalog::new("E", &[Entry::new("E", Status::new(500).unwrap(), 2)]).with_nested(&[&ONE]);
    let alerts = TWO.to_alerts().to_string();
    assert!(alerts.contains("- name: \"E\"\n") && alerts.contains("- name: \"E_\"\n"));
    assert!(alerts.contains(r#"entry=\"E\\\"\\u000a\""#), "{alerts}");
}

#[test]
fn a_dashboard_asks_for_the_counter_and_shows_the_reference() {
    let dashboard = StorageError::CATALOG.to_dashboard().to_string();
    let dashboard: serde_json::Value = serde_json::from_str(&dashboard).unwrap();
    assert_eq!(dashboard["title"], "Errors of StorageError");
    let panels = dashboard["panels"].as_array().unwrap();
    for panel in &panels[..3] {
        let query = panel["targets"][0]["expr"].as_str().unwrap();
        assert!(
            query.contains("api_errors_total{code=~\"$code\""),
            "{query}"
        );
    }
    let reference = panels[3]["options"]["content"].as_str().unwrap();
    assert_eq!(reference, StorageError::CATALOG.to_markdown().to_string());
}
