//! Why the objects of a class are alive: their ways to the roots, laid over each other.

use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    ClassIndex, Ignore, PathStep, Snapshot, instances, merged_paths,
};
use asyncscope_core::index::RowIndex as _;

use super::Known;
use super::classes::Chosen;
use super::node::NodeLine;
use crate::jobs::Job;
use crate::opened::Opened;

/// Steps of each way that are laid over each other.
const MAX_STEPS: usize = 64;
/// The most lines.
const MOST_LINES: usize = 60;

/// Of which objects something is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct PathsQuestion {
    class: ClassIndex,
    chosen: Chosen,
    ignore: Ignore,
}

/// A step that many ways share.
#[derive(Clone, Debug, PartialEq)]
pub struct PathsLine {
    /// The step.
    pub step: PathStep,
    /// How many steps lead to it.
    pub depth: usize,
    /// The name of the class of those that hold.
    pub class: String,
    /// One of them.
    pub holder: NodeLine,
}

/// Why the objects of a class are alive.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassPaths {
    /// The class.
    pub class: ClassIndex,
    /// How many objects there are.
    pub n_objects: u64,
    /// How many of them nothing holds.
    pub n_unheld: u64,
    /// The steps from the objects on, those that most share first.
    pub lines: Vec<PathsLine>,
    /// How many steps there are in all.
    pub n_steps: usize,
}

impl Opened {
    /// Asks why the objects of a class are alive.
    pub(super) fn ask_paths(&mut self, class: ClassIndex, known: &Known, ctx: &egui::Context) {
        let Some(tree) = known.tree.clone() else { return };
        let Some(ignored) = self.answers.heap.ignored.current().cloned() else { return };
        let chosen = self.chosen();
        self.ask_chosen(&chosen, known, ctx);
        let bits = self.chosen_bits(&chosen);
        if bits.is_none() && !chosen.is_all() {
            return;
        }
        let ignore = self.heap.place.ignore.clone();
        let known = known.clone();
        self.answers.heap.paths.ask(PathsQuestion { class, chosen, ignore }, || {
            Job::spawn("Finding what holds the class", ctx, move |task| {
                let mut objects = instances(&known.facts, class);
                if let Some(bits) = &bits {
                    objects.retain(|it| bits.has(it.row()));
                }
                let heap = Snapshot { graph: &known.graph, facts: &known.facts, tree: &tree };
                let limits = (ignored.as_deref(), MAX_STEPS);
                let merged = merged_paths(heap, &objects, limits, task)?;
                let line = |(depth, step): (usize, &PathStep)| PathsLine {
                    step: step.clone(),
                    depth,
                    class: step.held_by(heap),
                    holder: NodeLine::new(&known, step.holder),
                };
                Ok(Arc::new(ClassPaths {
                    class,
                    n_objects: merged.n_objects,
                    n_unheld: merged.n_unheld,
                    lines: merged.in_order(MOST_LINES).into_iter().map(line).collect(),
                    n_steps: merged.steps.len(),
                }))
            })
        });
    }
}
