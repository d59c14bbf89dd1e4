use crate::display::Display;
use crate::status::Status;
use crate::template::Template;
use syn::Attribute;

/// What the client reads.
pub(crate) enum Message {
    Fixed(String),
    /// The status's IANA phrase, which reveals no internals.
    Phrase,
    /// The key `message`, interpolated.
    Template(Template),
    /// `Display`, as far as it is known.
    Display(Option<Display>),
    /// `Display`, which interpolates nothing but fields.
    DisplayOfFields(Template),
}

impl Message {
    /// The first rule that applies.
    pub(crate) fn new(
        status: Option<Status>,
        message: Option<Template>,
        is_exposed: bool,
        attrs: &[Attribute],
    ) -> Self {
        if let Some(template) = message {
            return Self::of_key(template);
        }
        if status.is_some_and(Status::is_server_error) && !is_exposed {
            return Self::Phrase;
        }
        Self::of_display(Display::from_syn(attrs))
    }

    /// `message = "…"`
    pub(crate) fn of_key(template: Template) -> Self {
        match template.fixed() {
            Some(text) => Self::Fixed(text.to_owned()),
            None => Self::Template(template),
        }
    }

    fn of_display(display: Option<Display>) -> Self {
        let Some(Display::Format(format)) = &display else {
            return Self::Display(display);
        };
        match Template::new(&format.literal) {
            Ok(template) if template.fixed().is_some() => Self::of_key(template),
            Ok(template) if !format.has_arguments() => Self::DisplayOfFields(template),
            // It refers to more than fields.
            _ => Self::Display(display),
        }
    }
}
