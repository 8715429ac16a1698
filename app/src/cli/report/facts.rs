//! What a question brought, put together part by part: the same facts as text and as JSON.

use std::io::{self, Write};
use std::path::Path;

use asyncscope_core::error::{show_path, show_text};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::columns::{Columns, Heading};
use crate::cli::report::{Report, SCHEMA};

/// What a question brought.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(in crate::cli) struct FactsReport {
    json: Map<String, Value>,
    #[serde(skip)]
    text: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Line(String),
    Table(&'static [Heading], Vec<Vec<String>>),
}

impl FactsReport {
    /// The report called `name` about `file`, with a first line that says what `file` is.
    pub(in crate::cli) fn new(name: &str, file: &Path, first: &str) -> Self {
        let mut report = Self { json: Map::new(), text: Vec::new() };
        report.set("report", name);
        report.set("schema", SCHEMA);
        report.set("file", file.to_string_lossy());
        report.line(format!("{}: {first}", show_path(file)));
        report
    }

    /// Sets a key of the JSON.
    pub(in crate::cli) fn set(&mut self, key: &str, value: impl Serialize) {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.json.insert(key.to_owned(), value);
    }

    /// Appends a line of text.
    pub(in crate::cli) fn line(&mut self, line: impl Into<String>) {
        self.text.push(Part::Line(line.into()));
    }

    /// Appends a table of text, under a title.
    pub(in crate::cli) fn table(
        &mut self,
        title: &str,
        headings: &'static [Heading],
        rows: Vec<Vec<String>>,
    ) {
        self.line("");
        if !title.is_empty() {
            self.line(title);
        }
        self.text.push(Part::Table(headings, rows));
    }
}

impl Report for FactsReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        for part in &self.text {
            match part {
                Part::Line(line) => writeln!(out, "{}", show_text(line))?,
                Part::Table(headings, rows) => {
                    let mut columns = Columns::new(headings);
                    for row in rows {
                        columns.push(row.iter().cloned());
                    }
                    columns.write(out, width)?;
                }
            }
        }
        Ok(())
    }
}
