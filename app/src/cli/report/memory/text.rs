//! The report about memory as text.

use std::io::{self, Write};

use asyncscope_core::error::show_text;
use asyncscope_core::units::{Bytes, Count, Nanos, Percent, SignedBytes};

use super::{MemoryReport, ProcessRow};
use crate::cli::columns::{Columns, Heading};
use crate::cli::report::Report;

const FIELD_HEADINGS: &[Heading] = &[
    Heading::name("Memory"),
    Heading::number("First"),
    Heading::number("Last"),
    Heading::number("Change"),
    Heading::number("Most"),
    Heading::number("Slope per minute"),
];
const SNAPSHOT_HEADINGS: &[Heading] = &[
    Heading::number("#"),
    Heading::number("Time"),
    Heading::number("Heap used"),
    Heading::number("Change"),
    Heading::number("Pause"),
    Heading::place("File"),
];

impl Report for MemoryReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        self.scope.write_text(out)?;
        if self.processes.is_empty() {
            writeln!(out, "Memory was not measured.")?;
        }
        for (n, it) in self.processes.iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            write_process(it, out, width)?;
        }
        let gc = &self.garbage_collections;
        if gc.count > 0 {
            let (total, max) = (Nanos(gc.total_ns), Nanos(gc.max_ns));
            write!(out, "\nGC         {total} in {} collections, ", Count(gc.count))?;
            writeln!(out, "{} of the whole heap, at most {max}", Count(gc.major))?;
        }
        if gc.told > 0 {
            let freed = Bytes(gc.freed_bytes);
            writeln!(out, "Freed      {freed} by the {} that tell", Count(gc.told))?;
        }
        if let Some(it) = &self.event_loop {
            let delay = it.delay_max_ns.map_or_else(|| "-".to_owned(), |it| Nanos(it).to_string());
            let busy = it.utilization_mean.map(|it| format!(", busy {}", Percent(it * 100.0)));
            let busy = busy.unwrap_or_default();
            writeln!(out, "Event loop at most {delay} late{busy}, in {} readings", it.readings)?;
        }
        self.write_snapshots(out, width)
    }
}

fn write_process(it: &ProcessRow, out: &mut dyn Write, width: usize) -> io::Result<()> {
    let name = it.process.as_deref().map_or_else(String::new, |it| format!("{} ", show_text(it)));
    let (from, to) = (Nanos(it.from_ns), Nanos(it.to_ns));
    writeln!(out, "Process {name}{}, {} points from {from} to {to}\n", it.pid, it.points)?;
    let mut columns = Columns::new(FIELD_HEADINGS);
    for field in &it.fields {
        #[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
        let slope = field.slope_bytes_per_minute.map(|it| SignedBytes(it.round() as i64));
        let plain = |it: i64| match u64::try_from(it) {
            Ok(bytes) => Bytes(bytes).to_string(),
            Err(_) => SignedBytes(it).to_string(),
        };
        columns.push([
            field.field.to_owned(),
            plain(field.first_bytes),
            plain(field.last_bytes),
            SignedBytes(field.delta_bytes).to_string(),
            plain(field.max_bytes),
            slope.map_or_else(|| "-".to_owned(), |it| it.to_string()),
        ]);
    }
    columns.write(out, width)
}

impl MemoryReport {
    fn write_snapshots(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        if !self.snapshots.is_empty() {
            writeln!(out, "\nHeap snapshots\n")?;
            let mut columns = Columns::new(SNAPSHOT_HEADINGS);
            let none = || "-".to_owned();
            for it in &self.snapshots {
                let missing = if it.file_exists { "" } else { " (not beside the recording)" };
                columns.push([
                    it.generation.to_string(),
                    Nanos(it.time_ns).to_string(),
                    it.heap_used_bytes.map_or_else(none, |it| Bytes(it).to_string()),
                    it.heap_used_delta_bytes.map_or_else(none, |it| SignedBytes(it).to_string()),
                    it.pause_ns.map_or_else(none, |it| Nanos(it).to_string()),
                    it.file.as_ref().map_or_else(none, |it| format!("{it}{missing}")),
                ]);
            }
            columns.write(out, width)?;
        }
        if let Some(it) = &self.comparison {
            let show = |it: Option<i64>| {
                it.map_or_else(|| "not told".to_owned(), |it| SignedBytes(it).to_string())
            };
            let sign = if it.time_ns < 0 { "-" } else { "" };
            let time = Nanos(it.time_ns.unsigned_abs());
            writeln!(out, "\nFrom snapshot {} to {}, {sign}{time}", it.before, it.after)?;
            writeln!(out, "  heap used   {}", show(it.heap_used_bytes))?;
            writeln!(out, "  heap total  {}", show(it.heap_total_bytes))?;
        }
        Ok(())
    }
}
