use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("name")]
    #[catalog(status = 429, code = 1400, header("retry after" = "1"))]
    Name,
    #[error("empty name")]
    #[catalog(status = 429, code = 1401, header("" = "1"))]
    EmptyName,
    #[error("value")]
    #[catalog(status = 429, code = 1402, header("retry-after" = "1\n2"))]
    Value,
    #[error("part of a value")]
    #[catalog(status = 429, code = 1406, header("retry-after" = "{0} \u{e9}"))]
    PartOfValue(u8),
    #[error("body")]
    #[catalog(status = 429, code = 1403, header("Content-Type" = "text/plain"))]
    Body,
    #[error("encoding")]
    #[catalog(status = 429, code = 1407, header("content-encoding" = "gzip"))]
    Encoding,
    #[error("syntax")]
    #[catalog(status = 429, code = 1404, header("retry-after", "1"))]
    Syntax,
    #[error("two")]
    #[catalog(status = 429, code = 1405, header("retry-after" = "1", "x-other" = "2"))]
    Two,
}

fn main() {}
