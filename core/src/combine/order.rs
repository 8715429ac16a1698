//! The whole put in order: each table in the order that it promises.

use crate::index::{Column, RowIndex};
use crate::model::{
    AsyncSpanIndex, AsyncSpanTable, CounterTable, Flow, FlowTable, GcTable, InstantTable,
    Recording, Request, RequestTable, SnapshotTable, TrackedTable,
};

/// Puts the rows of every table in the order that it promises.
pub(super) fn put_in_order(whole: &mut Recording, flows: Vec<Flow>, mut requests: Vec<Request>) {
    whole.flows = FlowTable::new(flows);
    whole.warnings.sort_by_key(|it| (it.severity, it.what));
    order_async_spans(whole, &mut requests);
    let pages = std::mem::take(&mut whole.requests.pages);
    whole.requests = RequestTable::new(requests, pages);
    let it = &mut whole.instants;
    let order = by(it.time.as_slice(), |at| it.time.as_slice()[at]);
    let InstantTable { thread, time, name, group, is_mark, detail } = it;
    reorder(thread, &order);
    reorder(time, &order);
    reorder(name, &order);
    reorder(group, &order);
    reorder(is_mark, &order);
    reorder(detail, &order);
    let it = &mut whole.gcs;
    let order = by(it.start.as_slice(), |at| (it.start.as_slice()[at], it.thread.as_slice()[at]));
    let GcTable { thread, start, duration, kind, used_before, used_after } = it;
    reorder(thread, &order);
    reorder(start, &order);
    reorder(duration, &order);
    reorder(kind, &order);
    reorder(used_before, &order);
    reorder(used_after, &order);
    let (it, strings) = (&mut whole.counters, &whole.strings);
    let order = by(it.name.as_slice(), |at| {
        let name = strings.get(it.name.as_slice()[at]);
        (it.process.as_slice()[at], it.thread.as_slice()[at], name)
    });
    let CounterTable { process, thread, name, unit, points } = it;
    reorder(process, &order);
    reorder(thread, &order);
    reorder(name, &order);
    reorder(unit, &order);
    reorder(points, &order);
    order_recorded(whole);
}

fn order_recorded(whole: &mut Recording) {
    let it = &mut whole.tracked;
    let order = by(it.created.as_slice(), |at| it.created.as_slice()[at]);
    let TrackedTable { thread, name, id, created, collected, size, metadata } = it;
    reorder(thread, &order);
    reorder(name, &order);
    reorder(id, &order);
    reorder(created, &order);
    reorder(collected, &order);
    reorder(size, &order);
    reorder(metadata, &order);
    let it = &mut whole.snapshots;
    let order = by(it.time.as_slice(), |at| it.time.as_slice()[at]);
    let SnapshotTable { thread, time, generation, memory, file, bytes, pause } = it;
    reorder(thread, &order);
    reorder(time, &order);
    reorder(generation, &order);
    reorder(memory, &order);
    reorder(file, &order);
    reorder(bytes, &order);
    reorder(pause, &order);
}

/// Puts asynchronous spans in order of start. A parent begins no later than its children and
/// stands before them, so it still does.
fn order_async_spans(whole: &mut Recording, requests: &mut [Request]) {
    let it = &mut whole.async_spans;
    let order = by(it.start.as_slice(), |at| it.start.as_slice()[at]);
    let mut places: Column<AsyncSpanIndex, AsyncSpanIndex> =
        vec![AsyncSpanIndex::from_row(0); order.len()].into();
    for (place, &row) in order.iter().enumerate() {
        places.as_mut_slice()[row] = AsyncSpanIndex::from_row(place);
    }
    let AsyncSpanTable {
        process,
        thread,
        start,
        duration,
        name,
        group,
        id,
        is_open,
        kind,
        parent,
        outcome,
        facts,
    } = it;
    reorder(process, &order);
    reorder(thread, &order);
    reorder(start, &order);
    reorder(duration, &order);
    reorder(name, &order);
    reorder(group, &order);
    reorder(id, &order);
    reorder(is_open, &order);
    reorder(kind, &order);
    reorder(parent, &order);
    reorder(outcome, &order);
    let moved = |it: &mut Option<AsyncSpanIndex>| *it = it.map(|it| places[it]);
    parent.as_mut_slice().iter_mut().for_each(moved);
    requests.iter_mut().map(|it| &mut it.operation).for_each(moved);
    for fact in facts.iter_mut() {
        fact.0 = places[fact.0];
    }
    facts.sort_by_key(|it| it.0);
}

/// The rows in order of a key, equal ones as they stand.
fn by<T, K: Ord>(rows: &[T], key: impl Fn(usize) -> K) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&at| key(at));
    order
}

fn reorder<I: RowIndex, T: Clone>(column: &mut Column<I, T>, order: &[usize]) {
    let values = column.as_slice();
    *column = order.iter().map(|&at| values[at].clone()).collect::<Vec<_>>().into();
}
