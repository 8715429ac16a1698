//! `export`: one table as CSV or JSON, into a file or to standard output.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use asyncscope_core::export::{
    CsvText, TABLES, Table, TableFormat, TableKind, find_table, save, tables_of,
};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;

use crate::cli::args::{ExportArgs, Format};
use crate::cli::error::CliError;
use crate::cli::load::{Question, read_together};
use crate::cli::names::nearest;
use crate::cli::output::print;
use crate::cli::question::list;

/// Writes the table that `args` ask for.
pub(super) fn export(args: &ExportArgs, task: &Task) -> Result<(), CliError> {
    // Before a large file is read in vain.
    find_table(&args.table).ok_or_else(|| no_table(&args.table))?;
    refuse_to_replace_input(args)?;
    let recording = read_together(&args.input, &args.together, task)?;
    let kind = table_of(&recording, &args.table)?;
    let mut question = Question::new(&args.input, &recording, &args.select)?;
    question.selection.requests = args.requests.selection()?;
    let table = (kind.build)(&recording, &question.selection, task)?;
    let table = table.first(args.top.unwrap_or(usize::MAX));
    write(&table, args, task)
}

fn write(table: &Table<'_>, args: &ExportArgs, task: &Task) -> Result<(), CliError> {
    let format = format(args);
    match args.out.as_deref() {
        Some(path) if path != Path::new("-") => {
            Ok(save(path, |out| format.write(table, out, task))?)
        }
        _ => print(|out| Ok(format.write(table, out, task)?)),
    }
}

fn format(args: &ExportArgs) -> TableFormat {
    let extension = args.out.as_deref().and_then(Path::extension);
    let by_name = extension.is_some_and(|it| it.eq_ignore_ascii_case("json"));
    match args.format {
        Some(Format::Json) => TableFormat::Json,
        None if by_name => TableFormat::Json,
        _ if args.raw => TableFormat::Csv(CsvText::Raw),
        _ if args.out.is_none() && io::stdout().is_terminal() => TableFormat::Csv(CsvText::Visible),
        _ => TableFormat::Csv(CsvText::Guarded),
    }
}

/// The table of that name, if the recording has it.
fn table_of(recording: &Recording, name: &str) -> Result<&'static TableKind, CliError> {
    let here = tables_of(recording);
    if let Some(kind) = here.iter().find(|it| it.name == name) {
        return Ok(kind);
    }
    let names: Vec<String> = here.iter().map(|it| it.name.to_owned()).collect();
    let head = format!("this recording has no table `{name}`");
    Err(CliError::Question(head + &list("it has", &names)))
}

fn no_table(name: &str) -> CliError {
    let names: Vec<String> = TABLES.iter().map(|it| it.name.to_owned()).collect();
    let near = nearest(name, names.iter().map(String::as_str));
    let meant = near.first().map_or_else(String::new, |it| format!(", did you mean `{it}`?"));
    let name = asyncscope_core::error::show_text(name);
    let head = format!("there is no table `{name}`{meant}");
    CliError::Question(head + &list("tables are", &names))
}

/// Whoever names the recording as the output has made a mistake that would cost the recording.
fn refuse_to_replace_input(args: &ExportArgs) -> Result<(), CliError> {
    let Some(out) = &args.out else { return Ok(()) };
    let same = match (fs::canonicalize(out), fs::canonicalize(&args.input.file)) {
        (Ok(out), Ok(input)) => out == input,
        _ => false,
    };
    if same {
        let message = "--out is the recording itself, which would be lost";
        return Err(CliError::Question(message.to_owned()));
    }
    Ok(())
}
