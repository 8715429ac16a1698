//! Table `call-tree`: the call tree from the outermost callers inwards.

use std::cmp::Reverse;

use crate::analysis::{Selection, WeighedStacks, frame_ranks, summed_kind, weigh};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{
    CATEGORY, COLUMN, FUNCTION, LINE, TableKind, URL, has_samples, own_column, push_function,
    total_column,
};
use crate::index::{Column, RowIndex as _};
use crate::model::{ProfileKind, Recording, StackIndex};
use crate::task::{Cancelled, Task};

/// Table `call-tree`.
pub const KIND: TableKind = TableKind {
    name: "call-tree",
    doc: "The call tree: a caller, then what it calls, by total weight",
    columns: |recording| columns(summed_kind(recording)),
    is_in: has_samples,
    build,
};

const fn heads(kind: ProfileKind) -> [TableColumn; 11] {
    [
        TableColumn::new("id", Unit::Number, "Number of the row, counted from 1"),
        TableColumn::new(
            "parent_id",
            Unit::Number,
            "Its caller's `id`; empty for an outermost one",
        ),
        TableColumn::new("depth", Unit::Count, "Number of callers"),
        FUNCTION,
        URL,
        LINE,
        COLUMN,
        CATEGORY,
        own_column(kind),
        total_column(kind),
        TableColumn::new("samples", Unit::Count, "Samples in it or in what it calls, from here"),
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
    let order = order(recording, &weighed, task)?;
    let mut ids: Column<StackIndex, usize> = vec![0; weighed.stacks.len()].into();
    for (row, &stack) in order.iter().enumerate() {
        ids[stack] = row + 1;
    }
    let columns = columns(summed_kind(recording));
    Ok(Table::new(KIND.name, columns, order.len(), move |row, cells| {
        let stack = order[row];
        let frame = weighed.stacks.frame(stack);
        cells.push(row + 1);
        cells.push(weighed.stacks.caller(stack).map(|it| ids[it]));
        cells.push(weighed.stacks.depth(stack));
        push_function(cells, recording, frame);
        cells.push(recording.frames.category(frame).key());
        cells.push(weighed.own[stack]);
        cells.push(weighed.total[stack]);
        cells.push(weighed.total_samples[stack]);
    }))
}

/// The stacks that have samples: each before what it calls, what one calls by total weight, then
/// by name and place.
fn order(
    recording: &Recording,
    weighed: &WeighedStacks,
    task: &Task,
) -> Result<Vec<StackIndex>, Cancelled> {
    let stacks = &weighed.stacks;
    let rank = frame_ranks(recording);
    let mut sorted: Vec<StackIndex> =
        stacks.indices().filter(|&it| weighed.total_samples[it] > 0).collect();
    task.advance(sorted.len() as u64)?;
    // Ends of lists first, so that what is put in front last is the heaviest.
    sorted.sort_unstable_by_key(|&it| {
        (weighed.total[it], Reverse(rank[stacks.frame(it)]), Reverse(it.row()))
    });
    task.advance(sorted.len() as u64)?;
    let mut root = None;
    let mut first: Column<StackIndex, Option<StackIndex>> = vec![None; stacks.len()].into();
    let mut next = first.clone();
    for &stack in &sorted {
        let head = stacks.caller(stack).map_or(&mut root, |it| &mut first[it]);
        next[stack] = head.replace(stack);
    }
    let mut order = Vec::with_capacity(sorted.len());
    let mut at = root;
    while let Some(stack) = at {
        order.push(stack);
        // Down if there is something, else on to the next sibling of the nearest caller.
        at = first[stack].or_else(|| stacks.path(stack).find_map(|it| next[it]));
    }
    Ok(order)
}
