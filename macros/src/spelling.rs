use proc_macro2::Ident;

/// The name that was probably meant.
pub(crate) fn nearest<'a>(
    name: &Ident,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_string();
    let known = known
        .into_iter()
        .map(|known| (distance(&name, known), known));
    let (distance, nearest) = known.min()?;
    (distance <= 1 + nearest.len() / 4).then_some(nearest)
}

/// How many letters must be added, removed or replaced, ignoring case and underscores.
fn distance(name: &str, known: &str) -> usize {
    let letters = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|letter| *letter != '_');
        letters.map(|letter| letter.to_ascii_uppercase()).collect()
    };
    let known = letters(known);
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (i, letter) in letters(name).into_iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in known.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[known.len()]
}
