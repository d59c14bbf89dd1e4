//! The derive: whatever the item, it expands to Rust or says what is wrong, and never panics.

use derive_outside_the_compiler::expand;

/// # Panics
///
/// If the derive panics, or writes what is not Rust.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(item) = syn::parse_str(text) else {
        return;
    };
    let expansion = expand(&item);
    if let Err(error) = syn::parse2::<syn::File>(expansion.clone()) {
        panic!("{error}\n{expansion}");
    }
}
