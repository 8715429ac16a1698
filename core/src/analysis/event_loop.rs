//! How late the event loop of a thread was, and how busy.

use crate::analysis::selection::Selection;
use crate::model::{CounterIndex, Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// How far apart the events of one reading may stand: they are written one after the other, and
/// readings follow each other about each second.
const APART: Nanos = Nanos::from_millis(400);

/// What was measured of an event loop at a moment. It tells of the time since the reading before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventLoopReading {
    /// When it was read.
    pub time: Nanos,
    /// The thread.
    pub thread: ThreadIndex,
    /// The median delay of a timer.
    pub delay_p50: Option<Nanos>,
    /// The delay that 99 in 100 did not exceed.
    pub delay_p99: Option<Nanos>,
    /// The largest delay.
    pub delay_max: Option<Nanos>,
    /// The share of time in which the loop was not waiting for events, from 0 to 1.
    pub utilization: Option<f64>,
    /// CPU time of the process in its own code.
    pub cpu_user: Option<Nanos>,
    /// CPU time of the process in the system.
    pub cpu_system: Option<Nanos>,
}

impl EventLoopReading {
    fn new(time: Nanos, thread: ThreadIndex) -> Self {
        Self {
            time,
            thread,
            delay_p50: None,
            delay_p99: None,
            delay_max: None,
            utilization: None,
            cpu_user: None,
            cpu_system: None,
        }
    }

    /// Puts a value where it belongs, unless there is one already.
    fn set(&mut self, what: What, value: f64) -> bool {
        let micros = Some(nanos_of_micros(value));
        let place = match what {
            What::Utilization if self.utilization.is_none() => {
                self.utilization = Some(value);
                return true;
            }
            What::Utilization => return false,
            What::DelayP50 => &mut self.delay_p50,
            What::DelayP99 => &mut self.delay_p99,
            What::DelayMax => &mut self.delay_max,
            What::CpuUser => &mut self.cpu_user,
            What::CpuSystem => &mut self.cpu_system,
        };
        let is_free = place.is_none();
        if is_free {
            *place = micros;
        }
        is_free
    }
}

/// Microseconds as nanoseconds; what is no such number as zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
fn nanos_of_micros(micros: f64) -> Nanos {
    Nanos((micros * 1e3).round() as u64)
}

/// What a series of an event loop tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    DelayP50,
    DelayP99,
    DelayMax,
    Utilization,
    CpuUser,
    CpuSystem,
}

impl What {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "event loop delay us.p50" => Self::DelayP50,
            "event loop delay us.p99" => Self::DelayP99,
            "event loop delay us.max" => Self::DelayMax,
            "event loop.utilization" => Self::Utilization,
            "cpu us.user" => Self::CpuUser,
            "cpu us.system" => Self::CpuSystem,
            _ => return None,
        })
    }
}

/// Whether anything was measured of event loops.
pub fn has_event_loop(recording: &Recording) -> bool {
    let counters = &recording.counters;
    let is_one = |it: CounterIndex| {
        counters.thread[it].is_some() && What::of_name(recording.text(counters.name[it])).is_some()
    };
    counters.name.indices().any(is_one)
}

/// What was measured of the event loops of the selected threads in the selected time, by thread,
/// then in order of time.
pub fn event_loop(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<EventLoopReading>, Cancelled> {
    let counters = &recording.counters;
    let mut values: Vec<(ThreadIndex, Nanos, What, f64)> = Vec::new();
    for series in counters.name.indices() {
        let Some(thread) = counters.thread[series].filter(|&it| selection.has_thread(it)) else {
            continue;
        };
        let Some(what) = What::of_name(recording.text(counters.name[series])) else { continue };
        let points = &counters.points[series];
        task.advance(points.len() as u64)?;
        let is_in = |it: &Nanos| selection.time.as_ref().is_none_or(|time| time.contains(it));
        let within = points.iter().filter(|it| is_in(&it.0));
        values.extend(within.map(|&(time, value)| (thread, time, what, value)));
    }
    values.sort_by_key(|it| (it.0, it.1, it.2));
    let mut readings: Vec<EventLoopReading> = Vec::new();
    for (thread, time, what, value) in values {
        let last =
            readings.last_mut().filter(|it| it.thread == thread && time.since(it.time) < APART);
        if !last.is_some_and(|it| it.set(what, value)) {
            let mut reading = EventLoopReading::new(time, thread);
            reading.set(what, value);
            readings.push(reading);
        }
    }
    Ok(readings)
}
