//! The corpus of each target, and a few inputs more.

use fuzz::driver::run;

macro_rules! targets {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            run(stringify!($name), fuzz::$name::check, 500);
        }
    )*};
}

targets! { body derive documents json lock timestamp }
