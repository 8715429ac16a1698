//! `tracked`: tracked objects, how many are alive, and whether ever more are.

use std::io::{self, Write};

use asyncscope_core::analysis::tracked_classes;
use asyncscope_core::error::show_text;
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};
use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::{Head, Report, Scope};

/// Tracked objects by class.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct TrackedReport {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    scope: Scope,
    tracked: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    created: u64,
    collected: u64,
    alive: u64,
    alive_bytes: u64,
    verdict: &'static str,
    generations: Vec<Generation>,
    #[serde(skip)]
    sentence: &'static str,
}

#[derive(Debug, Serialize)]
struct Generation {
    from_ns: u64,
    to_ns: u64,
    created: u64,
    survived: u64,
    survived_bytes: u64,
}

/// The tracked objects in the selection of `question`.
pub(in crate::cli) fn report(
    question: &Question<'_>,
    task: &Task,
) -> Result<TrackedReport, CliError> {
    let (recording, selection) = (question.recording, &question.selection);
    let classes = tracked_classes(recording, selection, task)?;
    let rows = classes.iter().map(|it| Row {
        name: recording.text(it.name).to_owned(),
        created: it.created,
        collected: it.collected,
        alive: it.alive,
        alive_bytes: it.alive_bytes,
        verdict: it.verdict.key(),
        sentence: it.verdict.sentence(),
        generations: it
            .generations
            .iter()
            .map(|it| Generation {
                from_ns: it.range.start.0,
                to_ns: it.range.end.min(recording.duration).0,
                created: it.created,
                survived: it.survived,
                survived_bytes: it.survived_bytes,
            })
            .collect(),
    });
    Ok(TrackedReport {
        head: Head::new("tracked", question),
        scope: Scope::without_samples(question),
        tracked: rows.collect(),
    })
}

const HEADINGS: &[Heading] = &[
    Heading::name("Class"),
    Heading::number("Created"),
    Heading::number("Collected"),
    Heading::number("Alive"),
    Heading::number("Alive bytes"),
    Heading::name("Verdict"),
    Heading::place("Survivors by generation"),
];

impl Report for TrackedReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        self.scope.write_text(out)?;
        if self.tracked.is_empty() {
            return writeln!(out, "No objects were tracked.");
        }
        let mut columns = Columns::new(HEADINGS);
        for it in &self.tracked {
            columns.push([
                it.name.clone(),
                Count(it.created).to_string(),
                Count(it.collected).to_string(),
                Count(it.alive).to_string(),
                Bytes(it.alive_bytes).to_string(),
                it.verdict.to_owned(),
                survivors(&it.generations),
            ]);
        }
        columns.write(out, width)?;
        writeln!(
            out,
            "\nA generation is what was tracked between two collections of the whole heap,"
        )?;
        writeln!(out, "or two snapshots. The last may simply not have been collected yet.")?;
        for it in &self.tracked {
            writeln!(out, "{}: {}", show_text(&it.name), it.sentence)?;
        }
        Ok(())
    }
}

/// Such as `3/20 4/18 (9/9)`: survivors of those created, the last generation in brackets.
fn survivors(generations: &[Generation]) -> String {
    let last = generations.len().saturating_sub(1);
    let texts = generations.iter().enumerate().map(|(n, it)| {
        let text = format!("{}/{}", it.survived, it.created);
        if n == last { format!("({text})") } else { text }
    });
    texts.collect::<Vec<_>>().join(" ")
}
