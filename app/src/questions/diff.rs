//! What views ask of recordings that are compared.

pub mod about;
pub mod charts;
pub mod events;
pub mod flames;
pub mod functions;
pub mod memory;
mod runs;
pub mod sought;
pub mod summary;
pub mod tree;
pub mod tree_walk;

use std::sync::Arc;

use asyncscope_core::analysis::diff::{
    DiffProfile, EndpointDiff, FunctionDiff, HostAliases, MemoryDiff, Normalisation, OperationDiff,
    Overlay, Part, Sides, diff_functions, diff_memory, diff_profile_of,
};

use asyncscope_core::model::FrameIndex;

pub use runs::Sums;

use crate::answers::{Answer, Work};
use crate::diff::Diff;
use crate::jobs::{Job, Progress};
use crate::opened::Opened;
use crate::views::View;

/// What was asked of a comparison, and the answers.
#[derive(Debug, Default)]
pub struct DiffAnswers {
    /// The sum of each side that is to be added and has several recordings, or why there is none.
    pub sums: Answer<(), Sums>,
    /// The samples of both sides over one table of functions and stacks.
    pub profile: Answer<(), Arc<DiffProfile>>,
    /// Every function.
    pub functions: Answer<Normalisation, Arc<Vec<FunctionDiff>>>,
    /// The functions of a tab, sorted and filtered.
    pub list: Answer<functions::ListQuestion, Arc<functions::FunctionList>>,
    /// The flame graph.
    pub flames: Answer<flames::FlamesQuestion, Arc<flames::Flames>>,
    /// What is found in it.
    pub found: Answer<flames::FlamesSearch, Arc<flames::FoundInFlames>>,
    /// What ran over time on each side.
    pub charts: Sides<Answer<charts::ChartQuestion, Arc<charts::SideChart>>>,
    /// What is found in it.
    pub chart_matches: Sides<Answer<charts::ChartSearch, Arc<charts::ChartMatches>>>,
    /// How the functions of what is shown there are those of both sides.
    pub run_functions: Sides<Answer<(usize, Normalisation), Arc<charts::RunFunctions>>>,
    /// The lines of the call tree that are to be seen.
    pub tree: Answer<tree::TreeQuestion, Arc<tree::TreeLines>>,
    /// Lines of it that are opened all at once.
    pub walk: Answer<tree_walk::WalkQuestion, Option<tree_walk::Walked>>,
    /// Operations.
    pub operations: Answer<(), Arc<Vec<OperationDiff>>>,
    /// The same, sorted and filtered.
    pub operation_list: Answer<events::ListQuestion, Arc<events::OperationList>>,
    /// How long the selected operations took on both sides.
    pub operation_overlay: Answer<usize, Arc<Overlay>>,
    /// Endpoints.
    pub endpoints: Answer<HostAliases, Arc<Vec<EndpointDiff>>>,
    /// The same, sorted and filtered.
    pub endpoint_list: Answer<events::ListQuestion, Arc<events::EndpointList>>,
    /// How long the requests of the selected endpoint took on both sides.
    pub endpoint_overlay: Answer<usize, Arc<Overlay>>,
    /// Memory.
    pub memory: Answer<(), Arc<Vec<MemoryDiff>>>,
    /// One part of memory over time, of every run.
    pub lines: Answer<usize, Arc<memory::MemoryLines>>,
    /// All that is known of the selected function.
    pub about: Answer<(FrameIndex, Normalisation), Arc<about::AboutFunction>>,
    /// Everything in sentences.
    pub summary: Answer<Option<Normalisation>, Arc<summary::Summary>>,
    /// What is to be shown in a recording.
    pub sought: Answer<sought::SoughtQuestion, Option<sought::Sought>>,
}

impl DiffAnswers {
    fn all(&self) -> [&dyn Work; 25] {
        [
            &self.sums,
            &self.profile,
            &self.functions,
            &self.list,
            &self.flames,
            &self.found,
            &self.charts.before,
            &self.charts.after,
            &self.chart_matches.before,
            &self.chart_matches.after,
            &self.run_functions.before,
            &self.run_functions.after,
            &self.tree,
            &self.walk,
            &self.operations,
            &self.operation_list,
            &self.operation_overlay,
            &self.endpoints,
            &self.endpoint_list,
            &self.endpoint_overlay,
            &self.memory,
            &self.lines,
            &self.about,
            &self.summary,
            &self.sought,
        ]
    }

