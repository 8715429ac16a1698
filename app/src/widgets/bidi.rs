//! Text of right-to-left scripts in the order it is seen.
//!
//! The toolkit shapes each run of one font on its own, letters of Arabic and Hebrew from right to
//! left, but lays runs out in the order of the text. So runs are put into the order of the Unicode
//! Bidirectional Algorithm (UAX #9) before; letters within a run stay, since the shaper turns them.

use std::borrow::Cow;

use unicode_bidi::{BidiClass, BidiInfo, bidi_class};

/// Whether any of `text` is read from right to left.
pub fn runs_to_the_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_right_to_left)
}

/// The longest beginning of `text`, as it is read, that `fits` once `…` stands behind it: with the
/// runs of text and dots in the order they are seen. Asks about ten times.
pub fn longest_beginning(text: &str, mut fits: impl FnMut(&str) -> bool) -> String {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let shown = |n_chars: usize| {
        let beginning = format!("{}…", text[..ends[n_chars]].trim_end());
        in_visual_order(&beginning).into_owned()
    };
    let (mut most, mut too_many) = (0, ends.len());
    while most + 1 < too_many {
        let middle = most.midpoint(too_many);
        if fits(&shown(middle)) { most = middle } else { too_many = middle }
    }
    if most == 0 { "…".to_owned() } else { shown(most) }
}

/// `text`, which is one line, with its runs in the order they are seen from left to right.
pub fn in_visual_order(text: &str) -> Cow<'_, str> {
    if !runs_to_the_left(text) {
        return Cow::Borrowed(text);
    }
    let info = BidiInfo::new(text, None);
    let mut seen = String::with_capacity(text.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            if levels[run.start].is_rtl() {
                push_turned(&mut seen, &text[run]);
            } else {
                seen.push_str(&text[run]);
            }
        }
    }
    Cow::Owned(seen)
}

fn is_right_to_left(letter: char) -> bool {
    matches!(bidi_class(letter), BidiClass::R | BidiClass::AL)
}

/// Whether the shaper keeps a character with the letters before it.
fn belongs_to_word(letter: char) -> bool {
    is_right_to_left(letter) || bidi_class(letter) == BidiClass::NSM
}

/// Adds a right-to-left run: its words from the last to the first, each as it stands in the text,
/// and what is between them turned round.
fn push_turned(seen: &mut String, run: &str) {
    let mut end = run.len();
    while let Some(last) = run[..end].chars().next_back() {
        if belongs_to_word(last) {
            let word = run[..end].trim_end_matches(belongs_to_word).len();
            seen.push_str(&run[word..end]);
            end = word;
        } else {
            seen.push(mirrored(last));
            end -= last.len_utf8();
        }
    }
}

/// The sign that stands for a bracket where text runs from right to left.
fn mirrored(letter: char) -> char {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»')];
    let found = PAIRS.iter().find_map(|&(open, close)| match letter {
        it if it == open => Some(close),
        it if it == close => Some(open),
        _ => None,
    });
    found.unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand by the rules of UAX #9; letters within a word stay in the text's order.
    #[test]
    fn words_stand_as_they_are_read() {
        let cases = [
            ("computeTotals", "computeTotals"),
            ("数据 é", "数据 é"),
            ("עיבוד נתונים", "נתונים עיבוד"),
            ("معالجة_البيانات", "البيانات_معالجة"),
            ("a עברית b", "a עברית b"),
            ("a אחת שתיים b", "a שתיים אחת b"),
            ("אחת (שתיים)", "(שתיים) אחת"),
            ("אחת 12 שתיים", "שתיים 12 אחת"),
            ("", ""),
        ];
        for (text, seen) in cases {
            assert_eq!(in_visual_order(text), seen, "{text:?}");
        }
    }

    /// A letter is as wide as another: the beginning stays, which stands at the right of a line
    /// that is read from there, and the dots are where it would go on.
    #[test]
    fn the_beginning_is_what_stays() {
        let cases = [
            ("עיבוד נתונים", 6, "…עיבוד"),
            ("עיבוד נתונים", 9, "…נת עיבוד"),
            ("a אחת שתיים b", 6, "a אחת…"),
            ("a אחת שתיים b", 9, "a שת אחת…"),
            ("אחת", 1, "…"),
            ("אחת", 0, "…"),
            ("", 5, "…"),
        ];
        for (text, room, seen) in cases {
            let cut = longest_beginning(text, |it| it.chars().count() <= room);
            assert_eq!(cut, seen, "{text:?} in {room}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        let sorted = |text: &str| {
            let mut chars: Vec<char> = text.chars().filter(|it| !"()[]".contains(*it)).collect();
            chars.sort_unstable();
            chars
        };
        for text in ["שָׁלוֹם, (world) [א]!", "ا\u{301}ب 3.14 c#ג", "\u{202e}אב\u{202c}x"]
        {
            assert_eq!(sorted(&in_visual_order(text)), sorted(text), "{text:?}");
        }
    }
}
