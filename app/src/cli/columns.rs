//! Text in aligned columns, cut to the width of the terminal.

use std::io::{self, Write};

use asyncscope_core::error::show_text;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// What stands where text was cut out.
const CUT: &str = "…";
/// Between two columns.
const GAP: usize = 2;
/// A column that is cut keeps at least this width.
const MIN_WIDTH: usize = 12;

/// How a column is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Numbers: to the right, never cut.
    Number,
    /// Names: to the left, cut at the end.
    Name,
    /// URLs and stacks: to the left, cut in the middle, since both ends tell them apart.
    Place,
}

/// The head of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading {
    title: &'static str,
    fit: Fit,
}

impl Heading {
    /// A column of numbers.
    pub(super) const fn number(title: &'static str) -> Self {
        Self { title, fit: Fit::Number }
    }

    /// A column of names.
    pub(super) const fn name(title: &'static str) -> Self {
        Self { title, fit: Fit::Name }
    }

    /// A column of URLs or stacks.
    pub(super) const fn place(title: &'static str) -> Self {
        Self { title, fit: Fit::Place }
    }
}

/// Rows of text under headings.
///
/// Cells may hold anything a file held: characters that would control the terminal are escaped.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    headings: &'a [Heading],
    rows: Vec<Vec<String>>,
}

impl<'a> Columns<'a> {
    /// No rows yet.
    pub(super) fn new(headings: &'a [Heading]) -> Self {
        Self { headings, rows: Vec::new() }
    }

    /// Appends a row of one cell per heading.
    pub(super) fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|it| show_text(&it)).collect());
    }

    /// Writes headings and rows, no line wider than `width` unless its numbers alone are.
    pub(super) fn write(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        let widths = self.widths(width);
        let titles: Vec<String> = self.headings.iter().map(|it| it.title.to_owned()).collect();
        for row in std::iter::once(&titles).chain(&self.rows) {
            let cells = self.headings.iter().zip(row).zip(&widths);
            let line: Vec<String> =
                cells.map(|((heading, cell), &width)| fit(heading.fit, cell, width)).collect();
            writeln!(out, "{}", line.join(&" ".repeat(GAP)).trim_end())?;
        }
        Ok(())
    }

    /// The width of each column: as wide as its widest cell; if the line is then too wide, names
    /// and places share what the numbers leave.
    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.headings.iter().map(|it| it.title.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let is_flexible: Vec<bool> = self.headings.iter().map(|it| it.fit != Fit::Number).collect();
        let fixed: usize = widths
            .iter()
            .zip(&is_flexible)
            .filter(|(_, flexible)| !**flexible)
            .map(|it| it.0)
            .sum();
        let room = width.saturating_sub(fixed + GAP * widths.len().saturating_sub(1));
        shrink(&mut widths, &is_flexible, room);
        widths
    }
}

/// Lowers the flexible widths until they fit into `room`, the widest first.
fn shrink(widths: &mut [usize], is_flexible: &[bool], room: usize) {
    let flexible = |widths: &[usize]| -> Vec<usize> {
        widths.iter().zip(is_flexible).filter(|it| *it.1).map(|it| *it.0).collect()
    };
    let mut limit = flexible(widths).into_iter().max().unwrap_or(0);
    while limit > MIN_WIDTH
        && flexible(widths).into_iter().map(|it| it.min(limit)).sum::<usize>() > room
    {
        limit = step_down(&flexible(widths), limit, room);
    }
    for (width, _) in widths.iter_mut().zip(is_flexible).filter(|it| *it.1) {
        *width = (*width).min(limit);
    }
}

/// A lower limit: an even share of the room that narrower columns leave.
fn step_down(widths: &[usize], limit: usize, room: usize) -> usize {
    let narrow: usize = widths.iter().filter(|it| **it < limit).sum();
    let n_wide = widths.iter().filter(|it| **it >= limit).count().max(1);
    let share = room.saturating_sub(narrow) / n_wide;
    let next = widths.iter().copied().filter(|it| *it < limit).max().unwrap_or(0);
    share.max(next).min(limit - 1).max(MIN_WIDTH)
}

/// `text` cut and padded to exactly `width`, unless it is a number that is wider.
fn fit(fit: Fit, text: &str, width: usize) -> String {
    let text = match fit {
        Fit::Number => text.to_owned(),
        Fit::Name => cut_end(text, width),
        Fit::Place => cut_middle(text, width),
    };
    let padding = " ".repeat(width.saturating_sub(text.width()));
    if fit == Fit::Number { padding + &text } else { text + &padding }
}

/// The beginning of `text`, at most `width` wide.
pub(super) fn cut_end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    head(text, width.saturating_sub(1)).to_owned() + CUT
}

/// The two ends of `text`, at most `width` wide; the second one is the longer.
pub(super) fn cut_middle(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(1);
    let before = room / 3;
    head(text, before).to_owned() + CUT + tail(text, room - before)
}

/// The longest beginning of `text` that is at most `width` wide.
fn head(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width {
            return &text[..at];
        }
    }
    text
}

/// The longest end of `text` that is at most `width` wide.
fn tail(text: &str, width: usize) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        start = at;
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: &[Heading] =
        &[Heading::number("Self"), Heading::name("Function"), Heading::place("Place")];

    #[track_caller]
    fn check(rows: &[[&str; 3]], width: usize, expected: &str) {
        let mut columns = Columns::new(HEADINGS);
        for row in rows {
            columns.push(row.iter().map(|it| (*it).to_owned()));
        }
        let mut out = Vec::new();
        columns.write(&mut out, width).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().trim_end(), expected.trim_matches('\n'));
    }

    #[test]
    fn wide_lines_are_cut_and_numbers_are_not() {
        let row = ["123456789", "aNameThatIsRatherLong", "file:///a/path/that/is/long.js:10:4"];
        check(
            &[row],
            100,
            "
     Self  Function               Place
123456789  aNameThatIsRatherLong  file:///a/path/that/is/long.js:10:4",
        );
        check(
            &[row],
            41,
            "
     Self  Function        Place
123456789  aNameThatIsRa…  file…g.js:10:4",
        );
    }

    #[test]
    fn what_controls_a_terminal_is_escaped() {
        check(
            &[["1", "\u{1b}[2J", "a\u{202e}b"]],
            100,
            "
Self  Function   Place
   1  \\u{1b}[2J  a\\u{202e}b",
        );
    }

    #[test]
    fn wide_characters_keep_columns_aligned() {
        assert_eq!(cut_end("日本語日本語", 5), "日本…");
        assert_eq!(cut_middle("日本語日本語", 8), "日…本語");
        assert_eq!(cut_middle("", 0), "");
        assert_eq!(cut_end("ab", 1), "…");
    }
}
