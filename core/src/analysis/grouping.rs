//! Functions taken together by script, package or category.

use std::cmp::{Ordering, Reverse};

use hashbrown::HashMap;

use crate::analysis::functions::tallies_by;
use crate::analysis::weighed::WeighedStacks;
use crate::define_index;
use crate::index::{Column, RowIndex as _};
use crate::model::{Category, FrameIndex, Recording};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

define_index! {
    /// A row of [`Groups`].
    GroupIndex
}

/// What makes functions belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// Each stands for itself.
    #[default]
    Function,
    /// Their script. Functions without one stand together by category.
    Url,
    /// Their package. Functions of none stand together by category.
    Package,
    /// Their category.
    Category,
}

impl Grouping {
    /// Every grouping, in the order of menus.
    pub const ALL: [Grouping; 4] = [Self::Function, Self::Url, Self::Package, Self::Category];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Function => "Function",
            Self::Url => "Script",
            Self::Package => "Package",
            Self::Category => "Category",
        }
    }

    /// Its name in options, CSV and JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Url => "url",
            Self::Package => "package",
            Self::Category => "category",
        }
    }
}

/// What all functions of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupKey {
    /// They are this function.
    Function(FrameIndex),
    /// Their script or package.
    Text(StringIndex),
    /// Their category.
    Category(Category),
}

impl GroupKey {
    /// Its name for people.
    pub fn label(self, recording: &Recording) -> &str {
        match self {
            Self::Function(frame) => recording.frame_name(frame),
            Self::Text(text) => recording.text(text),
            Self::Category(category) => category.name(),
        }
    }

    /// By label; categories before texts of the same letters.
    pub(crate) fn compare(self, other: Self, recording: &Recording) -> Ordering {
        let rank = |it| match it {
            Self::Category(category) => (0, category as usize),
            Self::Text(text) => (1, text.row()),
            Self::Function(frame) => (2, frame.row()),
        };
        if self == other {
            return Ordering::Equal;
        }
        let by_label = self.label(recording).cmp(other.label(recording));
        by_label.then_with(|| rank(self).cmp(&rank(other)))
    }
}

/// Which group each function of a recording belongs to. Groups stand in order of appearance.
#[derive(Clone, Debug)]
pub struct Groups {
    /// The group of each function.
    pub of: Column<FrameIndex, GroupIndex>,
    /// What each group has in common.
    pub key: Column<GroupIndex, GroupKey>,
}

impl Groups {
    /// The groups of all functions of `recording`.
    pub fn new(recording: &Recording, grouping: Grouping) -> Self {
        let mut of = Column::default();
        let mut key = Column::default();
        let mut known = HashMap::new();
        for frame in recording.frames.indices() {
            let it = group_of(recording, grouping, frame);
            of.push(*known.entry(it).or_insert_with(|| key.push(it)));
        }
        Self { of, key }
    }
}

/// What the group that a function belongs to has in common.
pub fn group_of(recording: &Recording, grouping: Grouping, frame: FrameIndex) -> GroupKey {
    let frames = &recording.frames;
    let text = match grouping {
        Grouping::Function => return GroupKey::Function(frame),
        Grouping::Url => Some(frames.get(frame).url).filter(|&it| !recording.text(it).is_empty()),
        Grouping::Package => frames.package(frame),
        Grouping::Category => None,
    };
    text.map_or_else(|| GroupKey::Category(frames.category(frame)), GroupKey::Text)
}

/// A group and what its functions weigh together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// What its functions have in common.
    pub key: GroupKey,
    /// Its name for people.
    pub label: String,
    /// Weight of the samples in which one of its functions ran itself.
    pub own: u64,
    /// Weight of the samples with one of its functions on the stack, each counted once.
    pub total: u64,
    /// Number of samples with one of its functions on the stack, each counted once.
    pub samples: u64,
}

/// Every group that a sample of the selection has a function of on its stack.
///
/// Own weights add up to the sum of the selection; totals overlap, since one sample runs through
/// several groups. Order: own weight, then total, heaviest first; then label.
pub fn groups(
    recording: &Recording,
    weighed: &WeighedStacks,
    grouping: Grouping,
    task: &Task,
) -> Result<Vec<GroupRow>, Cancelled> {
    let groups = Groups::new(recording, grouping);
    let tallies = tallies_by(&groups.of, weighed, task)?;
    let sampled = tallies.indices().filter(|&it| tallies[it].total.samples > 0);
    let row = |group| {
        let (key, tally) = (groups.key[group], &tallies[group]);
        let (own, total, samples) = (tally.own.weight, tally.total.weight, tally.total.samples);
        GroupRow { key, label: key.label(recording).to_owned(), own, total, samples }
    };
    let mut rows: Vec<GroupRow> = sampled.map(row).collect();
    rows.sort_unstable_by(|a, b| {
        let by_weight = Reverse((a.own, a.total)).cmp(&Reverse((b.own, b.total)));
        by_weight.then_with(|| a.key.compare(b.key, recording))
    });
    Ok(rows)
}
