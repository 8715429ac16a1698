//! The flame charts of both sides: what ran over time on a thread of a run of each.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{DiffProfile, FunctionDiff, Normalisation, function_steps};
use asyncscope_core::analysis::{
    FlameItem, FlameKind, FlameLayout, FlameMatches, ItemMatches, NameFilter, Selection,
};
use asyncscope_core::index::Column;
use asyncscope_core::model::{FrameIndex, Recording, ThreadIndex};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Nanos;

use crate::compared::Which;
use crate::diff::Diff;
use crate::filter::Filter;
use crate::jobs::Job;
use crate::questions::threads::{self, ThreadContent};
use crate::questions::timeline::{TrackContent, track_content, tracks_of};
use crate::tracks::{Track, TrackKey};

/// Which chart of a side is asked for: of which run, of which thread if one was chosen, and whether
/// runs are added.
pub type ChartQuestion = (usize, Option<ThreadIndex>, bool);

/// What is looked for in which chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSearch {
    chart: ChartQuestion,
    search: Filter,
}

/// What ran over time on a thread of one side.
#[derive(Debug)]
pub struct SideChart {
    /// The run.
    pub recording: Arc<Recording>,
    /// Its threads, those with most in them first.
    pub threads: Vec<ThreadContent>,
    /// The thread that is shown, if there is any.
    pub thread: Option<ThreadIndex>,
    /// What is shown, from top to bottom.
    pub lanes: Vec<ChartLane>,
    /// When each function was called first on the thread, if it was.
    first: Column<FrameIndex, Option<Nanos>>,
}

/// A lane of a chart.
#[derive(Debug)]
pub struct ChartLane {
    /// Its name.
    pub title: String,
    /// What it shows, such as "JS, 2 342 samples".
    pub note: String,
    /// The boxes.
    pub layout: FlameLayout,
}

/// What matches the search in the lanes of a chart.
#[derive(Debug)]
pub struct ChartMatches {
    /// The chart.
    pub chart: Arc<SideChart>,
    /// For each of its lanes, the boxes.
    pub lanes: Vec<FlameMatches>,
}

/// How the functions of a run are those of both sides.
#[derive(Debug)]
pub struct RunFunctions {
    profile: Arc<DiffProfile>,
    which: Which,
    run: usize,
    /// For each function of both sides, which one of the run it is.
    in_run: Column<FrameIndex, Option<FrameIndex>>,
    /// For each function of the run, its place among the colours of differences.
    pub slots: Column<FrameIndex, u8>,
}

impl SideChart {
    /// When a function of the run was called first on the thread.
    pub fn first_call(&self, frame: FrameIndex) -> Option<Nanos> {
        self.first.get(frame).copied().flatten()
    }
}

impl RunFunctions {
    /// Which function of both sides one of the run is.
    pub fn of_run(&self, frame: FrameIndex) -> Option<FrameIndex> {
        let runs = self.which.of(self.profile.functions.as_ref());
        runs.get(self.run)?.get(frame).copied()
    }

    /// Which function of the run one of both sides is.
    pub fn in_run(&self, frame: FrameIndex) -> Option<FrameIndex> {
        self.in_run.get(frame).copied().flatten()
    }
}

impl Diff {
    /// Asks for both charts, and for what is searched in them.
    pub(super) fn ask_charts(&mut self, ctx: &egui::Context) {
        for which in Which::BOTH {
            self.ask_chart(which, ctx);
            self.ask_chart_matches(which, ctx);
            self.ask_run_functions(which, ctx);
        }
    }

    /// The number of the run whose chart is shown: the one chosen, or the first.
    pub fn charted_run(&self, which: Which) -> usize {
        let run = which.of(self.place.charts.runs);
        let is_summed = self.place.basis.is_summed;
        if !is_summed && run < self.side(which).len() { run } else { 0 }
    }

    fn chart_question(&self, which: Which) -> ChartQuestion {
        let thread = which.of(self.place.charts.threads);
        (self.charted_run(which), thread, self.place.basis.is_summed)
    }

    fn ask_chart(&mut self, which: Which, ctx: &egui::Context) {
        let question = self.chart_question(which);
        self.recordings(ctx);
        let run = self.runs(which).and_then(|it| it.into_iter().nth(question.0));
        let Some(recording) = run.map(|it| it.recording) else { return };
        which.of_mut(&mut self.answers.charts).ask(question, || {
            Job::spawn("Laying out a chart", ctx, move |task| {
                chart(recording, question.1, task).map(Arc::new)
            })
        });
    }

    fn ask_chart_matches(&mut self, which: Which, ctx: &egui::Context) {
        let search = self.place.charts.search.clone();
        let chart = self.chart_question(which);
        let answers = &mut self.answers;
        let matches = which.of_mut(&mut answers.chart_matches);
        let Ok(Some(filter)) = search.parse() else { return matches.clear() };
        let Some(shown) = which.of(answers.charts.as_ref()).current().cloned() else { return };
        matches.ask(ChartSearch { chart, search }, || {
            Job::spawn("Searching", ctx, move |task| found(shown, &filter, task).map(Arc::new))
        });
    }

