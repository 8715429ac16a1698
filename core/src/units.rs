//! Quantities with their units, and how each is printed for people.
//!
//! Machine-readable output (CSV, JSON) prints the raw numbers instead.

use std::fmt;
use std::ops::{Add, Range, Sub};
use std::sync::atomic::{AtomicBool, Ordering};

/// Thin space: between a number and its unit, and between groups of three digits.
pub const THIN_SPACE: char = '\u{2009}';

/// Nanoseconds: a moment since the recording's origin, or a duration.
///
/// V8 and Chrome record microseconds, Chrome with fractions; HAR records fractional milliseconds.
/// All fit. The largest moment is 584 years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nanos(pub u64);

/// A stretch of time: `start` belongs to it, `end` does not.
pub type TimeRange = Range<Nanos>;

impl Nanos {
    /// The last moment that can be named.
    pub const MAX: Nanos = Nanos(u64::MAX);

    /// This many whole microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Nanos(micros.saturating_mul(1_000))
    }

    /// This many whole milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Nanos(millis.saturating_mul(1_000_000))
    }

    /// The time from `earlier` to `self`, or zero if `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Nanos) -> Nanos {
        Nanos(self.0.saturating_sub(earlier.0))
    }

    /// Seconds, for drawing and for output in seconds; loses precision beyond 104 days.
    #[expect(clippy::cast_precision_loss, reason = "documented")]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

impl Add for Nanos {
    type Output = Nanos;

    /// The sum, or [`Nanos::MAX`] where it would not fit.
    fn add(self, other: Nanos) -> Nanos {
        Nanos(self.0.saturating_add(other.0))
    }
}

impl Sub for Nanos {
    type Output = Nanos;

    /// The difference, or zero where it would be negative.
    fn sub(self, other: Nanos) -> Nanos {
        self.since(other)
    }
}

impl fmt::Display for Nanos {
    /// Three significant digits and a unit, such as `403 ms`, `6.20 ms`, `4 min 12 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MINUTE: u64 = 60_000_000_000;
        let ns = self.0;
        if ns >= MINUTE {
            let seconds = (ns + 500_000_000) / 1_000_000_000;
            let (minutes, rest) = (seconds / 60, seconds % 60);
            return f.pad(&format!("{}{THIN_SPACE}min {rest}{THIN_SPACE}s", Count(minutes)));
        }
        let (value, unit) = match ns {
            0..1_000 => return f.pad(&format!("{ns}{THIN_SPACE}ns")),
            1_000..999_500 => (self.as_secs_f64() * 1e6, "µs"),
            999_500..999_500_000 => (self.as_secs_f64() * 1e3, "ms"),
            _ => (self.as_secs_f64(), "s"),
        };
        f.pad(&format!("{}{THIN_SPACE}{unit}", three_digits(value)))
    }
}

/// A number of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub u64);

/// What sizes are counted in when they are printed for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SizeUnits {
    /// kB, MB and GB: powers of 1000, as browsers and disks count.
    #[default]
    Decimal,
    /// KiB, MiB and GiB: powers of 1024, as kernels count.
    Binary,
}

/// Whether [`SizeUnits::Binary`] was chosen. It changes words for people alone, of the whole
/// program, so that nothing which prints a size has to be handed the choice.
static SIZES_ARE_BINARY: AtomicBool = AtomicBool::new(false);

impl SizeUnits {
    /// Every choice.
    pub const ALL: [SizeUnits; 2] = [Self::Decimal, Self::Binary];

    /// What sizes are printed in now.
    pub fn current() -> Self {
        if SIZES_ARE_BINARY.load(Ordering::Relaxed) { Self::Binary } else { Self::Decimal }
    }

    /// Prints sizes in these units from now on, in the whole program.
    pub fn make_current(self) {
        SIZES_ARE_BINARY.store(self == Self::Binary, Ordering::Relaxed);
    }
}

