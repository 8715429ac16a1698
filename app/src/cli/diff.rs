//! `diff`: recordings before and after, compared.

mod args;
mod heap;
mod report;
mod rows;

pub(super) use args::{DIFF_HELP, DiffArgs, parse_limit};

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::analysis::diff::{
    Compared, DiffProfile, EndpointDiff, FunctionDiff, HostAliases, MemoryDiff, Normalisation,
    OperationDiff, Part, Run, Runs, Sides, Verdict, comparable, diff_endpoints, diff_functions,
    diff_memory, diff_operations, diff_profile_of,
};
use asyncscope_core::analysis::{Selection, WeighedStacks};
use asyncscope_core::combine::{Alignment, summed};
use asyncscope_core::error::show_path;
use asyncscope_core::export::tables::diff as tables;
use asyncscope_core::export::{CsvText, Table, TableFormat, save};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::WeightUnit;

use crate::cli::args::{Format, InputArgs, LoadArgs, TogetherArgs};
use crate::cli::error::CliError;
use crate::cli::load::read_together;
use crate::cli::names::nearest;
use crate::cli::output::print;
use crate::cli::question::{list, selection};
use crate::cli::show;

/// A run that was read, and what part of it is meant.
type Read = (Recording, Selection);

/// What was found out about both sides.
struct Found {
    parts: Vec<Part>,
    /// Of each kind that both sides have, time first.
    samples: Vec<(Arc<DiffProfile>, Vec<FunctionDiff>, Normalisation)>,
    operations: Vec<OperationDiff>,
    endpoints: Vec<EndpointDiff>,
    memory: Vec<MemoryDiff>,
}

impl Found {
    /// All of it, borrowed.
    fn compared(&self) -> Compared<'_> {
        Compared {
            samples: self.samples.first().map(|(profile, rows, how)| (&**profile, &rows[..], *how)),
            operations: &self.operations,
            endpoints: &self.endpoints,
            memory: &self.memory,
        }
    }

    /// Further kinds of samples, borrowed, each by itself.
    fn further(&self) -> impl Iterator<Item = Compared<'_>> {
        self.samples.iter().skip(1).map(|(profile, rows, how)| Compared {
            samples: Some((&**profile, &rows[..], *how)),
            operations: &[],
            endpoints: &[],
            memory: &[],
        })
    }
}

/// Compares what `args` name, and says whether anything got worse than they allow.
pub(super) fn answer(args: &DiffArgs, task: &Task) -> Result<bool, CliError> {
    // Before large files are read in vain.
    check_table(args)?;
    let aliases = HostAliases::parse(args.host.iter().map(String::as_str)).map_err(|rule| {
        CliError::Question(format!("--host: expected HOST=NAME, found `{rule}`"))
    })?;
    let [before, after] = args.sides()?;
    let read = |files: &[PathBuf]| match files {
        [_, _, ..] if args.sum => Ok(vec![read_sum(files, args, task)?]),
        _ => files.iter().map(|file| read(file, args, task)).collect::<Result<_, CliError>>(),
    };
    let (before, after): (Vec<Read>, Vec<Read>) = (read(before)?, read(after)?);
    let runs = Sides::new(runs(&before), runs(&after));
    let runs = runs.as_ref().map(Vec::as_slice);
    let parts = comparable(runs).map_err(|error| CliError::Question(error.to_string()))?;
    if parts.contains(&Part::Heap) {
        return heap::answer(args, runs, task);
    }
    let found = find(runs, parts, (args, &aliases), task)?;
    match &args.table {
        Some(name) => write(&table(name, &found)?, args, task)?,
        None => show(&report::report(args, &found)?, args.json)?,
    }
    Ok(is_worse(args, &found))
}

fn runs(read: &[Read]) -> Vec<Run<'_>> {
    read.iter().map(|(recording, selection)| Run { recording, selection }).collect()
}

/// Reads a run: a file, or all recordings in a folder.
fn read(file: &Path, args: &DiffArgs, task: &Task) -> Result<Read, CliError> {
    selected(read_whole(file, args, task)?, file, args)
}

/// Reads files and folders as one run, which is their sum.
fn read_sum(files: &[PathBuf], args: &DiffArgs, task: &Task) -> Result<Read, CliError> {
    let whole = |it: &PathBuf| read_whole(it, args, task);
    let recordings = files.iter().map(whole).collect::<Result<Vec<_>, CliError>>()?;
    let name =
        |it: &PathBuf| it.file_name().map_or_else(String::new, |it| it.to_string_lossy().into());
    let names: Vec<String> = files.iter().map(name).collect();
    let parts: Vec<(&Recording, &str)> =
        recordings.iter().zip(names.iter().map(String::as_str)).collect();
    let first = &files[0];
    let sum = summed(&parts, task)
        .map_err(|error| CliError::Question(format!("{error}\nFile: {}", show_path(first))))?;
    selected(sum, first, args)
}

fn read_whole(file: &Path, args: &DiffArgs, task: &Task) -> Result<Recording, CliError> {
    let load = LoadArgs { allow_large: args.load.allow_large };
    let input = InputArgs { file: file.to_owned(), load };
    let together = TogetherArgs { with: Vec::new(), align: Alignment::Auto };
    read_together(&input, &together, task)
}

