//! Moments and stretches of time as users write them: `350ms`, `1.2s..3.4s`.

use asyncscope_core::combine::Alignment;
use asyncscope_core::units::{Nanos, TimeRange};

/// Units in nanoseconds; the longer one first where one begins like another.
const UNITS: [(&str, u64); 7] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("min", 60_000_000_000),
    ("s", 1_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Reads a moment such as `350ms`, `1.2s` or `1min30s`, exactly.
pub(crate) fn parse_time(text: &str) -> Result<Nanos, String> {
    let wrong = || format!("expected a time such as 350ms, 1.2s or 2min, found `{text}`");
    let mut sum = Nanos(0);
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let (number, after) = rest.split_at(end);
        let after = after.trim_start();
        let (unit, scale) =
            UNITS.into_iter().find(|(unit, _)| after.starts_with(unit)).ok_or_else(wrong)?;
        sum = sum + scaled(number, scale).ok_or_else(wrong)?;
        rest = after[unit.len()..].trim_start();
    }
    Ok(sum)
}

/// `number` times `scale`, in integers: a double has too few digits for a long recording.
///
/// Digits below a nanosecond are dropped.
fn scaled(number: &str, scale: u64) -> Option<Nanos> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let digits = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u64>().ok() };
    let fraction = fraction.get(..15).unwrap_or(fraction);
    let places = u32::try_from(fraction.len()).ok()?;
    let part = u128::from(digits(fraction)?) * u128::from(scale) / 10_u128.pow(places);
    let whole = digits(whole)?.checked_mul(scale)?;
    Some(Nanos(whole.checked_add(u64::try_from(part).ok()?)?))
}

/// Reads how recordings are put on one clock.
pub(crate) fn parse_alignment(text: &str) -> Result<Alignment, String> {
    match text.trim() {
        "auto" => Ok(Alignment::Auto),
        "clock" => Ok(Alignment::Clock),
        "wall" => Ok(Alignment::WallTime),
        later => {
            let (sign, time) = match later.strip_prefix('-') {
                Some(time) => (-1, time),
                None => (1, later.strip_prefix('+').unwrap_or(later)),
            };
            let wrong = || format!("expected auto, clock, wall or a time, found `{text}`");
            let time = parse_time(time).ok().ok_or_else(wrong)?;
            let shift = i64::try_from(time.0).ok().ok_or_else(wrong)?;
            Ok(Alignment::ByHand(sign * shift))
        }
    }
}

/// Reads a stretch of time such as `1.2s..3.4s`; either end may be left out.
pub(super) fn parse_range(text: &str) -> Result<TimeRange, String> {
    let wrong = || format!("expected a range such as 1.2s..3.4s, 500ms.. or ..2s, found `{text}`");
    let (start, end) = text.split_once("..").ok_or_else(wrong)?;
    let start = if start.trim().is_empty() { Nanos(0) } else { parse_time(start)? };
    let end = if end.trim().is_empty() { Nanos::MAX } else { parse_time(end)? };
    if start < end { Ok(start..end) } else { Err(wrong() + ", which is empty") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<u64>) {
        assert_eq!(parse_time(text).ok().map(|it| it.0), expected, "{text}");
    }

    #[test]
    fn times_are_exact() {
        check("350ms", Some(350_000_000));
        check("1.2s", Some(1_200_000_000));
        check("2min", Some(120_000_000_000));
        check(".5us", Some(500));
        check("7 µs", Some(7_000));
        check("1min 30.25s", Some(90_250_000_000));
        check("9007199.254740993s", Some(9_007_199_254_740_993));
        check("0.0000000019s", Some(1));
    }

    #[test]
    fn recordings_are_put_on_one_clock_by_name_or_by_hand() {
        let by_hand = |it| Ok(Alignment::ByHand(it));
        assert_eq!(parse_alignment("wall"), Ok(Alignment::WallTime));
        assert_eq!(parse_alignment("350ms"), by_hand(350_000_000));
        assert_eq!(parse_alignment("-1.5us"), by_hand(-1_500));
        assert_eq!(parse_alignment("+2s"), by_hand(2_000_000_000));
        assert!(parse_alignment("sometimes").is_err());
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in
            ["", " ", "12", "s", ".s", "1.2.3s", "-1s", "1m", "1e3s", "99999999999999999999s"]
        {
            check(text, None);
        }
        check("18446744073709551615ns", Some(u64::MAX));
        check("18446744073709551616ns", None);
        check("18446744073.709551616s", None);
    }

    #[test]
    fn a_range_may_lack_an_end() {
        assert_eq!(parse_range("1s..2s"), Ok(Nanos(1_000_000_000)..Nanos(2_000_000_000)));
        assert_eq!(parse_range("..5ns"), Ok(Nanos(0)..Nanos(5)));
        assert_eq!(parse_range("5ns.."), Ok(Nanos(5)..Nanos::MAX));
        assert_eq!(parse_range(".5s..1.5s"), Ok(Nanos(500_000_000)..Nanos(1_500_000_000)));
        for text in ["1s", "2s..1s", "1s..1s", "a..b"] {
            assert!(parse_range(text).is_err(), "{text}");
        }
    }
}
