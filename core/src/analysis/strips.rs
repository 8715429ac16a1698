//! How late event loops were and how many requests were on their way, over time: the strips of
//! the minimap.

use crate::analysis::buckets::Buckets;
use crate::analysis::event_loop::event_loop;
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::model::{Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// What was measured in each of some parts of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strips {
    /// The parts.
    pub buckets: Buckets,
    /// The largest delay of any selected event loop in each part; empty if none was measured.
    pub loop_delay: Vec<Nanos>,
    /// Requests that were on their way in each part; empty if there are none.
    pub requests: Vec<u32>,
}

/// The strips of a whole recording, in `n_buckets` parts, for the selected threads.
///
/// A delay is told for the time since the reading before it: all parts in that time get it. A
/// request counts in every part that it touches; one that belongs to no thread always counts.
pub fn strips(
    recording: &Recording,
    selection: &Selection,
    n_buckets: usize,
    task: &Task,
) -> Result<Strips, Cancelled> {
    let buckets = Buckets::new(&recording.range(), n_buckets);
    let all_time = Selection { time: None, ..selection.clone() };
    let loop_delay = delays(recording, &all_time, &buckets, task)?;
    let requests = requests(recording, selection, &buckets, task)?;
    Ok(Strips { buckets, loop_delay, requests })
}

fn delays(
    recording: &Recording,
    selection: &Selection,
    buckets: &Buckets,
    task: &Task,
) -> Result<Vec<Nanos>, Cancelled> {
    let readings = event_loop(recording, selection, task)?;
    let mut most = Vec::new();
    let mut last: Option<(ThreadIndex, Nanos)> = None;
    for reading in readings {
        let since = last.filter(|it| it.0 == reading.thread).map_or(Nanos(0), |it| it.1);
        last = Some((reading.thread, reading.time));
        let Some(delay) = reading.delay_max else { continue };
        most.resize(buckets.len(), Nanos(0));
        for part in &mut most[buckets.touched(&(since..reading.time))] {
            *part = delay.max(*part);
        }
    }
    Ok(most)
}

fn requests(
    recording: &Recording,
    selection: &Selection,
    buckets: &Buckets,
    task: &Task,
) -> Result<Vec<u32>, Cancelled> {
    let rows = recording.requests.rows();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // How many more are on their way from each part on.
    let mut more = vec![0_i64; buckets.len() + 1];
    let mut pace = Pace::new(task);
    for request in rows {
        pace.step()?;
        if request.thread.is_some_and(|it| !selection.has_thread(it)) {
            continue;
        }
        let touched = buckets.touched(&request.range(recording.duration));
        if !touched.is_empty() {
            more[touched.start] += 1;
            more[touched.end] -= 1;
        }
    }
    let mut now = 0_i64;
    let counts = more[..buckets.len()].iter().map(|change| {
        now += change;
        u32::try_from(now).unwrap_or(u32::MAX)
    });
    Ok(counts.collect())
}
