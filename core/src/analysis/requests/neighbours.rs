//! What else was going on while a request was under way.

use crate::analysis::pace::Pace;
use crate::model::{Recording, RequestIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// What else was going on while a request was under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The last one that had ended when it began.
    pub before: Option<RequestIndex>,
    /// The first one that began once it had ended.
    pub after: Option<RequestIndex>,
    /// Those under way at the same time, in order of start; at most as many as were asked for.
    pub during: Vec<RequestIndex>,
    /// How many there are of these.
    pub n_during: usize,
}

/// The requests around `request`: at most `most` of those that were under way with it.
///
/// Two that only touch, one ending as the other begins, follow each other.
pub fn neighbours(
    recording: &Recording,
    request: RequestIndex,
    most: usize,
    task: &Task,
) -> Result<Neighbours, Cancelled> {
    let requests = &recording.requests;
    let range = |it: RequestIndex| requests.get(it).range(recording.duration);
    let mine = range(request);
    let mut answer = Neighbours::default();
    let mut last_end = Nanos(0);
    let mut pace = Pace::new(task);
    for other in requests.indices().filter(|it| *it != request) {
        pace.step()?;
        let range = range(other);
        if range.start >= mine.end && range.start > mine.start {
            // Rows are in order of start: this is the first of them.
            answer.after = Some(other);
            break;
        }
        if range.end <= mine.start && range.start < mine.start {
            if answer.before.is_none() || last_end <= range.end {
                (answer.before, last_end) = (Some(other), range.end);
            }
            continue;
        }
        answer.n_during += 1;
        if answer.during.len() < most {
            answer.during.push(other);
        }
    }
    Ok(answer)
}
