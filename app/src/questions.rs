//! What views ask of a recording, and the jobs that answer.
//!
//! A question is a value; [`Opened::ask`] compares it with the one asked before and starts a job
//! only if it is new. Only what the views that are to be seen need is asked.

pub mod colors;
pub mod compared;
pub mod details;
pub mod diff;
pub mod flame_graph;
pub mod functions;
pub mod heap;
pub mod overview;
pub mod recorded;
pub mod requests;
pub mod sandwich;
pub mod snapshots;
pub mod source;
pub mod spans;
pub mod threads;
pub mod timeline;
pub mod tree;

use std::fmt;
use std::sync::Arc;

use asyncscope_core::analysis::{self, BitColumn, FunctionRow, FunctionTimes, WeighedStacks};
use asyncscope_core::model::FrameIndex;

use crate::answers::Answer;
use crate::jobs::{Job, Progress};
use crate::kind::Kind;
use crate::opened::Opened;
use crate::views::View;

/// What was asked of a recording, and the answers.
#[derive(Default)]
pub struct Answers {
    /// The stacks of the selection.
    pub weighed: Answer<analysis::Selection, Arc<WeighedStacks>>,
    /// Every function of the selection.
    pub functions: Answer<analysis::Selection, Arc<Vec<FunctionRow>>>,
    /// The functions as they are sorted and filtered.
    pub list: Answer<functions::ListQuestion, Arc<functions::FunctionList>>,
    /// Every function that the recording has samples of.
    pub sampled: Answer<(), Arc<BitColumn<FrameIndex>>>,
    /// How often and how long each function of the selection ran.
    pub times: Answer<analysis::Selection, Arc<FunctionTimes>>,
    /// What the overview says.
    pub overview: Answer<analysis::Selection, Arc<overview::Overview>>,
    /// The call tree.
    pub tree: Answer<tree::TreeQuestion, Arc<tree::FilteredTree>>,
    /// The rows of the call tree that are to be seen.
    pub tree_rows: Answer<tree::RowsQuestion, Arc<tree::TreeRows>>,
    /// Spans by name, as they are sorted and filtered.
    pub spans: Answer<spans::SpansQuestion, Arc<spans::SpanList>>,
    /// What the timeline shows.
    pub timeline: timeline::TimelineAnswers,
    /// What the colours of boxes mean.
    pub colors: Answer<colors::ColorsQuestion, Arc<colors::ColorKey>>,
    /// How much of the recording is not idle.
    pub whole: Answer<(), flame_graph::Whole>,
    /// The flame graph.
    pub flame: Answer<flame_graph::FlameQuestion, Arc<flame_graph::FlameGraph>>,
    /// What matches the search in it.
    pub flame_matches:
        Answer<flame_graph::FlameMatchesQuestion, Arc<flame_graph::FlameGraphMatches>>,
    /// The function in the middle of the sandwich.
    pub sandwich: Answer<sandwich::SandwichQuestion, Arc<sandwich::SandwichGraph>>,
    /// The functions to choose it from.
    pub sandwich_list: Answer<sandwich::ChoiceQuestion, Arc<functions::FunctionList>>,
    /// The source of the selected function.
    pub source: Answer<source::SourceQuestion, Arc<source::Source>>,
    /// Everything about what is selected.
    pub details: Answer<details::DetailsQuestion, Arc<details::Details>>,
    /// What was asked of a heap.
    pub heap: heap::HeapAnswers,
    /// What was asked about operations, memory and tracked objects.
    pub recorded: recorded::RecordedAnswers,
    /// What was asked about requests.
    pub requests: requests::RequestAnswers,
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").field("is_working", &self.is_working()).finish_non_exhaustive()
    }
}

impl Answers {
    /// Takes in what is finished. Returns what went wrong.
    pub fn poll(&mut self) -> Vec<String> {
        let failures = [
            self.weighed.poll(),
            self.functions.poll(),
            self.list.poll(),
            self.sampled.poll(),
            self.times.poll(),
            self.overview.poll(),
            self.tree.poll(),
            self.tree_rows.poll(),
            self.colors.poll(),
            self.whole.poll(),
            self.flame.poll(),
            self.flame_matches.poll(),
            self.sandwich.poll(),
            self.sandwich_list.poll(),
            self.details.poll(),
            self.spans.poll(),
            self.source.poll(),
        ];
        let mut failures: Vec<String> = failures.into_iter().flatten().collect();
        failures.extend(self.timeline.poll());
        failures.extend(self.heap.poll());
        failures.extend(self.recorded.poll());
        failures.extend(self.requests.poll());
        failures
    }

