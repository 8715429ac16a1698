//! Why the new objects of a class are alive, and which they are.

use std::cmp::Reverse;
use std::sync::Arc;

use asyncscope_core::analysis::heap::{Class, MatchedBy, PathStep, merged_paths};
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::task::{Cancelled, Task};

use super::super::heap::node::NodeLine;
use super::super::heap::paths::PathsLine;
use super::KnownSide;
use crate::compared::{Compared, Which};
use crate::jobs::Job;

/// Steps of each way that are laid over each other.
const MAX_STEPS: usize = 64;
/// The most lines of ways.
const MOST_LINES: usize = 60;
/// The most objects of each list.
const MOST_OBJECTS: usize = 100;

/// Of which class it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ReasonsQuestion {
    by: MatchedBy,
    class: Class,
}

/// Why the new objects of a class are alive, and which they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Reasons {
    /// The class.
    pub class: Class,
    /// How many objects are new.
    pub n_new: u64,
    /// How many of the new ones nothing holds.
    pub n_unheld: u64,
    /// The steps from the new objects on, those that most share first.
    pub lines: Vec<PathsLine>,
    /// How many steps there are in all.
    pub n_steps: usize,
    /// The new objects that keep most alive.
    pub new: Vec<NodeLine>,
    /// The gone objects that kept most alive.
    pub gone: Vec<NodeLine>,
    /// How many objects are gone.
    pub n_gone: u64,
}

impl Reasons {
    /// The objects that only one snapshot has.
    pub fn objects(&self, which: Which) -> (&[NodeLine], u64) {
        match which {
            Which::Before => (&self.gone, self.n_gone),
            Which::After => (&self.new, self.n_new),
        }
    }
}

impl Compared {
    /// Asks why the new objects of the selected class are alive.
    pub(super) fn ask_reasons(&mut self, known: &[KnownSide; 2], ctx: &egui::Context) {
        let Some(found) = self.answers.found.current().map(Arc::clone) else { return };
        let Some(class) = self.place.selected.clone() else { return };
        let Some(at) = found.place_of(&class) else { return };
        let known = known.clone();
        self.answers.reasons.ask(ReasonsQuestion { by: found.matched_by, class }, || {
            Job::spawn("Finding what holds the new objects", ctx, move |task| {
                let diff = &found.classes[at];
                let [before, after] = &known;
                let merged = merged_paths(after.snapshot(), &diff.new, (None, MAX_STEPS), task)?;
                let holders = after.known();
                let line = |(depth, step): (usize, &PathStep)| PathsLine {
                    step: step.clone(),
                    depth,
                    class: step.held_by(after.snapshot()),
                    holder: NodeLine::new(&holders, step.holder),
                };
                Ok(Arc::new(Reasons {
                    class: diff.class.clone(),
                    n_new: diff.new.len() as u64,
                    n_unheld: merged.n_unheld,
                    lines: merged.in_order(MOST_LINES).into_iter().map(line).collect(),
                    n_steps: merged.steps.len(),
                    new: largest(after, &diff.new, task)?,
                    gone: largest(before, &diff.gone, task)?,
                    n_gone: diff.gone.len() as u64,
                }))
            })
        });
    }
}

/// The objects that keep most alive.
fn largest(side: &KnownSide, nodes: &[NodeIndex], task: &Task) -> Result<Vec<NodeLine>, Cancelled> {
    task.advance(0)?;
    let dominators = &side.tree.dominators;
    let key = |it: &NodeIndex| (Reverse(dominators.retained(*it)), *it);
    let mut nodes = nodes.to_vec();
    if nodes.len() > MOST_OBJECTS {
        nodes.select_nth_unstable_by_key(MOST_OBJECTS, key);
        nodes.truncate(MOST_OBJECTS);
    }
    nodes.sort_unstable_by_key(key);
    let known = side.known();
    Ok(nodes.into_iter().map(|it| NodeLine::new(&known, it)).collect())
}