impl Bytes {
    /// Three significant digits in these units, such as `84.2 MB`, `80.3 MiB`, `80 B`.
    #[expect(clippy::cast_precision_loss, reason = "three digits are printed")]
    pub fn shown_in(self, units: SizeUnits) -> String {
        let (factor, names) = match units {
            SizeUnits::Decimal => (1e3_f64, ["kB", "MB", "GB"]),
            SizeUnits::Binary => (1024.0, ["KiB", "MiB", "GiB"]),
        };
        if self.0 < 1_000 {
            return format!("{}{THIN_SPACE}B", self.0);
        }
        let mut value = self.0 as f64 / factor;
        let mut name = names[0];
        for larger in &names[1..] {
            if value >= 999.5 {
                (value, name) = (value / factor, larger);
            }
        }
        format!("{}{THIN_SPACE}{name}", three_digits(value))
    }
}

impl fmt::Display for Bytes {
    /// Three significant digits in the [current](SizeUnits::current) units, such as `84.2 MB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown_in(SizeUnits::current()))
    }
}

/// A difference in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignedBytes(pub i64);

impl fmt::Display for SignedBytes {
    /// As [`Bytes`] with a sign, such as `+84.2 MB`, `-80 B`; nothing has none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.0 {
            0 => "",
            1.. => "+",
            _ => "-",
        };
        f.pad(&format!("{sign}{}", Bytes(self.0.unsigned_abs())))
    }
}

/// A number of things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(pub u64);

impl fmt::Display for Count {
    /// Digits in groups of three, such as `12 430`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut grouped = String::with_capacity(digits.len() * 2);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(THIN_SPACE);
            }
            grouped.push(digit);
        }
        f.pad(&grouped)
    }
}

/// A share of a whole: `Percent::of(1, 4)` prints as `25.0 %`.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Percent(pub f64);

impl Percent {
    /// `part` of `whole` in percent, or 0 where there is no whole.
    #[expect(clippy::cast_precision_loss, reason = "one decimal is printed")]
    pub fn of(part: u64, whole: u64) -> Self {
        if whole == 0 { Percent(0.0) } else { Percent(part as f64 * 100.0 / whole as f64) }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.1}{THIN_SPACE}%", self.0))
    }
}

/// What a sample's weight counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WeightUnit {
    /// Nanoseconds of time.
    #[default]
    Nanoseconds,
    /// Bytes allocated.
    Bytes,
    /// Samples.
    Count,
}

impl WeightUnit {
    /// `weight` with its unit, for people.
    pub fn show(self, weight: u64) -> String {
        match self {
            Self::Nanoseconds => Nanos(weight).to_string(),
            Self::Bytes => Bytes(weight).to_string(),
            Self::Count => Count(weight).to_string(),
        }
    }
}

/// Three significant digits of a number from 1 to 999.
fn three_digits(value: f64) -> String {
    if value < 9.995 {
        format!("{value:.2}")
    } else if value < 99.95 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand: powers of 1000 and of 1024, and where one name ends and the next begins.
    #[test]
    fn sizes_have_three_digits_of_their_units() {
        let cases = [
            (0, "0 B", "0 B"),
            (999, "999 B", "999 B"),
            (1_000, "1.00 kB", "0.98 KiB"),
            (1_024, "1.02 kB", "1.00 KiB"),
            (6_770, "6.77 kB", "6.61 KiB"),
            (999_499, "999 kB", "976 KiB"),
            (999_500, "1.00 MB", "976 KiB"),
            (1_048_576, "1.05 MB", "1.00 MiB"),
            (84_200_000, "84.2 MB", "80.3 MiB"),
            (1_073_741_824, "1.07 GB", "1.00 GiB"),
            (5_000_000_000_000, "5000 GB", "4657 GiB"),
        ];
        for (bytes, decimal, binary) in cases {
            let shown = |units| Bytes(bytes).shown_in(units).replace(THIN_SPACE, " ");
            assert_eq!(shown(SizeUnits::Decimal), decimal);
            assert_eq!(shown(SizeUnits::Binary), binary);
        }
    }
}
