//! What `leaks` says of snapshots, as text and as JSON.

use asyncscope_core::analysis::heap::MatchedBy;
use asyncscope_core::analysis::leaks::{Dismissed, LeakPath, LeakReport, LeftAlone, Suspect};
use asyncscope_core::export::leak_text::{basis, suspect_lines};
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::columns::Heading;
use crate::cli::heap::args::{LeaksArgs, Matching};
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;

#[derive(Serialize)]
struct SuspectRow {
    class: String,
    kind: &'static str,
    count: u64,
    counts: Vec<u64>,
    bytes: Vec<u64>,
    growth: f64,
    steadiness: Option<f64>,
    retained_bytes: u64,
    holder: Option<HolderRow>,
    via: Option<String>,
    rule: &'static str,
    verdict: &'static str,
    confidence: &'static str,
    reasons: Vec<String>,
    sentence: String,
    within: Option<usize>,
    dismissed: bool,
    fingerprint: String,
    paths: Vec<PathRow>,
}

#[derive(Serialize)]
struct HolderRow {
    name: String,
    class: String,
    held_as: Option<String>,
    id: u64,
}

#[derive(Serialize)]
struct PathRow {
    count: u64,
    steps: Vec<String>,
    example_id: u64,
}

#[derive(Serialize)]
struct LeftRow {
    class: String,
    new_count: u64,
    new_bytes: u64,
    counts: Vec<u64>,
    reason: &'static str,
}

const LEFT: &[Heading] = &[
    Heading::number("New"),
    Heading::number("Bytes"),
    Heading::name("What"),
    Heading::name("Why"),
];

/// Appends what was found in snapshots.
pub(super) fn add(
    report: &mut HeapReport,
    args: &LeaksArgs,
    last: &OpenHeap,
    (found, dismissed): (&LeakReport, &Dismissed),
) {
    report.line(basis(found));
    report.line(format!("New: {} objects, {}", Count(found.new.count), Bytes(found.new.bytes)));
    let left = dismissed.left(found);
    for (row, suspect) in found.suspects.iter().enumerate().take(args.top) {
        if left.iter().any(|it| std::ptr::eq(*it, suspect)) {
            add_suspect(report, row + 1, suspect);
        }
    }
    let n_dismissed = found.suspects.len() - left.len();
    if n_dismissed > 0 {
        report.line("");
        report.line(format!("{n_dismissed} dismissed before"));
    }
    if found.suspects.is_empty() {
        report.line("");
        report.line("Nothing is suspected.");
    }
    if !found.left_alone.is_empty() {
        let rows = found.left_alone.iter().take(args.top).map(left_cells).collect();
        report.table("Left alone", LEFT, rows);
    }
    report.set("matched_by", if found.matched_by == MatchedBy::Id { "id" } else { "path" });
    report.set("share_matched", found.share_matched);
    report.set("objects", found.steps.iter().map(|it| it.count).collect::<Vec<_>>());
    report.set("bytes", found.steps.iter().map(|it| it.bytes).collect::<Vec<_>>());
    report.set("new_objects", found.new.count);
    report.set("new_bytes", found.new.bytes);
    let rows = found.suspects.iter().map(|it| {
        let is_left = left.iter().any(|left| std::ptr::eq(*left, it));
        suspect_row(last, it, !is_left)
    });
    report.set("suspects", rows.collect::<Vec<_>>());
    report.set("left_alone", found.left_alone.iter().map(left_row).collect::<Vec<_>>());
}

fn add_suspect(report: &mut HeapReport, number: usize, suspect: &Suspect) {
    report.line("");
    for line in suspect_lines(number, suspect) {
        report.line(line);
    }
}

fn left_cells(it: &LeftAlone) -> Vec<String> {
    let (count, bytes) = (Count(it.new.count).to_string(), Bytes(it.new.bytes).to_string());
    vec![count, bytes, it.class.clone(), it.reason.to_owned()]
}

fn left_row(it: &LeftAlone) -> LeftRow {
    LeftRow {
        class: it.class.clone(),
        new_count: it.new.count,
        new_bytes: it.new.bytes,
        counts: it.counts.clone(),
        reason: it.reason,
    }
}

fn suspect_row(last: &OpenHeap, it: &Suspect, dismissed: bool) -> SuspectRow {
    let holder = it.holder.as_ref().map(|it| HolderRow {
        name: it.name.clone(),
        class: it.class.clone(),
        held_as: it.held_as.clone(),
        id: last.graph.id(it.node),
    });
    let path = |it: &LeakPath| PathRow {
        count: it.count,
        steps: it.steps.clone(),
        example_id: last.graph.id(it.example),
    };
    SuspectRow {
        class: it.class.clone(),
        kind: it.kind.key(),
        count: it.count,
        counts: it.counts.clone(),
        bytes: it.bytes.clone(),
        growth: it.growth_per_step,
        steadiness: it.steadiness,
        retained_bytes: it.retained,
        holder,
        via: it.via.clone(),
        rule: it.rule.key(),
        verdict: it.verdict.key(),
        confidence: it.confidence.key(),
        reasons: it.reasons.clone(),
        sentence: it.sentence.clone(),
        within: it.within,
        dismissed,
        fingerprint: it.fingerprint(),
        paths: it.paths.iter().map(path).collect(),
    }
}

impl From<Matching> for MatchedBy {
    fn from(matching: Matching) -> Self {
        match matching {
            Matching::Id => Self::Id,
            Matching::Path => Self::Path,
        }
    }
}
