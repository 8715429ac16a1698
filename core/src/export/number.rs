//! Numbers in CSV and JSON.

use std::io::{self, Write};

/// Whole numbers up to this size are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes the shortest text that reads back as the same number: `12`, `0.1`, `1e300`.
///
/// Numbers that are not finite have no text and are left out.
pub(super) fn write_float(number: f64, out: &mut dyn Write) -> io::Result<()> {
    if !number.is_finite() {
        return Ok(());
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    if number.fract() == 0.0 && number.abs() <= EXACT {
        return write!(out, "{}", number as i64);
    }
    write!(out, "{number:?}")
}
