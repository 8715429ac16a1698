//! `heap strings`: strings that are there more than once.

use asyncscope_core::analysis::heap::{duplicate_strings, string_text};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::args::StringsArgs;
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;

#[derive(Debug, Serialize)]
struct StringRow {
    text: String,
    count: u64,
    shallow_bytes: u64,
    retained_bytes: u64,
    wasted_bytes: u64,
    is_cut: bool,
}

const HEADINGS: &[Heading] = &[
    Heading::number("Wasted"),
    Heading::number("Retained"),
    Heading::number("Strings"),
    Heading::name("Text"),
];

/// The strings that are there more than once.
pub(super) fn report(
    heap: &OpenHeap,
    args: &StringsArgs,
    task: &Task,
) -> Result<HeapReport, CliError> {
    let groups = duplicate_strings(&heap.graph, &heap.facts, &heap.tree, task)?.groups;
    let wasted = groups.iter().fold(0_u64, |sum, it| sum.saturating_add(it.wasted));
    let first = format!(
        "{} texts are there more than once, {} wasted",
        Count(groups.len() as u64),
        Bytes(wasted)
    );
    let mut report = HeapReport::new("heap-strings", &heap.file, &first);
    let rows: Vec<StringRow> = groups
        .iter()
        .take(args.top)
        .map(|it| StringRow {
            text: string_text(&heap.graph, &heap.facts, it.first),
            count: it.count,
            shallow_bytes: it.shallow,
            retained_bytes: it.retained,
            wasted_bytes: it.wasted,
            is_cut: it.is_cut,
        })
        .collect();
    let cells = rows.iter().map(|it| {
        let mark = if it.is_cut { " (only the beginnings are known to be equal)" } else { "" };
        vec![
            Bytes(it.wasted_bytes).to_string(),
            Bytes(it.retained_bytes).to_string(),
            Count(it.count).to_string(),
            format!("{}{mark}", it.text.chars().take(200).collect::<String>()),
        ]
    });
    report.table("", HEADINGS, cells.collect());
    report.set("total_rows", groups.len());
    report.set("wasted_bytes", wasted);
    report.set("strings", rows);
    Ok(report)
}