    fn ask_run_functions(&mut self, which: Which, ctx: &egui::Context) {
        let Some(functions) = self.ask_functions(ctx) else { return };
        let Some(profile) = self.answers.profile.current().cloned() else { return };
        let question: (usize, Normalisation) = (self.charted_run(which), self.normalisation());
        which.of_mut(&mut self.answers.run_functions).ask(question, || {
            Job::spawn("Matching functions", ctx, move |task| {
                run_functions(profile, &functions, (which, question.0), task).map(Arc::new)
            })
        });
    }
}

/// Lays out what ran on a thread: the one chosen, or the one with most in it.
fn chart(
    recording: Arc<Recording>,
    chosen: Option<ThreadIndex>,
    task: &Task,
) -> Result<SideChart, Cancelled> {
    let threads = threads::contents(&recording);
    let chosen = chosen.filter(|it| threads.iter().any(|other| other.thread == *it));
    let thread = chosen.or_else(|| threads.first().map(|it| it.thread));
    let mut lanes = Vec::new();
    for track in tracks_of(&recording, task)?.tracks {
        if !is_shown(&recording, &track, thread) {
            continue;
        }
        let content = track_content(&recording, track.key, &Selection::default(), task)?;
        if let TrackContent::Boxes(layout) = content {
            lanes.push(ChartLane { title: track.title, note: track.note, layout });
        }
    }
    let first = first_calls(&recording, &lanes, task)?;
    Ok(SideChart { recording, threads, thread, lanes, first })
}

/// Whether a track is about the thread, or about what its process did beside.
fn is_shown(recording: &Recording, track: &Track, thread: Option<ThreadIndex>) -> bool {
    let process = thread.map(|it| recording.threads.process[it]);
    match track.key {
        TrackKey::Spans(it) | TrackKey::Gcs(it) => Some(it) == thread,
        // Sampled allocations have no moments.
        TrackKey::Samples(_) if !is_timed(recording, track.key) => false,
        TrackKey::Samples(_) => track.thread == thread,
        TrackKey::Asyncs(..) => track.opens && track.process == process,
        TrackKey::Requests(_) => track.process.is_none() || track.process == process,
        TrackKey::Process(_)
        | TrackKey::Moments(_)
        | TrackKey::Memory(_)
        | TrackKey::Counter(_) => false,
    }
}

fn is_timed(recording: &Recording, key: TrackKey) -> bool {
    use asyncscope_core::model::ProfileKind;
    matches!(key, TrackKey::Samples(it) if recording.profiles[it].kind == ProfileKind::Cpu)
}

/// When each function was called first: a pass over all boxes of functions.
fn first_calls(
    recording: &Recording,
    lanes: &[ChartLane],
    task: &Task,
) -> Result<Column<FrameIndex, Option<Nanos>>, Cancelled> {
    let mut first: Column<FrameIndex, Option<Nanos>> = vec![None; recording.frames.len()].into();
    let of_functions = lanes.iter().filter(|it| it.layout.kind() == FlameKind::Frames);
    for layout in of_functions.map(|it| &it.layout) {
        for row in layout.rows() {
            task.advance(0)?;
            for (&start, &item) in row.starts().iter().zip(row.items()) {
                if let FlameItem::Frame(frame) = layout.kind().item(item) {
                    let start = Nanos(start);
                    first[frame] = Some(first[frame].map_or(start, |it: Nanos| it.min(start)));
                }
            }
        }
    }
    Ok(first)
}

fn found(
    chart: Arc<SideChart>,
    filter: &NameFilter,
    task: &Task,
) -> Result<ChartMatches, Cancelled> {
    let items = ItemMatches::new(&chart.recording, filter, task)?;
    let in_lane = |it: &ChartLane| FlameMatches::of(&it.layout, &items, task);
    let lanes = chart.lanes.iter().map(in_lane).collect::<Result<_, _>>()?;
    Ok(ChartMatches { chart, lanes })
}

fn run_functions(
    profile: Arc<DiffProfile>,
    functions: &[FunctionDiff],
    (which, run): (Which, usize),
    task: &Task,
) -> Result<RunFunctions, Cancelled> {
    task.advance(0)?;
    let n_functions = profile.names.frames.len();
    let steps = function_steps(functions, n_functions);
    let mut in_run: Column<FrameIndex, Option<FrameIndex>> = vec![None; n_functions].into();
    let mut slots = Vec::new();
    if let Some(of_run) = which.of(profile.functions.as_ref()).get(run) {
        slots.reserve(of_run.len());
        for frame in of_run.indices() {
            let function = of_run[frame];
            // Of functions that are one, the first stands for all.
            in_run[function] = in_run[function].or(Some(frame));
            slots.push(steps[function].saturating_add(7).unsigned_abs());
        }
    }
    Ok(RunFunctions { profile, which, run, in_run, slots: slots.into() })
}
