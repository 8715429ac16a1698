//! Dates as text.

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// The moment that a text such as `2026-01-02T03:04:05.678+01:00` names, in nanoseconds since 1970.
///
/// Recorders differ: the zone may be `Z`, `+01:00`, `+0100` or `+01`, and without one it is taken
/// for UTC; a space may stand for the `T`; a fraction may have any number of digits. `None` if it
/// is no date of the calendar, or one that is more than 292 years from 1970.
pub(super) fn unix_of_iso(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, clock) = text.split_once(['T', 't', ' '])?;
    let (year, month, day) = date_of(date)?;
    let (clock, offset) = split_zone(clock)?;
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let mut parts = clock.split(':').map(|it| two_digits(it, 60));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || hour > 23 || minute > 59 {
        return None;
    }
    if !fraction.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let nanos: i64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let minutes = (days_since_1970(year, month, day) * 24 + hour) * 60 + minute - offset;
    let seconds = minutes * 60 + second;
    seconds.checked_mul(NANOS_PER_SECOND)?.checked_add(nanos)
}

fn date_of(text: &str) -> Option<(i64, i64, i64)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || !year.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let year: i64 = year.parse().ok()?;
    let (month, day) = (two_digits(month, 12)?, two_digits(day, 31)?);
    let is_day = month > 0 && day > 0 && day <= days_of_month(year, month);
    is_day.then_some((year, month, day))
}

/// A time of day without its zone, and how many minutes that is ahead of UTC.
fn split_zone(clock: &str) -> Option<(&str, i64)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = clock.rfind(['+', '-']) else { return Some((clock, 0)) };
    let (clock, zone) = clock.split_at(at);
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits = &zone[1..];
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    Some((clock, sign * (two_digits(hours, 23)? * 60 + two_digits(minutes, 59)?)))
}

/// A number of one or two digits up to `limit`.
fn two_digits(text: &str, limit: i64) -> Option<i64> {
    let is_sound = (1..=2).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|it| is_sound && *it <= limit)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: `date -u -d TEXT +%s`.
    #[test]
    fn dates_are_those_of_the_calendar() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-11-22T20:05:02Z", 1_795_377_902),
            ("2026-11-22T21:05:02+01:00", 1_795_377_902),
            ("2026-11-22T14:35:02-0530", 1_795_377_902),
            ("2026-11-22 20:05:02", 1_795_377_902),
            ("1969-12-31T23:59:59Z", -1),
        ] {
            assert_eq!(unix_of_iso(text), Some(seconds * NANOS_PER_SECOND), "{text}");
        }
        assert_eq!(unix_of_iso("1970-01-01T00:00:00.0000001Z"), Some(100));
        assert_eq!(unix_of_iso("1970-01-01T00:00:00.12345678912345Z"), Some(123_456_789));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "not-a-date",
            "2026-13-45T99:99:99Z",
            "2026-02-30T00:00:00Z",
            "0000-00-00T00:00:00Z",
            "2026-01-02T03:04:05+99:99",
            "+275760-09-13T00:00:00.001Z",
            "1500-01-01T00:00:00Z",
            "2026-01-02T03:04:05.-5Z",
            "2026-01-02Tß:04:05Z",
        ] {
            assert_eq!(unix_of_iso(text), None, "{text}");
        }
    }
}
