//! Which body a client prefers (RFC 9110, section 12.5.1).

use crate::web::preference::{BYTES, Unreadable, thousandths};
use crate::wire::problem;

/// Whether the client prefers problem details to plain JSON: with a higher quality, or with the same
/// where it names them alone. The most specific range decides the quality of each.
///
/// # Errors
///
/// Fails if the field is too long, or not a list of media ranges.
pub(super) fn prefers_problem(accept: &[u8]) -> Result<bool, Unreadable> {
    if accept.len() > BYTES {
        return Err(Unreadable);
    }
    let text = str::from_utf8(accept).map_err(|_| Unreadable)?;
    let (mut problem, mut json) = (None, None);
    let (mut by_type, mut by_any) = (None, None);
    for range in split(text, ',').filter(|range| !range.is_empty()) {
        let (name, quality) = media_range(range).ok_or(Unreadable)?;
        match &*name {
            problem::MEDIA_TYPE => problem = Some(quality),
            "application/json" => json = Some(quality),
            "application/*" => by_type = Some(quality),
            "*/*" => by_any = Some(quality),
            _ => {}
        }
    }
    let quality = |exactly: Option<u16>| exactly.or(by_type).or(by_any).unwrap_or(0);
    let is_named_alone = problem.is_some() && json.is_none();
    Ok(match quality(problem) {
        0 => false,
        of_problem if is_named_alone => of_problem >= quality(json),
        of_problem => of_problem > quality(json),
    })
}

/// `type/subtype` in lower case, and its quality in thousandths. Java's own client says `*` for `*/*`.
fn media_range(range: &str) -> Option<(String, u16)> {
    let mut parts = split(range, ';');
    let name = match parts.next()? {
        "*" => "*/*".to_owned(),
        name => name.to_ascii_lowercase(),
    };
    let (media_type, subtype) = name.split_once('/')?;
    let is_token = |text: &str| {
        let mut bytes = text.bytes();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !text.is_empty() && bytes.all(allowed)
    };
    if !is_token(media_type) || !is_token(subtype) {
        return None;
    }
    let mut quality = 1000;
    for parameter in parts {
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("q")
        {
            quality = thousandths(value.trim())?;
        }
    }
    Some((name, quality))
}

/// The parts between the separators that stand outside of quotes, trimmed.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    let parts = text.split(move |character| {
        let was_escaped = escaped;
        escaped = quoted && !escaped && character == '\\';
        quoted ^= character == '"' && !was_escaped;
        character == separator && !quoted
    });
    parts.map(|part| part.trim_matches([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problem_details_are_for_those_who_prefer_them() {
        for accept in [
            "application/problem+json",
            "APPLICATION/Problem+JSON ; charset=utf-8",
            "application/problem+json, */*",
            "application/problem+json, application/*;q=0.9",
            "application/json;q=0.9, application/problem+json",
            "application/json;q=0.1,application/problem+json;q=0.11",
            "text/html, application/problem+json;q=0.5, */*;q=0.1",
            "application/problem+json;profile=\"a,b;q=0\"",
            "application/json;q=0, application/problem+json;q=0.001",
            "application/json;q=0, */*",
            "application/json;q=0.1, application/*",
            "application/problem+json, *; q=.2",
        ] {
            assert_eq!(prefers_problem(accept.as_bytes()), Ok(true), "{accept}");
        }
        for accept in [
            "",
            "*/*",
            "application/*",
            "application/json",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "application/json, application/problem+json",
            "application/problem+json, application/json",
            "application/problem+json;q=0",
            "application/problem+json;q=0, */*",
            "application/json;q=0, */*;q=0",
            "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
            "application/problem+json;q=0.5, */*",
            "application/problem+json;q=0.8, application/*, */*;q=0.1",
            "application/problem+xml",
        ] {
            assert_eq!(prefers_problem(accept.as_bytes()), Ok(false), "{accept}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_to_be_so() {
        for accept in [
            "nonsense",
            "/",
            "a/b/c",
            "application/problem+json;q=2",
            "application/problem+json;q=0.1234",
            "application/problem+json;q=-1",
            "application/problem+json;q=0.+1",
            "application/problem+json;q=",
            "application/problem+json;q=.",
            "application/problem json",
        ] {
            assert_eq!(
                prefers_problem(accept.as_bytes()),
                Err(Unreadable),
                "{accept}"
            );
        }
        let long = "application/problem+json,".repeat(200);
        assert_eq!(prefers_problem(long.as_bytes()), Err(Unreadable));
        assert_eq!(prefers_problem(b"\xff"), Err(Unreadable));
    }
}
