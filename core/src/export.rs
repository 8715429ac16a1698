//! Writing answers: every list is a [`Table`], and a table can be written as CSV or JSON.
//!
//! ```text
//! answer ──tables──▶ Table (columns, rows made one by one) ──csv, json──▶ bytes ──save──▶ file
//! ```
//!
//! [`tables::TABLES`] names every table that a recording may have. The window, the clipboard and
//! the command line write the same ones.

pub mod csv;
mod curl;
pub mod json;
pub mod leak_text;
mod number;
pub mod recorded_leak_text;
pub mod repair;
pub mod save;
pub mod table;
pub mod tables;

use std::io::{self, Write};

pub use csv::CsvText;
pub use curl::{Curl, CurlValues, curl};
pub use save::{SaveError, save};
pub use table::{Cell, Cells, Table, TableColumn, Unit};
pub use tables::{TABLES, TableKind, find_table, tables_of};

use crate::task::{Cancelled, Task};

/// After how many rows a writer looks whether it was cancelled.
const ROWS_PER_STEP: usize = 512;

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The owner of the work asked it to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The writer failed.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv(CsvText),
    /// A JSON array of objects.
    Json,
}

impl TableFormat {
    /// Such as `csv`, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::Json => "json",
        }
    }

    /// Writes `table`, counting rows in `task`.
    pub fn write(
        self,
        table: &Table<'_>,
        out: &mut dyn Write,
        task: &Task,
    ) -> Result<(), ExportError> {
        match self {
            Self::Csv(text) => csv::write(table, text, out, task),
            Self::Json => json::write(table, out, task),
        }
    }
}
