//! The command palette: what was typed, and everything it may mean.
//!
//! What the window itself knows (actions, recordings, files) is matched when something is typed.
//! What a recording holds is matched by a job: see [`search`].

pub mod fuzzy;
mod heap;
pub mod search;
pub mod time;

use std::path::PathBuf;
use std::sync::Arc;

use asyncscope_core::analysis::heap::ClassIndex;
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::model::{AsyncSpanIndex, FrameIndex, ThreadIndex};
use asyncscope_core::units::TimeRange;

use crate::actions::Action;
use crate::answers::Answer;
use crate::document::DocumentId;

/// The palette, while it is open.
#[derive(Debug, Default)]
pub struct Palette {
    /// What was typed, with the sign that it may begin with.
    pub text: String,
    /// What was found, in the order it is shown.
    pub groups: Vec<Group>,
    /// How much was found, also of what is not shown.
    pub n_found: usize,
    /// The chosen entry, counted over all groups.
    pub chosen: usize,
    /// Whether the user chose it.
    pub has_moved: bool,
    /// What the recording holds that fits.
    pub found: Answer<search::Question, Arc<search::Found>>,
}

/// Entries of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they are.
    pub name: &'static str,
    /// The entries, the best first.
    pub entries: Vec<Entry>,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it does.
    pub target: Target,
    /// What it says.
    pub text: String,
    /// What stands beside it: a place, a size.
    pub detail: String,
    /// The letters of `text` that were typed, by number.
    pub letters: Vec<usize>,
    /// How well it fits; more is better.
    pub score: i32,
}

/// What an entry does.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Runs an action.
    Action(Action),
    /// Shows a recording.
    Document(DocumentId),
    /// Opens a file.
    File(PathBuf),
    /// Selects a thread.
    Thread(ThreadIndex),
    /// Selects a function.
    Function(FrameIndex),
    /// Selects asynchronous work, the first of its name.
    Operation(AsyncSpanIndex),
    /// Shows a range of time, or what is around a moment.
    Time(TimeRange),
    /// Selects a class of a heap.
    Class(ClassIndex),
    /// Opens an object of a heap.
    Object(NodeIndex),
}

/// What is looked for, by the sign that the text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything.
    All,
    /// `>`: actions.
    Actions,
    /// `@`: functions, and objects of a heap by number.
    Functions,
    /// `#`: threads, operations, recordings and files.
    Tracks,
    /// `:`: a time.
    Time,
}

impl Kind {
    /// What `text` looks for, and the rest of it.
    pub fn of(text: &str) -> (Self, &str) {
        let text = text.trim_start();
        let kinds =
            [('>', Self::Actions), ('@', Self::Functions), ('#', Self::Tracks), (':', Self::Time)];
        let found = kinds.iter().find_map(|(sign, kind)| Some((*kind, text.strip_prefix(*sign)?)));
        let (kind, rest) = found.unwrap_or((Self::All, text));
        (kind, rest.trim())
    }

    /// Whether one of `kinds`, or everything, is looked for.
    pub fn is_in(self, kinds: &[Kind]) -> bool {
        self == Self::All || kinds.contains(&self)
    }
}

impl Palette {
    /// Every entry, in the order they are shown.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.groups.iter().flat_map(|it| &it.entries)
    }

    /// Moves the choice, beginning again at the other end.
    pub fn step(&mut self, by: isize) {
        let n = self.entries().count();
        if n > 0 {
            let last = self.chosen.min(n - 1);
            self.chosen = last.wrapping_add_signed(by).wrapping_add(n) % n;
            self.has_moved = true;
        }
    }

    /// Shows what was found. The choice stays on what the user chose; else it is the best.
    pub fn show(&mut self, groups: Vec<Group>, n_found: usize) {
        let target = self.entries().nth(self.chosen).filter(|_| self.has_moved);
        let target = target.map(|it| it.target.clone());
        self.groups = groups;
        self.n_found = n_found;
        let again = target.and_then(|it| self.entries().position(|entry| entry.target == it));
        self.has_moved &= again.is_some();
        self.chosen = again.unwrap_or(0);
    }
}

impl Entry {
    /// An entry that says `text`, if that fits what was typed.
    pub fn matching(target: Target, text: &str, typed: &str) -> Option<Self> {
        let found = fuzzy::find(typed, text)?;
        let text = text.to_owned();
        let (letters, score) = (found.letters, found.score);
        Some(Self { target, text, detail: String::new(), letters, score })
    }

    /// The same with something beside it.
    #[must_use]
    pub fn beside(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }
}

/// Letters found far apart are no find where something fits much better: entries below this share
/// of the best are left out.
const WEAK: f32 = 0.6;

/// Leaves out what fits much less well than `best`.
#[expect(clippy::cast_precision_loss, reason = "points of a few letters")]
pub fn drop_weak(entries: &mut Vec<Entry>, best: i32) {
    entries.retain(|it| it.score as f32 >= best as f32 * WEAK);
}

/// The best of `entries` first; those that fit alike stay in their order.
pub fn best_first(entries: &mut [Entry]) {
    entries.sort_by_key(|it| std::cmp::Reverse(it.score));
}
