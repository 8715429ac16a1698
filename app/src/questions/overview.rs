//! What the overview says.

use std::sync::Arc;

use asyncscope_core::analysis::{
    CounterPyramid, FunctionRow, SpanStats, Summary, heaviest_chain, span_stats, summary,
};
use asyncscope_core::model::{CounterIndex, CounterUnit, FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::WeightUnit;

use asyncscope_core::analysis::{Selection, WeighedStacks};

use crate::jobs::Job;
use crate::opened::Opened;

/// How many rows the short lists have.
const TOP: usize = 10;

/// How many parts of the time a curve tells apart: about one for two points of its width.
const CURVE_PARTS: usize = 600;

/// The most curves drawn: more cannot be told apart.
const MAX_CURVES: usize = 3;

/// What the overview says.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Times and counts.
    pub summary: Summary,
    /// The functions with most weight of their own.
    pub top: Vec<FunctionRow>,
    /// How many functions there are.
    pub n_functions: usize,
    /// The path of the heaviest callees, outermost first.
    pub hot_path: Vec<HotStep>,
    /// The names of spans with most time of their own; only where there are no samples.
    pub top_spans: Vec<SpanStats>,
    /// How many names of spans there are.
    pub n_span_names: usize,
    /// Weight of the whole selection: what shares of functions are shares of.
    pub sum: u64,
    /// The weight in which something ran: what shares of the hot path are shares of.
    pub busy: u64,
    /// What weights count.
    pub unit: WeightUnit,
    /// Memory over time, one curve per series of bytes, the largest first.
    pub memory: Vec<MemoryCurve>,
}

/// A series of bytes over the selected time, ready to be drawn.
#[derive(Clone, Debug)]
pub struct MemoryCurve {
    /// What is counted, and where: `jsHeapSizeUsed, CrRendererMain`.
    pub name: String,
    /// Seconds and bytes, in order of time: smallest and largest value of each part of the time.
    pub points: Vec<[f64; 2]>,
    /// The largest value.
    pub max: f64,
}

/// One step of the hot path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HotStep {
    /// The function.
    pub frame: FrameIndex,
    /// Its weight there, with what it calls.
    pub total: u64,
    /// Its own weight there.
    pub own: u64,
}

impl Opened {
    /// Asks for the overview.
    pub(super) fn ask_overview(&mut self, ctx: &egui::Context) {
        let Some(functions) = self.ask_functions(ctx) else { return };
        let Some(weighed) = self.answers.weighed.current().cloned() else { return };
        let (recording, selection) = (Arc::clone(&self.recording), self.selection.question());
        let question = selection.clone();
        self.answers.overview.ask(question, || {
            Job::spawn("Summing up", ctx, move |task| {
                overview(&recording, &selection, (&weighed, &functions), task).map(Arc::new)
            })
        });
    }
}

fn overview(
    recording: &Recording,
    selection: &Selection,
    (weighed, functions): (&WeighedStacks, &[FunctionRow]),
    task: &Task,
) -> Result<Overview, Cancelled> {
    let mut top_spans =
        if functions.is_empty() { span_stats(recording, selection, task)? } else { Vec::new() };
    let n_span_names = top_spans.len();
    top_spans.truncate(TOP);
    let is_work = |it: &&FunctionRow| !recording.frames.category(it.frame).is_idle();
    let step = |stack| HotStep {
        frame: weighed.stacks.frame(stack),
        total: weighed.total[stack],
        own: weighed.own[stack],
    };
    Ok(Overview {
        summary: summary(recording, selection, task)?,
        top: functions.iter().filter(is_work).take(TOP).copied().collect(),
        n_functions: functions.len(),
        hot_path: heaviest_chain(recording, weighed).into_iter().map(step).collect(),
        top_spans,
        n_span_names,
        sum: weighed.sum,
        busy: weighed.busy(),
        unit: weighed.unit,
        memory: memory(recording, selection, task)?,
    })
}

/// The largest series of bytes.
fn memory(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<MemoryCurve>, Cancelled> {
    let counters = &recording.counters;
    let range = selection.time_of(recording);
    let mut curves = Vec::new();
    let is_bytes = |&it: &CounterIndex| counters.unit[it] == CounterUnit::Bytes;
    for counter in counters.unit.indices().filter(is_bytes) {
        let pyramid = CounterPyramid::new(recording, counter, task)?;
        let parts = pyramid.query(recording, &range, CURVE_PARTS);
        let (start, length) = (range.start.as_secs_f64(), (range.end - range.start).as_secs_f64());
        let mut points = Vec::new();
        for (part, values) in parts.iter().enumerate() {
            let Some(values) = values else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a few hundred parts")]
            let time = start + length * part as f64 / CURVE_PARTS as f64;
            points.extend([[time, values.min], [time, values.max]]);
        }
        let max = points.iter().fold(0.0, |max: f64, it| max.max(it[1]));
        if points.len() > 2 {
            let name = recording.text(counters.name[counter]);
            let thread = counters.thread[counter].map(|it| recording.thread_name(it));
            let name = thread.map_or(name.to_owned(), |thread| format!("{name}, {thread}"));
            curves.push(MemoryCurve { name, points, max });
        }
    }
    curves.sort_by(|a, b| b.max.total_cmp(&a.max).then_with(|| a.name.cmp(&b.name)));
    curves.truncate(MAX_CURVES);
    Ok(curves)
}
