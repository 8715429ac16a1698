//! What a report of leaks says.

use super::confidence::Confidence;
use super::groups::GroupKind;
use super::holders::Holder;
use super::rules::Rule;
use super::steps::Alive;
use super::trend::LeakVerdict;
use crate::analysis::heap::MatchedBy;
use crate::model::heap::NodeIndex;

/// What snapshots of one program tell of leaks.
#[derive(Clone, Debug)]
pub struct LeakReport {
    /// How objects were matched.
    pub matched_by: MatchedBy,
    /// The share of objects of the last snapshot that were in the first, from 0 to 1.
    pub share_matched: f64,
    /// All objects of each snapshot, in order.
    pub steps: Vec<Alive>,
    /// Objects of the last snapshot that were not in the first; all of them with one snapshot.
    pub new: Alive,
    /// Suspects: what keeps most alive first, what stands within another behind it.
    pub suspects: Vec<Suspect>,
    /// What is new and not reported, with the reason: most bytes first.
    pub left_alone: Vec<LeftAlone>,
}

/// Objects that a program seems to keep without need.
#[derive(Clone, Debug)]
pub struct Suspect {
    /// What they have in common.
    pub kind: GroupKind,
    /// Name of their class, of the functions, or the text.
    pub class: String,
    /// How many of them are new since the first snapshot.
    pub count: u64,
    /// How many of the group were alive in each snapshot.
    pub counts: Vec<u64>,
    /// The sum of their shallow sizes in each snapshot, in bytes.
    pub bytes: Vec<u64>,
    /// By how many objects the group grew in a step, on average.
    pub growth_per_step: f64,
    /// How even the steps are, from 0 to 1; `None` with fewer than three snapshots.
    pub steadiness: Option<f64>,
    /// What the new ones keep alive together, in bytes.
    pub retained: u64,
    /// What keeps all of them, if one thing does.
    pub holder: Option<Holder>,
    /// Through what the holder keeps them, such as ``closures `onTopic` ``.
    pub via: Option<String>,
    /// Their ways to the roots, grouped by look: the most common first.
    pub paths: Vec<LeakPath>,
    /// By which rule they are suspected.
    pub rule: Rule,
    /// What their counts tell.
    pub verdict: LeakVerdict,
    /// How sure the report is.
    pub confidence: Confidence,
    /// Why it is as sure as that.
    pub reasons: Vec<String>,
    /// All of it in a sentence.
    pub sentence: String,
    /// The suspect in [`LeakReport::suspects`] that these stand within.
    pub within: Option<usize>,
    /// The new objects, in the order of the file.
    pub objects: Vec<NodeIndex>,
    /// What tells it from others that would be known by the same: nearly always empty.
    pub apart: String,
}

/// Ways to the roots that look alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeakPath {
    /// How many objects have it.
    pub count: u64,
    /// The steps from the objects towards the roots, such as `.value of CacheEntry`.
    pub steps: Vec<String>,
    /// One of the objects.
    pub example: NodeIndex,
}

/// What is new and not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    /// Its class.
    pub class: String,
    /// How many are new, and what they take themselves.
    pub new: Alive,
    /// How many were alive in each snapshot.
    pub counts: Vec<u64>,
    /// Why it is not reported.
    pub reason: &'static str,
}

impl Suspect {
    /// What it is known by in other reports of the same program: no numbers of objects, and lines
    /// only where two suspects would else be known by the same, so that it holds in another run.
    pub fn fingerprint(&self) -> String {
        let holder = self.holder.as_ref().map_or("", |it| it.name.as_str());
        format!("{}|{}|{holder}{}", self.rule.key(), self.class, self.apart)
    }
}
