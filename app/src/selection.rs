//! What is selected in a recording: one selection, shared by all its views.

use asyncscope_core::analysis;
use asyncscope_core::model::{AsyncSpanIndex, FrameIndex, SpanIndex, ThreadIndex};
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
}

impl Entity {
    /// The function, if it is one.
    pub fn function(self) -> Option<FrameIndex> {
        match self {
            Self::Function(frame) => Some(frame),
            Self::Span(_) | Self::AsyncSpan(_) => None,
        }
    }

    /// The nested span, if it is one.
    pub fn span(self) -> Option<SpanIndex> {
        match self {
            Self::Span(span) => Some(span),
            Self::Function(_) | Self::AsyncSpan(_) => None,
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
    /// The selected thread; `None` is all threads. Filters every view.
    pub thread: Option<ThreadIndex>,
    /// The time range that time charts show; `None` is the whole recording. Filters nothing.
    pub shown: Option<TimeRange>,
}

impl Selection {
    /// The selected function, if the selected thing is one.
    pub fn function(&self) -> Option<FrameIndex> {
        self.entity.and_then(Entity::function)
    }

    /// What analyses are asked about: the range and the threads.
    pub fn question(&self) -> analysis::Selection {
        analysis::Selection {
            time: self.range.clone(),
            threads: self.thread.map(|it| vec![it]),
            ..analysis::Selection::default()
        }
    }
}