    /// Whether work goes on.
    pub fn is_working(&self) -> bool {
        self.weighed.is_working()
            || self.functions.is_working()
            || self.list.is_working()
            || self.sampled.is_working()
            || self.times.is_working()
            || self.overview.is_working()
            || self.tree.is_working()
            || self.tree_rows.is_working()
            || self.timeline.is_working()
            || self.colors.is_working()
            || self.whole.is_working()
            || self.flame.is_working()
            || self.flame_matches.is_working()
            || self.sandwich.is_working()
            || self.sandwich_list.is_working()
            || self.details.is_working()
            || self.spans.is_working()
            || self.source.is_working()
            || self.heap.is_working()
            || self.recorded.is_working()
            || self.requests.is_working()
    }

    /// The work that is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.weighed
            .progress()
            .or_else(|| self.functions.progress())
            .or_else(|| self.list.progress())
            .or_else(|| self.sampled.progress())
            .or_else(|| self.times.progress())
            .or_else(|| self.overview.progress())
            .or_else(|| self.tree.progress())
            .or_else(|| self.tree_rows.progress())
            .or_else(|| self.timeline.progress())
            .or_else(|| self.colors.progress())
            .or_else(|| self.whole.progress())
            .or_else(|| self.flame.progress())
            .or_else(|| self.flame_matches.progress())
            .or_else(|| self.sandwich.progress())
            .or_else(|| self.sandwich_list.progress())
            .or_else(|| self.details.progress())
            .or_else(|| self.spans.progress())
            .or_else(|| self.source.progress())
            .or_else(|| self.heap.progress())
            .or_else(|| self.recorded.progress())
            .or_else(|| self.requests.progress())
    }
}

impl Answers {
    /// Stops what the views of stacks and of heaps wait for; it is asked again by [`Self::ask_again`].
    pub fn cancel_stacks(&mut self) {
        self.weighed.cancel();
        self.functions.cancel();
        self.flame.cancel();
        self.flame_matches.cancel();
        self.sandwich.cancel();
        self.sandwich_list.cancel();
        self.heap.cancel();
        self.requests.cancel();
    }

    /// Asks again what was cancelled or failed.
    pub fn ask_again(&mut self) {
        self.weighed.ask_again();
        self.functions.ask_again();
        self.flame.ask_again();
        self.flame_matches.ask_again();
        self.sandwich.ask_again();
        self.sandwich_list.ask_again();
        self.heap.ask_again();
        self.requests.ask_again();
    }
}

impl Opened {
    /// Asks what the views that are to be seen need, and does what answers allow.
    pub fn ask(&mut self, views: &[View], ctx: &egui::Context) {
        for view in views {
            self.ask_view(*view, ctx);
        }
    }

    fn ask_view(&mut self, view: View, ctx: &egui::Context) {
        match view {
            View::Overview if self.kind == Kind::Requests => self.ask_request_overview(ctx),
            View::Overview => self.ask_overview(ctx),
            View::Requests => self.ask_requests(ctx),
            View::Endpoints => self.ask_endpoints(ctx),
            View::Timeline => self.ask_timeline(ctx),
            View::FlameGraph => self.ask_flame_graph(ctx),
            View::Sandwich => self.ask_sandwich(ctx),
            View::Functions => {
                self.ask_whole(ctx);
                self.ask_list(ctx);
            }
            View::Spans => self.ask_spans(ctx),
            View::Operations => self.ask_operations(ctx),
            View::Memory => self.ask_memory(ctx),
            View::Tracked => self.ask_tracked(ctx),
            View::CallTree => {
                self.ask_whole(ctx);
                self.ask_tree(ctx);
            }
            View::Changes | View::Growth => self.ask_compared_view(view, ctx),
            View::Leaks | View::Basket => self.ask_snapshots_view(view, ctx),
            of_diffs if of_diffs.is_of_diffs() => self.ask_diff_view(of_diffs, ctx),
            of_heaps => self.ask_heap_view(of_heaps, ctx),
        }
    }

    /// The stacks of the selection, once they are weighed.
    fn ask_weighed(&mut self, ctx: &egui::Context) -> Option<Arc<WeighedStacks>> {
        let question = self.selection.question();
        let recording = Arc::clone(&self.recording);
        let asked = question.clone();
        self.answers.weighed.ask(question, || {
            Job::spawn("Weighing stacks", ctx, move |task| {
                analysis::weigh(&recording, &asked, task).map(Arc::new)
            })
        });
        self.answers.weighed.current().cloned()
    }

    /// Every function of the selection, once they are listed.
    fn ask_functions(&mut self, ctx: &egui::Context) -> Option<Arc<Vec<FunctionRow>>> {
        let weighed = self.ask_weighed(ctx)?;
        let recording = Arc::clone(&self.recording);
        self.answers.functions.ask(self.selection.question(), || {
            Job::spawn("Listing functions", ctx, move |task| {
                analysis::functions(&recording, &weighed, task).map(Arc::new)
            })
        });
        self.answers.functions.current().cloned()
    }
}
