//! What the views of operations, memory and tracked objects ask.

pub mod memory;
pub mod operations;
pub mod tracked;

use std::sync::Arc;

use asyncscope_core::analysis::{self, Concurrency, OperationDetails, Running};
use asyncscope_core::index::Column;
use asyncscope_core::model::AsyncSpanIndex;

use crate::answers::Answer;
use crate::jobs::Progress;

/// What was asked about operations, memory and tracked objects.
#[derive(Debug, Default)]
pub struct RecordedAnswers {
    /// Operations by name and kind, as they are sorted and filtered.
    pub operations: Answer<operations::OperationsQuestion, Arc<operations::OperationList>>,
    /// What each operation did with its time.
    pub running: Answer<(), Arc<Column<AsyncSpanIndex, Option<Running>>>>,
    /// The instances of the operations that were chosen.
    pub group: Answer<operations::GroupQuestion, Arc<operations::OperationGroup>>,
    /// How many operations went on at once.
    pub concurrency: Answer<analysis::Selection, Arc<Concurrency>>,
    /// Everything about the selected operation.
    pub operation: Answer<AsyncSpanIndex, Arc<OperationDetails>>,
    /// Memory over time.
    pub memory: Answer<memory::MemoryQuestion, Arc<memory::MemoryPage>>,
    /// Tracked objects by class.
    pub tracked: Answer<tracked::TrackedQuestion, Arc<tracked::TrackedList>>,
    /// Objects of the class that was chosen, over time.
    pub alive: Answer<tracked::AliveQuestion, Arc<Vec<(u64, u64)>>>,
}

impl RecordedAnswers {
    /// Takes in what is finished. Returns what went wrong.
    pub(super) fn poll(&mut self) -> Vec<String> {
        let failures = [
            self.operations.poll(),
            self.running.poll(),
            self.group.poll(),
            self.concurrency.poll(),
            self.operation.poll(),
            self.memory.poll(),
            self.tracked.poll(),
            self.alive.poll(),
        ];
        failures.into_iter().flatten().collect()
    }

    /// Whether work goes on.
    pub(super) fn is_working(&self) -> bool {
        self.operations.is_working()
            || self.running.is_working()
            || self.group.is_working()
            || self.concurrency.is_working()
            || self.operation.is_working()
            || self.memory.is_working()
            || self.tracked.is_working()
            || self.alive.is_working()
    }

    /// The work that is worth showing.
    pub(super) fn progress(&self) -> Option<Progress> {
        self.operations
            .progress()
            .or_else(|| self.running.progress())
            .or_else(|| self.group.progress())
            .or_else(|| self.concurrency.progress())
            .or_else(|| self.operation.progress())
            .or_else(|| self.memory.progress())
            .or_else(|| self.tracked.progress())
            .or_else(|| self.alive.progress())
    }
}
