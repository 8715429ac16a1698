//! `tables`: which tables a recording has.

use std::io::{self, Write};

use asyncscope_core::analysis::Selection;
use asyncscope_core::error::show_path;
use asyncscope_core::export::{TableColumn, tables_of};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::Count;
use serde::Serialize;

use crate::cli::args::InputArgs;
use crate::cli::columns::{Columns, Heading};
use crate::cli::error::CliError;
use crate::cli::report::{Report, SCHEMA};

/// Which tables a recording has.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct TablesReport {
    report: &'static str,
    schema: u32,
    file: String,
    tables: Vec<TableEntry>,
    #[serde(skip)]
    shown_file: String,
}

#[derive(Debug, Serialize)]
struct TableEntry {
    name: &'static str,
    doc: &'static str,
    rows: usize,
    columns: Vec<ColumnEntry>,
}

#[derive(Debug, Serialize)]
struct ColumnEntry {
    name: &'static str,
    unit: &'static str,
    doc: &'static str,
}

impl From<&TableColumn> for ColumnEntry {
    fn from(column: &TableColumn) -> Self {
        Self { name: column.name, unit: column.unit.key(), doc: column.doc }
    }
}

/// The tables of `recording`.
pub(in crate::cli) fn report(
    input: &InputArgs,
    recording: &Recording,
    task: &Task,
) -> Result<TablesReport, CliError> {
    let mut tables = Vec::new();
    for kind in tables_of(recording) {
        let table = (kind.build)(recording, &Selection::default(), task)?;
        tables.push(TableEntry {
            name: kind.name,
            doc: kind.doc,
            rows: table.len(),
            columns: table.columns.iter().map(ColumnEntry::from).collect(),
        });
    }
    Ok(TablesReport {
        report: "tables",
        schema: SCHEMA,
        file: input.file.to_string_lossy().into_owned(),
        tables,
        shown_file: show_path(&input.file),
    })
}

const HEADINGS: &[Heading] =
    &[Heading::name("  Column"), Heading::name("Unit"), Heading::name("Meaning")];

impl Report for TablesReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        writeln!(out, "{}: {} tables", self.shown_file, self.tables.len())?;
        for table in &self.tables {
            writeln!(out, "\n{}, {} rows", table.name, Count(table.rows as u64))?;
            writeln!(out, "{}.\n", table.doc)?;
            let mut columns = Columns::new(HEADINGS);
            for it in &table.columns {
                columns.push([format!("  {}", it.name), it.unit.to_owned(), it.doc.to_owned()]);
            }
            columns.write(out, width)?;
        }
        Ok(())
    }
}
