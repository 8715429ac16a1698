//! Comma-separated values after RFC 4180.
//!
//! - UTF-8 without a byte-order mark; rows end in CR LF; the first row holds the column names.
//! - A cell is quoted if it holds a comma, a quote, a line break, a tab or a semicolon, or begins or
//!   ends in a space; quotes within are doubled.
//! - Numbers are raw: no groups, no unit, `.` before decimals. No value is an empty cell; yes and
//!   no are `true` and `false`.
//! - Control characters other than line breaks and tabs are replaced by their pictures (NUL by
//!   `␀`) or U+FFFD: some readers end a cell or the file there, and terminals obey them.
//! - Text that a spreadsheet would run as a formula is guarded: see [`guard`].

use std::borrow::Cow;
use std::io::{self, Write};

use crate::error::show_text;
use crate::export::number::write_float;
use crate::export::table::{Cell, Cells, Table};
use crate::export::{ExportError, ROWS_PER_STEP};
use crate::task::Task;

/// How text cells are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CsvText {
    /// Formulas are guarded by an apostrophe.
    #[default]
    Guarded,
    /// The same for a terminal: what would change the direction of text is escaped too.
    Visible,
    /// Text that would be a formula stays as it is: for programs, not for spreadsheets.
    Raw,
}

/// Writes `table` with its head.
pub fn write(
    table: &Table<'_>,
    text: CsvText,
    out: &mut dyn Write,
    task: &Task,
) -> Result<(), ExportError> {
    task.begin(table.len() as u64);
    write_head(table, out)?;
    let mut cells = Cells::default();
    for row in 0..table.len() {
        if row % ROWS_PER_STEP == 0 {
            task.advance(ROWS_PER_STEP as u64)?;
        }
        table.read_row(row, &mut cells);
        write_row(cells.as_slice(), text, out)?;
    }
    Ok(out.flush()?)
}

fn write_head(table: &Table<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<&str> = table.columns.iter().map(|it| it.name).collect();
    write!(out, "{}\r\n", names.join(","))
}

fn write_row(cells: &[Cell<'_>], text: CsvText, out: &mut dyn Write) -> io::Result<()> {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.write_all(b",")?;
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(it) => write_text(it, text, out)?,
            Cell::Unsigned(it) => write!(out, "{it}")?,
            Cell::Signed(it) => write!(out, "{it}")?,
            Cell::Float(it) => write_float(*it, out)?,
            Cell::Bool(it) => write!(out, "{it}")?,
        }
    }
    // A row of one empty cell would be an empty line, which readers skip.
    if let [Cell::Empty] = cells {
        out.write_all(b"\"\"")?;
    }
    out.write_all(b"\r\n")
}

fn write_text(cell: &str, text: CsvText, out: &mut dyn Write) -> io::Result<()> {
    let shown = match text {
        CsvText::Visible => Cow::Owned(show_text(cell)),
        CsvText::Guarded | CsvText::Raw => show_controls(cell),
    };
    let written = match text {
        CsvText::Raw => Cow::Borrowed(&*shown),
        CsvText::Guarded | CsvText::Visible => guard(&shown),
    };
    if needs_quotes(&written) {
        write!(out, "\"{}\"", written.replace('"', "\"\""))
    } else {
        out.write_all(written.as_bytes())
    }
}

fn needs_quotes(text: &str) -> bool {
    text.bytes().any(|it| matches!(it, b',' | b'"' | b'\r' | b'\n' | b'\t' | b';'))
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
}

/// Control characters replaced by what can be seen, except line breaks and tabs.
fn show_controls(text: &str) -> Cow<'_, str> {
    let is_shown = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if !text.contains(is_shown) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_shown(c) { picture(c) } else { c }).collect())
}

/// The picture of a control character: `␀` to `␟` and `␡`; the others have none.
fn picture(control: char) -> char {
    let code = match u32::from(control) {
        code @ 0..0x20 => 0x2400 + code,
        0x7f => 0x2421,
        _ => 0xfffd,
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Text that no spreadsheet takes for a formula.
///
/// An apostrophe goes before text that begins with `=`, `+`, `-` or `@`, also in their full-width
/// forms, also after blanks, quotes and invisible characters, and before text that begins with a
/// tab or a line break. The same holds after each tab, line break and semicolon within the text:
/// where another character separates cells (as in most of Europe), a spreadsheet takes what
/// follows for a cell of its own, and knows nothing of our quotes.
pub fn guard(text: &str) -> Cow<'_, str> {
    let starts_cell = |c: char| matches!(c, '\t' | '\n' | '\r' | ';');
    if text.is_empty() || !text.contains(is_formula_start) && !text.starts_with(starts_cell) {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::with_capacity(text.len() + 1);
    if text.starts_with(['\t', '\n', '\r']) {
        guarded.push('\'');
    }
    for part in text.split_inclusive(starts_cell) {
        let first = part.chars().find(|&c| !is_passed_over(c));
        if first.is_some_and(is_formula_start) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    Cow::Owned(guarded)
}

fn is_formula_start(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
}

/// What a spreadsheet may drop before it looks for a formula.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '"' | '\'' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{feff}')
}
