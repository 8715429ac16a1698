//! Answers to questions about a recording, worked out in the background.

use std::io;

use crate::jobs::{Job, JobState, Progress};

/// The answer to a question of type `Q`, and the work on it.
///
/// While a new question is worked on, the answer to the one before stays to be shown: tables do
/// not flicker while a filter is typed.
#[derive(Debug)]
pub struct Answer<Q, T> {
    /// What is being asked or was asked last.
    question: Option<Q>,
    job: Option<Job<T>>,
    value: Option<T>,
    failure: Option<String>,
}

/// How an answer stands.
#[derive(Debug)]
pub enum AnswerState<'a, T> {
    /// Never asked.
    Absent,
    /// Being worked on; the answer to an earlier question, if any.
    Working(Option<&'a T>),
    /// There.
    Ready(&'a T),
    /// A bug stopped the work; what it said.
    Failed(&'a str),
}

impl<Q, T> Default for Answer<Q, T> {
    fn default() -> Self {
        Self { question: None, job: None, value: None, failure: None }
    }
}

impl<Q: PartialEq, T: Send + 'static> Answer<Q, T> {
    /// Asks, unless this was asked already; work on any other question is cancelled.
    pub fn ask(&mut self, question: Q, start: impl FnOnce() -> io::Result<Job<T>>) {
        if self.question.as_ref() == Some(&question) {
            return;
        }
        self.question = Some(question);
        self.failure = None;
        self.job = None;
        match start() {
            Ok(job) => self.job = Some(job),
            Err(error) => self.failure = Some(format!("the system gave no thread: {error}")),
        }
    }

    /// Takes in what is finished. Returns what went wrong, once.
    pub fn poll(&mut self) -> Option<String> {
        match self.job.as_ref()?.poll() {
            JobState::Running => return None,
            JobState::Done(value) => self.value = Some(value),
            JobState::Gone => self.question = None,
            JobState::Panicked(text) => {
                let name = self.job.as_ref().map_or("", |it| it.name);
                self.failure = Some(format!("{name}: {text}"));
            }
        }
        self.job = None;
        self.failure.clone()
    }

    /// Cancels the work, and does not begin it again by itself.
    pub fn cancel(&mut self) {
        if self.job.take().is_some() {
            self.failure = Some("Cancelled.".to_owned());
        }
    }

    /// Lets the question be asked again if it was cancelled or failed.
    pub fn ask_again(&mut self) {
        if self.failure.take().is_some() {
            self.question = None;
        }
    }

    /// Forgets everything, and cancels the work.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// An answer of whatever type, and the work on it.
pub trait Work {
    /// Takes in what is finished. Returns what went wrong, once.
    fn poll(&mut self) -> Option<String>;
    /// Cancels the work, and does not begin it again by itself.
    fn cancel(&mut self);
    /// Lets the question be asked again if it was cancelled or failed.
    fn ask_again(&mut self);
    /// Whether work goes on.
    fn is_working(&self) -> bool;
    /// The work going on, once it is worth showing.
    fn progress(&self) -> Option<Progress>;
}

impl<Q: PartialEq, T: Send + 'static> Work for Answer<Q, T> {
    fn poll(&mut self) -> Option<String> {
        self.poll()
    }

    fn cancel(&mut self) {
        self.cancel();
    }

    fn ask_again(&mut self) {
        self.ask_again();
    }

    fn is_working(&self) -> bool {
        self.is_working()
    }

    fn progress(&self) -> Option<Progress> {
        self.progress()
    }
}

impl<Q, T> Answer<Q, T> {
    /// The answer to a question that need not be worked on.
    pub fn known(question: Q, value: T) -> Self {
        Self { question: Some(question), job: None, value: Some(value), failure: None }
    }

    /// How it stands.
    pub fn state(&self) -> AnswerState<'_, T> {
        if let Some(failure) = &self.failure {
            AnswerState::Failed(failure)
        } else if self.job.is_some() {
            AnswerState::Working(self.value.as_ref())
        } else {
            match &self.value {
                Some(value) => AnswerState::Ready(value),
                None => AnswerState::Absent,
            }
        }
    }

    /// The answer, also that to an earlier question while a new one is worked on.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The answer to the question asked last, if it is there.
    pub fn current(&self) -> Option<&T> {
        match self.state() {
            AnswerState::Ready(value) => Some(value),
            AnswerState::Absent | AnswerState::Working(_) | AnswerState::Failed(_) => None,
        }
    }

    /// What went wrong, if something did.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// The question asked last.
    pub fn question(&self) -> Option<&Q> {
        self.question.as_ref()
    }

    /// Whether work goes on.
    pub fn is_working(&self) -> bool {
        self.job.is_some()
    }

    /// The work going on, once it is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.job.as_ref().and_then(Job::progress)
    }
}
