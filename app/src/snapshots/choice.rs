//! Choosing snapshots that are looked at together: which, in which order, and the baseline.

use super::{Candidate, MOST};
use crate::document::DocumentId;

/// What is being chosen.
#[derive(Clone, Debug, Default)]
pub struct ChoicePage {
    /// The document whose snapshots are chosen anew; `None` makes one.
    pub of: Option<DocumentId>,
    /// The snapshots in order, each with whether it is taken in.
    pub entries: Vec<(Candidate, bool)>,
    /// The one that others are compared with.
    pub baseline: Option<DocumentId>,
}

/// A change of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceCommand {
    /// Take a snapshot in, or leave it out.
    Switch(usize),
    /// Move a snapshot up by one place.
    Up(usize),
    /// Move a snapshot down by one place.
    Down(usize),
    /// Let others be compared with this one.
    Baseline(DocumentId),
    /// Look at what is chosen.
    Open,
}

impl ChoicePage {
    /// A page with these snapshots, all of them taken in, in the order in which they were taken.
    pub fn all(mut candidates: Vec<Candidate>) -> Self {
        candidates.sort_by_key(|it| it.side.last_object); // stable: of equals the order of documents
        let entries: Vec<_> =
            candidates.into_iter().enumerate().map(|(at, it)| (it, at < MOST)).collect();
        let baseline = entries.first().map(|it| it.0.side.document);
        Self { of: None, entries, baseline }
    }

    /// Carries out a change that is about the page alone.
    pub fn change(&mut self, command: &ChoiceCommand) {
        match *command {
            ChoiceCommand::Switch(at) => {
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.1 = !entry.1;
                }
            }
            ChoiceCommand::Up(at) if 0 < at && at < self.entries.len() => {
                self.entries.swap(at - 1, at);
            }
            ChoiceCommand::Down(at) if at + 1 < self.entries.len() => {
                self.entries.swap(at, at + 1);
            }
            ChoiceCommand::Baseline(document) => self.baseline = Some(document),
            ChoiceCommand::Up(_) | ChoiceCommand::Down(_) | ChoiceCommand::Open => {}
        }
    }

    /// How many snapshots are taken in.
    pub fn n_chosen(&self) -> usize {
        self.entries.iter().filter(|it| it.1).count()
    }

    /// Why what is chosen cannot be looked at, if it cannot.
    pub fn why_not(&self) -> Option<String> {
        match self.n_chosen() {
            0 => Some("Choose a snapshot, or several.".to_owned()),
            1..=MOST => None,
            n => Some(format!("{n} are chosen; at most {MOST} can be looked at together.")),
        }
    }

    /// The snapshots that are taken in, in order.
    pub fn chosen(&self) -> Vec<Candidate> {
        self.entries.iter().filter(|it| it.1).map(|it| it.0.clone()).collect()
    }

    /// The one that others are compared with: as chosen, or else the first.
    pub fn baseline(&self) -> Option<DocumentId> {
        let taken = |it: &&(Candidate, bool)| it.1 && Some(it.0.side.document) == self.baseline;
        let chosen = self.entries.iter().find(taken).or(self.entries.iter().find(|it| it.1));
        chosen.map(|it| it.0.side.document)
    }
}
