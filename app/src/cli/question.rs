//! From options to a selection of a recording: what threads, times and functions are meant.

use asyncscope_core::analysis::{NameFilter, Selection};
use asyncscope_core::error::show_text;
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Recording, ThreadIndex};
use asyncscope_core::units::{Nanos, TimeRange};

use crate::cli::args::SelectArgs;
use crate::cli::columns::cut_end;
use crate::cli::error::CliError;
use crate::cli::stacks::add_transform;

/// How many of the things that exist are listed where one is not found.
const MAX_LISTED: usize = 12;
/// Width of a name in such a list.
pub(super) const NAME_WIDTH: usize = 60;

/// The selection that the options ask for.
pub(super) fn selection(recording: &Recording, args: &SelectArgs) -> Result<Selection, CliError> {
    let mut transforms = Vec::new();
    for arg in &args.transforms.0 {
        add_transform(recording, arg, &mut transforms)?;
    }
    Ok(Selection {
        time: time(recording, args)?,
        threads: threads(recording, &args.thread)?,
        name: name(args)?,
        transforms,
        ..Selection::default()
    })
}

fn time(recording: &Recording, args: &SelectArgs) -> Result<Option<TimeRange>, CliError> {
    if args.range.is_none() && args.from.is_none() && args.to.is_none() {
        return Ok(None);
    }
    let ends = args.from.unwrap_or(Nanos(0))..args.to.unwrap_or(Nanos::MAX);
    let range = args.range.clone().unwrap_or(ends);
    if range.is_empty() {
        let message = format!("--from {} is not before --to {}", range.start, range.end);
        return Err(CliError::Question(message));
    }
    if range.start >= recording.duration && recording.duration > Nanos(0) {
        let (start, end) = (range.start, recording.duration);
        let message = format!("nothing was recorded from {start} on: the recording ends at {end}");
        return Err(CliError::Question(message));
    }
    Ok(Some(range))
}

fn name(args: &SelectArgs) -> Result<Option<NameFilter>, CliError> {
    let Some(text) = &args.name else { return Ok(None) };
    NameFilter::parse(text).map_err(|error| CliError::Question(format!("--name: {error}")))
}

fn threads(recording: &Recording, wanted: &[String]) -> Result<Option<Vec<ThreadIndex>>, CliError> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let mut found = Vec::new();
    for it in wanted {
        found.extend(threads_called(recording, it)?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(Some(found))
}

/// The threads of that name, or else of that tid, or else of that number in lists.
fn threads_called(recording: &Recording, wanted: &str) -> Result<Vec<ThreadIndex>, CliError> {
    let threads = &recording.threads;
    let all = || threads.tid.indices();
    let is_named = |it: &ThreadIndex| {
        recording.thread_name(*it).to_lowercase() == wanted.trim().to_lowercase()
    };
    let mut found: Vec<ThreadIndex> = all().filter(is_named).collect();
    if found.is_empty()
        && let Ok(tid) = wanted.trim().parse::<i64>()
    {
        found = all().filter(|&it| threads.tid[it] == Some(tid)).collect();
        if found.is_empty() {
            found = all().filter(|it| i64::try_from(it.row() + 1) == Ok(tid)).collect();
        }
    }
    if found.is_empty() { Err(no_thread(recording, wanted)) } else { Ok(found) }
}

fn no_thread(recording: &Recording, wanted: &str) -> CliError {
    let all: Vec<String> = recording
        .threads
        .tid
        .indices()
        .map(|it| {
            let name = cut_end(&show_text(&recording.thread_name(it)), NAME_WIDTH);
            match recording.threads.tid[it] {
                Some(tid) => format!("{}: {name}, tid {tid}", it.row() + 1),
                None => format!("{}: {name}", it.row() + 1),
            }
        })
        .collect();
    let head = format!("there is no thread `{}`", show_text(wanted));
    CliError::Question(head + &list("the file has", &all))
}

/// A list to follow a message, one line each.
pub(super) fn list(head: &str, items: &[String]) -> String {
    let mut text = format!("; {head}:");
    for it in items.iter().take(MAX_LISTED) {
        text += &format!("\n  {it}");
    }
    if items.len() > MAX_LISTED {
        text += &format!("\n  and {} more", items.len() - MAX_LISTED);
    }
    text
}
