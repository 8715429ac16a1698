//! What `leaks` says of a recording, as text and as JSON.

use std::path::Path;

use asyncscope_core::analysis::leaks::{Dismissed, MemorySuspect, RecordedLeaks, TrackedSuspect};
use asyncscope_core::error::show_path;
use asyncscope_core::export::recorded_leak_text::{arrows, basis, slope_text};
use asyncscope_core::files::snapshot_beside;
use asyncscope_core::units::Count;
use serde::Serialize;
use serde_json::json;

use crate::cli::columns::Heading;
use crate::cli::heap::args::LeaksArgs;
use crate::cli::heap::output::HeapReport;

#[derive(Serialize)]
struct TrackedRow {
    class: String,
    created: u64,
    collected: u64,
    alive: u64,
    alive_bytes: u64,
    counts: Vec<u64>,
    growth_per_generation: f64,
    verdict: &'static str,
    trend: &'static str,
    confidence: &'static str,
    reasons: Vec<String>,
    sentence: String,
    suspect: bool,
    dismissed: bool,
    fingerprint: String,
}

#[derive(Serialize)]
struct MemoryRow {
    process: String,
    part: &'static str,
    verdict: &'static str,
    first_bytes: u64,
    last_bytes: u64,
    values: usize,
    slope_bytes_per_minute: Option<f64>,
    slope_interval: Option<(f64, f64)>,
    rising: f64,
    p: f64,
    after_collections: bool,
    confidence: &'static str,
    reasons: Vec<String>,
    sentence: String,
    suspect: bool,
    dismissed: bool,
    fingerprint: String,
}

const LEFT: &[Heading] =
    &[Heading::number("Alive or slope"), Heading::name("What"), Heading::name("Why")];

/// Appends what was found in a recording. `before` suspects have smaller numbers.
pub(super) fn add(
    report: &mut HeapReport,
    args: &LeaksArgs,
    (file, found): (&Path, &RecordedLeaks),
    (before, dismissed): (usize, &Dismissed),
) {
    if before > 0 {
        report.line("");
    }
    report.line(format!("{}: {}", show_path(file), basis(found)));
    let beside: Vec<String> = found
        .snapshots
        .iter()
        .filter_map(|it| snapshot_beside(file, it))
        .map(|it| show_path(&it))
        .collect();
    add_hint(report, args, found, &beside);
    add_suspects(report, found, (before, dismissed));
    add_left(report, args, found);
    let tracked = found.tracked.iter().map(|it| tracked_row(it, dismissed)).collect::<Vec<_>>();
    let memory = found.memory.iter().map(|it| memory_row(it, dismissed)).collect::<Vec<_>>();
    report.set(
        "recording",
        json!({
            "file": file.to_string_lossy(),
            "snapshots": found.snapshots,
            "snapshots_beside": beside,
            "tracked": tracked,
            "memory": memory,
        }),
    );
}

fn add_suspects(
    report: &mut HeapReport,
    found: &RecordedLeaks,
    (before, dismissed): (usize, &Dismissed),
) {
    let mut number = before;
    let mut n_dismissed = 0;
    let mut head = |report: &mut HeapReport, sentence: &str, fingerprint: &str| {
        number += 1;
        let is_shown = !dismissed.knows(fingerprint);
        n_dismissed += usize::from(!is_shown);
        if is_shown {
            report.line("");
            report.line(format!("{number}. {sentence}"));
        }
        is_shown
    };
    for it in found.tracked.iter().filter(|it| it.is_suspect) {
        if head(report, &it.sentence, &it.fingerprint()) {
            let (confidence, reasons) = (it.confidence.key(), it.reasons.join("; "));
            let counts = arrows(&it.counts);
            report.line(format!("   {counts}; confidence {confidence}: {reasons}"));
            let growth = it.growth_per_generation;
            report.line(format!("   {growth:.1} survivors of a generation on average"));
        }
    }
    for it in found.memory.iter().filter(|it| it.is_suspect) {
        if head(report, &it.sentence, &it.fingerprint()) {
            let (confidence, reasons) = (it.confidence.key(), it.reasons.join("; "));
            report.line(format!("   confidence {confidence}: {reasons}"));
            report.line(format!("   {}", it.growth.part.advice()));
        }
    }
    if n_dismissed > 0 {
        report.line("");
        report.line(format!("{n_dismissed} dismissed before"));
    }
    if number == before {
        report.line("");
        report.line("Nothing in the recording is suspected.");
    }
}

