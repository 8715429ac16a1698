//! The flame graph of the selection, and what is looked for in it.

use std::sync::Arc;

use asyncscope_core::analysis::{
    self, Direction, FlameLayout, FlameMatches, Selection, inverted, left_heavy,
};
use asyncscope_core::units::WeightUnit;

use crate::filter::Filter;
use crate::jobs::Job;
use crate::opened::Opened;

/// What graph is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FlameQuestion {
    selection: analysis::Selection,
    direction: Direction,
}

/// What is looked for in which graph.
#[derive(Clone, Debug, PartialEq)]
pub struct FlameMatchesQuestion {
    graph: FlameQuestion,
    search: Filter,
}

/// Stacks by weight, the heaviest on the left.
#[derive(Debug)]
pub struct FlameGraph {
    /// The boxes.
    pub layout: FlameLayout,
    /// Which way they grow from row 0.
    pub direction: Direction,
}

/// What matches the search.
#[derive(Debug)]
pub struct FlameGraphMatches {
    /// The graph that was searched.
    pub graph: Arc<FlameGraph>,
    /// Its boxes that match.
    pub matches: FlameMatches,
}

/// How much of a recording is not idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Weight of all samples in which something ran.
    pub busy: u64,
    /// What it counts.
    pub unit: WeightUnit,
}

impl Opened {
    /// Asks for the flame graph, and for what is searched in it.
    pub(super) fn ask_flame_graph(&mut self, ctx: &egui::Context) {
        self.ask_whole(ctx);
        let Some(weighed) = self.ask_weighed(ctx) else { return };
        let direction = self.flame.direction;
        let question = FlameQuestion { selection: self.selection.question(), direction };
        let recording = Arc::clone(&self.recording);
        self.answers.flame.ask(question.clone(), || {
            Job::spawn("Laying out the flame graph", ctx, move |task| {
                let layout = match direction {
                    Direction::TopDown => left_heavy(&recording, &weighed, task)?,
                    Direction::BottomUp => inverted(&recording, &weighed, task)?,
                };
                Ok(Arc::new(FlameGraph { layout, direction }))
            })
        });
        self.ask_flame_matches(question, ctx);
    }

    fn ask_flame_matches(&mut self, graph: FlameQuestion, ctx: &egui::Context) {
        let Ok(Some(filter)) = self.flame.search.parse() else {
            self.answers.flame_matches.clear();
            return;
        };
        let Some(found) = self.answers.flame.current().cloned() else { return };
        let question = FlameMatchesQuestion { graph, search: self.flame.search.clone() };
        let recording = Arc::clone(&self.recording);
        self.answers.flame_matches.ask(question, || {
            Job::spawn("Searching", ctx, move |task| {
                let matches = FlameMatches::new(&recording, &found.layout, &filter, task)?;
                Ok(Arc::new(FlameGraphMatches { graph: found, matches }))
            })
        });
    }

    /// Asks how much of the recording is not idle: what selections are parts of.
    pub(super) fn ask_whole(&mut self, ctx: &egui::Context) {
        let recording = Arc::clone(&self.recording);
        self.answers.whole.ask((), || {
            Job::spawn("Weighing the recording", ctx, move |task| {
                let weighed = analysis::weigh(&recording, &Selection::default(), task)?;
                Ok(Whole { busy: weighed.busy(), unit: weighed.unit })
            })
        });
    }
}
