use super::field_errors::Pointer;
use crate::{FieldError, FieldErrors};

/// garde names a field as Rust does: it knows nothing of serde's `rename`. It does not tell which rule a
/// field broke, so each `code` is `invalid`.
#[cfg_attr(docsrs, doc(cfg(feature = "garde")))]
impl From<garde::Report> for FieldErrors {
    fn from(report: garde::Report) -> Self {
        let errors = report
            .iter()
            .map(|(path, error)| FieldError::new(pointer(path).0, "invalid", error.message()));
        errors.collect()
    }
}

/// A path serializes as its parts, each with its kind: as text, a key may have dots in it.
fn pointer(path: &garde::Path) -> Pointer {
    let mut pointer = Pointer::default();
    let parts = serde_json::to_value(path).unwrap_or_default();
    for part in parts.as_array().into_iter().flatten() {
        if let (Some(kind), Some(name)) = (part[0].as_str(), part[1].as_str())
            && kind != "none"
        {
            pointer.push(name);
        }
    }
    pointer
}
