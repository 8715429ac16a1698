//! Numbers.

use super::{Reader, Result, token};
use crate::error::{ParseError, ParseErrorKind};

/// The largest moment, in microseconds, that can be told in nanoseconds with a sign.
const MAX_MICROS: i64 = i64::MAX / 1_000;

impl Reader<'_> {
    /// Reads a whole number, also one written as `2.0` or `2e0`.
    #[inline]
    pub(crate) fn integer(&mut self, what: &'static str) -> Result<i64> {
        self.peek();
        match self.short_integer() {
            Some(value) => Ok(value),
            None => self.long_integer(what),
        }
    }

    /// Reads microseconds, with or without a fraction, as nanoseconds.
    #[inline]
    pub(crate) fn micros(&mut self, what: &'static str) -> Result<i64> {
        self.peek();
        let start = self.at;
        match self.short_integer() {
            Some(micros) if (-MAX_MICROS..=MAX_MICROS).contains(&micros) => Ok(micros * 1_000),
            Some(_) => {
                self.at = start;
                Err(self.out_of_range(what, "a time within 292 years"))
            }
            None => self.fractional_micros(what),
        }
    }

    /// Reads a number of any form.
    pub(crate) fn number(&mut self, what: &'static str) -> Result<f64> {
        self.peek();
        let start = self.at;
        let length = self.number_length(what)?;
        let text = std::str::from_utf8(&self.bytes[start..start + length]).unwrap_or_default();
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                self.at = start + length;
                Ok(value)
            }
            _ => Err(self.out_of_range(what, "a number below 1.8e308")),
        }
    }

    /// Skips a number of any form and size.
    pub(super) fn skip_number(&mut self) -> Result<()> {
        if self.short_integer().is_none() {
            self.at += self.number_length("a skipped value")?;
        }
        Ok(())
    }

    /// Reads up to 18 digits with a sign, if that is all there is to the number.
    #[inline]
    fn short_integer(&mut self) -> Option<i64> {
        let bytes = self.bytes;
        let is_negative = bytes.get(self.at) == Some(&b'-');
        let first = self.at + usize::from(is_negative);
        let mut value = 0_i64;
        let mut at = first;
        while let Some(digit) = bytes.get(at).map(|it| it.wrapping_sub(b'0')).filter(|it| *it < 10)
        {
            if at - first == 18 {
                return None;
            }
            value = value * 10 + i64::from(digit);
            at += 1;
        }
        let has_leading_zero = bytes.get(first) == Some(&b'0') && at - first > 1;
        // At the very end of the text the number may have been cut: it is not to be trusted.
        let ends_here =
            bytes.get(at).is_some_and(|it| !matches!(it, b'.' | b'e' | b'E' | b'x' | b'X'));
        if at == first || has_leading_zero || !ends_here {
            return None;
        }
        self.at = at;
        Some(if is_negative { -value } else { value })
    }

    #[cold]
    fn long_integer(&mut self, what: &'static str) -> Result<i64> {
        let start = self.at;
        let length = self.number_length(what)?;
        let text = std::str::from_utf8(&self.bytes[start..start + length]).unwrap_or_default();
        let exact = text.parse::<i64>().ok();
        let value = exact.map_or_else(|| whole(text), Ok);
        match value {
            Ok(value) => {
                self.at = start + length;
                Ok(value)
            }
            Err(NotWhole::Fraction) => {
                let expected = format!("an integer for {what}");
                Err(ParseErrorKind::unexpected(expected, self.describe_next()).at(start))
            }
            Err(NotWhole::TooLarge) => Err(self.out_of_range(what, "an integer below 2^63")),
        }
    }

    #[cold]
    fn fractional_micros(&mut self, what: &'static str) -> Result<i64> {
        let start = self.at;
        let length = self.number_length(what)?;
        let text = std::str::from_utf8(&self.bytes[start..start + length]).unwrap_or_default();
        match decimal_micros(text).or_else(|| float_micros(text)) {
            Some(nanos) => {
                self.at = start + length;
                Ok(nanos)
            }
            None => Err(self.out_of_range(what, "a time within 292 years")),
        }
    }

    /// Checks the number that begins here against the grammar and tells its length.
    fn number_length(&mut self, what: &'static str) -> Result<usize> {
        let rest = &self.bytes[self.at..];
        let digits = |from: usize| rest[from..].iter().take_while(|it| it.is_ascii_digit()).count();
        let int_start = usize::from(rest.first() == Some(&b'-'));
        let int = digits(int_start);
        let mut length = int_start + int;
        let mut is_sound = int > 0 && (int == 1 || rest[int_start] != b'0');
        if rest.get(length) == Some(&b'.') {
            let fraction = digits(length + 1);
            is_sound &= fraction > 0;
            length += 1 + fraction;
        }
        if matches!(rest.get(length), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(rest.get(length + 1), Some(b'+' | b'-')));
            let exponent = digits((length + 1 + sign).min(rest.len()));
            is_sound &= exponent > 0;
            length += 1 + sign + exponent;
        }
        if length >= rest.len() {
            return Err(self.unexpected_end(format!("the rest of a number for {what}")));
        }
        if !is_sound || rest[length].is_ascii_alphanumeric() {
            return Err(self.unexpected(format!("a number for {what}")));
        }
        Ok(length)
    }

    #[cold]
    fn out_of_range(&self, what: &'static str, expected: &'static str) -> ParseError {
        let found = token(&self.bytes[self.at..]);
        ParseErrorKind::OutOfRange { what, found, expected: expected.to_owned() }.at(self.at)
    }
}

enum NotWhole {
    Fraction,
    TooLarge,
}

/// The value of a number with a fraction or exponent, if it is whole.
#[expect(clippy::cast_possible_truncation, reason = "checked to be below 2^63")]
fn whole(text: &str) -> std::result::Result<i64, NotWhole> {
    const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
    let value: f64 = text.parse().unwrap_or(f64::INFINITY);
    if value.abs() >= TWO_TO_63 {
        Err(NotWhole::TooLarge)
    } else if value.fract() == 0.0 {
        Ok(value as i64)
    } else {
        Err(NotWhole::Fraction)
    }
}

/// Microseconds such as `100.1234` in nanoseconds, rounded, without a detour through floats.
fn decimal_micros(text: &str) -> Option<i64> {
    let (int, fraction) = text.split_once('.')?;
    if int.len() > 16 || fraction.bytes().any(|it| !it.is_ascii_digit()) {
        return None;
    }
    let micros: i64 = int.parse().ok()?;
    let digit = |i: usize| fraction.as_bytes().get(i).map_or(0, |it| i64::from(it - b'0'));
    let round_up = i64::from(digit(3) >= 5);
    let nanos = digit(0) * 100 + digit(1) * 10 + digit(2) + round_up;
    let signed = if int.starts_with('-') { -nanos } else { nanos };
    micros.checked_mul(1_000)?.checked_add(signed)
}

/// Microseconds with an exponent in nanoseconds.
#[expect(clippy::cast_possible_truncation, reason = "checked to fit")]
fn float_micros(text: &str) -> Option<i64> {
    let nanos = text.parse::<f64>().ok()? * 1_000.0;
    (nanos.abs() < 9.2e18).then(|| nanos.round() as i64)
}
