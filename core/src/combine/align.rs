//! How far recordings lie apart.

use crate::model::Recording;

/// Clocks of one machine that was started once seldom tell of more than a day apart.
const ONE_DAY: i64 = 86_400_000_000_000;

/// How far the time of day may be off where the clocks of one machine are right.
const SLACK: i64 = 2_000_000_000;

/// How the beginnings of recordings are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// By the machine's clock if it can be the same one, else by the time of day.
    #[default]
    Auto,
    /// By the clock that files of one machine share.
    Clock,
    /// By the time of day.
    WallTime,
    /// The first recording's beginning, and so many nanoseconds later all others'.
    ByHand(i64),
}

/// Why recordings cannot be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AlignError {
    /// A recording does not tell the time of day.
    #[error("recording {0} does not tell the time of day at which it began")]
    NoTimeOfDay(usize),
    /// Neither clock fits.
    #[error(
        "recording {0} has another clock than the first, and not both tell the time of day; say by \
         hand how much later it began"
    )]
    NoClock(usize),
    /// A distance is out of all reason.
    #[error("recording {0} begins more than 292 years from the first")]
    TooFar(usize),
}

/// By how many nanoseconds each recording begins after the first.
pub fn shifts(recordings: &[&Recording], alignment: Alignment) -> Result<Vec<i64>, AlignError> {
    let Some(first) = recordings.first() else { return Ok(Vec::new()) };
    let shift = |(number, other): (usize, &&Recording)| match alignment {
        _ if number == 1 => Ok(0),
        Alignment::ByHand(shift) => Ok(shift),
        Alignment::Clock => by_clock(first, other).ok_or(AlignError::TooFar(number)),
        Alignment::WallTime => by_time_of_day(first, other, number),
        Alignment::Auto => {
            let near = by_clock(first, other).filter(|it| it.abs() < ONE_DAY);
            let day = by_time_of_day(first, other, number).ok();
            match (near, day) {
                // Of two that contradict each other, the clocks are of two machines.
                (Some(clock), Some(day)) if SLACK < (day.saturating_sub(clock)).abs() => Ok(day),
                (Some(clock), _) => Ok(clock),
                (None, Some(day)) => Ok(day),
                (None, None) => Err(AlignError::NoClock(number)),
            }
        }
    };
    (1..).zip(recordings).map(shift).collect()
}

fn by_clock(first: &Recording, other: &Recording) -> Option<i64> {
    other.clock.origin_ns.checked_sub(first.clock.origin_ns)
}

fn by_time_of_day(first: &Recording, other: &Recording, number: usize) -> Result<i64, AlignError> {
    let start = first.clock.unix_ns.ok_or(AlignError::NoTimeOfDay(1))?;
    let begin = other.clock.unix_ns.ok_or(AlignError::NoTimeOfDay(number))?;
    begin.checked_sub(start).ok_or(AlignError::TooFar(number))
}
