use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A JSON value whose fields keep their order.
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(u32),
    #[cfg(feature = "details")]
    OtherNumber(String),
    Text(Cow<'static, str>),
    List(Vec<Self>),
    Object(Vec<(Cow<'static, str>, Self)>),
}

impl Value {
    pub(super) fn object<const N: usize>(fields: [(&'static str, Self); N]) -> Self {
        let fields = fields.into_iter();
        Self::Object(fields.map(|(name, value)| (name.into(), value)).collect())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Option<&'static str>> for Value {
    fn from(text: Option<&'static str>) -> Self {
        text.map_or(Self::Null, Self::from)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(0, f)
    }
}

impl Value {
    /// `depth` is that of the line on which the value begins.
    fn write(&self, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(bool) => write!(f, "{bool}"),
            Self::Number(number) => write!(f, "{number}"),
            #[cfg(feature = "details")]
            Self::OtherNumber(number) => f.write_str(number),
            Self::Text(text) => write!(f, "{}", Quoted(text)),
            Self::List(list) if list.is_empty() => f.write_str("[]"),
            Self::Object(fields) if fields.is_empty() => f.write_str("{}"),
            Self::List(list) => {
                f.write_char('[')?;
                for (index, value) in list.iter().enumerate() {
                    write_line(index, depth + 1, f)?;
                    value.write(depth + 1, f)?;
                }
                write_end(depth, ']', f)
            }
            Self::Object(fields) => {
                f.write_char('{')?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    write_line(index, depth + 1, f)?;
                    write!(f, "{}: ", Quoted(name))?;
                    value.write(depth + 1, f)?;
                }
                write_end(depth, '}', f)
            }
        }
    }
}

fn write_line(index: usize, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let comma = if index == 0 { "" } else { "," };
    write!(f, "{comma}\n{:1$}", "", depth * 2)
}

fn write_end(depth: usize, bracket: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\n{:1$}{bracket}", "", depth * 2)
}

/// A JSON string that may stand in JavaScript as well, and inside of a script in HTML: what ends a
/// line or a script there, or turns the direction of the text, is escaped.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                '\n' => f.write_str("\\n")?,
                '<' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    write!(f, "\\u{:04x}", u32::from(character))?;
                }
                _ if character.is_control() => write!(f, "\\u{:04x}", u32::from(character))?,
                _ => f.write_char(character)?,
            }
        }
        f.write_char('"')
    }
}
