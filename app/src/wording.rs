//! Times, ranges and shares in words, the same in all panels and views.

use std::path::Path;

use asyncscope_core::units::{Nanos, Percent, THIN_SPACE, TimeRange};

use crate::remembered::now;

/// A moment in seconds since the start, as precise as `resolution` asks: `31.4180 s`.
pub fn moment(time: Nanos, resolution: Nanos) -> String {
    format!("{}{THIN_SPACE}s", seconds(time, resolution))
}

/// A range and its length: `1.20–3.45 s · 2.25 s`.
pub fn range(range: &TimeRange) -> String {
    let length = range.end.since(range.start);
    let resolution = Nanos(length.0 / 500);
    let (start, end) = (seconds(range.start, resolution), seconds(range.end, resolution));
    format!("{start}–{end}{THIN_SPACE}s · {length}")
}

/// Seconds with as many decimals as tell moments apart that lie `resolution` apart.
fn seconds(time: Nanos, resolution: Nanos) -> String {
    let decimals = match resolution.0 {
        0..1_000 => 9,
        1_000..10_000 => 6,
        10_000..100_000 => 5,
        100_000..1_000_000 => 4,
        1_000_000..10_000_000 => 3,
        10_000_000..100_000_000 => 2,
        _ => 1,
    };
    format!("{:.decimals$}", time.as_secs_f64())
}

/// `part` of `whole` in percent, or a dash where there is no whole.
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 { "–".to_owned() } else { Percent::of(part, whole).to_string() }
}

/// `part` of `whole` from 0 to 1.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a bar has few pixels"
)]
pub fn fraction(part: u64, whole: u64) -> f32 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64) as f32 }
}

/// How long ago a moment in seconds since 1970 was.
pub fn ago(moment: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let some = |count: u64, word: &str| {
        let s = if count == 1 { "" } else { "s" };
        format!("{count} {word}{s} ago")
    };
    match now().saturating_sub(moment) {
        0..MINUTE => "just now".to_owned(),
        past @ MINUTE..HOUR => some(past / MINUTE, "minute"),
        past @ HOUR..DAY => some(past / HOUR, "hour"),
        past if past < 60 * DAY => some(past / DAY, "day"),
        past => some(past / (30 * DAY), "month"),
    }
}

/// A length of time as far as it can be foretold: `4 s`, `2 min`.
pub fn roughly(length: std::time::Duration) -> String {
    let seconds = length.as_secs_f32().ceil();
    if seconds < 90.0 {
        format!("{seconds:.0}{THIN_SPACE}s")
    } else {
        format!("{:.0}{THIN_SPACE}min", (seconds / 60.0).ceil())
    }
}

/// A place for a narrow column: without the scheme and query, which say nothing here.
pub fn short_place(place: &str) -> String {
    if let Some(position) = place.strip_prefix(':') {
        return format!("line {position}"); // of code that has no script
    }
    let place = place.strip_prefix("file://").unwrap_or(place);
    match place.split_once('?') {
        // Line and column stand behind the query.
        Some((path, rest)) => {
            let position = rest.find(':').map_or("", |at| &rest[at..]);
            format!("{path}{position}")
        }
        None => place.to_owned(),
    }
}

/// The same with its first letter in upper case.
pub fn capital(said: &str) -> String {
    let mut chars = said.chars();
    let first: String = chars.next().map(|it| it.to_uppercase().collect()).unwrap_or_default();
    first + chars.as_str()
}

/// A count and its word: `1 file`, `12 files`.
pub fn counted(count: usize, word: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {word}{s}", asyncscope_core::units::Count(count as u64))
}

/// The name of a file's folder for people, with the home folder as `~`.
pub fn folder(path: &Path, home: Option<&Path>) -> String {
    crate::document::show_folder(path, home)
}
