//! `leaks`: what a program keeps, from snapshots in order of time, from a recording, or from both.

mod recorded;
mod snapshots;

use std::path::{Path, PathBuf};

use asyncscope_core::analysis::Selection;
use asyncscope_core::analysis::heap::MatchedBy;
use asyncscope_core::analysis::leaks::{
    Dismissed, LeakReport, RecordedLeaks, Step, Suspect, leak_report, matching, recorded_leaks,
    step,
};
use asyncscope_core::error::show_path;
use asyncscope_core::export::leak_text::markdown;
use asyncscope_core::export::recorded_leak_text::recorded_markdown;
use asyncscope_core::model::Recording;
use asyncscope_core::session::dismissed::{beside, load_dismissed, save_dismissed};
use asyncscope_core::task::Task;

use crate::cli::args::{InputArgs, LoadArgs};
use crate::cli::error::CliError;
use crate::cli::heap::args::LeaksArgs;
use crate::cli::heap::open::{OpenHeap, Opened, no_heap};
use crate::cli::heap::output::HeapReport;
use crate::cli::output::print;
use crate::cli::show;

/// What was found.
#[derive(Default)]
struct Found {
    /// In a recording, and its file.
    recorded: Option<(PathBuf, RecordedLeaks)>,
    /// In snapshots, and the last of them.
    heap: Option<(OpenHeap, LeakReport)>,
}

impl Found {
    fn suspects_of_heap(&self) -> usize {
        self.heap.as_ref().map_or(0, |it| it.1.suspects.len())
    }

    /// What each suspect is known by, in the order of their numbers.
    fn fingerprints(&self) -> Vec<String> {
        let heap = self.heap.iter().flat_map(|it| &it.1.suspects).map(Suspect::fingerprint);
        let recorded = self.recorded.iter().flat_map(|it| it.1.suspects()).map(|it| it.0);
        heap.chain(recorded).collect()
    }

    /// Whether there is a suspect that was not dismissed.
    fn has_new(&self, dismissed: &Dismissed) -> bool {
        let recorded = || self.recorded.iter().flat_map(|it| it.1.suspects());
        self.heap.as_ref().is_some_and(|it| !dismissed.left(&it.1).is_empty())
            || recorded().any(|it| !dismissed.knows(&it.0))
    }
}

/// Answers as `args` ask, and says whether there is a suspect that was not dismissed.
pub(in crate::cli) fn answer(args: &LeaksArgs, task: &Task) -> Result<bool, CliError> {
    let Some(file) = args.files.last() else { return Ok(false) };
    let found = find(args, task)?;
    let remembered = args.dismissed.clone().unwrap_or_else(|| beside(file));
    let dismissed = remember(args, &found, &remembered)?;
    if args.markdown {
        let text = as_markdown(args, &found);
        print(|out| Ok(out.write_all(text.as_bytes())?))?;
    } else {
        show(&report(args, file, (&found, &dismissed)), args.json)?;
    }
    Ok(found.has_new(&dismissed))
}

/// Reads the last snapshot first: of the others only a step is kept.
fn find(args: &LeaksArgs, task: &Task) -> Result<Found, CliError> {
    let mut found = Found::default();
    let Some((file, before)) = args.files.split_last() else { return Ok(found) };
    let last = match read(file, args, task)? {
        Opened::Heap(heap) => *heap,
        Opened::Other(other) if before.is_empty() => {
            found.recorded = Some((file.clone(), of_recording(file, &other, task)?));
            return Ok(found);
        }
        Opened::Other(other) => return Err(no_heap(file, other.source.format)),
    };
    let (mut steps, mut by) = (Vec::new(), args.by.map(MatchedBy::from));
    for (number, path) in before.iter().enumerate() {
        match read(path, args, task)? {
            Opened::Heap(heap) => {
                let by = *by.get_or_insert_with(|| matching(&heap.graph, &last.graph));
                steps.push(step(heap.snapshot(), &last.facts.classes.shapes, by, task)?);
            }
            Opened::Other(other) if number == 0 => {
                found.recorded = Some((path.clone(), of_recording(path, &other, task)?));
            }
            Opened::Other(other) => return Err(no_heap(path, other.source.format)),
        }
    }
    let steps: Vec<&Step> = steps.iter().collect();
    let report = leak_report(last.snapshot(), &steps, task)?;
    found.heap = Some((last, report));
    Ok(found)
}

fn read(file: &Path, args: &LeaksArgs, task: &Task) -> Result<Opened, CliError> {
    let load = LoadArgs { allow_large: args.load.allow_large };
    OpenHeap::read_any(&InputArgs { file: file.to_owned(), load }, args.no_cache, task)
}

/// What a recording tells, which must be something.
fn of_recording(
    file: &Path,
    recording: &Recording,
    task: &Task,
) -> Result<RecordedLeaks, CliError> {
    let found = recorded_leaks(recording, &Selection::default(), task)?;
    if found.is_empty() && found.snapshots.is_empty() {
        let (format, file) = (recording.source.format, show_path(file));
        return Err(CliError::Question(format!(
            "expected heap snapshots, or a recording with tracked objects or memory over time, \
             found a {format}\nFile: {file}"
        )));
    }
    Ok(found)
}

/// What was dismissed, with those suspects that `args` name; these are remembered.
fn remember(args: &LeaksArgs, found: &Found, file: &Path) -> Result<Dismissed, CliError> {
    let mut dismissed = load_dismissed(file)?;
    let known = found.fingerprints();
    for &number in &args.dismiss {
        let suspect = number.checked_sub(1).and_then(|it| known.get(it));
        let missing = || {
            let n = known.len();
            CliError::Question(format!("--dismiss: there is no suspect {number}, but {n} of them"))
        };
        dismissed.fingerprints.insert(suspect.ok_or_else(missing)?.clone());
    }
    if !args.dismiss.is_empty() {
        save_dismissed(file, &dismissed)?;
    }
    Ok(dismissed)
}

fn as_markdown(args: &LeaksArgs, found: &Found) -> String {
    let of_heap = found.heap.as_ref().map(|it| {
        let snapshots = args.files.iter().skip(usize::from(found.recorded.is_some()));
        markdown(&it.1, &snapshots.map(|it| show_path(it)).collect::<Vec<String>>())
    });
    let mut text = of_heap.unwrap_or_else(|| "# Leak report\n".to_owned());
    if let Some((file, recorded)) = &found.recorded {
        text.push('\n');
        text += &recorded_markdown(recorded, &show_path(file), found.suspects_of_heap() + 1);
    }
    text
}

/// The report in words.
fn report(args: &LeaksArgs, file: &Path, (found, dismissed): (&Found, &Dismissed)) -> HeapReport {
    let mut report = HeapReport::new("leaks", file, "leak report");
    let files: Vec<String> = args.files.iter().map(|it| it.to_string_lossy().into()).collect();
    report.set("files", files);
    if let Some((last, of_heap)) = &found.heap {
        snapshots::add(&mut report, args, last, (of_heap, dismissed));
    }
    if let Some((file, recorded)) = &found.recorded {
        recorded::add(&mut report, args, (file, recorded), (found.suspects_of_heap(), dismissed));
    }
    report
}
