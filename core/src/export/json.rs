//! JSON: an array of one object per row, one row per line, keys in the order of the columns.
//!
//! Numbers are raw, also beyond 2^53; no value is `null`. Characters that control a terminal or
//! change the direction of text are written as `\u` escapes, which changes nothing for readers.

use std::io::{self, Write};

use crate::error::is_unsafe_to_show;
use crate::export::number::write_float;
use crate::export::table::{Cell, Cells, Table};
use crate::export::{ExportError, ROWS_PER_STEP};
use crate::task::Task;

/// Writes `table`.
pub fn write(table: &Table<'_>, out: &mut dyn Write, task: &Task) -> Result<(), ExportError> {
    task.begin(table.len() as u64);
    let mut cells = Cells::default();
    out.write_all(b"[")?;
    for row in 0..table.len() {
        if row % ROWS_PER_STEP == 0 {
            task.advance(ROWS_PER_STEP as u64)?;
        }
        table.read_row(row, &mut cells);
        out.write_all(if row == 0 { b"\n" } else { b",\n" })?;
        write_row(table, cells.as_slice(), out)?;
    }
    out.write_all(if table.is_empty() { b"]\n" } else { b"\n]\n" })?;
    Ok(out.flush()?)
}

fn write_row(table: &Table<'_>, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (i, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
        out.write_all(if i == 0 { b"{" } else { b"," })?;
        write!(out, "\"{}\":", column.name)?;
        match cell {
            Cell::Text(it) => write_text(it, out)?,
            Cell::Unsigned(it) => write!(out, "{it}")?,
            Cell::Signed(it) => write!(out, "{it}")?,
            Cell::Float(it) if it.is_finite() => write_float(*it, out)?,
            Cell::Bool(it) => write!(out, "{it}")?,
            Cell::Empty | Cell::Float(_) => out.write_all(b"null")?,
        }
    }
    out.write_all(b"}")
}

/// Writes `text` as a JSON string.
pub fn write_text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\"")?;
    let mut rest = text;
    while let Some(at) = rest.find(|c| matches!(c, '"' | '\\') || is_unsafe_to_show(c)) {
        out.write_all(&rest.as_bytes()[..at])?;
        let mut after = rest[at..].chars();
        match after.next() {
            Some('"') => out.write_all(b"\\\"")?,
            Some('\\') => out.write_all(b"\\\\")?,
            Some(c) => out.write_all(escape(c).as_bytes())?,
            None => {}
        }
        rest = after.as_str();
    }
    out.write_all(rest.as_bytes())?;
    out.write_all(b"\"")
}

/// JSON text in which characters that control a terminal or change the direction of text are
/// escapes. Only strings hold such characters, so the value stays the same.
pub fn escape_unsafe(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_unsafe_to_show(c) {
            escaped += &escape(c);
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// `\u` escapes of a character: two where it lies beyond U+FFFF.
fn escape(c: char) -> String {
    c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}
