//! A report of leaks as Markdown and as plain text: one page, as it is shown and printed.

use std::fmt::Write as _;

use super::recorded_leak_text::arrows;
use crate::analysis::heap::MatchedBy;
use crate::analysis::leaks::{LeakReport, LeakVerdict, Suspect};
use crate::units::{Bytes, Count};

/// The most steps of a way that are written.
const MAX_STEPS: usize = 10;
/// The most looks of ways that are written of a suspect.
const MAX_PATHS: usize = 3;
/// The most looks of ways that are lines of plain text.
const MOST_LINES: usize = 2;
/// The most steps of such a line.
const MOST_PLAIN: usize = 8;
/// The most rows of what is left alone.
const MAX_LEFT: usize = 12;

/// How objects were matched, and what that means for what the report can say.
pub fn basis(report: &LeakReport) -> String {
    let matched = match report.matched_by {
        MatchedBy::Id => "by object id, as in one process",
        MatchedBy::Path => "by class and what dominates them, as in different processes",
    };
    let share = report.share_matched * 100.0;
    match report.steps.len() {
        0 | 1 => "One snapshot: what is large, not what grows.".to_owned(),
        2 => format!(
            "Two snapshots: growth, no trend. Objects matched {matched}; {share:.0} % were there \
             before."
        ),
        n => format!(
            "{n} snapshots: a trend. Objects matched {matched}; {share:.0} % were there before."
        ),
    }
}

/// The report as Markdown. `files` are the names of the snapshots, in order.
pub fn markdown(report: &LeakReport, files: &[String]) -> String {
    let mut text = "# Leak report\n\n".to_owned();
    for (file, step) in files.iter().zip(&report.steps) {
        let (objects, bytes) = (Count(step.count), Bytes(step.bytes));
        writeln!(text, "- `{}`: {objects} objects, {bytes}", escaped(file)).ok();
    }
    let (new, bytes) = (Count(report.new.count), Bytes(report.new.bytes));
    let what = if report.steps.len() > 1 { "New" } else { "In all" };
    writeln!(text, "\n{} {what}: {new} objects, {bytes}.", basis(report)).ok();
    if report.suspects.is_empty() {
        text.push_str("\nNothing is suspected.\n");
    }
    for (number, suspect) in report.suspects.iter().enumerate() {
        add_suspect(&mut text, number + 1, suspect);
    }
    if !report.left_alone.is_empty() {
        text.push_str("\n## Left alone\n\n| New | Bytes | What | Why |\n|--:|--:|---|---|\n");
        for it in report.left_alone.iter().take(MAX_LEFT) {
            let (count, bytes) = (Count(it.new.count), Bytes(it.new.bytes));
            let class = escaped(&it.class);
            writeln!(text, "| {count} | {bytes} | `{class}` | {} |", it.reason).ok();
        }
    }
    text
}

/// The report as plain text. `files` are the names of the snapshots, in order.
pub fn plain(report: &LeakReport, files: &[String]) -> String {
    let mut text = "Leak report\n\n".to_owned();
    for (file, step) in files.iter().zip(&report.steps) {
        writeln!(text, "{file}: {} objects, {}", Count(step.count), Bytes(step.bytes)).ok();
    }
    let (new, bytes) = (Count(report.new.count), Bytes(report.new.bytes));
    writeln!(text, "\n{}\nNew: {new} objects, {bytes}", basis(report)).ok();
    if report.suspects.is_empty() {
        text.push_str("\nNothing is suspected.\n");
    }
    for (number, suspect) in report.suspects.iter().enumerate() {
        text.push('\n');
        for line in suspect_lines(number + 1, suspect) {
            writeln!(text, "{line}").ok();
        }
    }
    text
}

/// A suspect in lines: what it is, how it grew, how sure that is, and its most common ways.
pub fn suspect_lines(number: usize, suspect: &Suspect) -> Vec<String> {
    let indent = if suspect.within.is_some() { "   " } else { "" };
    let counts = arrows(&suspect.counts);
    let (confidence, reasons) = (suspect.confidence.key(), suspect.reasons.join("; "));
    let mut lines = vec![
        format!("{indent}{number}. {}", suspect.sentence),
        format!("{indent}   {counts}; confidence {confidence}: {reasons}"),
    ];
    for path in suspect.paths.iter().take(MOST_LINES) {
        let steps: Vec<&str> = path.steps.iter().take(MOST_PLAIN).map(String::as_str).collect();
        lines.push(format!("{indent}   {} × {}", Count(path.count), steps.join(" ← ")));
    }
    lines
}

fn add_suspect(text: &mut String, number: usize, suspect: &Suspect) {
    let heading = if suspect.within.is_some() { "###" } else { "##" };
    writeln!(text, "\n{heading} {number}. {}\n", suspect.sentence).ok();
    let reasons = suspect.reasons.join("; ");
    writeln!(text, "Confidence: {} ({reasons}).", suspect.confidence.key()).ok();
    if suspect.verdict != LeakVerdict::Large {
        let counts: Vec<String> = suspect.counts.iter().map(|&it| Count(it).to_string()).collect();
        writeln!(text, "Alive: {}.", counts.join(" → ")).ok();
    }
    if let Some(outer) = suspect.within {
        writeln!(text, "Stands within number {}.", outer + 1).ok();
    }
    text.push('\n');
    for path in suspect.paths.iter().take(MAX_PATHS) {
        let steps: Vec<String> =
            path.steps.iter().take(MAX_STEPS).map(|it| format!("`{}`", escaped(it))).collect();
        writeln!(text, "- {} ×: {}", Count(path.count), steps.join(" ← ")).ok();
    }
}

/// Without what would end code, a cell or a line.
pub(super) fn escaped(text: &str) -> String {
    text.replace(['`', '|', '\n', '\r'], " ")
}
