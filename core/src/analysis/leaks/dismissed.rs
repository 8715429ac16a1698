//! Suspects that somebody looked at and found to be fine.

use std::collections::BTreeSet;

use super::report::{LeakReport, Suspect};

/// Suspects that are not to be reported again, by what they are known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dismissed {
    /// [`Suspect::fingerprint`] of each.
    pub fingerprints: BTreeSet<String>,
}

impl Dismissed {
    /// Whether a suspect was dismissed.
    pub fn has(&self, suspect: &Suspect) -> bool {
        self.fingerprints.contains(&suspect.fingerprint())
    }

    /// Whether what is known by this was dismissed.
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// Dismisses a suspect.
    pub fn add(&mut self, suspect: &Suspect) {
        self.fingerprints.insert(suspect.fingerprint());
    }

    /// The suspects of a report that were not dismissed, nor stand within one that was.
    pub fn left<'a>(&self, report: &'a LeakReport) -> Vec<&'a Suspect> {
        let is_left = |it: &&Suspect| {
            let outer = it.within.and_then(|outer| report.suspects.get(outer));
            !self.has(it) && outer.is_none_or(|outer| !self.has(outer))
        };
        report.suspects.iter().filter(is_left).collect()
    }
}
