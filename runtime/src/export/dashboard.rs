//! A dashboard for Grafana, of the counter that feature `metrics` keeps.

use super::markdown::Markdown;
use super::value::Value;
use crate::Catalog;
use std::fmt;

pub(super) struct Dashboard<'a>(pub(super) &'a Catalog);

/// Of the classic JSON model: Grafana reads all older ones.
const SCHEMA_VERSION: u32 = 39;

impl fmt::Display for Dashboard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = format!("Errors of {}", self.0.name());
        let reference = Markdown(self.0).to_string();
        let panels = [
            graph(
                1,
                "Errors per second, by code",
                "sum by (code, entry) (rate(api_errors_total{code=~\"$code\"}[$__rate_interval]))",
                [0, 0, 12, 9],
            ),
            graph(
                2,
                "Failures of the server per second, by code",
                "sum by (code, entry) (rate(api_errors_total{code=~\"$code\",status=~\"5..\"}[$__rate_interval]))",
                [12, 0, 12, 9],
            ),
            panel(
                3,
                "bargauge",
                "The ten most frequent errors",
                "topk(10, sum by (code, entry) (increase(api_errors_total{code=~\"$code\"}[$__range])))",
                [0, 9, 24, 8],
                Value::object([
                    ("displayMode", "basic".into()),
                    ("orientation", "horizontal".into()),
                    ("reduceOptions", reduce()),
                ]),
            ),
            Value::object([
                ("id", 4.into()),
                ("type", "text".into()),
                ("title", "What the codes mean".into()),
                ("gridPos", place([0, 17, 24, 20])),
                (
                    "options",
                    Value::object([("mode", "markdown".into()), ("content", reference.into())]),
                ),
            ]),
        ];
        let dashboard = Value::object([
            ("title", title.into()),
            ("tags", Value::List(vec!["error-catalog".into()])),
            ("editable", Value::Bool(true)),
            ("schemaVersion", SCHEMA_VERSION.into()),
            (
                "time",
                Value::object([("from", "now-6h".into()), ("to", "now".into())]),
            ),
            (
                "templating",
                Value::object([("list", Value::List(variables().into()))]),
            ),
            ("panels", Value::List(panels.into())),
        ]);
        writeln!(f, "{dashboard}")
    }
}

/// Where the data is from, and the codes that are shown.
fn variables() -> [Value; 2] {
    [
        Value::object([
            ("name", "datasource".into()),
            ("label", "Data source".into()),
            ("type", "datasource".into()),
            ("query", "prometheus".into()),
        ]),
        Value::object([
            ("name", "code".into()),
            ("label", "Code".into()),
            ("type", "query".into()),
            ("datasource", datasource()),
            ("query", "label_values(api_errors_total, code)".into()),
            ("multi", Value::Bool(true)),
            ("includeAll", Value::Bool(true)),
            ("allValue", ".*".into()),
        ]),
    ]
}

fn datasource() -> Value {
    Value::object([
        ("type", "prometheus".into()),
        ("uid", "${datasource}".into()),
    ])
}

fn reduce() -> Value {
    let last = Value::List(vec!["lastNotNull".into()]);
    Value::object([("calcs", last), ("values", Value::Bool(false))])
}

fn graph(id: u32, title: &'static str, query: &'static str, at: [u32; 4]) -> Value {
    let legend = Value::object([
        ("displayMode", "table".into()),
        ("placement", "bottom".into()),
        ("showLegend", Value::Bool(true)),
        ("calcs", Value::List(vec!["sum".into()])),
    ]);
    let options = Value::object([("legend", legend)]);
    panel(id, "timeseries", title, query, at, options)
}

fn panel(
    id: u32,
    kind: &'static str,
    title: &'static str,
    query: &'static str,
    at: [u32; 4],
    options: Value,
) -> Value {
    let target = Value::object([
        ("refId", "A".into()),
        ("datasource", datasource()),
        ("expr", query.into()),
        ("legendFormat", "{{code}} {{entry}}".into()),
    ]);
    Value::object([
        ("id", id.into()),
        ("type", kind.into()),
        ("title", title.into()),
        ("gridPos", place(at)),
        ("datasource", datasource()),
        ("targets", Value::List(vec![target])),
        ("options", options),
    ])
}

/// From the left, from the top, width and height.
fn place([x, y, w, h]: [u32; 4]) -> Value {
    Value::object([
        ("x", x.into()),
        ("y", y.into()),
        ("w", w.into()),
        ("h", h.into()),
    ])
}
