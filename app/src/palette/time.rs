//! Times as they are typed into the palette: `31.4`, `1.5s`, `412ms`, `1.2-3.4`, `1.2s..3.4s`.

use asyncscope_core::units::{Nanos, TimeRange};

use crate::cli::time::parse_time;

/// Around a moment, this is shown.
const AROUND: Nanos = Nanos(50_000_000);

/// The moment or range that was typed, of a recording that lasts `duration`. Numbers without a unit
/// are seconds.
pub fn parse(text: &str, duration: Nanos) -> Option<TimeRange> {
    let text = text.trim();
    let parts = text.split_once("..").or_else(|| text.split_once(['-', '–']));
    let range = if let Some((from, to)) = parts {
        moment(from)?..moment(to)?
    } else {
        let at = moment(text)?;
        if at > duration {
            return None;
        }
        let half = AROUND.0 / 2;
        Nanos(at.0.saturating_sub(half))..Nanos(at.0.saturating_add(half))
    };
    let range = range.start..range.end.min(duration);
    (range.start < range.end).then_some(range)
}

/// Whether a range was typed, not a moment.
pub fn is_range(text: &str) -> bool {
    text.contains(['-', '–']) || text.contains("..")
}

fn moment(text: &str) -> Option<Nanos> {
    let text = text.trim();
    let is_number = text.ends_with(|it: char| it.is_ascii_digit() || it == '.');
    let with_unit = if is_number { format!("{text}s") } else { text.to_owned() };
    parse_time(&with_unit).ok()
}
