//! What only readers of a user's documentation see: the docs of a kind's variants.

use quote::quote;

#[test]
fn a_kind_has_the_docs_of_its_variants_and_their_status_and_code() {
    let item = quote! {
        #[catalog(kind = OrderErrorKind)]
        enum OrderError {
            /// No order has this number.
            #[error("no order")]
            #[catalog(status = 404, code = 1300)]
            NotFound,
            #[error("gone")]
            #[catalog(status = 410, code = 1301)]
            Gone,
        }
    };
    let item = syn::parse2(item).expect("an enum");
    let expansion = derive_outside_the_compiler::expand(&item).to_string();
    for line in [
        r#"# [doc = "No order has this number.\n\nStatus 404, code 1300."] NotFound"#,
        r#"# [doc = "Status 410, code 1301."] Gone"#,
    ] {
        assert!(expansion.contains(line), "{expansion}");
    }
}
