//! `heap compare`: what is new in a later snapshot, and what is gone.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    ClassDiff, Comparison, Grown, MatchedBy, compare_by_id, compare_by_path, grown,
};
use asyncscope_core::error::show_path;
use asyncscope_core::export::tables::heap::changes;
use asyncscope_core::export::{CsvText, csv, save};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::args::{InputArgs, LoadArgs};
use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::args::{CompareArgs, Matching};
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;
use crate::cli::output::print;
use crate::cli::show;

#[derive(Debug, Serialize)]
struct DiffRow {
    class: String,
    new_count: u64,
    gone_count: u64,
    count_delta: i64,
    new_bytes: u64,
    gone_bytes: u64,
    shallow_delta_bytes: i64,
    retained_delta_bytes: i64,
}

const HEADINGS: &[Heading] = &[
    Heading::number("Shallow Δ"),
    Heading::number("Retained Δ"),
    Heading::number("New"),
    Heading::number("Gone"),
    Heading::number("Δ"),
    Heading::name("Class"),
];

/// Less than this share of matched objects deserves a word.
const FEW: f64 = 0.5;

/// Answers as `args` ask: with a report, or with a table.
pub(super) fn answer(args: &CompareArgs, task: &Task) -> Result<bool, CliError> {
    let before = read(&args.before, args, task)?;
    let after = read(&args.after, args, task)?;
    let compare = match args.by {
        Matching::Id => compare_by_id,
        Matching::Path => compare_by_path,
    };
    let found = compare(before.snapshot(), after.snapshot(), task)?;
    let total = |it: &OpenHeap| it.facts.shallow.iter().fold(0, u64::saturating_add);
    let grown = args.fail_on.map(|it| grown(&found, (total(&before), total(&after)), it));
    let is_worse = grown.as_ref().is_some_and(|it| !it.is_empty());
    if let Some(path) = &args.csv {
        write(found, path, args, task)?;
        return Ok(is_worse);
    }
    let mut report = comparison_report(&args.before, &args.after, args.top, &found);
    if let Some(grown) = &grown {
        add_grown(&mut report, &found, grown);
    }
    show(&report, args.json)?;
    Ok(is_worse)
}

/// Says what grew beyond what is allowed.
pub(in crate::cli) fn add_grown(report: &mut HeapReport, found: &Comparison, grown: &Grown) {
    let heap = grown.heap.map(|it| ("the heap".to_owned(), it.0, it.1));
    let class = |&(row, before, after): &(usize, u64, u64)| {
        (format!("`{}`", found.classes[row].class.name()), before, after)
    };
    let all: Vec<_> = heap.into_iter().chain(grown.classes.iter().map(class)).collect();
    report.line("");
    if all.is_empty() {
        report.line("Nothing grew more than is allowed.");
    } else {
        report.line("More than is allowed");
    }
    for (what, before, after) in &all {
        report.line(format!("  {what}: {} before, {} after", Bytes(*before), Bytes(*after)));
    }
    let row = |(what, before, after): &(String, u64, u64)| serde_json::json!({ "what": what.trim_matches('`'), "before_bytes": before, "after_bytes": after });
    report.set("grown", all.iter().map(row).collect::<Vec<_>>());
}

/// Writes all classes as CSV.
fn write(found: Comparison, path: &Path, args: &CompareArgs, task: &Task) -> Result<(), CliError> {
    let rows = (0..found.classes.len()).collect();
    let table = changes::table(Arc::new(found), rows);
    if path == Path::new("-") {
        return print(|out| Ok(csv::write(&table, CsvText::Guarded, out, task)?));
    }
    for input in [&args.before, &args.after] {
        refuse_to_replace(path, input)?;
    }
    Ok(save(path, |out| csv::write(&table, CsvText::Guarded, out, task))?)
}

/// Whoever names a snapshot as the output has made a mistake that would cost the snapshot.
pub(super) fn refuse_to_replace(out: &Path, input: &Path) -> Result<(), CliError> {
    let same = match (fs::canonicalize(out), fs::canonicalize(input)) {
        (Ok(out), Ok(input)) => out == input,
        _ => false,
    };
    if same {
        let message = format!("--csv is {} itself, which would be lost", show_path(input));
        return Err(CliError::Question(message));
    }
    Ok(())
}

/// The comparison in words: the first `top` classes.
pub(in crate::cli) fn comparison_report(
    before: &Path,
    after: &Path,
    top: usize,
    found: &Comparison,
) -> HeapReport {
    let first = format!("compared with {}", show_path(before));
    let mut report = HeapReport::new("heap-compare", after, &first);
    report.set("before", before.to_string_lossy());
    add_matching(&mut report, found);
    let rows: Vec<DiffRow> = found.classes.iter().take(top).map(DiffRow::from).collect();
    report.table("", HEADINGS, rows.iter().map(DiffRow::cells).collect());
    report.set("total_rows", found.classes.len());
    report.set("classes", rows);
    report
}

fn read(file: &Path, args: &CompareArgs, task: &Task) -> Result<OpenHeap, CliError> {
    let load = LoadArgs { allow_large: args.load.allow_large };
    OpenHeap::read_input(&InputArgs { file: file.to_owned(), load }, args.no_cache, task)
}

/// How objects were matched, and how many were.
fn add_matching(report: &mut HeapReport, found: &Comparison) {
    let share = found.share_matched();
    let (how, key) = match found.matched_by {
        MatchedBy::Id => ("by object id, as in one process", "id"),
        MatchedBy::Path => ("by class and what dominates them", "path"),
    };
    report.line(format!(
        "Objects matched {how}: {} of {} ({:.0} %)",
        Count(found.matched.0),
        Count(found.matched.1),
        share * 100.0
    ));
    if share < FEW && found.matched_by == MatchedBy::Id {
        report.line(
            "Few objects are in both: these may be two processes. `--by path` matches objects by \
             class and what dominates them.",
        );
    }
    report.set("matched_by", key);
    report.set("matched_objects", found.matched.0);
    report.set("objects", found.matched.1);
    report.set("share_matched", share);
    report.set("few_matched", share < FEW);
}

impl From<&ClassDiff> for DiffRow {
    fn from(diff: &ClassDiff) -> Self {
        Self {
            class: diff.class.name().into_owned(),
            new_count: diff.new.len() as u64,
            gone_count: diff.gone.len() as u64,
            count_delta: diff.count_delta(),
            new_bytes: diff.new_shallow,
            gone_bytes: diff.gone_shallow,
            shallow_delta_bytes: diff.shallow_delta(),
            retained_delta_bytes: diff.retained_delta(),
        }
    }
}

impl DiffRow {
    fn cells(&self) -> Vec<String> {
        vec![
            signed(self.shallow_delta_bytes, |it| Bytes(it).to_string()),
            signed(self.retained_delta_bytes, |it| Bytes(it).to_string()),
            Count(self.new_count).to_string(),
            Count(self.gone_count).to_string(),
            signed(self.count_delta, |it| Count(it).to_string()),
            self.class.clone(),
        ]
    }
}

/// A difference with its sign.
pub(super) fn signed(delta: i64, show: impl Fn(u64) -> String) -> String {
    let sign = match delta {
        1.. => "+",
        0 => "",
        _ => "−",
    };
    format!("{sign}{}", show(delta.unsigned_abs()))
}
