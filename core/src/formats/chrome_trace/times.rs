//! From the recorder's clock to moments since the recording began.

use crate::units::Nanos;

/// The first and the last moment of a recording, in nanoseconds on the recorder's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    /// The earliest moment of any event or sample.
    pub(super) origin: i64,
    /// The latest; not before `origin`.
    pub(super) last: i64,
}

impl Times {
    /// The time from the recording's origin to `time`.
    #[inline]
    pub(super) fn since_origin(&self, time: i64) -> Nanos {
        Self::between(self.origin, time)
    }

    /// The time from `start` to `end`, or none if `end` is earlier.
    #[inline]
    pub(super) fn between(start: i64, end: i64) -> Nanos {
        Nanos(if start < end { start.abs_diff(end) } else { 0 })
    }

    /// From the origin to the last moment.
    pub(super) fn duration(&self) -> Nanos {
        Self::between(self.origin, self.last)
    }

    /// Where `time` lies, for people.
    pub(super) fn show(&self, time: i64) -> String {
        format!("{} after the start", self.since_origin(time))
    }
}

/// Moments met so far. Grows by [`Bounds::add`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds(Option<Times>);

impl Bounds {
    /// Takes in the time from `start` to `end`.
    #[inline]
    pub(super) fn add(&mut self, start: i64, end: i64) {
        let times = self.0.get_or_insert(Times { origin: start, last: start });
        times.origin = times.origin.min(start);
        times.last = times.last.max(start).max(end);
    }

    /// What was met; a recording without any moment begins and ends at 0.
    pub(super) fn times(&self) -> Times {
        self.0.unwrap_or(Times { origin: 0, last: 0 })
    }
}
