use super::names::variable;
use crate::ApiError;
use crate::catalog::Message;
use fluent_bundle::FluentValue;
use std::fmt;
use std::sync::Arc;

/// A field that an entry's message shows.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// By which a translation can choose its plural.
    Number(f64),
    /// As the message shows it.
    Text(fmt::Arguments<'a>),
}

/// The fields by their variables' names. A message without fields takes no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments(Option<Arc<[(String, Value)]>>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// The bits of an `f64`.
    Number(u64),
    Text(String),
}

impl Arguments {
    /// `None` if the message is not the entry's.
    pub(crate) fn of<E: ApiError + ?Sized>(error: &E) -> Option<Self> {
        let is_by_hand = matches!(error.entry().known_message(), Message::ByHand(_));
        if !is_by_hand && error.lone_field().is_none() {
            return None;
        }
        let mut arguments = Vec::new();
        error.arguments(&mut |name, argument| {
            let value = match argument {
                Argument::Number(number) => Value::Number(number.to_bits()),
                Argument::Text(text) => Value::Text(crate::error::to_string(text)),
            };
            arguments.push((variable(name), value));
        });
        Some(Self((!arguments.is_empty()).then(|| arguments.into())))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(String, Value)> {
        self.0.iter().flat_map(|arguments| arguments.iter())
    }
}

impl<'a> From<&'a Value> for FluentValue<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Number(bits) => f64::from_bits(*bits).into(),
            Value::Text(text) => (&**text).into(),
        }
    }
}

/// A number that an `f64` holds exactly, or its text.
pub fn number<T: Copy + fmt::Display + Number>(
    name: &str,
    value: T,
    argument: &mut dyn FnMut(&str, Argument<'_>),
) {
    match value.exact() {
        Some(number) => argument(name, Argument::Number(number)),
        None => argument(name, Argument::Text(format_args!("{value}"))),
    }
}

/// A primitive number.
pub trait Number {
    /// As an `f64`, if that holds it exactly.
    fn exact(self) -> Option<f64>;
}

macro_rules! numbers {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            // It is compared with what was cast.
            #[allow(
                clippy::cast_lossless,
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                clippy::cast_sign_loss,
                clippy::float_cmp,
                trivial_numeric_casts
            )]
            fn exact(self) -> Option<f64> {
                const EXACT: f64 = 9_007_199_254_740_992.0;

                let number = self as f64;
                (number.abs() < EXACT && number as $ty == self).then_some(number)
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f64 }

impl Number for f32 {
    /// The number that its text is: as an `f64`, 0.1 has more digits.
    fn exact(self) -> Option<f64> {
        self.to_string().parse().ok().and_then(f64::exact)
    }
}
