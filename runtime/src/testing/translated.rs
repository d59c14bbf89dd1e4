use crate::translate::{Language, line_at, names, of_code, variables};
use crate::{Catalog, Entry, Status, Translations};
use fluent_syntax::ast::{self, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Checks that each language has each entry of the catalog, and nothing that is none: every entry in
/// every file, no message without an entry, no variable that the entry lacks, and none forgotten. What a
/// message refers to must be there as well.
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

/// A line of the file, 0 for the file as a whole, and what is wrong there.
type Mistake = (usize, String);

fn mistakes(language: &Language, names: &[(String, &'static Entry)]) -> Vec<Mistake> {
    let found = definitions(&language.source);
    let mut mistakes = Vec::new();
    let mut used = BTreeSet::new();
    for (name, entry) in names {
        let by_code = of_code(entry.code());
        match found.get_key_value(&by_code).or(found.get_key_value(name)) {
            Some((name, message)) => {
                used.insert(&**name);
                check_variables(name, &variables(entry), message, &mut mistakes);
            }
            None => {
                let (code, path) = (entry.code(), entry.path());
                let missing = format!("`{name}` is missing, for {code} {path}");
                mistakes.push((0, missing));
            }
        }
    }
    for Reference { name, .. } in found.values().flat_map(|it| &it.references) {
        used.insert(name.split('.').next().unwrap_or(name));
    }
    for (name, definition) in &found {
        check_references(name, definition, &found, &mut mistakes);
        let status = name.strip_prefix("status-").map(str::parse);
        if let Some(Ok(status)) = status
            && Status::new(status).is_some()
        {
            check_variables(name, &[], definition, &mut mistakes);
        } else if definition.is_message && !used.contains(&**name) {
            let extra = format!("`{name}` is no entry's: remove it, or correct its name");
            mistakes.push((definition.line, extra));
        }
    }
    mistakes.sort();
    mistakes.dedup();
    mistakes
}

fn check_references(
    name: &str,
    found: &Definition,
    all: &BTreeMap<String, Definition>,
    mistakes: &mut Vec<Mistake>,
) {
    let mut is_wrong = |text| mistakes.push((found.line, text));
    for Reference { name: to, given } in &found.references {
        let Some(target) = all.get(to) else {
            is_wrong(format!(
                "`{name}` refers to `{to}`, which the file does not have: add it, or correct its name"
            ));
            continue;
        };
        let shown = target.variables.iter().filter(|it| it.is_shown);
        for Variable { name: missing, .. } in shown.filter(|it| !given.has(&it.name)) {
            is_wrong(format!(
                "`{name}` does not give `{to}` its `${missing}`: write `{{ {to}({missing}: \"…\") }}`"
            ));
        }
    }
    for function in &found.functions {
        is_wrong(format!(
            "`{name}` calls `{function}`, which is not there: `NUMBER` is the only function"
        ));
    }
    let mut reached = BTreeSet::new();
    let mut next: Vec<_> = found.references.iter().collect();
    while let Some(Reference { name: to, .. }) = next.pop() {
        if reached.insert(to)
            && let Some(target) = all.get(to)
        {
            next.extend(&target.references);
        }
    }
    if reached.iter().any(|reached| *reached == name) {
        is_wrong(format!("`{name}` refers to itself"));
    }
}

fn check_variables(name: &str, known: &[String], found: &Definition, mistakes: &mut Vec<Mistake>) {
    // It stands for all of them.
    const MESSAGE: &str = "message";

    let instead = match known {
        [] => "`$message` is all that there is".to_owned(),
        known => {
            let known: Vec<_> = known.iter().map(|known| format!("`${known}`")).collect();
            format!("write {}", known.join(" or "))
        }
    };
    for Variable { name: variable, .. } in &found.variables {
        if variable != MESSAGE && !known.contains(variable) {
            let text = format!("`{name}` has no variable `${variable}`: {instead}");
            mistakes.push((found.line, text));
        }
    }
    for variable in known.iter().filter(|known| *known != MESSAGE) {
        let has = |name: &str| found.variables.iter().any(|it| it.name == name);
        if !has(variable) && !has(MESSAGE) {
            let text = format!("`{name}` forgets `${variable}`, which the message shows");
            mistakes.push((found.line, text));
        }
    }
}

/// What a file defines: a message, a term, or an attribute of one.
struct Definition {
    line: usize,
    is_message: bool,
    variables: BTreeSet<Variable>,
    references: Vec<Reference>,
    /// Other than `NUMBER`.
    functions: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Variable {
    name: String,
    /// Otherwise a variant is chosen by it: a term has its default where it is not given.
    is_shown: bool,
}

/// To another definition.
struct Reference {
    name: String,
    given: Given,
}

/// The variables that a reference passes on.
enum Given {
    /// To a message.
    All,
    /// To a term.
    Only(Vec<String>),
}

impl Given {
    fn has(&self, variable: &String) -> bool {
        match self {
            Self::All => true,
            Self::Only(variables) => variables.contains(variable),
        }
    }
}

/// By their names: `message`, `-term`, `message.attribute`.
fn definitions(source: &str) -> BTreeMap<String, Definition> {
    let resource = match parser::parse(source) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut found = BTreeMap::new();
    for entry in &resource.body {
        let (id, name, value, attributes) = match entry {
            ast::Entry::Message(it) => {
                let name = it.id.name.to_owned();
                (it.id.name, name, it.value.as_ref(), &it.attributes)
            }
            ast::Entry::Term(it) => {
                let name = format!("-{}", it.id.name);
                (it.id.name, name, Some(&it.value), &it.attributes)
            }
            _ => continue,
        };
        let attributes = attributes.iter();
        let attributes =
            attributes.map(|it| (it.id.name, qualified(&name, Some(&it.id)), &it.value, false));
        let value = value.map(|value| (id, name.clone(), value, !name.starts_with('-')));
        for (id, name, pattern, is_message) in attributes.chain(value) {
            let mut definition = Definition {
                line: line_at(source, id.as_ptr().addr() - source.as_ptr().addr()),
                is_message,
                variables: BTreeSet::new(),
                references: Vec::new(),
                functions: Vec::new(),
            };
            definition.visit(pattern);
            found.insert(name, definition);
        }
    }
    // They have the variables of the messages that they refer to, and of theirs.
    loop {
        let mut inherited = Vec::new();
        for (name, definition) in &found {
            let references = definition.references.iter();
            for reference in references.filter(|it| matches!(it.given, Given::All)) {
                let target = found.get(&reference.name).into_iter();
                let variables =
                    target.flat_map(|it| it.variables.difference(&definition.variables));
                inherited.extend(variables.map(|variable| (name.clone(), variable.clone())));
            }
        }
        if inherited.is_empty() {
            return found;
        }
        for (name, variable) in inherited {
            if let Some(definition) = found.get_mut(&name) {
                definition.variables.insert(variable);
            }
        }
    }
}

fn qualified(name: &str, attribute: Option<&ast::Identifier<&str>>) -> String {
    match attribute {
        Some(attribute) => format!("{name}.{}", attribute.name),
        None => name.to_owned(),
    }
}

impl Definition {
    fn add(&mut self, variable: &ast::Identifier<&str>, is_shown: bool) {
        let name = variable.name.to_owned();
        self.variables.insert(Variable { name, is_shown });
    }

    fn visit(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.visit_expression(expression);
            }
        }
    }

    fn visit_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.visit_inline(inline),
            Expression::Select { selector, variants } => {
                match selector {
                    InlineExpression::VariableReference { id } => self.add(id, false),
                    selector => self.visit_inline(selector),
                }
                for variant in variants {
                    self.visit(&variant.value);
                }
            }
        }
    }

    fn visit_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => self.add(id, true),
            InlineExpression::MessageReference { id, attribute } => {
                let name = qualified(id.name, attribute.as_ref());
                let given = Given::All;
                self.references.push(Reference { name, given });
            }
            InlineExpression::TermReference {
                id,
                attribute,
                arguments,
            } => {
                let name = qualified(&format!("-{}", id.name), attribute.as_ref());
                let named = arguments.iter().flat_map(|arguments| &arguments.named);
                let given = Given::Only(named.map(|it| it.name.name.to_owned()).collect());
                self.references.push(Reference { name, given });
            }
            InlineExpression::FunctionReference { id, arguments } => {
                if id.name != "NUMBER" {
                    self.functions.push(id.name.to_owned());
                }
                for argument in &arguments.positional {
                    self.visit_inline(argument);
                }
            }
            InlineExpression::Placeable { expression } => self.visit_expression(expression),
            _ => {}
        }
    }
}
