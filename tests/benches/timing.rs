//! A small stopwatch for benches: the fastest and the median of several runs.
//!
//! Shared machines are noisy, so benches print and never judge: compare two lines of one run.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// Runs `work` `runs` times after one warm-up and prints one line; `size` is bytes or rows.
#[expect(clippy::print_stdout, reason = "that is what a bench is for")]
pub(crate) fn time<T>(
    name: impl Display,
    size: (f64, &str),
    runs: usize,
    mut work: impl FnMut() -> T,
) {
    std::hint::black_box(work());
    let mut took: Vec<Duration> = (0..runs.max(1))
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(work());
            started.elapsed()
        })
        .collect();
    took.sort();
    let (fastest, median) = (took[0], took[took.len() / 2]);
    let rate = size.0 / median.as_secs_f64() / 1e6;
    println!(
        "{name:<48} {:>9.3} ms fastest {:>9.3} ms median {rate:>9.1} M{}/s",
        fastest.as_secs_f64() * 1e3,
        median.as_secs_f64() * 1e3,
        size.1,
    );
}
