//! Values of members, read with patience: one of a wrong kind costs that value, not its request.

use crate::error::ParseError;
use crate::formats::json::{Members, Reader, Text};
use crate::warning::{Severity, Warnings};

type Result<T> = std::result::Result<T, ParseError>;

/// Reads a number, also one written as text; `None` for `null` and for what is none.
pub(in crate::formats) fn number(
    reader: &mut Reader<'_>,
    what: &'static str,
    warnings: &Warnings,
) -> Result<Option<f64>> {
    match reader.peek() {
        Some(b'0'..=b'9' | b'-') => {
            let start = reader.offset();
            let read = reader.number(what);
            if let Err(error) = &read
                && !error.is_unexpected_end()
            {
                reader.rewind(start);
                reader.skip()?;
                lose(start, error.kind.to_string(), warnings);
                return Ok(None);
            }
            read.map(Some)
        }
        Some(b'"') => {
            let text = reader.text(what)?;
            let decoded = text.decode();
            let number = decoded.trim().parse::<f64>().ok().filter(|it| it.is_finite());
            if number.is_some() {
                let kind = "numbers were written as text";
                let example = || format!("{what}: \"{}\"", cut(&decoded));
                warnings.add(Severity::Repair, kind, Some(text.offset), example);
            } else if !decoded.is_empty() {
                lose(
                    text.offset,
                    format!("{what} is \"{}\", not a number", cut(&decoded)),
                    warnings,
                );
            }
            Ok(number)
        }
        _ => other(reader, what, "a number", warnings),
    }
}

/// Reads text; `None` for `null` and for what is none.
pub(in crate::formats) fn text<'a>(
    reader: &mut Reader<'a>,
    what: &'static str,
    warnings: &Warnings,
) -> Result<Option<Text<'a>>> {
    match reader.peek() {
        Some(b'"') => reader.text(what).map(Some),
        _ => other(reader, what, "text", warnings),
    }
}

/// Begins an object; `None` for `null` and for what is none.
pub(in crate::formats) fn object(
    reader: &mut Reader<'_>,
    what: &'static str,
    warnings: &Warnings,
) -> Result<Option<Members>> {
    match reader.peek() {
        Some(b'{') => reader.object(what).map(Some),
        _ => other(reader, what, "an object", warnings),
    }
}

/// Skips a value of another kind; all but `null` are counted.
fn other<T>(
    reader: &mut Reader<'_>,
    what: &'static str,
    expected: &'static str,
    warnings: &Warnings,
) -> Result<Option<T>> {
    if !reader.null() {
        let start = reader.offset();
        let found = reader.unexpected(format!("{expected} for {what}")).kind.to_string();
        reader.skip()?;
        lose(start, found, warnings);
    }
    Ok(None)
}

/// Counts a value that is left out.
#[cold]
pub(in crate::formats) fn lose(offset: usize, example: String, warnings: &Warnings) {
    let what = "values of requests are damaged and are left out";
    warnings.add(Severity::Loss, what, Some(offset), || example);
}

fn cut(text: &str) -> String {
    text.chars().take(32).collect()
}
