//! Sampled allocations, which the recorder writes now and then.

use super::super::collect::Collector;
use super::super::skipped::Skip;
use crate::error::ParseError;
use crate::formats::heapprofile::Tree;
use crate::formats::json::Reader;
use crate::model::{FrameTable, StackBuilder, StackIndex, ThreadIndex};
use crate::task::Task;
use crate::warning::Severity;

/// What a thread allocated and still held.
#[derive(Debug)]
pub(in super::super) struct Allocations {
    /// The thread.
    pub(in super::super) thread: ThreadIndex,
    /// When it was told, on the recorder's clock.
    pub(in super::super) time: i64,
    /// Who allocated.
    pub(in super::super) stacks: Vec<Option<StackIndex>>,
    /// The bytes of each stack.
    pub(in super::super) weights: Vec<u64>,
}

impl<'a> Collector<'a> {
    /// The sampled allocations: of each thread the last, since that contains those before.
    pub(in super::super) fn allocations(
        &mut self,
        bytes: &'a [u8],
        (frames, stacks): (&mut FrameTable, &mut StackBuilder),
        task: &Task,
    ) -> Result<Vec<Allocations>, ParseError> {
        let mut all = std::mem::take(&mut self.recorded.heap_profiles);
        all.sort_by_key(|it| (it.0, it.1));
        let mut found = Vec::new();
        for of_thread in all.chunk_by(|a, b| a.0 == b.0) {
            let [before @ .., (thread, time, start)] = of_thread else { continue };
            self.skipped.add_many(Skip::HeapProfile, before.len() as u64);
            let mut reader = Reader::new(bytes);
            reader.rewind(*start);
            let mut tree = Tree::new(&mut self.strings, frames, self.warnings);
            if let Err(error) = tree.read_profile(&mut reader, task) {
                if error.is_cancelled() {
                    return Err(error);
                }
                let what = "sampled allocations (`heapProfile`) are damaged, and read in part";
                let offset = usize::try_from(error.offset).ok();
                self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
            }
            let (rows, weights) = tree.finish(stacks);
            found.push(Allocations { thread: *thread, time: *time, stacks: rows, weights });
        }
        Ok(found)
    }
}
