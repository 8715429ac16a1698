//! What is selected in a recording: one selection, shared by all its views.

use asyncscope_core::analysis::{self, Transform};
use asyncscope_core::model::{
    AsyncSpanIndex, FrameIndex, GcIndex, InstantIndex, Recording, RequestIndex, SpanIndex,
    ThreadIndex,
};
use asyncscope_core::units::TimeRange;

/// One thing of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entity {
    /// A function, wherever it runs.
    Function(FrameIndex),
    /// Nested work on a thread.
    Span(SpanIndex),
    /// Asynchronous work.
    AsyncSpan(AsyncSpanIndex),
    /// A moment.
    Instant(InstantIndex),
    /// A garbage collection.
    Gc(GcIndex),
    /// A request that was sent.
    Request(RequestIndex),
}

impl Entity {
    /// The function, if it is one.
    pub fn function(self) -> Option<FrameIndex> {
        match self {
            Self::Function(frame) => Some(frame),
            Self::Span(_)
            | Self::AsyncSpan(_)
            | Self::Instant(_)
            | Self::Gc(_)
            | Self::Request(_) => None,
        }
    }

    /// The nested span, if it is one.
    pub fn span(self) -> Option<SpanIndex> {
        match self {
            Self::Span(span) => Some(span),
            _ => None,
        }
    }
}

/// What is selected, hovered and shown. Views read that of the last frame, so all agree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The selected thing.
    pub entity: Option<Entity>,
    /// What the pointer is on, to be marked wherever else it is shown.
    pub hovered: Option<Entity>,
    /// The selected time range; `None` is the whole recording. Filters every view.
    pub range: Option<TimeRange>,
    /// The selected threads, sorted; `None` is all threads. Filters every view.
    pub threads: Option<Vec<ThreadIndex>>,
    /// Changes to stacks, in the order they were asked for. They apply to every view of stacks.
    pub transforms: Vec<Transform>,
    /// Whether only the program's own code is shown, in every view of stacks.
    pub only_my_code: bool,
    /// The stack that was selected with the function, outermost first: what a transform of a
    /// subtree is about. Empty where a function was selected without one.
    pub path: Vec<FrameIndex>,
    /// Which of the times that the selected thing ran is meant.
    pub occurrence: Option<Occurrence>,
    /// The time range that time charts show; `None` is the whole recording. Filters nothing.
    pub shown: Option<TimeRange>,
}

/// One of the times that something ran: a box of a time chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The thread it ran on.
    pub thread: ThreadIndex,
    /// From start to end.
    pub range: TimeRange,
    /// Number of callers, or of spans around it.
    pub depth: u32,
}

impl Selection {
    /// Selects a thing, and nothing of how it was met.
    pub fn select(&mut self, entity: Option<Entity>) {
        if self.entity != entity {
            self.path.clear();
            self.occurrence = None;
        }
        self.entity = entity;
    }

    /// Changes the stacks. The selected stack becomes the one that stands for it. What was done
    /// just before is not done again.
    pub fn transform(&mut self, recording: &Recording, transform: Transform) {
        let folds = transform == Transform::CollapseRecursion;
        let is_done = |all: &[Transform]| folds && all.contains(&transform);
        if self.transforms.last() == Some(&transform) || is_done(&self.transforms) {
            return;
        }
        let path = std::mem::take(&mut self.path);
        if !path.is_empty() {
            let path = transform.path(recording, &path).unwrap_or_default();
            self.select(path.last().copied().map(Entity::Function));
            self.path = path;
        }
        self.transforms.push(transform);
    }

    /// Takes all changes of the stacks back.
    pub fn clear_transforms(&mut self) {
        self.transforms.clear();
        self.path.clear(); // it may be no stack any more
    }

    /// The selected thread, if it is exactly one.
    pub fn sole_thread(&self) -> Option<ThreadIndex> {
        match self.threads.as_deref() {
            Some([thread]) => Some(*thread),
            _ => None,
        }
    }

    /// Whether a thread is selected.
    pub fn has_thread(&self, thread: ThreadIndex) -> bool {
        self.threads.as_ref().is_none_or(|it| it.contains(&thread))
    }

    /// The selected function, if the selected thing is one.
    pub fn function(&self) -> Option<FrameIndex> {
        self.entity.and_then(Entity::function)
    }

    /// What analyses are asked about: the range, the threads and the transforms.
    pub fn question(&self) -> analysis::Selection {
        analysis::Selection {
            time: self.range.clone(),
            threads: self.threads.clone(),
            transforms: self.all_transforms(),
            ..analysis::Selection::default()
        }
    }

    /// The transforms in the order they are applied.
    fn all_transforms(&self) -> Vec<Transform> {
        let mine = self.only_my_code.then_some(Transform::OnlyMyCode);
        mine.into_iter().chain(self.transforms.iter().cloned()).collect()
    }
}
