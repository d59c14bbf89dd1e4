//! Feature `fluent`: messages in the language of the client.
//!
//! A [Fluent](https://projectfluent.org) file per language has a message per entry, whose name is the
//! entry's: `sms-invalid-msisdn` for `SmsError::InvalidMsisdn`. Where two entries would have the same
//! name, or any other name would be wrong, it is the code: `error-1002`. `status-404` is the message
//! of a bare status. The fields that the entry's own message shows are its variables, `$field0` for
//! the first of a tuple; `$message` is that message.

mod arguments;
mod file;
mod languages;
mod names;

pub(crate) use arguments::Arguments;
pub use arguments::{Argument, number};
pub(crate) use file::ToFtl;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) use languages::read as read_languages;
pub(crate) use names::of_code;
#[cfg(feature = "testing")]
pub(crate) use names::{names, variables};
use names::{of_bare_status, of_entry};

use crate::{ApiError, Entry, Translation};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, builtins};
use std::fmt;
use unic_langid::LanguageIdentifier;

/// The messages of a catalog in several languages.
///
/// ```
/// use error_catalog::{ErrorCatalog, Translations};
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// enum SmsError {
///     #[error("Invalid MSISDN {msisdn}")]
///     #[catalog(status = 400, code = 1002)]
///     InvalidMsisdn { msisdn: String },
/// }
///
/// let translations = Translations::new("en")?
///     .with("de", "sms-invalid-msisdn = { $msisdn } ist keine Telefonnummer")?;
///
/// let error = SmsError::InvalidMsisdn { msisdn: "+49".to_owned() };
/// let german = translations.translate(&error, "de-AT, en;q=0.5");
/// assert_eq!(german.message(), "+49 ist keine Telefonnummer");
/// assert_eq!(german.language(), "de");
///
/// let english = translations.translate(&error, "fr");
/// assert_eq!(english.message(), "Invalid MSISDN +49");
/// # Ok::<(), error_catalog::TranslationsError>(())
/// ```
pub struct Translations {
    /// Of the messages in the code.
    default: LanguageIdentifier,
    languages: Vec<Language>,
}

/// A language and its file.
pub(crate) struct Language {
    pub(crate) tag: LanguageIdentifier,
    bundle: FluentBundle<FluentResource>,
    #[cfg(feature = "testing")]
    pub(crate) source: String,
}

impl Translations {
    /// Begins with the language of the messages in the code, as a language tag (RFC 5646): `en`.
    ///
    /// # Errors
    ///
    /// Fails if that is not a language tag.
    pub fn new(default: &str) -> Result<Self, TranslationsError> {
        Ok(Self {
            default: tag(default)?,
            languages: Vec::new(),
        })
    }

    /// Adds a language, and the text of its Fluent file. A file of the default language takes
    /// precedence over the messages in the code.
    ///
    /// # Errors
    ///
    /// Fails if the tag is none, or is there already, or if the text is not Fluent's: with each line
    /// that is not.
    pub fn with(
        mut self,
        language: &str,
        source: impl Into<String>,
    ) -> Result<Self, TranslationsError> {
        let tag = tag(language)?;
        if self.languages.iter().any(|known| known.tag == tag) {
            return Err(TranslationsError(format!(
                "{tag} has a file already: put all of its messages into one"
            )));
        }
        let source = source.into();
        let resource = FluentResource::try_new(source.clone());
        let resource = resource.map_err(|(_, errors)| {
            let errors = errors.iter().map(|error| {
                let line = line_at(&source, error.pos.start);
                format!("{tag}, line {line}: {}", error.kind)
            });
            TranslationsError(errors.collect::<Vec<_>>().join("\n"))
        })?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag.clone()]);
        // The marks around arguments are for pages that mix directions of writing; a body is no page.
        bundle.set_use_isolating(false);
        // Nothing else can have claimed the name yet.
        let _ = bundle.add_function("NUMBER", formatted);
        if let Err(errors) = bundle.add_resource(resource) {
            let errors = errors.iter().map(|error| format!("{tag}: {error}"));
            return Err(TranslationsError(errors.collect::<Vec<_>>().join("\n")));
        }
        self.languages.push(Language {
            tag,
            bundle,
            #[cfg(feature = "testing")]
            source,
        });
        Ok(self)
    }

    /// Returns the message that the client reads, in the language that it prefers: `accept_language`
    /// is the field of that name (RFC 9110, section 12.5.4). What is not translated, or can't be, is
    /// in the default language.
    pub fn translate<E: ApiError + ?Sized>(&self, error: &E, accept_language: &str) -> Translation {
        let message = error.message();
        let wanted = Wanted {
            entry: error.entry(),
            code: error.code(),
            is_bare: false,
            message: &message,
            arguments: Arguments::of(error),
        };
        let requested = languages::read(accept_language.as_bytes());
        #[cfg(feature = "tracing")]
        if requested.is_err() {
            crate::log::log_unreadable("accept-language", accept_language.as_bytes(), None);
        }
        self.message_for(&wanted, requested.ok())
    }

    /// `None` for the default language, whatever it is.
    pub(crate) fn message_for(
        &self,
        wanted: &Wanted<'_>,
        requested: Option<Vec<LanguageIdentifier>>,
    ) -> Translation {
        let in_default = || Translation::new(wanted.message, self.default.to_string());
        let Some(arguments) = &wanted.arguments else {
            return in_default();
        };
        let requested = requested.unwrap_or_default();
        let available = self.languages.iter().map(|language| &language.tag);
        let chosen = languages::negotiate(&requested, available, &self.default);
        let language = self
            .languages
            .iter()
            .find(|language| language.tag == *chosen);
        let message = language.and_then(|language| language.message(wanted, arguments));
        match message {
            Some(message) => Translation::new(message, chosen.to_string()),
            None => in_default(),
        }
    }

    #[cfg(feature = "testing")]
    pub(crate) fn languages(&self) -> &[Language] {
        &self.languages
    }
}

