//! Everything about what is selected, for the panel beside the views.

use std::sync::Arc;

use asyncscope_core::analysis::{
    self, FunctionDetails, Histogram, Instances, SpanDetails, WeighedStacks,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::TimeRange;

use crate::jobs::Job;
use crate::opened::Opened;
use crate::selection::{Entity, Occurrence};

/// Bars of the histogram at most.
const MOST_BARS: usize = 40;

/// What details are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct DetailsQuestion {
    selection: analysis::Selection,
    entity: Entity,
    occurrence: Option<Occurrence>,
}

/// Everything about what is selected.
#[derive(Clone, Debug)]
pub struct Details {
    /// What it is.
    pub entity: Entity,
    /// Which of the times it ran is meant.
    pub occurrence: Option<Occurrence>,
    /// The range that the answer is about; `None` is the whole recording.
    pub range: Option<TimeRange>,
    /// What there is to say.
    pub about: About,
    /// How many ran how long.
    pub histogram: Histogram,
    /// Which of the instances is meant.
    pub position: Option<usize>,
}

/// What there is to say about what is selected.
#[derive(Clone, Debug)]
pub enum About {
    /// A function.
    Function(Box<AboutFunction>),
    /// Nested work on a thread.
    Span(SpanDetails),
    /// Asynchronous work, a moment or a garbage collection: every other of its kind.
    Others(Instances),
}

/// A function, and one of the times it ran.
#[derive(Clone, Debug)]
pub struct AboutFunction {
    /// The function in the selection.
    pub all: FunctionDetails,
    /// The function within the time that is meant, if one is.
    pub once: Option<Once>,
}

/// A function within one of the times it ran.
#[derive(Clone, Debug)]
pub struct Once {
    /// The function within that time alone.
    pub details: FunctionDetails,
    /// Its callers, innermost first.
    pub callers: Vec<FrameIndex>,
}

impl AboutFunction {
    /// The function within the time that is meant, else in the whole selection.
    pub fn shown(&self) -> &FunctionDetails {
        self.once.as_ref().map_or(&self.all, |it| &it.details)
    }
}

impl Details {
    /// Which of the instances is meant.
    fn find(&self) -> Option<usize> {
        let instances = self.instances();
        let item = match self.entity {
            Entity::Function(_) => {
                let it = self.occurrence.as_ref()?;
                return instances.find(it.range.start, it.thread, it.depth);
            }
            Entity::Span(it) => it.row(),
            Entity::AsyncSpan(it) => it.row(),
            Entity::Instant(it) => it.row(),
            Entity::Gc(it) => it.row(),
            Entity::Request(it) => it.row(),
        };
        instances.find_item(u32::try_from(item).ok()?)
    }

    /// Every time that what is selected ran.
    pub fn instances(&self) -> &Instances {
        match &self.about {
            About::Function(it) => &it.all.instances,
            About::Span(it) => &it.instances,
            About::Others(it) => it,
        }
    }
}

impl Opened {
    /// Asks about what is selected.
    pub fn ask_details(&mut self, ctx: &egui::Context) {
        let Some(entity) = self.selection.entity else {
            self.answers.details.clear();
            return;
        };
        self.ask_operation(ctx);
        self.ask_about_request(ctx);
        let weighed = match entity {
            Entity::Function(_) => {
                let Some(weighed) = self.ask_weighed(ctx) else { return };
                Some(weighed)
            }
            _ => None,
        };
        let (selection, occurrence) =
            (self.selection.question(), self.selection.occurrence.clone());
        let question = DetailsQuestion { selection, entity, occurrence };
        let (recording, asked) = (Arc::clone(&self.recording), question.clone());
        self.answers.details.ask(question, || {
            Job::spawn("Looking at what is selected", ctx, move |task| {
                details(&recording, asked, weighed.as_deref(), task).map(Arc::new)
            })
        });
    }
}

fn details(
    recording: &Recording,
    asked: DetailsQuestion,
    weighed: Option<&WeighedStacks>,
    task: &Task,
) -> Result<Details, Cancelled> {
    let DetailsQuestion { selection, entity, occurrence } = asked;
    let about = match (entity, weighed) {
        (Entity::Function(frame), Some(weighed)) => {
            let once = match &occurrence {
                Some(it) => Some(once(recording, &selection, frame, it, task)?),
                None => None,
            };
            let all = analysis::function_details(recording, &selection, weighed, frame, task)?;
            About::Function(Box::new(AboutFunction { all, once }))
        }
        (Entity::Span(span), _) => {
            About::Span(analysis::span_details(recording, &selection, span, task)?)
        }
        (Entity::AsyncSpan(span), _) => {
            About::Others(analysis::async_span_instances(recording, &selection, span, task)?)
        }
        (Entity::Instant(moment), _) => {
            About::Others(analysis::moments(recording, &selection, moment, task)?)
        }
        (Entity::Request(request), _) => {
            About::Others(analysis::request_instances(recording, &selection, request, task)?)
        }
        (Entity::Gc(gc), _) => {
            About::Others(analysis::gc_instances(recording, &selection, gc, task)?)
        }
        (Entity::Function(_), None) => About::Others(Instances::default()), // never asked so
    };
    let (histogram, position) = (Histogram::default(), None);
    let details = Details { entity, occurrence, range: selection.time, about, histogram, position };
    let histogram = details.instances().histogram(MOST_BARS);
    let position = details.find();
    Ok(Details { histogram, position, ..details })
}

/// A function within one of the times it ran: what else runs then and there is left out.
fn once(
    recording: &Recording,
    selection: &analysis::Selection,
    frame: FrameIndex,
    occurrence: &Occurrence,
    task: &Task,
) -> Result<Once, Cancelled> {
    let within = analysis::Selection {
        time: Some(occurrence.range.clone()),
        threads: Some(vec![occurrence.thread]),
        ..selection.clone()
    };
    let weighed = analysis::weigh(recording, &within, task)?;
    let details = analysis::function_details(recording, &within, &weighed, frame, task)?;
    // The outermost call: its callers are the same all the while.
    let stacks = &*weighed.stacks;
    let is_it = |it| stacks.frame(it) == frame && weighed.total_samples[it] > 0;
    let outermost = stacks.indices().find(|&it| is_it(it));
    let callers = outermost.and_then(|it| stacks.caller(it)).map(|it| stacks.path(it));
    let callers = callers.into_iter().flatten().map(|it| stacks.frame(it)).collect();
    Ok(Once { details, callers })
}
