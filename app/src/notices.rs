//! Short messages about what happened, at the bottom right and in a list.

use std::time::{Duration, Instant};

/// How long a notice stays that is not an error.
const STAYS: Duration = Duration::from_secs(6);
/// How many are shown at once.
pub const MOST_SHOWN: usize = 3;
/// How many are kept in the list.
const MOST_KEPT: usize = 100;

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something is done.
    Done,
    /// Something to know.
    Info,
    /// Something went wrong. Stays until it is dismissed.
    Error,
}

/// A short message.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Names it.
    pub id: usize,
    /// How grave it is.
    pub kind: NoticeKind,
    /// What happened.
    pub text: String,
    at: Instant,
    dismissed: bool,
}

/// All notices, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    all: Vec<Notice>,
    next: usize,
}

impl Notices {
    /// Says something.
    pub fn add(&mut self, kind: NoticeKind, text: impl Into<String>) {
        if self.all.len() == MOST_KEPT {
            self.all.remove(0);
        }
        let (id, text) = (self.next, text.into());
        self.all.push(Notice { id, kind, text, at: Instant::now(), dismissed: false });
        self.next += 1;
    }

    /// Says that a piece of our own code failed.
    pub fn add_bug(&mut self, what: &str) {
        self.add(NoticeKind::Error, format!("This is a bug in Asyncscope. {what}"));
    }

    /// Every notice, oldest first.
    pub fn all(&self) -> &[Notice] {
        &self.all
    }

    /// Those to show now, oldest first.
    pub fn shown(&self) -> impl Iterator<Item = &Notice> {
        let mut shown: Vec<&Notice> =
            self.all.iter().rev().filter(|it| it.is_shown()).take(MOST_SHOWN).collect();
        shown.reverse();
        shown.into_iter()
    }

    /// Takes one away from the corner; it stays in the list.
    pub fn dismiss(&mut self, id: usize) {
        if let Some(notice) = self.all.iter_mut().find(|it| it.id == id) {
            notice.dismissed = true;
        }
    }

    /// In how long the next one goes by itself.
    pub fn next_change(&self) -> Option<Duration> {
        let waiting = self.all.iter().filter(|it| it.is_shown() && it.kind != NoticeKind::Error);
        waiting.map(|it| STAYS.saturating_sub(it.at.elapsed())).min()
    }
}

impl Notice {
    fn is_shown(&self) -> bool {
        !self.dismissed && (self.kind == NoticeKind::Error || self.at.elapsed() < STAYS)
    }
}
