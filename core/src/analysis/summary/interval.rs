//! How far apart samples usually are.

use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::model::Recording;
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// Bits of a number that are decided in one pass.
const DIGIT_BITS: u32 = 11;

/// The largest digit.
const DIGIT: u64 = (1 << DIGIT_BITS) - 1;

/// The median time from a sample to the next of its profile, of all selected ones together; the
/// lower one of two. Intervals that begin within the selected time count.
///
/// Found digit by digit, the highest first, with a count of how many intervals have each: ten
/// million intervals need neither a copy nor a sort.
pub(super) fn median_interval(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Option<Nanos>, Cancelled> {
    let pieces: Vec<&[Nanos]> = selection
        .profiles(recording)
        .into_iter()
        .map(|it| times_within(recording.profiles[it].samples.times(), selection.time.as_ref()))
        .collect();
    let n: usize = pieces.iter().map(|it| it.len().saturating_sub(1)).sum();
    let Some(mut rank) = n.checked_sub(1).map(|it| it / 2) else { return Ok(None) };

    let longest = intervals(&pieces).max().unwrap_or(0);
    let n_digits = (u64::BITS - longest.leading_zeros()).div_ceil(DIGIT_BITS);
    let mut found = 0;
    for digit in (0..n_digits).rev() {
        let shift = digit * DIGIT_BITS;
        let mut n_with = [0; 1 << DIGIT_BITS];
        let mut pace = Pace::new(task);
        for interval in intervals(&pieces) {
            pace.step()?;
            if (interval ^ found) >> shift <= DIGIT {
                n_with[(interval >> shift & DIGIT) as usize] += 1;
            }
        }
        let mut value = 0;
        while n_with[value] <= rank {
            rank -= n_with[value];
            value += 1;
        }
        found |= (value as u64) << shift;
    }
    Ok(Some(Nanos(found)))
}

/// The times of the samples taken in `range`, and of the one after them.
fn times_within<'a>(times: &'a [Nanos], range: Option<&TimeRange>) -> &'a [Nanos] {
    let Some(range) = range else { return times };
    let first = times.partition_point(|&it| it < range.start);
    let last = times.partition_point(|&it| it < range.end);
    &times[first..times.len().min(last + 1).max(first)]
}

fn intervals(pieces: &[&[Nanos]]) -> impl Iterator<Item = u64> {
    pieces.iter().flat_map(|it| it.windows(2)).map(|it| it[1].since(it[0]).0)
}
