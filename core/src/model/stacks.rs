//! Call stacks as a prefix tree.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::define_index;
use crate::index::Column;
use crate::model::frames::FrameIndex;

define_index! {
    /// A row of [`StackTable`]: a whole call stack, named by its innermost frame.
    StackIndex
}

/// Every distinct call stack of a recording.
///
/// A stack is its innermost frame plus the stack of its caller, so stacks that begin alike share
/// rows, and the table is at the same time the call tree of the whole recording:
///
/// ```text
/// row  frame   caller          main
///  0   main    -                ├─ parse
///  1   parse   0                │   └─ read
///  2   read    1                └─ print
///  3   print   0
/// ```
///
/// **Invariant:** a caller stands in an earlier row than what it called. A pass from the last row
/// to the first therefore meets callees before callers, and totals are one such pass. No two rows
/// have the same frame and the same caller.
#[derive(Clone, Debug, Default)]
pub struct StackTable {
    frame: Column<StackIndex, FrameIndex>,
    caller: Column<StackIndex, Option<StackIndex>>,
    depth: Column<StackIndex, u32>,
}

impl StackTable {
    /// The innermost frame of a stack.
    pub fn frame(&self, stack: StackIndex) -> FrameIndex {
        self.frame[stack]
    }

    /// The stack without its innermost frame, or `None` if that was its only one.
    pub fn caller(&self, stack: StackIndex) -> Option<StackIndex> {
        self.caller[stack]
    }

    /// Number of callers: 0 for a stack of one frame.
    pub fn depth(&self, stack: StackIndex) -> u32 {
        self.depth[stack]
    }

    /// The stack and its callers, innermost first.
    pub fn path(&self, stack: StackIndex) -> impl Iterator<Item = StackIndex> + '_ {
        std::iter::successors(Some(stack), |&it| self.caller[it])
    }

    /// The outermost frame's stack.
    pub fn root(&self, stack: StackIndex) -> StackIndex {
        self.path(stack).last().unwrap_or(stack)
    }

    /// Number of stacks.
    pub fn len(&self) -> usize {
        self.frame.len()
    }

    /// Whether there are no stacks.
    pub fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }

    /// Every index, callers before callees.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = StackIndex> + ExactSizeIterator + use<> {
        self.frame.indices()
    }
}

/// Builds a [`StackTable`], keeping its invariants.
#[derive(Clone, Debug, Default)]
pub struct StackBuilder {
    table: StackTable,
    known: HashTable<StackIndex>,
    hasher: DefaultHashBuilder,
}

impl StackBuilder {
    /// The stack of `frame` called from `caller`, added if it is new.
    pub fn intern(&mut self, caller: Option<StackIndex>, frame: FrameIndex) -> StackIndex {
        let hash = self.hasher.hash_one((caller, frame));
        let StackTable { frame: frames, caller: callers, depth: depths } = &mut self.table;
        let is_same = |&it: &StackIndex| frames[it] == frame && callers[it] == caller;
        if let Some(&known) = self.known.find(hash, is_same) {
            return known;
        }
        let depth = caller.map_or(0, |it| depths[it] + 1);
        let index = frames.push(frame);
        callers.push(caller);
        depths.push(depth);
        let hasher = &self.hasher;
        self.known.insert_unique(hash, index, |&it| hasher.hash_one((callers[it], frames[it])));
        index
    }

    /// Makes room for `additional` more stacks, where their number is known before.
    pub fn reserve(&mut self, additional: usize) {
        let StackTable { frame: frames, caller: callers, .. } = &self.table;
        let hasher = &self.hasher;
        self.known.reserve(additional, |&it| hasher.hash_one((callers[it], frames[it])));
    }

    /// The stacks so far.
    pub fn table(&self) -> &StackTable {
        &self.table
    }

    /// The finished table.
    pub fn finish(self) -> StackTable {
        self.table
    }
}
