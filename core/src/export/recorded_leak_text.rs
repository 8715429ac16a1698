//! What a recording tells of leaks, as Markdown.

use std::fmt::Write as _;

use super::leak_text::escaped;
use crate::analysis::leaks::{Confidence, RecordedLeaks};
use crate::units::{Bytes, Count};

/// What was found in a recording, as a part of a page. `file` is the name of the recording,
/// `first` the number of its first suspect.
pub fn recorded_markdown(found: &RecordedLeaks, file: &str, first: usize) -> String {
    let mut text = format!("- `{}`: {}\n", escaped(file), basis(found));
    let mut number = first;
    let mut add =
        |text: &mut String, sentence: &str, confidence: Confidence, reasons: &[String]| {
            writeln!(text, "\n## {number}. {sentence}\n").ok();
            writeln!(text, "Confidence: {} ({}).", confidence.key(), reasons.join("; ")).ok();
            number += 1;
        };
    for it in found.tracked.iter().filter(|it| it.is_suspect) {
        add(&mut text, &it.sentence, it.confidence, &it.reasons);
        writeln!(text, "Alive after each generation: {}.", arrows(&it.counts)).ok();
        let growth = it.growth_per_generation;
        writeln!(text, "Survivors of a generation: {growth:.1} on average.").ok();
    }
    for it in found.memory.iter().filter(|it| it.is_suspect) {
        add(&mut text, &it.sentence, it.confidence, &it.reasons);
        writeln!(text, "{}", it.growth.part.advice()).ok();
    }
    if number == first {
        text.push_str("\nNothing in the recording is suspected.\n");
    }
    add_left(&mut text, found);
    text
}

fn add_left(text: &mut String, found: &RecordedLeaks) {
    let tracked = found.tracked.iter().filter(|it| !it.is_suspect);
    let tracked = tracked.map(|it| (&it.sentence, it.reasons.first()));
    let memory = found.memory.iter().filter(|it| !it.is_suspect);
    let memory = memory.map(|it| (&it.sentence, it.reasons.first()));
    let rows: Vec<(&String, Option<&String>)> = tracked.chain(memory).collect();
    if rows.is_empty() {
        return;
    }
    text.push_str("\n## Left alone in the recording\n\n| What | Why |\n|---|---|\n");
    for (sentence, why) in rows {
        let why = why.map_or("", String::as_str);
        writeln!(text, "| {} | {} |", sentence.replace(['|', '\n', '\r'], " "), why).ok();
    }
}

/// What a recording has to tell by, in a few words.
pub fn basis(found: &RecordedLeaks) -> String {
    let mut parts = Vec::new();
    if !found.tracked.is_empty() {
        let n = found.tracked.iter().map(|it| it.created).sum();
        parts.push(format!(
            "{} tracked objects of {} classes",
            Count(n),
            Count(found.tracked.len() as u64)
        ));
    }
    if !found.memory.is_empty() {
        let n = found.memory.iter().map(|it| it.growth.n_values).max().unwrap_or(0);
        parts.push(format!("memory measured {} times", Count(n as u64)));
    }
    if parts.is_empty() {
        "neither tracked objects nor memory".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Numbers with arrows between, such as `3 → 5 → 9`.
pub fn arrows(counts: &[u64]) -> String {
    counts.iter().map(|&it| Count(it).to_string()).collect::<Vec<_>>().join(" → ")
}

/// A slope for people, such as `1.20 MB a minute`.
pub fn slope_text(per_minute: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and rounded for people"
    )]
    let bytes = Bytes(per_minute.abs().round() as u64);
    let sign = if per_minute < 0.0 { "−" } else { "" };
    format!("{sign}{bytes} a minute")
}
