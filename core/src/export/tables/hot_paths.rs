//! Table `hot-paths`: the heaviest stacks.

use crate::analysis::{Selection, WeighedStacks, heaviest_stacks, summed_kind, weigh};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{
    CATEGORY, COLUMN, FUNCTION, LINE, TableKind, URL, has_samples, own_column, push_function,
};
use crate::model::{ProfileKind, Recording, StackIndex};
use crate::task::{Cancelled, Task};
use crate::units::Percent;

/// Stacks with a smaller share of the busy time are left out.
///
/// So there are at most a thousand rows, and their text stays small however deep stacks are.
const MIN_SHARE: f64 = 0.001;

/// Table `hot-paths`.
pub const KIND: TableKind = TableKind {
    name: "hot-paths",
    doc: "The stacks with at least 0.1 % of the time that is not idle, heaviest first",
    columns: |recording| columns(summed_kind(recording)),
    is_in: has_samples,
    build,
};

const fn heads(kind: ProfileKind) -> [TableColumn; 11] {
    [
        TableColumn::new("rank", Unit::Number, "1 for the heaviest"),
        own_column(kind),
        TableColumn::new("busy_percent", Unit::Percent, "Share of all that is not idle"),
        TableColumn::new("samples", Unit::Count, "Samples that end in this stack"),
        TableColumn::new("depth", Unit::Count, "Number of callers"),
        FUNCTION,
        URL,
        LINE,
        COLUMN,
        CATEGORY,
        TableColumn::new("stack", Unit::Text, "All functions, outermost first: `a > b > c`"),
    ]
}

fn columns(kind: ProfileKind) -> &'static [TableColumn] {
    const CPU: &[TableColumn] = &heads(ProfileKind::Cpu);
    const ALLOCATIONS: &[TableColumn] = &heads(ProfileKind::Allocations);
    match kind {
        ProfileKind::Cpu => CPU,
        ProfileKind::Allocations => ALLOCATIONS,
    }
}

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let weighed = weigh(recording, selection, task)?;
    let hot = heaviest_stacks(recording, &weighed, MIN_SHARE, usize::MAX);
    let columns = columns(summed_kind(recording));
    Ok(Table::new(KIND.name, columns, hot.len(), move |row, cells| {
        let it = &hot[row];
        let frame = weighed.stacks.frame(it.stack);
        cells.push(row + 1);
        cells.push(it.own);
        cells.push(Percent::of(it.own, weighed.busy()).0);
        cells.push(it.samples);
        cells.push(weighed.stacks.depth(it.stack));
        push_function(cells, recording, frame);
        cells.push(recording.frames.category(frame).key());
        cells.push(stack_text(recording, &weighed, it.stack));
    }))
}

/// The names of all functions of a stack, outermost first.
fn stack_text(recording: &Recording, weighed: &WeighedStacks, stack: StackIndex) -> String {
    let stacks = &weighed.stacks;
    let mut names: Vec<&str> =
        stacks.path(stack).map(|it| recording.frame_name(stacks.frame(it))).collect();
    names.reverse();
    names.join(" > ")
}