/// Says that snapshots can be given too.
fn add_hint(report: &mut HeapReport, args: &LeaksArgs, found: &RecordedLeaks, beside: &[String]) {
    if found.snapshots.is_empty() || args.files.len() > 1 {
        return;
    }
    let n = found.snapshots.len();
    report.line(match (n, beside.len()) {
        (1, 0) => "A heap snapshot was taken meanwhile, but is not beside it.".to_owned(),
        (_, 0) => format!("{n} heap snapshots were taken meanwhile, but none is beside it."),
        (_, there) => format!(
            "{n} heap snapshots were taken meanwhile, {there} of them beside it; given too, they \
             tell what holds objects: asyncscope leaks RECORDING {}",
            beside.join(" ")
        ),
    });
}

fn add_left(report: &mut HeapReport, args: &LeaksArgs, found: &RecordedLeaks) {
    let tracked = found.tracked.iter().filter(|it| !it.is_suspect);
    let tracked = tracked.map(|it| {
        let alive = format!("{} of {} alive", Count(it.alive), Count(it.created));
        (it.class.clone(), alive, it.reasons.first())
    });
    let memory = found.memory.iter().filter(|it| !it.is_suspect);
    let memory = memory.map(|it| {
        let slope = it.growth.trend.per_minute.map_or_else(String::new, slope_text);
        (format!("{} of {}", it.growth.part.name(), it.process), slope, it.reasons.first())
    });
    let cells = |(what, much, why): (String, String, Option<&String>)| {
        vec![much, what, why.cloned().unwrap_or_default()]
    };
    let rows: Vec<Vec<String>> = tracked.chain(memory).take(args.top).map(cells).collect();
    if !rows.is_empty() {
        report.table("Left alone in the recording", LEFT, rows);
    }
}

fn tracked_row(it: &TrackedSuspect, dismissed: &Dismissed) -> TrackedRow {
    TrackedRow {
        class: it.class.clone(),
        created: it.created,
        collected: it.collected,
        alive: it.alive,
        alive_bytes: it.bytes,
        counts: it.counts.clone(),
        growth_per_generation: it.growth_per_generation,
        verdict: it.verdict.key(),
        trend: it.trend.key(),
        confidence: it.confidence.key(),
        reasons: it.reasons.clone(),
        sentence: it.sentence.clone(),
        suspect: it.is_suspect,
        dismissed: dismissed.knows(&it.fingerprint()),
        fingerprint: it.fingerprint(),
    }
}

fn memory_row(it: &MemorySuspect, dismissed: &Dismissed) -> MemoryRow {
    let (growth, trend) = (&it.growth, &it.growth.trend);
    MemoryRow {
        process: it.process.clone(),
        part: growth.part.key(),
        verdict: trend.verdict.key(),
        first_bytes: growth.ends.0,
        last_bytes: growth.ends.1,
        values: growth.n_values,
        slope_bytes_per_minute: trend.per_minute,
        slope_interval: trend.interval,
        rising: trend.rising,
        p: trend.p,
        after_collections: growth.after_collections,
        confidence: it.confidence.key(),
        reasons: it.reasons.clone(),
        sentence: it.sentence.clone(),
        suspect: it.is_suspect,
        dismissed: dismissed.knows(&it.fingerprint()),
        fingerprint: it.fingerprint(),
    }
}
