//! Which language a client prefers (RFC 9110, section 12.5.4), as fluent-langneg's lookup has it.

use crate::web::preference::{BYTES, Unreadable, thousandths};
use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

/// The languages in the field, the preferred one first.
///
/// # Errors
///
/// Fails if the field is too long, or has no language that can be read.
pub(crate) fn read(accept_language: &[u8]) -> Result<Vec<LanguageIdentifier>, Unreadable> {
    if accept_language.len() > BYTES {
        return Err(Unreadable);
    }
    let text = str::from_utf8(accept_language).map_err(|_| Unreadable)?;
    let mut ranges = Vec::new();
    let mut all_read = true;
    for range in text
        .split(',')
        .map(str::trim)
        .filter(|range| !range.is_empty())
    {
        let (tag, quality) = match range.split_once(';') {
            None => (range, 1000),
            Some((tag, parameter)) => {
                let (name, value) = parameter.split_once('=').ok_or(Unreadable)?;
                if !name.trim().eq_ignore_ascii_case("q") {
                    return Err(Unreadable);
                }
                (tag.trim(), thousandths(value.trim()).ok_or(Unreadable)?)
            }
        };
        // Any language: the default one is as good as the others.
        if tag == "*" {
            continue;
        }
        match beginning(tag) {
            Some(tag) if quality > 0 => ranges.push((quality, tag)),
            Some(_) => {}
            None => all_read = false,
        }
    }
    if ranges.is_empty() && !all_read {
        return Err(Unreadable);
    }
    // In their order where the quality is the same.
    ranges.sort_by_key(|(quality, _)| u16::MAX - quality);
    Ok(ranges.into_iter().map(|(_, tag)| tag).collect())
}

/// The longest beginning of a tag that says a language, without its extensions (RFC 4647, section 3.4).
fn beginning(mut tag: &str) -> Option<LanguageIdentifier> {
    // More subtags than any tag has.
    for _ in 0..16 {
        if let Ok(language) = tag.parse() {
            return Some(language);
        }
        let (shorter, last) = tag.rsplit_once('-')?;
        if !matches!(last.len(), 1..=8) || !last.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        tag = shorter;
    }
    None
}

pub(super) fn negotiate<'a>(
    requested: &[LanguageIdentifier],
    available: impl Iterator<Item = &'a LanguageIdentifier>,
    default: &'a LanguageIdentifier,
) -> &'a LanguageIdentifier {
    let mut available: Vec<_> = available.chain([default]).collect();
    // Of two that fit, the one that says its script.
    available.sort_by_key(|tag| tag.script.is_none());
    let requested: Vec<_> = requested
        .iter()
        .map(|tag| {
            let is_there = available.contains(&tag);
            if is_there {
                tag.clone()
            } else {
                with_script(tag)
            }
        })
        .collect();
    let strategy = NegotiationStrategy::Lookup;
    let chosen = negotiate_languages(&requested, &available, None, strategy);
    chosen.first().map_or(default, |chosen| chosen)
}

/// `zh-Hant-TW` of `zh-TW`: the script says more of what its readers know than the region.
fn with_script(tag: &LanguageIdentifier) -> LanguageIdentifier {
    let mut likely = tag.clone();
    likely.maximize();
    let mut tag = tag.clone();
    tag.script = likely.script;
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_says_the_script() {
        for (tags, simplified) in [
            (["zh-Hans", "zh-Hant"], "zh-Hans"),
            (["zh-Hant", "zh-Hans"], "zh-Hans"),
            (["zh", "zh-Hant"], "zh"),
            (["zh-Hant", "zh"], "zh"),
        ] {
            let tags = tags.map(|tag| tag.parse().unwrap());
            let default = "en".parse().unwrap();
            for (accept_language, chosen) in [
                ("zh-TW", "zh-Hant"),
                ("zh-HK", "zh-Hant"),
                ("zh-CN", simplified),
                ("zh-SG", simplified),
                ("zh", simplified),
            ] {
                let requested = read(accept_language.as_bytes()).unwrap();
                let found = negotiate(&requested, tags.iter(), &default).to_string();
                assert_eq!(found, chosen, "{accept_language} of {tags:?}");
            }
        }
    }

    fn choose(accept_language: &str) -> String {
        let tags = ["de", "pt-BR", "zh-Hant", "en-GB"].map(|tag| tag.parse().unwrap());
        let default = "en".parse().unwrap();
        let requested = read(accept_language.as_bytes()).unwrap();
        negotiate(&requested, tags.iter(), &default).to_string()
    }

    #[test]
    fn the_preferred_language_is_chosen() {
        for (accept_language, chosen) in [
            ("de", "de"),
            ("DE-at", "de"),
            ("de-AT, de;q=0.9, en;q=0.8", "de"),
            ("en;q=0.8,de;q=0.9", "de"),
            ("fr, pt;q=0.5", "pt-BR"),
            ("zh-TW", "zh-Hant"),
            ("fr;q=1.000, en-GB;q=0.001", "en-GB"),
            ("de;q=0, pt-BR;q=0.1", "pt-BR"),
            ("en", "en"),
            ("", "en"),
            ("*", "en"),
            ("fr, *;q=0.5", "en"),
            ("tlh", "en"),
            ("de-DE-u-mu-celsius, en;q=0.9", "de"),
            ("i-klingon, d, pt-x-informal;q=0.9, de;q=0.5", "pt-BR"),
        ] {
            assert_eq!(choose(accept_language), chosen, "{accept_language}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_to_be_so() {
        let long = "de,".repeat(2000);
        for accept_language in [&*long, "d", "de;x=1", "de;q=2", "de;q", "de en", "ü"] {
            let read = read(accept_language.as_bytes());
            assert_eq!(read, Err(Unreadable), "{accept_language}");
        }
        assert_eq!(read(b"\xff"), Err(Unreadable));
    }
}
