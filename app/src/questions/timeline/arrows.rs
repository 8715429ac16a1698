//! The arrows that leave and reach what is selected.

use std::sync::Arc;

use asyncscope_core::model::{
    AsyncSpanIndex, Flow, FlowIndex, FlowKind, Recording, SpanIndex, ThreadIndex,
};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Nanos;

use crate::jobs::Job;
use crate::opened::Opened;
use crate::selection::{Entity, Occurrence};

/// Arrows drawn at most, each way.
const MOST: usize = 100;

/// Whose arrows are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrowsQuestion {
    entity: Option<Entity>,
    occurrence: Option<Occurrence>,
}

/// The arrows of what is selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrows {
    /// Those that reach it: what led to it.
    pub arriving: Vec<Arrow>,
    /// Those that leave it: what it led to.
    pub leaving: Vec<Arrow>,
    /// How many more there are.
    pub n_left_out: usize,
}

/// One arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Where it begins.
    pub from: Anchor,
    /// Where it ends.
    pub to: Anchor,
    /// What it is, such as "Timer".
    pub kind: FlowKind,
}

/// One end of an arrow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// The thread.
    pub thread: ThreadIndex,
    /// When.
    pub time: Nanos,
    /// The box that it is at, if there is one.
    pub entity: Option<Entity>,
}

impl Arrows {
    /// Every arrow.
    pub fn all(&self) -> impl Iterator<Item = &Arrow> {
        self.arriving.iter().chain(&self.leaving)
    }
}

impl Opened {
    /// Asks for the arrows of what is selected.
    pub(super) fn ask_arrows(&mut self, ctx: &egui::Context) {
        let question = ArrowsQuestion {
            entity: self.selection.entity,
            occurrence: self.selection.occurrence.clone(),
        };
        let (recording, asked) = (Arc::clone(&self.recording), question.clone());
        self.answers.timeline.arrows.ask(question, || {
            Job::spawn("Finding arrows", ctx, move |task| {
                arrows(&recording, &asked, task).map(Arc::new)
            })
        });
    }
}

fn arrows(
    recording: &Recording,
    question: &ArrowsQuestion,
    task: &Task,
) -> Result<Arrows, Cancelled> {
    task.advance(0)?;
    Ok(match (question.entity, &question.occurrence) {
        (Some(Entity::Span(span)), _) => of_span(recording, span),
        (Some(Entity::AsyncSpan(span)), _) => of_async_span(recording, span),
        (Some(Entity::Function(_)), Some(it)) => of_moment(recording, it.thread, it.range.start),
        _ => Arrows::default(),
    })
}

fn of_span(recording: &Recording, span: SpanIndex) -> Arrows {
    let (flows, spans) = (&recording.flows, &recording.spans);
    let mut found = Arrows::default();
    found.arriving = found.take(recording, flows.to_span(spans, span));
    found.leaving = found.take(recording, flows.from_span(spans, span));
    found
}

/// What led to the work that a thread does at a moment: the arrows that reach the spans around it.
fn of_moment(recording: &Recording, thread: ThreadIndex, time: Nanos) -> Arrows {
    let (flows, spans) = (&recording.flows, &recording.spans);
    let innermost = spans.innermost_at(thread, time);
    let around = std::iter::successors(innermost, |&it| spans.parent[it]);
    let mut found = Arrows::default();
    found.arriving = found.take(recording, around.flat_map(|it| flows.to_span(spans, it)));
    found
}

/// From the work that began an asynchronous span to it, and from its end to the work done then.
fn of_async_span(recording: &Recording, span: AsyncSpanIndex) -> Arrows {
    let spans = &recording.async_spans;
    let thread = spans.thread[span];
    let range = spans.range(span);
    let here = |time| Anchor { thread, time, entity: Some(Entity::AsyncSpan(span)) };
    let work = |time| {
        let span = recording.spans.innermost_at(thread, time)?;
        Some(Anchor { thread, time, entity: Some(Entity::Span(span)) })
    };
    let kind = FlowKind::AsyncTask;
    let arriving = work(range.start).map(|from| Arrow { from, to: here(range.start), kind });
    let leaving = work(range.end).filter(|_| !spans.is_open[span]);
    let leaving = leaving.map(|to| Arrow { from: here(range.end), to, kind });
    let (arriving, leaving) = (arriving.into_iter().collect(), leaving.into_iter().collect());
    Arrows { arriving, leaving, n_left_out: 0 }
}

impl Arrows {
    /// The first arrows of some, the others counted.
    fn take(
        &mut self,
        recording: &Recording,
        flows: impl Iterator<Item = FlowIndex>,
    ) -> Vec<Arrow> {
        let mut taken = Vec::new();
        for flow in flows {
            if taken.len() < MOST {
                taken.push(arrow(recording.flows.get(flow)));
            } else {
                self.n_left_out += 1;
            }
        }
        taken
    }
}

fn arrow(flow: Flow) -> Arrow {
    let anchor = |it: asyncscope_core::model::FlowEnd| Anchor {
        thread: it.thread,
        time: it.time,
        entity: it.span.map(Entity::Span),
    };
    Arrow { from: anchor(flow.from), to: anchor(flow.to), kind: flow.kind }
}
