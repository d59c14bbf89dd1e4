use error_catalog::catalog;

catalog! { pub SHOP = std::io::Error }

fn main() {}