/// The part of a recording that `args` mean.
fn selected(recording: Recording, file: &Path, args: &DiffArgs) -> Result<Read, CliError> {
    let in_file = |error| match error {
        CliError::Question(text) => {
            CliError::Question(format!("{text}\nFile: {}", show_path(file)))
        }
        other => other,
    };
    let mut selection = selection(&recording, &args.select).map_err(in_file)?;
    selection.requests = args.requests.selection()?;
    Ok((recording, selection))
}

fn find(
    runs: Runs<'_>,
    parts: Vec<Part>,
    (args, aliases): (&DiffArgs, &HostAliases),
    task: &Task,
) -> Result<Found, CliError> {
    let has = |part| parts.contains(&part);
    let mut samples = Vec::new();
    for part in &parts {
        let Part::Samples(kind) = *part else { continue };
        let profile = diff_profile_of(runs, kind, task)?;
        let normalisation = args.normalise.choice().unwrap_or(profile.fitting);
        let rows = diff_functions(&profile, normalisation, task)?;
        samples.push((Arc::new(profile), rows, normalisation));
    }
    let operations = if has(Part::Operations) { diff_operations(runs, task)? } else { Vec::new() };
    let endpoints =
        if has(Part::Requests) { diff_endpoints(runs, aliases, task)? } else { Vec::new() };
    let memory = if has(Part::Memory) { diff_memory(runs, task)? } else { Vec::new() };
    Ok(Found { parts, samples, operations, endpoints, memory })
}

/// Whether anything got worse beyond noise, and by more than the limit.
fn is_worse(args: &DiffArgs, found: &Found) -> bool {
    let Some(limit) = args.fail_on else { return false };
    let functions = found.samples.iter().flat_map(|it| &it.1).flat_map(|it| [&it.own, &it.total]);
    let operations = found.operations.iter().flat_map(|it| [&it.p50, &it.p95, &it.p99]);
    let endpoints = found
        .endpoints
        .iter()
        .flat_map(|it| [&it.p50, &it.p95, &it.p99, &it.transferred, &it.failures]);
    let memory = found.memory.iter().flat_map(|it| [&it.slope, &it.most, &it.mean]);
    let mut all = functions.chain(operations).chain(endpoints).chain(memory);
    let is_more = found.samples.iter().any(|it| allocates_more(&it.0, limit));
    is_more
        || all.any(|it| {
            it.evidence.verdict == Verdict::More && it.change().is_none_or(|change| change >= limit)
        })
}

/// Whether so much more was allocated in all: sampled allocations are told well by few runs.
fn allocates_more(profile: &DiffProfile, limit: f64) -> bool {
    let scale = profile.scale(Normalisation::Absolute);
    let amounts = scale.values(profile.weighed.as_ref().map(WeighedStacks::busy));
    profile.unit() == WeightUnit::Bytes
        && amounts.before < amounts.after
        && amounts.before * (1.0 + limit) <= amounts.after
}

/// The table of that name, if both sides have what it is made of.
fn table(name: &str, found: &Found) -> Result<Table<'static>, CliError> {
    match (name, found.samples.first()) {
        (tables::functions::NAME, Some((profile, rows, _))) => {
            Ok(tables::functions::table(Arc::clone(profile), rows.clone()))
        }
        (tables::operations::NAME, _) if found.parts.contains(&Part::Operations) => {
            Ok(tables::operations::table(found.operations.clone()))
        }
        (tables::endpoints::NAME, _) if found.parts.contains(&Part::Requests) => {
            Ok(tables::endpoints::table(found.endpoints.clone()))
        }
        _ => Err(CliError::Question(format!(
            "there is no table `{name}` of these: they have {}",
            report::names_of(&found.parts).join(", ")
        ))),
    }
}

/// Fails if no table has the name that was asked for, or if it would replace a recording.
fn check_table(args: &DiffArgs) -> Result<(), CliError> {
    let Some(name) = &args.table else { return Ok(()) };
    if !tables::NAMES.iter().any(|it| it.0 == name) {
        let names: Vec<String> = tables::NAMES.iter().map(|it| it.0.to_owned()).collect();
        let near = nearest(name, names.iter().map(String::as_str));
        let meant = near.first().map_or_else(String::new, |it| format!(", did you mean `{it}`?"));
        let name = asyncscope_core::error::show_text(name);
        let head = format!("there is no table `{name}`{meant}");
        return Err(CliError::Question(head + &list("tables are", &names)));
    }
    let Some(out) = args.out.as_ref().and_then(|it| fs::canonicalize(it).ok()) else {
        return Ok(());
    };
    for file in args.sides()?.concat() {
        if fs::canonicalize(&file).is_ok_and(|it| it == out) {
            let message = format!("--out is {} itself, which would be lost", show_path(&file));
            return Err(CliError::Question(message));
        }
    }
    Ok(())
}

fn write(table: &Table<'_>, args: &DiffArgs, task: &Task) -> Result<(), CliError> {
    let extension = args.out.as_deref().and_then(Path::extension);
    let by_name = extension.is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let format = match args.format {
        Some(Format::Json) => TableFormat::Json,
        None if by_name => TableFormat::Json,
        _ if args.out.is_none() && io::stdout().is_terminal() => TableFormat::Csv(CsvText::Visible),
        _ => TableFormat::Csv(CsvText::Guarded),
    };
    match args.out.as_deref() {
        Some(path) if path != Path::new("-") => {
            Ok(save(path, |out| format.write(table, out, task))?)
        }
        _ => print(|out| Ok(format.write(table, out, task)?)),
    }
}
