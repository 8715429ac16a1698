//! Names that were perhaps meant.

/// How many names are suggested.
const MAX_SUGGESTIONS: usize = 5;
/// Longer names are compared by their beginning.
const MAX_LENGTH: usize = 64;

/// The names most like `wanted`, best first: equal but for case, then containing it, then with few
/// letters changed. Each once.
pub(super) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = lower_start(wanted);
    let mut ranked: Vec<(usize, &str)> =
        names.into_iter().filter_map(|it| Some((distance(&wanted, it)?, it))).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.truncate(MAX_SUGGESTIONS);
    ranked.into_iter().map(|(_, name)| name).collect()
}

/// Whether a name is so like `wanted` that it was probably meant.
pub(super) fn is_near(wanted: &str, name: &str) -> bool {
    distance(&lower_start(wanted), name).is_some()
}

/// How far `name` is from `wanted`, or `None` if they have nothing in common.
fn distance(wanted: &[char], name: &str) -> Option<usize> {
    let name = lower_start(name);
    if name == wanted {
        return Some(0);
    }
    if !wanted.is_empty() && name.windows(wanted.len()).any(|it| it == wanted) {
        return Some(1);
    }
    // So many letters more or less are as many changes: no need to count.
    if wanted.len().abs_diff(name.len()) > wanted.len() / 3 {
        return None;
    }
    let changes = edits(wanted, &name);
    (changes <= wanted.len() / 3).then_some(1 + changes)
}

fn lower_start(name: &str) -> Vec<char> {
    name.chars().take(MAX_LENGTH).flat_map(char::to_lowercase).collect()
}

/// How many letters must be added, taken away or changed to make `b` of `a`.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["parse", "parseJSON", "Pasre", "render", "PARSE", "parse"];
        assert_eq!(nearest("parse", names), ["PARSE", "parse", "parseJSON"]);
        assert_eq!(nearest("rendr", names), ["render"]);
        assert_eq!(nearest("pars", names), ["PARSE", "parse", "parseJSON"]);
        assert!(nearest("xyz", names).is_empty());
        assert!(nearest("", names).is_empty());
    }
}