    fn all_mut(&mut self) -> [&mut dyn Work; 25] {
        [
            &mut self.sums,
            &mut self.profile,
            &mut self.functions,
            &mut self.list,
            &mut self.flames,
            &mut self.found,
            &mut self.charts.before,
            &mut self.charts.after,
            &mut self.chart_matches.before,
            &mut self.chart_matches.after,
            &mut self.run_functions.before,
            &mut self.run_functions.after,
            &mut self.tree,
            &mut self.walk,
            &mut self.operations,
            &mut self.operation_list,
            &mut self.operation_overlay,
            &mut self.endpoints,
            &mut self.endpoint_list,
            &mut self.endpoint_overlay,
            &mut self.memory,
            &mut self.lines,
            &mut self.about,
            &mut self.summary,
            &mut self.sought,
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

    /// Why what everything else is made of is not there, if it is not.
    pub fn failure(&self) -> Option<&str> {
        let sums = self.sums.value().and_then(|it| it.as_ref().err());
        let sums = sums.map(String::as_str).or(self.sums.failure());
        let samples = self.profile.failure().or(self.functions.failure());
        let events = self.operations.failure().or(self.endpoints.failure());
        sums.or(samples).or(events).or(self.memory.failure())
    }

    /// Stops all work; it is asked again by [`Self::ask_again`].
    pub fn cancel(&mut self) {
        self.all_mut().into_iter().for_each(Work::cancel);
    }

    /// Asks again what was cancelled or failed.
    pub fn ask_again(&mut self) {
        self.all_mut().into_iter().for_each(Work::ask_again);
    }
}

impl DiffAnswers {
    /// Nothing but what does not depend on which part of recordings is compared.
    pub(crate) fn without_figures(self) -> Self {
        Self { sums: self.sums, charts: self.charts, ..Self::default() }
    }

    /// Forgets what depends on which hosts count as others.
    pub(crate) fn forget_endpoints(&mut self) {
        self.endpoints.clear();
        self.endpoint_list.clear();
        self.endpoint_overlay.clear();
        self.summary.clear();
    }
}

impl Diff {
    /// How amounts are made comparable: as was chosen, or as fits both sides.
    pub fn normalisation(&self) -> Normalisation {
        let fitting = || self.answers.profile.value().map(|it| it.fitting);
        self.place.normalisation.or_else(fitting).unwrap_or_default()
    }

    /// The samples of both sides, once they are summed.
    fn ask_profile(&mut self, ctx: &egui::Context) -> Option<Arc<DiffProfile>> {
        let kind = self.kind_of_samples()?;
        let recordings = self.recordings(ctx)?;
        self.answers.profile.ask((), || {
            Job::spawn("Matching functions", ctx, move |task| {
                recordings.ask(|runs| diff_profile_of(runs, kind, task)).map(Arc::new)
            })
        });
        self.answers.profile.current().cloned()
    }

    /// Every function of both sides, once they are compared.
    fn ask_functions(&mut self, ctx: &egui::Context) -> Option<Arc<Vec<FunctionDiff>>> {
        let profile = self.ask_profile(ctx)?;
        let normalisation = self.normalisation();
        self.answers.functions.ask(normalisation, || {
            Job::spawn("Comparing functions", ctx, move |task| {
                diff_functions(&profile, normalisation, task).map(Arc::new)
            })
        });
        self.answers.functions.current().cloned()
    }

    /// The memory of both sides, once it is compared.
    fn ask_memory(&mut self, ctx: &egui::Context) -> Option<Arc<Vec<MemoryDiff>>> {
        if !self.has(Part::Memory) {
            return None;
        }
        let recordings = self.recordings(ctx)?;
        self.answers.memory.ask((), || {
            Job::spawn("Comparing memory", ctx, move |task| {
                recordings.ask(|runs| diff_memory(runs, task)).map(Arc::new)
            })
        });
        self.answers.memory.current().cloned()
    }

    fn ask_view(&mut self, view: View, ctx: &egui::Context) {
        // The head of every view says how much all samples differ.
        self.ask_profile(ctx);
        if !self.has_samples() {
            self.ask_summary(ctx);
        }
        match view {
            View::DiffSummary => self.ask_summary(ctx),
            View::DiffFunctions => self.ask_list(ctx),
            View::DiffFlames => self.ask_flames(ctx),
            View::DiffTree => self.ask_tree(ctx),
            View::DiffCharts => self.ask_charts(ctx),
            View::DiffOperations => self.ask_operation_list(ctx),
            View::DiffEndpoints => self.ask_endpoint_list(ctx),
            View::DiffMemory => self.ask_memory_lines(ctx),
            _ => {} // is none of a comparison
        }
    }
}

impl Opened {
    /// Asks what a view of compared recordings needs.
    pub(super) fn ask_diff_view(&mut self, view: View, ctx: &egui::Context) {
        if let Some(diff) = &mut self.diff {
            diff.ask_view(view, ctx);
        }
    }
}
