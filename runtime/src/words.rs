//! The words of a Rust name.

/// The words in lower case: `invalid-msisdn` of `InvalidMSISDN`.
pub(crate) fn joined(name: &str, separator: char) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = '_';
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let begins_word = character.is_uppercase()
            && (before.is_lowercase()
                || before.is_ascii_digit()
                || before.is_uppercase()
                    && characters.peek().is_some_and(|next| next.is_lowercase()));
        let is_part = character.is_ascii_alphanumeric();
        if (begins_word || !is_part) && !words.is_empty() && !words.ends_with(separator) {
            words.push(separator);
        }
        if is_part {
            words.push(character.to_ascii_lowercase());
        }
        before = character;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_word_begins_where_readers_see_it() {
        for (name, words) in [
            ("NotFound", "not_found"),
            ("InvalidMSISDN", "invalid_msisdn"),
            ("HTTPError2Go", "http_error2_go"),
            ("Not Found", "not_found"),
            ("I'm a Teapot", "i_m_a_teapot"),
            ("Über", "ber"),
            ("X", "x"),
        ] {
            assert_eq!(joined(name, '_'), words);
        }
    }
}
