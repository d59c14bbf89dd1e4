//! The field that `#[catalog(details)]` marks.

use crate::attr::{FieldAttrs, Keys as _};
use crate::error::Mistakes;
use crate::status::Status;
use proc_macro2::Span;
use syn::{Error, Fields, Ident, Member, Type};

/// A field that the client reads as it is serialized.
pub(crate) struct Details<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    /// Of the key.
    pub(crate) span: Span,
}

impl<'a> Details<'a> {
    /// The marked field of a variant, if it has one.
    pub(crate) fn from_syn(
        variant: &Ident,
        fields: &'a Fields,
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        let mut marked = fields.members().zip(fields).filter_map(|(member, field)| {
            let span = FieldAttrs::from_syn(&field.attrs, mistakes).details?.span;
            let ty = &field.ty;
            Some(Self { member, ty, span })
        });
        let first = marked.next();
        let others: Vec<_> = marked.collect();
        for other in others {
            mistakes.add(Error::new(
                other.span,
                format!("`{variant}` has two fields marked `details`, and a body has one place for them: make one type of both"),
            ));
        }
        first
    }

    /// A status of 500 or above reveals no internals.
    pub(crate) fn check_redaction(
        &self,
        status: Status,
        is_exposed: bool,
        mistakes: &mut Mistakes,
    ) {
        if status.is_server_error() && !is_exposed {
            mistakes.add(Error::new(
                self.span,
                "a status of 500 or above reveals no internals: remove `details`, or add `expose` to the variant",
            ));
        }
    }

    pub(crate) fn check_beside_transparent(&self, mistakes: &mut Mistakes) {
        mistakes.add(Error::new(
            self.span,
            "`transparent` takes the details from the field's own type: remove `details`",
        ));
    }
}