/// What is translated.
pub(crate) struct Wanted<'a> {
    pub(crate) entry: &'static Entry,
    pub(crate) code: u32,
    pub(crate) is_bare: bool,
    /// In the default language.
    pub(crate) message: &'a str,
    /// `None` if the message is not the entry's.
    pub(crate) arguments: Option<Arguments>,
}

impl Language {
    /// By its code, or by its name. A bare status, whose code may be an entry's too, has its name alone.
    fn message(&self, wanted: &Wanted<'_>, arguments: &Arguments) -> Option<String> {
        let get = |name: String| Some((self.bundle.get_message(&name)?, name));
        let (message, name) = if wanted.is_bare {
            get(of_bare_status(wanted.entry.status()))?
        } else {
            get(of_code(wanted.code)).or_else(|| get(of_entry(wanted.entry)))?
        };
        let mut args = FluentArgs::new();
        args.set("message", wanted.message);
        for (name, value) in arguments.iter() {
            args.set(name, FluentValue::from(value));
        }
        let mut errors = Vec::new();
        let pattern = message.value()?;
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut errors);
        match errors.first() {
            None => Some(text.into_owned()),
            Some(error) => {
                log(&self.tag, &name, error);
                None
            }
        }
    }
}

/// Fluent's `NUMBER`. A number that is too large for an `f64` is a text, which stays as it is.
fn formatted<'a>(positional: &[FluentValue<'a>], named: &FluentArgs<'_>) -> FluentValue<'a> {
    match positional {
        [text @ FluentValue::String(_), ..] => text.clone(),
        _ => builtins::NUMBER(positional, named),
    }
}

/// The client reads the default language.
fn log(language: &LanguageIdentifier, name: &str, error: &fluent_bundle::FluentError) {
    #[cfg(feature = "tracing")]
    crate::log::log_untranslated(language, name, error);
    #[cfg(not(feature = "tracing"))]
    let _ = (language, name, error);
}

impl fmt::Debug for Translations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags = self
            .languages
            .iter()
            .map(|language| language.tag.to_string());
        f.debug_struct("Translations")
            .field("default", &self.default.to_string())
            .field("languages", &tags.collect::<Vec<_>>())
            .finish()
    }
}

fn tag(text: &str) -> Result<LanguageIdentifier, TranslationsError> {
    text.parse().map_err(|_| {
        TranslationsError(format!(
            "{text:?} is not a language tag: write one such as `de`, or `pt-BR`"
        ))
    })
}

/// From 1.
pub(crate) fn line_at(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or(source);
    1 + before.matches('\n').count()
}

/// Translations that can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslationsError(String);

impl fmt::Display for TranslationsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TranslationsError {}

#[doc(hidden)]
#[macro_export]
macro_rules! __arguments_method {
    ($($method:tt)*) => { $($method)* };
}
