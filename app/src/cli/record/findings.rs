//! What a recording shows at first sight.

use std::io::{self, Write};
use std::path::Path;

use asyncscope_core::analysis::{Selection, Summary, functions, summary, weigh};
use asyncscope_core::model::Recording;
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::{Bytes, Count, Nanos, Percent};

use super::shown;
use crate::cli::columns::{Columns, Heading};
use crate::cli::report::check::Counts;

/// How many functions are told.
const N_FUNCTIONS: usize = 5;

/// What a recording shows at first sight.
#[derive(Debug)]
pub(super) struct Findings {
    duration: Nanos,
    size: Bytes,
    counts: String,
    all: Summary,
    /// Self time, share of the busy time, name and place.
    functions: Vec<[String; 4]>,
}

impl Findings {
    /// What `recording` shows.
    pub(super) fn of(recording: &Recording, task: &Task) -> Result<Self, Cancelled> {
        let everything = Selection::default();
        let all = summary(recording, &everything, task)?;
        let weighed = weigh(recording, &everything, task)?;
        let busy = weighed.busy();
        let rows = functions(recording, &weighed, task)?;
        let heaviest = rows.iter().filter(|it| {
            let is_idle = recording.frames.category(it.frame).is_idle();
            it.own > 0 && !is_idle
        });
        let row = |it: &asyncscope_core::analysis::FunctionRow| {
            [
                weighed.unit.show(it.own),
                Percent::of(it.own, busy).to_string(),
                recording.frame_name(it.frame).to_owned(),
                recording.frame_place(it.frame),
            ]
        };
        Ok(Self {
            duration: recording.duration,
            size: Bytes(recording.source.size),
            counts: Counts::of(recording).text(),
            functions: heaviest.take(N_FUNCTIONS).map(row).collect(),
            all,
        })
    }

    /// A few lines, the file first.
    pub(super) fn write(&self, file: &Path, out: &mut dyn Write, width: usize) -> io::Result<()> {
        let file = shown(file);
        writeln!(out, "\nasyncscope: {} recorded, {}: {file}", self.duration, self.size)?;
        writeln!(out, "Holds     {}", self.counts)?;
        let samples = &self.all.samples;
        let (busy, idle) = (Nanos(samples.busy), Nanos(samples.idle));
        if samples.n_samples > 0 {
            writeln!(out, "CPU       {busy} busy, {idle} idle, all threads together")?;
        }
        let gcs = &self.all.gcs;
        if gcs.count > 0 {
            let (total, max) = (Nanos(gcs.total.0), Nanos(gcs.max.0));
            writeln!(out, "GC        {total} in {} collections, at most {max}", Count(gcs.count))?;
        }
        if !self.functions.is_empty() {
            self.write_functions(out, width)?;
        }
        writeln!(out, "\nLook closer:  asyncscope {file}\n              asyncscope summary {file}")
    }

    fn write_functions(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        writeln!(out, "\nHeaviest functions\n")?;
        let mut columns = Columns::new(HEADINGS);
        for it in &self.functions {
            columns.push(it.clone());
        }
        columns.write(out, width)
    }
}

const HEADINGS: &[Heading] = &[
    Heading::number("Self"),
    Heading::number("Busy %"),
    Heading::name("Function"),
    Heading::place("Place"),
];
