//! What went wrong in a file but was survived, counted by kind.
//!
//! Readers never drop anything in silence: each thing left out, repaired or read in part becomes
//! a [`Warning`], which the window shows and `asyncscope check` prints.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;

use crate::units::Count;

/// How much a warning takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Content of the file is not in the recording because it was damaged.
    Loss,
    /// Content was put right, such as samples sorted by time; nothing is missing.
    Repair,
    /// Content that this version does not show yet, by intent.
    Skipped,
}

impl Severity {
    /// A word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Loss => "lost",
            Self::Repair => "repaired",
            Self::Skipped => "skipped",
        }
    }
}

/// One kind of damage, repair or omission, with how often it was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// How much it takes away.
    pub severity: Severity,
    /// What happened, in words that follow a count, such as "samples name nodes that do not exist".
    pub what: &'static str,
    /// How often.
    pub count: u64,
    /// Byte offset (after decompression) of the first one, where one is known.
    pub offset: Option<u64>,
    /// What the first one looked like, such as "node 99", or empty.
    pub example: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Count(self.count), self.what)?;
        let first = if self.count > 1 { "first: " } else { "" };
        match (self.example.as_str(), self.offset) {
            ("", None) => Ok(()),
            ("", Some(offset)) => write!(f, " ({first}at byte {offset})"),
            (example, None) => write!(f, " ({first}{example})"),
            (example, Some(offset)) => write!(f, " ({first}{example}, at byte {offset})"),
        }
    }
}

/// Collects [`Warning`]s from any thread while the work goes on.
#[derive(Debug, Default)]
pub struct Warnings(Mutex<HashMap<(Severity, &'static str), Warning>>);

impl Warnings {
    /// Counts one more of its kind. `example` is asked for only the first time.
    pub fn add<S: Into<String>>(
        &self,
        severity: Severity,
        what: &'static str,
        offset: Option<usize>,
        example: impl FnOnce() -> S,
    ) {
        self.add_many(severity, what, 1, offset, example);
    }

    /// Counts `count` more of their kind; nothing happens if it is 0.
    pub fn add_many<S: Into<String>>(
        &self,
        severity: Severity,
        what: &'static str,
        count: u64,
        offset: Option<usize>,
        example: impl FnOnce() -> S,
    ) {
        if count == 0 {
            return;
        }
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.entry((severity, what)).and_modify(|it| it.count += count).or_insert_with(|| {
            let offset = offset.map(|it| it as u64);
            Warning { severity, what, count, offset, example: example().into() }
        });
    }

    /// Everything collected so far, in the order of [`Warnings::into_vec`].
    pub fn snapshot(&self) -> Vec<Warning> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self(Mutex::new(found)).into_vec()
    }

    /// Everything collected, worst first, then as met in the file, then by name.
    pub fn into_vec(self) -> Vec<Warning> {
        let found = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Warning> = found.into_values().collect();
        all.sort_by(|a, b| {
            (a.severity, a.offset.unwrap_or(u64::MAX), a.what).cmp(&(
                b.severity,
                b.offset.unwrap_or(u64::MAX),
                b.what,
            ))
        });
        all
    }
}
