use syn::{Expr, ExprGroup, ExprLit, ExprParen, Lit, LitInt, LitStr};

/// The literal that an expression is, in parentheses or not.
pub(crate) fn literal(expr: &Expr) -> Option<&Lit> {
    match inner(expr) {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        _ => None,
    }
}

pub(crate) fn string(expr: &Expr) -> Option<&LitStr> {
    match literal(expr)? {
        Lit::Str(literal) => Some(literal),
        _ => None,
    }
}

/// Whether the suffix, if there is one, is a type's: `1300u32`.
pub(crate) fn is_integer(literal: &LitInt) -> bool {
    let width = literal.suffix().trim_start_matches(['i', 'u']);
    matches!(width, "" | "8" | "16" | "32" | "64" | "128" | "size")
}

/// What stands in parentheses, or in the invisible ones of a macro's fragment.
fn inner(mut expr: &Expr) -> &Expr {
    while let Expr::Group(ExprGroup { expr: inner, .. })
    | Expr::Paren(ExprParen { expr: inner, .. }) = expr
    {
        expr = inner;
    }
    expr
}
