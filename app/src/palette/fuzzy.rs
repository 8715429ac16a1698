//! Finding what was typed within longer words, letters left out: `cptot` finds `computeTotals`.
//!
//! Of all ways to find the letters in order the best is taken, by dynamic programming: letters in a
//! row count most, then those at the beginning of a word or after a capital; gaps cost. Each word
//! that was typed is found on its own.

/// Longer texts are looked at only so far, in characters.
const MOST_TEXT: usize = 256;
/// Of what was typed so many characters count.
const MOST_TYPED: usize = 64;

/// Points of a letter.
const LETTER: i32 = 16;
/// For following directly on the letter before.
const IN_A_ROW: i32 = 24;
/// For beginning the text.
const AT_START: i32 = 24;
/// For beginning a word, and for a capital after a small letter.
const AT_WORD: i32 = 16;
/// For each character of the text that is not found, at most 32 of them.
const LENGTH: i32 = -1;
/// For a gap before a letter, once.
const GAP: i32 = -6;

/// Where and how well something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The characters that were found, by number, each once, ascending.
    pub letters: Vec<usize>,
    /// More is better.
    pub score: i32,
}

/// Finds `typed` in `text`; nothing typed is found everywhere.
pub fn find(typed: &str, text: &str) -> Option<Found> {
    if typed.trim().is_empty() {
        return Some(Found { letters: Vec::new(), score: 0 });
    }
    if !may_fit(typed, text) {
        return None;
    }
    let chars: Vec<char> = text.chars().take(MOST_TEXT).collect();
    let small: Vec<char> = chars.iter().map(|it| lower(*it)).collect();
    let bonus = bonuses(&chars);
    let mut found = Found { letters: Vec::new(), score: 0 };
    for word in typed.split_whitespace() {
        let word: Vec<char> = word.chars().take(MOST_TYPED).map(lower).collect();
        found.score += find_word(&word, &small, &bonus, &mut found.letters)?;
    }
    found.letters.sort_unstable();
    found.letters.dedup();
    let rest = chars.len() - found.letters.len();
    found.score += LENGTH * i32::try_from(rest.min(32)).unwrap_or(0);
    Some(found)
}

/// Whether the letters of each word stand in the text in order: cheap, and mostly the answer.
fn may_fit(typed: &str, text: &str) -> bool {
    typed.split_whitespace().all(|word| {
        let mut text = text.chars().take(MOST_TEXT).map(lower);
        word.chars().take(MOST_TYPED).map(lower).all(|letter| text.any(|it| it == letter))
    })
}

/// A letter as it is compared. A letter whose small form is several stays as it is.
fn lower(letter: char) -> char {
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

/// What each character is worth beyond being found.
fn bonuses(chars: &[char]) -> Vec<i32> {
    let bonus = |i: usize| match i.checked_sub(1).map(|before| (chars[before], chars[i])) {
        None => AT_START,
        Some((before, it)) if !before.is_alphanumeric() && it.is_alphanumeric() => AT_WORD,
        Some((before, it)) if before.is_lowercase() && it.is_uppercase() => AT_WORD,
        Some(_) => 0,
    };
    (0..chars.len()).map(bonus).collect()
}

/// The best way to find one word; adds its letters, and returns its score.
fn find_word(word: &[char], text: &[char], bonus: &[i32], letters: &mut Vec<usize>) -> Option<i32> {
    const NONE: i32 = i32::MIN / 2;
    let width = text.len();
    // By letter of the word and character of the text: the best that ends with both, and whether
    // the letter before stands directly before.
    let mut ends = vec![NONE; word.len() * width];
    let mut in_a_row = vec![false; word.len() * width];
    for (i, letter) in word.iter().enumerate() {
        let mut before = if i == 0 { 0 } else { NONE }; // the best of earlier places
        for j in 0..width {
            if i > 0 && j > 1 {
                before = before.max(ends[(i - 1) * width + j - 2]);
            }
            if text[j] != *letter {
                continue;
            }
            let apart = before + if i == 0 { 0 } else { GAP };
            let next = match i {
                0 => NONE,
                _ if j == 0 => NONE,
                _ => ends[(i - 1) * width + j - 1] + IN_A_ROW,
            };
            in_a_row[i * width + j] = next >= apart;
            let best = next.max(apart);
            if best > NONE / 2 {
                ends[i * width + j] = best + LETTER + bonus[j];
            }
        }
    }
    trace(word.len(), &ends, &in_a_row, width, letters)
}

/// Follows the best way back from its end.
fn trace(
    n_letters: usize,
    ends: &[i32],
    in_a_row: &[bool],
    width: usize,
    letters: &mut Vec<usize>,
) -> Option<i32> {
    let best_before = |i: usize, end: usize| {
        let row = &ends[i * width..i * width + end];
        let best = row.iter().copied().max()?;
        row.iter().position(|it| *it == best).map(|at| (at, best))
    };
    let (mut at, score) = best_before(n_letters.checked_sub(1)?, width)?;
    if score < 0 {
        return None;
    }
    for i in (0..n_letters).rev() {
        letters.push(at);
        if i > 0 {
            at = if in_a_row[i * width + at] {
                at - 1
            } else {
                best_before(i - 1, at.saturating_sub(1))?.0
            };
        }
    }
    Some(score)
}
