//! A catalog in which something is planted wherever it can hold text, and whose nested catalogs
//! meet again.

use error_catalog::{Catalog, Entry, ErrorCatalog, Status};

/// Plain text that means something to each of the documents.
pub(crate) const TEXT: &str = "<img src=x onerror=alert(4)> \\'> \" | `tick` ``` --> <!-- ]]> \
    </script><script>alert(4)</script> </style> */ /* // ${alert(4)} {{7*7}} &lt;b&gt; \
    *star* _under_ ~~struck~~ [x](javascript:alert(4)) ![y](http://tracker.example/y.png) \
    \u{2028}\u{2029}\u{202e}\u{7f}\u{1}caf\u{e9}\r\n# heading\n1. one\n\t\\ ##";

/// Documentation, each paragraph another way out.
pub(crate) const DOCS: &str =
    "Shows <img src=x onerror=alert(4)> and \\'> and a | b and `tick` and --> as text.

<script>alert(4)</script>

<div onclick=\"alert(4)\">
*not* </script> text
</div>

# A heading

Setext
======

- [bad](javascript:alert(4)), [bad](data:text/html,x), [good](https://example.com/?a=b&c=\"d\")
- ![picture](http://tracker.example/picture.png \"title\")
  1. nested
  2. `` ` `` and ```` ``` ````

> quoted <iframe src=http://tracker.example></iframe>

| a | b |
|---|---|
| 1 | 2 |

<http://example.com/auto> [`PlantedError::A`] [reference]

[reference]: javascript:alert(4)

&lt;b&gt; &#60;i&#62; &#10;# not a heading \u{2028} */ \\

```html
<b>code</b> </script> --> ``
never closed";

const BAD_REQUEST: Status = Status::new(400).unwrap();
const CONFLICT: Status = Status::new(409).unwrap();

pub(crate) const CATALOG: &Catalog = &Catalog::new(
    "Planted</title><script>alert(4)</script>",
    &[
        Entry::new("Planted::A", BAD_REQUEST, 1)
            .with_message(TEXT)
            .with_docs(DOCS),
        Entry::new(TEXT, CONFLICT, 2)
            .with_message(TEXT)
            .with_docs(TEXT)
            .with_deprecation(TEXT),
        Entry::new("Planted::First", BAD_REQUEST, 3).as_shared(),
        Entry::new("Planted::Second", CONFLICT, 3)
            .as_shared()
            .with_deprecation(""),
    ],
)
.with_docs(DOCS)
.with_nested(&[Left::CATALOG, Right::CATALOG, sms::SmsError::CATALOG]);

/// The left one.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only their catalogs matter here")]
enum Left {
    #[error("left {0}")]
    #[catalog(status = 400, code = 100)]
    Own(u32),
    #[error(transparent)]
    #[catalog(transparent)]
    Common(Common),
}

/// The right one.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[expect(dead_code, reason = "only their catalogs matter here")]
enum Right {
    #[deprecated = "use `Left`"]
    #[error("right")]
    #[catalog(status = 503, code = 200)]
    Own,
    #[error(transparent)]
    #[catalog(transparent)]
    Common(Common),
}

/// What both of them pass through.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("common")]
#[catalog(status = 403, code = 300)]
struct Common;
