// What an expansion of the derive calls. Whether a feature is on is known here and not in the macro
// crate, whose own features may differ from those of the runtime that is linked
// (https://github.com/rust-lang/cargo/issues/14415). So each integration's macro is there twice: in
// its own file, and here, where it does nothing.

/// Implements the traits of each framework whose feature is on: `[generics] [type] [where clause]`,
/// the generics without `<` and `>`.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_integrations {
    ($($input:tt)*) => {
        $crate::__impl_actix_web! { $($input)* }
        $crate::__impl_aide! { $($input)* }
        $crate::__impl_axum! { $($input)* }
        $crate::__impl_http! { $($input)* }
        $crate::__impl_poem! { $($input)* }
        $crate::__impl_rocket! { $($input)* }
        $crate::__impl_schemars! { $($input)* }
        $crate::__impl_tonic! { $($input)* }
        $crate::__impl_utoipa! { $($input)* }
    };
}

#[cfg(not(feature = "fluent"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __arguments_method {
    ($($method:tt)*) => {};
}

#[cfg(not(feature = "details"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __details_method {
    (own $($method:tt)*) => {
        ::core::compile_error!(
            "`#[catalog(details)]` needs a feature: write `features = [\"details\"]` for error-catalog in Cargo.toml"
        );
    };
    (nested $($method:tt)*) => {};
}

#[cfg(not(feature = "details"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __details_schema {
    ($($ty:ty)?) => {
        ()
    };
}

#[cfg(not(feature = "actix-web"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_actix_web {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "aide"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_aide {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_axum {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "http"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_http {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "poem"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_poem {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "rocket"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_rocket {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_schemars {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "tonic"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_tonic {
    ($($input:tt)*) => {};
}

#[cfg(not(feature = "utoipa"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_utoipa {
    ($($input:tt)*) => {};
}
