/// A message in the language of a client.
///
/// `UniformErrors::translate` takes a function that makes one, for those who do not use Fluent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    message: String,
    language: String,
}

impl Translation {
    /// Creates a message, and the tag of its language (RFC 5646): `de`.
    pub fn new(message: impl Into<String>, language: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            language: language.into(),
        }
    }

    /// Returns the message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the tag of the language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }
}
