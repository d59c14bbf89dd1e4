//! The Fluent file of the default language, for translators.

use super::names::{Piece, names, pieces};
use crate::{Catalog, Entry};
use std::fmt::{self, Write as _};

pub(crate) struct ToFtl<'a>(pub(crate) &'a Catalog);

impl fmt::Display for ToFtl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_comment("###", self.0.name(), f)?;
        for (name, entry) in names(self.0) {
            writeln!(f)?;
            write_comment("#", entry.docs(), f)?;
            if let Some(example) = entry.example() {
                write_comment("#", &format!("Example: {example}"), f)?;
            }
            write!(f, "{name} = ")?;
            write_pattern(entry, f)?;
            writeln!(f)?;
        }
        Ok(())
    }
}

fn write_comment(hashes: &str, text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for line in text.lines() {
        let line = line.trim_end();
        let space = if line.is_empty() { "" } else { " " };
        writeln!(f, "{hashes}{space}{line}")?;
    }
    Ok(())
}

fn write_pattern(entry: &Entry, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut pattern = String::new();
    for piece in pieces(entry) {
        match piece {
            Piece::Variable(name) => write!(pattern, "{{ ${name} }}")?,
            Piece::Text(text) => {
                for character in text.chars() {
                    match character {
                        '{' | '}' => write!(pattern, "{{\"{character}\"}}")?,
                        _ if character.is_control() => {
                            write!(pattern, "{{\"\\u{:04X}\"}}", u32::from(character))?;
                        }
                        _ => pattern.push(character),
                    }
                }
            }
        }
    }
    // Blanks at the ends are not part of a pattern.
    let trimmed = pattern.trim_matches(' ');
    let (before, after) = match pattern.find(trimmed) {
        Some(at) if !trimmed.is_empty() => (at, pattern.len() - at - trimmed.len()),
        _ => (pattern.len(), 0),
    };
    let blanks = |f: &mut fmt::Formatter<'_>, count: usize| match count {
        0 => Ok(()),
        count => write!(f, "{{\"{:count$}\"}}", ""),
    };
    if pattern.is_empty() {
        return f.write_str("{\"\"}");
    }
    blanks(f, before)?;
    f.write_str(trimmed)?;
    blanks(f, after)
}
