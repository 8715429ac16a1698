//! Text of right-to-left scripts in the order it is seen.
//!
//! The toolkit shapes each run of one font on its own, letters of Arabic and Hebrew from right to
//! left, but lays runs out in the order of the text. So runs are put into the order of the Unicode
//! Bidirectional Algorithm (UAX #9) before; letters within a run stay, since the shaper turns them.

use std::borrow::Cow;

use unicode_bidi::{BidiClass, BidiInfo, bidi_class};

/// `text`, which is one line, with its runs in the order they are seen from left to right.
pub fn in_visual_order(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_right_to_left) {
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
