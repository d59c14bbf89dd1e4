use renamed::ErrorKind;

fn is_gone(kind: ErrorKind) -> bool {
    match kind {
        ErrorKind::NotFound | ErrorKind::Later | ErrorKind::Storage => false,
        ErrorKind::Gone(_) => true,
    }
}

fn main() {
    is_gone(ErrorKind::NotFound);
}
