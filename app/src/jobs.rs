//! Work that must not hold up a frame: each piece on a thread of its own.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use std::{io, thread};

use asyncscope_core::task::{Cancelled, Task};

/// Work shorter than this shows no progress: it would only flicker.
const SHOWN_AFTER: Duration = Duration::from_millis(150);
/// Only after so long it can be told how long work will take.
const FORETOLD_AFTER: Duration = Duration::from_millis(700);

/// How a job stands.
#[derive(Debug, PartialEq)]
pub enum JobState<T> {
    /// Still at it.
    Running,
    /// Finished. Given out once.
    Done(T),
    /// Stopped on request, or given out before.
    Gone,
    /// A bug in the work, with what it said. The application lives on.
    Panicked(String),
}

/// One piece of work on its own thread. Dropping it cancels it.
#[derive(Debug)]
pub struct Job<T> {
    /// What it does, such as "Weighing stacks".
    pub name: &'static str,
    task: Arc<Task>,
    started: Instant,
    /// The units of the phase that was last looked at, and when it was first seen.
    phase: Cell<(u64, Instant)>,
    outcome: mpsc::Receiver<thread::Result<Result<T, Cancelled>>>,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work`, and repaints the window when it ends.
    ///
    /// # Errors
    ///
    /// If the system gives no thread.
    pub fn spawn(
        name: &'static str,
        ctx: &egui::Context,
        work: impl FnOnce(&Task) -> Result<T, Cancelled> + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, outcome) = mpsc::sync_channel(1);
        let task = Arc::new(Task::default());
        let (ctx, seen) = (ctx.clone(), Arc::clone(&task));
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| work(&seen)));
            sender.send(outcome).ok(); // nobody listens once the question is superseded
            ctx.request_repaint();
        })?;
        let started = Instant::now();
        Ok(Self { name, task, started, phase: Cell::new((0, started)), outcome })
    }

    /// Asks without waiting. Called once per frame.
    pub fn poll(&self) -> JobState<T> {
        match self.outcome.try_recv() {
            Ok(Ok(Ok(answer))) => JobState::Done(answer),
            Ok(Err(panic)) => JobState::Panicked(panic_text(panic.as_ref())),
            Err(mpsc::TryRecvError::Empty) => JobState::Running,
            Ok(Ok(Err(Cancelled))) | Err(mpsc::TryRecvError::Disconnected) => JobState::Gone,
        }
    }
}

impl<T> Job<T> {
    /// How far it is.
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// What it does and how far it is, once it is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        if self.started.elapsed() < SHOWN_AFTER {
            return None;
        }
        let (fraction, total) = (self.task.fraction(), self.task.total());
        let left = fraction.and_then(|it| self.left(it, total));
        Some(Progress { name: self.name, fraction, left, done: self.task.done(), total })
    }

    /// How long this phase will still take if it goes on as it did; nothing in its beginning.
    fn left(&self, fraction: f32, total: u64) -> Option<Duration> {
        let (phase, since) = self.phase.get();
        if phase != total {
            self.phase.set((total, Instant::now()));
            return None;
        }
        let so_far = since.elapsed();
        let is_known = so_far > FORETOLD_AFTER && fraction > 0.05 && fraction < 1.0;
        is_known.then(|| so_far.mul_f32((1.0 - fraction) / fraction))
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.task.cancel();
    }
}

/// What a job does and how far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Such as "Weighing stacks".
    pub name: &'static str,
    /// From 0 to 1, if known.
    pub fraction: Option<f32>,
    /// How long this phase will still take, once that can be told.
    pub left: Option<Duration>,
    /// Units done in this phase: bytes while a file is read.
    pub done: u64,
    /// Units of this phase, or 0 while unknown.
    pub total: u64,
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
