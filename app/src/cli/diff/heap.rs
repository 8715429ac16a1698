//! Two heap snapshots in `diff`.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{Run, Runs, Sides};
use asyncscope_core::analysis::heap::{
    Comparison, HeapFacts, HeapTree, Snapshot, compare_by_id, compare_by_path, grown, heap_facts,
    heap_tree,
};
use asyncscope_core::export::tables::diff as tables;
use asyncscope_core::model::HeapGraph;
use asyncscope_core::task::Task;

use super::{DiffArgs, write};
use crate::cli::error::CliError;
use crate::cli::heap::{add_grown, comparison_report};
use crate::cli::show;

/// Fewer objects than this share in both are two processes.
const FEW: f64 = 0.5;

/// A snapshot and what is known of it.
type Known<'a> = (&'a HeapGraph, HeapFacts, HeapTree);

/// Compares the snapshots, by object id if enough are in both, else by class and dominators.
///
/// Says whether the heap or a class of it grew more than `args` allow.
pub(super) fn answer(args: &DiffArgs, runs: Runs<'_>, task: &Task) -> Result<bool, CliError> {
    let known = runs.try_map(|side| known(side, task))?;
    let found = compare(&known, task)?;
    let totals = known.as_ref().map(|it| it.1.shallow.iter().fold(0, u64::saturating_add));
    let grown = args.fail_on.map(|it| grown(&found, (totals.before, totals.after), it));
    let is_worse = grown.as_ref().is_some_and(|it| !it.is_empty());
    match args.table.as_deref() {
        Some(tables::heap_classes::NAME) => {
            write(&tables::heap_classes::table(Arc::new(found)), args, task)?;
        }
        Some(name) => {
            let message = format!("there is no table `{name}` of these: they have a heap");
            return Err(CliError::Question(message));
        }
        None => {
            let [before, after] = args.sides()?;
            let files = Sides::new(before[0].as_path(), after[0].as_path());
            let mut report = comparison_report(files.before, files.after, args.top, &found);
            if let Some(grown) = &grown {
                add_grown(&mut report, &found, grown);
            }
            show(&report, args.json)?;
        }
    }
    Ok(is_worse)
}

fn compare(known: &Sides<Known<'_>>, task: &Task) -> Result<Comparison, CliError> {
    let [before, after] =
        known.as_ref().map(|it| Snapshot { graph: it.0, facts: &it.1, tree: &it.2 }).into_array();
    let found = compare_by_id(before, after, task)?;
    if found.share_matched() < FEW {
        return Ok(compare_by_path(before, after, task)?);
    }
    Ok(found)
}

/// The only snapshot of a side.
fn known<'a>(side: &[Run<'a>], task: &Task) -> Result<Known<'a>, CliError> {
    let [Run { recording, .. }] = side else {
        let n = side.len();
        let message = format!("heap snapshots are compared one with one, found {n} on one side");
        return Err(CliError::Question(message));
    };
    let graph = recording.heap.as_deref().ok_or_else(|| {
        let format = recording.source.format;
        CliError::Question(format!("expected a heap snapshot, found a {format}"))
    })?;
    let facts = heap_facts(graph, task)?;
    let tree = heap_tree(graph, &facts, task)?;
    Ok((graph, facts, tree))
}
