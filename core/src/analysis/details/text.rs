//! A function's details as text and as Markdown, to be copied.

use super::FunctionDetails;
use crate::analysis::sandwich::SandwichRow;
use crate::error::show_text;
use crate::model::{FrameIndex, Recording};
use crate::units::{Count, Percent};

/// Callers and callees that are listed by name.
const MOST_ROWS: usize = 10;

/// Characters that Markdown would take for its own. Without the square ones, round brackets are
/// nothing but brackets.
const MARKDOWN: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&'];

impl FunctionDetails {
    /// Some lines for people, to be pasted anywhere.
    ///
    /// ```text
    /// computeTotals (src/orders/totals.js:88:10)
    /// Total 403 ms, 88.1 %; self 96.4 ms, 21.0 %; 403 samples
    /// …
    /// ```
    pub fn as_text(&self, recording: &Recording) -> String {
        let mut text = title(recording, self.row.frame);
        text += "\n";
        for (name, value) in self.facts(recording) {
            text += &format!("{name}: {value}\n");
        }
        for (heading, rows) in [("Called by", &self.callers), ("Calls", &self.callees)] {
            if !rows.is_empty() {
                text += &format!("\n{heading}\n");
            }
            for row in rows.iter().take(MOST_ROWS) {
                let (weight, share) = self.weight(row.weight);
                text += &format!("  {weight} ({share}) {}\n", title(recording, row.frame));
            }
            text += &more(rows, "  ");
        }
        text
    }

    /// The same as Markdown: a heading, a list and two tables.
    pub fn as_markdown(&self, recording: &Recording) -> String {
        let name = markdown_text(recording.frame_name(self.row.frame));
        let mut text = format!("### {name}\n\n");
        for (name, value) in self.facts(recording) {
            text += &format!("- {name}: {}\n", markdown_text(&value));
        }
        for (heading, rows) in [("Called by", &self.callers), ("Calls", &self.callees)] {
            if !rows.is_empty() {
                text += &format!("\n| {heading} | Place | Weight | Share |\n|---|---|--:|--:|\n");
            }
            for row in rows.iter().take(MOST_ROWS) {
                let (weight, share) = self.weight(row.weight);
                let name = markdown_text(recording.frame_name(row.frame));
                let place = markdown_text(&recording.frame_place(row.frame));
                text += &format!("| {name} | {place} | {weight} | {share} |\n");
            }
            text += &more(rows, "\n");
        }
        text
    }

    /// What there is to say, with its name.
    fn facts(&self, recording: &Recording) -> Vec<(&'static str, String)> {
        let shares = |weight| {
            let (weight, share) = self.weight(weight);
            format!("{weight} ({share})")
        };
        let place = recording.frame_place(self.row.frame);
        let package = self.package.map(|it| show_text(recording.text(it)));
        let mut facts = vec![("Category", self.category.name().to_owned())];
        facts.extend((!place.is_empty()).then(|| ("Place", show_text(&place))));
        facts.extend(package.map(|it| ("Package", it)));
        facts.push(("Total", shares(self.row.total)));
        facts.push(("Self", shares(self.row.own)));
        facts.push(("Samples", Count(self.row.samples).to_string()));
        if let Some(it) = self.instance_stats() {
            let (min, median, p95, max) = (it.min, it.median, it.p95, it.max);
            let figures = format!("min {min}, median {median}, p95 {p95}, max {max}");
            facts.push(("Instances", format!("{} ({figures})", Count(it.count))));
        }
        facts
    }

    /// A weight and its share, for people.
    fn weight(&self, weight: u64) -> (String, String) {
        (self.unit.show(weight), Percent::of(weight, self.sum).to_string())
    }
}

/// A function's name and place.
fn title(recording: &Recording, frame: FrameIndex) -> String {
    let name = show_text(recording.frame_name(frame));
    match show_text(&recording.frame_place(frame)) {
        place if place.is_empty() => name,
        place => format!("{name} ({place})"),
    }
}

/// How many rows are not listed, if any.
fn more(rows: &[SandwichRow], before: &str) -> String {
    match rows.len().saturating_sub(MOST_ROWS) {
        0 => String::new(),
        rest => format!("{before}and {} more\n", Count(rest as u64)),
    }
}

/// Text that Markdown shows as it is, on one line, in a table too.
pub fn markdown_text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in show_text(text).chars() {
        if MARKDOWN.contains(&c) {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}
