//! How text and documentation are written as Markdown.

use super::docs;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::fmt::Write as _;

/// Plain text on a line of its own, or in a cell.
pub(super) fn line(text: &str) -> String {
    begin_lines(&escape(text))
}

/// The word, and the note, which is Markdown as documentation is.
pub(super) fn deprecation(note: &str) -> String {
    match note {
        "" => "**Deprecated**".to_owned(),
        note => format!("**Deprecated**\n\n{}", tamed(note)),
    }
}

/// Documentation that keeps its typography and can't reach beyond itself.
pub(super) fn tamed(docs: &str) -> String {
    blocks(&mut docs::events(docs)).replace('\0', docs::REPLACEMENT)
}

/// The blocks up to the end of the one that was begun before.
fn blocks<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    while let Some(event) = events.next() {
        let block = match event {
            Event::End(_) => break,
            Event::Start(Tag::Paragraph) => {
                let mut paragraph = String::new();
                inlines(events, &mut paragraph);
                begin_lines(&paragraph)
            }
            Event::Start(Tag::BlockQuote(_)) => indent(&blocks_of(events), "> ", "> "),
            Event::Start(Tag::CodeBlock(kind)) => code_block(&kind, events),
            Event::Start(Tag::List(first)) => list(first, events),
            Event::Rule => "***".to_owned(),
            // The text of a list's item may stand there without a paragraph.
            event => {
                inline(event, events, &mut paragraph);
                continue;
            }
        };
        end_paragraph(&mut paragraph, &mut blocks);
        blocks.push(block);
    }
    end_paragraph(&mut paragraph, &mut blocks);
    blocks.join("\n\n")
}

/// As `blocks`, behind a pointer: each level of nesting would make another type of iterator.
fn blocks_of<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let mut events: &mut dyn Iterator<Item = Event<'a>> = events;
    blocks(&mut events)
}

fn end_paragraph(paragraph: &mut String, blocks: &mut Vec<String>) {
    if !paragraph.is_empty() {
        blocks.push(begin_lines(paragraph));
        paragraph.clear();
    }
}

fn list<'a>(first: Option<u64>, events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let mut number = first;
    let mut items = Vec::new();
    while let Some(Event::Start(_)) = events.next() {
        let marker = match &mut number {
            Some(number) => {
                let marker = format!("{number}. ");
                *number += 1;
                marker
            }
            None => "- ".to_owned(),
        };
        let rest = " ".repeat(marker.len());
        items.push(indent(&blocks_of(events), &marker, &rest));
    }
    items.join("\n")
}

fn code_block<'a>(
    kind: &CodeBlockKind<'_>,
    events: &mut impl Iterator<Item = Event<'a>>,
) -> String {
    let mut code = String::new();
    while let Some(Event::Text(text)) = events.next() {
        code.push_str(&text);
    }
    let language: String = match kind {
        CodeBlockKind::Fenced(info) => info
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect(),
        CodeBlockKind::Indented => String::new(),
    };
    fenced(&language, &code)
}

/// A block of code.
pub(super) fn fenced(language: &str, code: &str) -> String {
    let fence = "`".repeat(longest_run_of_backticks(code).max(2) + 1);
    let code = code.trim_end_matches('\n');
    format!("{fence}{language}\n{code}\n{fence}")
}

fn inlines<'a>(events: &mut impl Iterator<Item = Event<'a>>, out: &mut String) {
    while let Some(event) = events.next() {
        if let Event::End(_) = event {
            break;
        }
        inline(event, events, out);
    }
}

fn inline<'a>(event: Event<'a>, events: &mut impl Iterator<Item = Event<'a>>, out: &mut String) {
    let mut inside = |before: &str, after: &str| {
        let mut events: &mut dyn Iterator<Item = Event<'a>> = events;
        out.push_str(before);
        inlines(&mut events, out);
        out.push_str(after);
    };
    match event {
        Event::Start(Tag::Emphasis) => inside("*", "*"),
        Event::Start(Tag::Strong) => inside("**", "**"),
        Event::Start(Tag::Link { dest_url, .. }) => inside("[", &format!("]({})", url(&dest_url))),
        Event::Start(_) => inside("", ""),
        Event::Text(text) => out.push_str(&escape(&text)),
        Event::Code(code) => out.push_str(&code_span(&code)),
        Event::SoftBreak => out.push('\n'),
        Event::HardBreak => out.push_str("\\\n"),
        _ => {}
    }
}

/// On one line, as a blank line would end it.
pub(super) fn code_span(code: &str) -> String {
    let code = code.replace(char::is_control, " ");
    let fence = "`".repeat(longest_run_of_backticks(&code) + 1);
    let is_edge = |edge: char| edge == '`' || edge == ' ';
    let space = if code.starts_with(is_edge) || code.ends_with(is_edge) {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{code}{space}{fence}")
}

fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

fn url(url: &str) -> String {
    let mut escaped = String::new();
    for character in url.chars() {
        if character.is_ascii_graphic() && !r"<>()\".contains(character) || !character.is_ascii() {
            escaped.push(character);
        } else {
            let _ = write!(escaped, "%{:02X}", u32::from(character));
        }
    }
    escaped
}

/// A backslash before whatever means something in the middle of a line, in CommonMark or GitHub's
/// variety of it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if r"\`*_[]<>&|~$#".contains(character) {
            escaped.push('\\');
        }
        escaped.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    escaped
}

/// The same for what means something at the beginning of a line only.
fn begin_lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).map(|line| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let at = if line.starts_with(['+', '-', '=']) {
            0
        } else if digits > 0 && line[digits..].starts_with(['.', ')']) {
            digits
        } else {
            return line.to_owned();
        };
        format!("{}\\{}", &line[..at], &line[at..])
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn indent(text: &str, first: &str, rest: &str) -> String {
    let mut indented = String::new();
    for (index, line) in text.split('\n').enumerate() {
        let line = match index {
            0 => format!("{first}{line}"),
            _ => format!("\n{rest}{line}"),
        };
        indented.push_str(line.trim_end_matches(' '));
    }
    indented
}
