//! What views ask of two heap snapshots that are compared.
//!
//! First all must be known of both snapshots; what their own documents have found out is used.

pub mod list;
pub mod map;
pub mod reasons;

use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    Comparison, Growth, HeapFacts, HeapTree, Ignore, MatchedBy, Snapshot, compare_by_id,
    compare_by_path, growth, heap_facts, heap_tree,
};
use asyncscope_core::model::HeapGraph;

use super::heap::Known;
use crate::answers::{Answer, Work};
use crate::compared::Compared;
use crate::jobs::{Job, Progress};
use crate::opened::Opened;
use crate::views::View;

/// Places that keep less than this part of the heap alive are in no map.
const LEAST_PLACE: f64 = 1.0 / 50_000.0;

/// What is known of one of two snapshots.
#[derive(Debug, Default)]
pub struct SideAnswers {
    /// What can be said of each object.
    pub facts: Answer<(), Arc<HeapFacts>>,
    /// What keeps each alive.
    pub tree: Answer<(), Arc<HeapTree>>,
}

/// All that is known of one of two snapshots.
#[derive(Clone, Debug)]
pub struct KnownSide {
    /// The objects.
    pub graph: Arc<HeapGraph>,
    /// What can be said of each.
    pub facts: Arc<HeapFacts>,
    /// What keeps each alive.
    pub tree: Arc<HeapTree>,
}

impl KnownSide {
    /// All of it, borrowed.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { graph: &self.graph, facts: &self.facts, tree: &self.tree }
    }

    /// The same as what views of one heap know.
    fn known(&self) -> Known {
        let tree = Some(Arc::clone(&self.tree));
        let (graph, facts) = (Arc::clone(&self.graph), Arc::clone(&self.facts));
        Known { graph, facts, tree, without: Ignore::default() }
    }
}

/// What was asked of a comparison, and the answers.
#[derive(Debug, Default)]
pub struct ComparedAnswers {
    /// What is known of the earlier and the later snapshot.
    pub sides: [SideAnswers; 2],
    /// What became of the objects of each class.
    pub found: Answer<MatchedBy, Arc<Comparison>>,
    /// The same, as it is sorted and filtered.
    pub list: Answer<list::ListQuestion, Arc<list::ChangeList>>,
    /// Why the new objects of a class are alive.
    pub reasons: Answer<reasons::ReasonsQuestion, Arc<reasons::Reasons>>,
    /// Where the heap grew.
    pub growth: Answer<(), Arc<Growth>>,
    /// The map of it.
    pub map: Answer<map::MapQuestion, Arc<map::LabelledGrowth>>,
}

impl ComparedAnswers {
    fn all(&self) -> [&dyn Work; 9] {
        let [before, after] = &self.sides;
        [
            &after.facts,
            &before.facts,
            &after.tree,
            &before.tree,
            &self.found,
            &self.list,
            &self.reasons,
            &self.growth,
            &self.map,
        ]
    }

    fn all_mut(&mut self) -> [&mut dyn Work; 9] {
        let [before, after] = &mut self.sides;
        [
            &mut after.facts,
            &mut before.facts,
            &mut after.tree,
            &mut before.tree,
            &mut self.found,
            &mut self.list,
            &mut self.reasons,
            &mut self.growth,
            &mut self.map,
        ]
    }

    /// Takes in what is finished. Returns what went wrong.
    pub fn poll(&mut self) -> Vec<String> {
        self.all_mut().into_iter().filter_map(Work::poll).collect()
    }

    /// Whether work goes on.
    pub fn is_working(&self) -> bool {
        self.all().into_iter().any(Work::is_working)
    }

    /// The work that is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.all().into_iter().find_map(Work::progress)
    }

    /// Why there is no answer, if there is none.
    pub fn failure(&self) -> Option<&str> {
        let [before, after] = &self.sides;
        let sides = [&before.facts, &after.facts].into_iter().find_map(Answer::failure);
        let trees = [&before.tree, &after.tree].into_iter().find_map(Answer::failure);
        sides.or(trees).or(self.found.failure())
    }

    /// Stops all work; it is asked again by [`Self::ask_again`].
    pub fn cancel(&mut self) {
        self.all_mut().into_iter().for_each(Work::cancel);
    }

    /// Asks again what was cancelled or failed.
    pub fn ask_again(&mut self) {
        self.all_mut().into_iter().for_each(Work::ask_again);
    }

    /// Lets the later snapshot be the earlier one: what is known of each stays.
    pub fn swap(&mut self) {
        self.sides.reverse();
        self.found.clear();
        self.list.clear();
        self.reasons.clear();
        self.growth.clear();
        self.map.clear();
    }
}

impl Compared {
    /// What is known of both snapshots, once it is.
    pub fn known(&self) -> Option<[KnownSide; 2]> {
        let known = |at: usize| {
            let (side, answers) = (&self.sides[at], &self.answers.sides[at]);
            let graph = Arc::clone(side.graph()?);
            let facts = Arc::clone(answers.facts.current()?);
            Some(KnownSide { graph, facts, tree: Arc::clone(answers.tree.current()?) })
        };
        Some([known(0)?, known(1)?])
    }

    fn ask_sides(&mut self, ctx: &egui::Context) -> Option<[KnownSide; 2]> {
        for (side, answers) in self.sides.iter().zip(&mut self.answers.sides) {
            let graph = Arc::clone(side.graph()?);
            let asked = Arc::clone(&graph);
            answers.facts.ask((), || {
                Job::spawn("Sizing and naming objects", ctx, move |task| {
                    heap_facts(&asked, task).map(Arc::new)
                })
            });
            let Some(facts) = answers.facts.current().map(Arc::clone) else { continue };
            answers.tree.ask((), || {
                Job::spawn("Finding retained sizes", ctx, move |task| {
                    heap_tree(&graph, &facts, task).map(Arc::new)
                })
            });
        }
        self.known()
    }

    /// What became of the objects of each class, once it is found.
    fn ask_found(&mut self, known: &[KnownSide; 2], ctx: &egui::Context) -> Option<()> {
        let by = self.place.by;
        let known = known.clone();
        self.answers.found.ask(by, || {
            Job::spawn("Comparing", ctx, move |task| {
                let compare = match by {
                    MatchedBy::Id => compare_by_id,
                    MatchedBy::Path => compare_by_path,
                };
                compare(known[0].snapshot(), known[1].snapshot(), task).map(Arc::new)
            })
        });
        self.answers.found.current().map(|_| ())
    }

    fn ask_growth(&mut self, known: &[KnownSide; 2], ctx: &egui::Context) {
        let known = known.clone();
        self.answers.growth.ask((), || {
            Job::spawn("Finding where the heap grew", ctx, move |task| {
                growth(known[0].snapshot(), known[1].snapshot(), LEAST_PLACE, task).map(Arc::new)
            })
        });
        self.ask_map(ctx);
    }
}

impl Opened {
    /// Asks what a view of a comparison needs.
    pub(super) fn ask_compared_view(&mut self, view: View, ctx: &egui::Context) {
        let Some(compared) = &mut self.compared else { return };
        let Some(known) = compared.ask_sides(ctx) else { return };
        if compared.ask_found(&known, ctx).is_some() {
            compared.ask_list(ctx);
        }
        if view == View::Growth {
            compared.ask_growth(&known, ctx);
        }
    }

    /// Asks why the new objects of the selected class are alive.
    pub fn ask_compared_details(&mut self, ctx: &egui::Context) {
        let Some(compared) = &mut self.compared else { return };
        let Some(known) = compared.known() else { return };
        compared.ask_reasons(&known, ctx);
    }
}
