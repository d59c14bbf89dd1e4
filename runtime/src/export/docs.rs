//! Documentation: Markdown of which nothing is obeyed but its typography.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// What stands for U+0000, which no document may hold (CommonMark, section 2.3).
pub(super) const REPLACEMENT: &str = "\u{fffd}";

/// The events of a Markdown text, to stand inside another document: HTML is text, an image is its
/// description, a heading is a bold paragraph, and a link leads to the web or is none.
pub(super) fn events(docs: &str) -> impl Iterator<Item = Event<'_>> {
    let parser = Parser::new_with_broken_link_callback(docs, Options::empty(), Some(item_link));
    let mut links = Vec::new();
    parser.flat_map(move |event| tame(event, &mut links))
}

/// rustdoc's link to an item, ``[`Self::NotFound`]``, is no more than its text here.
#[expect(clippy::needless_pass_by_value, reason = "it is the parser's callback")]
fn item_link(link: BrokenLink<'_>) -> Option<(CowStr<'_>, CowStr<'_>)> {
    let is_code = link.reference.starts_with('`') && link.reference.ends_with('`');
    (link.link_type == LinkType::Shortcut && is_code).then(|| ("".into(), "".into()))
}

/// `links` holds which of the open links are kept.
fn tame<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Vec<Event<'a>> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => vec![Event::Text(html)],
        Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
        Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Vec::new(),
        Event::Start(Tag::Heading { .. }) => {
            vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]
        }
        Event::End(TagEnd::Heading(_)) => {
            vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]
        }
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let kept = leads_to_the_web(dest_url);
            links.push(kept);
            if kept { vec![event] } else { Vec::new() }
        }
        Event::End(TagEnd::Link) => match links.pop() {
            Some(true) => vec![event],
            _ => Vec::new(),
        },
        event => vec![event],
    }
}

fn leads_to_the_web(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    let mut allowed = ["http", "https", "mailto"].iter();
    scheme.len() < url.len() && allowed.any(|allowed| scheme.eq_ignore_ascii_case(allowed))
}
