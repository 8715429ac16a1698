//! Records of integers, from text into columns.

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;

use super::meta::MAX_FIELDS;

/// The numbers of one record, and a zero for fields that are not there.
pub(super) type Record = [u32; MAX_FIELDS + 1];

/// The numbers of one record that may be out of range.
pub(super) type WideRecord = [i64; MAX_FIELDS + 1];

/// Reads plain records: integers of up to 32 bits, `width` to a record, with white space at most
/// behind them. Hands each record to `put`, which says whether it is sound.
///
/// Gives up and says so at the first thing that is not plain or not sound: the block is then to be
/// read by [`read_wide`].
pub(super) fn read_plain(
    text: &[u8],
    width: usize,
    n_records: usize,
    put: impl FnMut(usize, &Record) -> bool,
) -> bool {
    match width {
        3 => read_of_width::<3>(text, n_records, put),
        4 => read_of_width::<4>(text, n_records, put),
        6 => read_of_width::<6>(text, n_records, put),
        7 => read_of_width::<7>(text, n_records, put),
        _ => read_of_any_width(text, width, n_records, put),
    }
}

fn read_of_width<const WIDTH: usize>(
    text: &[u8],
    n_records: usize,
    mut put: impl FnMut(usize, &Record) -> bool,
) -> bool {
    let mut record = [0; MAX_FIELDS + 1];
    let mut at = 0;
    for row in 0..n_records {
        for number in &mut record[..WIDTH] {
            let Some((value, next)) = plain_number(text, at) else { return false };
            (*number, at) = (value, next);
        }
        if !put(row, &record) {
            return false;
        }
    }
    true
}

fn read_of_any_width(
    text: &[u8],
    width: usize,
    n_records: usize,
    mut put: impl FnMut(usize, &Record) -> bool,
) -> bool {
    let mut record = [0; MAX_FIELDS + 1];
    let mut at = 0;
    for row in 0..n_records {
        for number in &mut record[..width] {
            let Some((value, next)) = plain_number(text, at) else { return false };
            (*number, at) = (value, next);
        }
        if !put(row, &record) {
            return false;
        }
    }
    true
}

/// The number at `at`, and where the next begins: behind the comma or bracket that follows it.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a third faster: it reads 60 million numbers a second")]
fn plain_number(text: &[u8], mut at: usize) -> Option<(u32, usize)> {
    let mut byte = *text.get(at)?;
    if byte.wrapping_sub(b'0') > 9 {
        at = skip_space(text, at)?;
        byte = *text.get(at)?;
    }
    let start = at;
    let mut value = 0_u64;
    loop {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
        byte = *text.get(at)?;
    }
    if byte != b',' && byte != b']' {
        at = skip_space(text, at)?;
        if !matches!(text.get(at), Some(b',' | b']')) {
            return None;
        }
    }
    let is_short = at.wrapping_sub(start).wrapping_sub(1) < 16;
    let value = u32::try_from(value).ok().filter(|_| is_short)?;
    Some((value, at + 1))
}

#[cold]
fn skip_space(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    rest.iter().position(|it| !matches!(it, b' ' | b'\n' | b'\r' | b'\t')).map(|it| at + it)
}

/// Reads records of any integers that JSON can write, also `2.0` or `2e0`.
///
/// Hands each record to `put` with its row and the offset at which it begins in the file; the text
/// stands at `offset` there.
pub(super) fn read_wide(
    text: &[u8],
    offset: usize,
    width: usize,
    n_records: usize,
    mut put: impl FnMut(usize, &WideRecord, usize),
) -> Result<(), ParseError> {
    let moved = |mut error: ParseError| {
        error.offset += offset as u64;
        error
    };
    let mut reader = Reader::new(text);
    let mut record = [0; MAX_FIELDS + 1];
    for row in 0..n_records {
        reader.peek();
        let start = reader.offset();
        for number in &mut record[..width] {
            *number = integer(&mut reader).map_err(moved)?;
            match reader.peek() {
                Some(b',' | b']') => reader.rewind(reader.offset() + 1),
                _ => return Err(moved(reader.unexpected("a comma or `]`"))),
            }
        }
        put(row, &record, offset + start);
    }
    Ok(())
}

/// An integer; what is past 63 bits counts as the most that fits.
fn integer(reader: &mut Reader<'_>) -> Result<i64, ParseError> {
    match reader.integer("a number of `nodes` or `edges`") {
        Err(ParseError { kind: ParseErrorKind::OutOfRange { found, .. }, .. }) => {
            reader.skip()?;
            Ok(if found.starts_with('-') { i64::MIN } else { i64::MAX })
        }
        other => other,
    }
}
