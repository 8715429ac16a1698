//! How long things take.

use std::time::{Duration, Instant};

/// Milliseconds of several runs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Times {
    pub(crate) min: f64,
    pub(crate) median: f64,
    pub(crate) max: f64,
}

impl Times {
    /// What is to be told of all these runs.
    pub(crate) fn of(mut runs: Vec<Duration>) -> Self {
        runs.sort_unstable();
        let ms = |it: Option<&Duration>| it.map_or(0.0, |it| it.as_secs_f64() * 1e3);
        Self { min: ms(runs.first()), median: ms(runs.get(runs.len() / 2)), max: ms(runs.last()) }
    }
}

/// What `work` returns, and how long it took on the clock.
pub(crate) fn elapsed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let done = work();
    (done, started.elapsed())
}

/// What `work` returns, and how long this thread worked on it.
pub(crate) fn thread_time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = thread_clock();
    let done = work();
    (done, thread_clock().saturating_sub(started))
}

#[cfg(unix)]
fn thread_clock() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    let now = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// Elsewhere, the time that passed since the first call.
#[cfg(not(unix))]
fn thread_clock() -> Duration {
    static FIRST: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    FIRST.elapsed()
}
