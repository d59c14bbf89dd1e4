use crate::translate::{Language, line_at, names, of_code, variables};
use crate::{Catalog, Entry, Status, Translations};
use fluent_syntax::ast::{self, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Checks that each language has each entry of the catalog, and nothing that is none: every entry in
/// every file, no message without an entry, no variable that the entry lacks, and none forgotten.
///
/// A message that others refer to needs no entry, and neither does `status-404` for a bare status.
///
/// ```should_panic
/// # #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
/// # enum SmsError {
/// #     #[error("Invalid MSISDN {msisdn}")]
/// #     #[catalog(status = 400, code = 1002)]
/// #     InvalidMsisdn { msisdn: String },
/// # }
/// use error_catalog::{ErrorCatalog, Translations, testing::assert_translated};
///
/// let translations = Translations::new("en")?
///     .with("de", "sms-invalid-msisdn = { $msisnd } ist keine Telefonnummer")?;
/// // de, line 1: `sms-invalid-msisdn` has no variable `$msisnd`: write `$msisdn`
/// assert_translated(SmsError::CATALOG, &translations);
/// # Ok::<(), error_catalog::TranslationsError>(())
/// ```
///
/// # Panics
///
/// Panics with each mistake, where it is and what to write instead, or if there is no file to check.
#[track_caller]
pub fn assert_translated(catalog: &Catalog, translations: &Translations) {
    let languages = translations.languages();
    assert!(
        !languages.is_empty(),
        "there is no translation to check: add a file with `Translations::with`"
    );
    let names = names(catalog);
    let mut text = String::new();
    for language in languages {
        for (line, mistake) in mistakes(language, &names) {
            let _ = match line {
                0 => write!(text, "\n{}: {mistake}", language.tag),
                line => write!(text, "\n{}, line {line}: {mistake}", language.tag),
            };
        }
    }
    assert!(
        text.is_empty(),
        "the translations of {} are not as its entries are:{text}",
        catalog.name()
    );
}

/// A message of a file.
struct Found<'a> {
    line: usize,
    variables: Vec<&'a str>,
    /// The messages that it refers to.
    parts: Vec<&'a str>,
}

/// A line of the file, 0 for the file as a whole, and what is wrong there.
type Mistake = (usize, String);

fn mistakes(language: &Language, names: &[(String, &'static Entry)]) -> Vec<Mistake> {
    let mut found = messages(&language.source);
    let parts: BTreeSet<_> = found.values().flat_map(|it| it.parts.clone()).collect();
    let mut mistakes = Vec::new();
    for (name, entry) in names {
        let by_code = of_code(entry.code());
        let message = found.remove_entry(&*by_code);
        match message.or_else(|| found.remove_entry(&**name)) {
            Some((name, message)) => {
                check_variables(name, &variables(entry), &message, &mut mistakes);
            }
            None => {
                let (code, path) = (entry.code(), entry.path());
                let missing = format!("`{name}` is missing, for {code} {path}");
                mistakes.push((0, missing));
            }
        }
    }
    for (name, message) in found {
        let status = name.strip_prefix("status-").map(str::parse);
        if let Some(Ok(status)) = status
            && Status::new(status).is_some()
        {
            check_variables(name, &[], &message, &mut mistakes);
        } else if !parts.contains(name) {
            let extra = format!("`{name}` is no entry's: remove it, or correct its name");
            mistakes.push((message.line, extra));
        }
    }
    mistakes.sort();
    mistakes
}

fn check_variables(name: &str, known: &[String], found: &Found<'_>, mistakes: &mut Vec<Mistake>) {
    // It stands for all of them.
    const MESSAGE: &str = "message";

    let instead = match known {
        [] => "`$message` is all that there is".to_owned(),
        known => {
            let known: Vec<_> = known.iter().map(|known| format!("`${known}`")).collect();
            format!("write {}", known.join(" or "))
        }
    };
    for variable in &found.variables {
        if *variable != MESSAGE && !known.iter().any(|known| known == variable) {
            let text = format!("`{name}` has no variable `${variable}`: {instead}");
            mistakes.push((found.line, text));
        }
    }
    for variable in known.iter().filter(|known| *known != MESSAGE) {
        let has = |name: &str| found.variables.contains(&name);
        if !has(variable) && !has(MESSAGE) {
            let text = format!("`{name}` forgets `${variable}`, which the message shows");
            mistakes.push((found.line, text));
        }
    }
}

/// The messages of a file, by their names.
fn messages(source: &str) -> BTreeMap<&str, Found<'_>> {
    let resource = match parser::parse(source) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut found = BTreeMap::new();
    for entry in &resource.body {
        if let ast::Entry::Message(message) = entry
            && let Some(pattern) = &message.value
        {
            let name = message.id.name;
            let mut message = Found {
                line: line_at(source, name.as_ptr().addr() - source.as_ptr().addr()),
                variables: Vec::new(),
                parts: Vec::new(),
            };
            message.visit(pattern);
            found.insert(name, message);
        }
    }
    // A message has the variables of its parts, and of theirs: as often as there are messages is enough.
    for _ in 0..found.len() {
        let before: usize = found.values().map(|message| message.variables.len()).sum();
        for name in found.keys().copied().collect::<Vec<_>>() {
            let parts = found[name].parts.iter().filter_map(|part| found.get(part));
            let variables: Vec<_> = parts.flat_map(|part| part.variables.clone()).collect();
            if let Some(message) = found.get_mut(name) {
                message.variables.extend(variables);
                message.variables.sort_unstable();
                message.variables.dedup();
            }
        }
        let after: usize = found.values().map(|message| message.variables.len()).sum();
        if before == after {
            break;
        }
    }
    found
}

impl<'a> Found<'a> {
    fn visit(&mut self, pattern: &Pattern<&'a str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.visit_expression(expression);
            }
        }
    }

    fn visit_expression(&mut self, expression: &Expression<&'a str>) {
        match expression {
            Expression::Inline(inline) => self.visit_inline(inline),
            Expression::Select { selector, variants } => {
                self.visit_inline(selector);
                for variant in variants {
                    self.visit(&variant.value);
                }
            }
        }
    }

    fn visit_inline(&mut self, inline: &InlineExpression<&'a str>) {
        match inline {
            InlineExpression::VariableReference { id } => self.variables.push(id.name),
            InlineExpression::MessageReference { id, .. } => self.parts.push(id.name),
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    self.visit_inline(argument);
                }
            }
            InlineExpression::Placeable { expression } => self.visit_expression(expression),
            _ => {}
        }
    }
}
