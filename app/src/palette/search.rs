//! Finding functions, threads and operations of a recording, and classes and objects of a heap, in
//! the background.

use std::sync::Arc;

use asyncscope_core::model::{AsyncSpanIndex, Recording};
use asyncscope_core::strings::StringIndex;
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Nanos;
use hashbrown::HashSet;

use super::{Entry, Kind, Target, best_first, drop_weak, fuzzy, heap};
use crate::document::DocumentId;
use crate::questions::heap::Known;
use crate::questions::threads;
use crate::wording;

/// So many of each kind are shown.
pub const MOST_SHOWN: usize = 40;
/// After so many rows the task is asked whether to stop.
pub(super) const STRIDE: usize = 4096;

/// What is looked for, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The recording.
    pub document: DocumentId,
    /// What was typed, without its sign.
    pub typed: String,
    /// What is looked for.
    pub kind: Kind,
}

/// What a recording holds that fits, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Threads.
    pub threads: Vec<Entry>,
    /// Names of asynchronous work, each once.
    pub operations: Vec<Entry>,
    /// Functions.
    pub functions: Vec<Entry>,
    /// Classes of a heap.
    pub classes: Vec<Entry>,
    /// The object of a heap whose number was typed.
    pub objects: Vec<Entry>,
    /// How many fit, also of those that are not shown.
    pub n_found: usize,
}

/// Looks for `question` in `recording`; `known` is what is known of its heap, if it holds one.
///
/// # Errors
///
/// If the task was cancelled.
pub fn search(
    recording: &Arc<Recording>,
    known: Option<&Known>,
    question: &Question,
    task: &Task,
) -> Result<Found, Cancelled> {
    let Question { typed, kind, .. } = question;
    let mut found = Found::default();
    if kind.is_in(&[Kind::Tracks]) {
        found.threads = threads(recording, typed);
        found.operations = operations(recording, typed, task)?;
    }
    // All functions of a recording tell nothing: something is to be typed, or the sign.
    if *kind == Kind::Functions || (*kind == Kind::All && !typed.is_empty()) {
        found.functions = functions(recording, typed, task)?;
    }
    if let Some(known) = known {
        if kind.is_in(&[]) && !typed.is_empty() {
            found.classes = heap::classes(known, typed, task)?;
        }
        if kind.is_in(&[Kind::Functions]) {
            found.objects = heap::object(known, typed);
        }
    }
    let lists = [&found.threads, &found.operations, &found.functions, &found.classes];
    let best = lists.iter().flat_map(|it| it.iter()).map(|it| it.score).max().unwrap_or(0);
    let mut n_found = found.objects.len();
    let Found { threads, operations, functions, classes, .. } = &mut found;
    for list in [threads, operations, functions, classes] {
        drop_weak(list, best);
        best_first(list);
        n_found += list.len();
        list.truncate(MOST_SHOWN);
    }
    found.n_found = n_found;
    if let Some(known) = known {
        heap::say(known, typed, &mut found.classes);
    }
    for entry in &mut found.functions {
        if let Target::Function(frame) = entry.target {
            let name = recording.frame_name(frame);
            entry.letters = fuzzy::find(typed, name).map(|it| it.letters).unwrap_or_default();
            name.clone_into(&mut entry.text);
            entry.detail = wording::short_place(&recording.frame_place(frame));
        }
    }
    Ok(found)
}

fn threads(recording: &Recording, typed: &str) -> Vec<Entry> {
    let all = threads::contents(recording).into_iter();
    let entry = |it: threads::ThreadContent| {
        let name = recording.thread_name(it.thread);
        let tid = recording.threads.tid[it.thread].map(|it| it.to_string()).unwrap_or_default();
        let detail = match (it.n_samples, it.n_spans) {
            (0, spans) => wording::counted(spans, "span"),
            (samples, _) => wording::counted(samples, "sample"),
        };
        let entry = Entry::matching(Target::Thread(it.thread), &format!("{name} {tid}"), typed)?;
        Some(entry.beside(detail))
    };
    all.filter_map(entry).collect()
}

/// The names of asynchronous work, each with its first span.
fn operations(recording: &Recording, typed: &str, task: &Task) -> Result<Vec<Entry>, Cancelled> {
    let spans = &recording.async_spans;
    let mut known: HashSet<StringIndex> = HashSet::new();
    let mut found = Vec::new();
    for (i, span) in spans.indices().enumerate() {
        if i % STRIDE == 0 {
            task.advance(0)?;
        }
        if known.insert(spans.name[span]) {
            found.extend(operation(recording, span, typed));
        }
    }
    Ok(found)
}

fn operation(recording: &Recording, span: AsyncSpanIndex, typed: &str) -> Option<Entry> {
    let spans = &recording.async_spans;
    let name = recording.text(spans.name[span]);
    let first = wording::moment(spans.start[span], Nanos(100_000));
    let detail = format!("first at {first}");
    Some(Entry::matching(Target::Operation(span), name, typed)?.beside(detail))
}

/// The functions that fit; only those that are shown get their words.
fn functions(recording: &Recording, typed: &str, task: &Task) -> Result<Vec<Entry>, Cancelled> {
    let mut found = Vec::new();
    for (i, frame) in recording.frames.indices().enumerate() {
        if i % STRIDE == 0 {
            task.advance(0)?;
        }
        if let Some(fit) = fuzzy::find(typed, recording.frame_name(frame)) {
            found.push(Entry {
                target: Target::Function(frame),
                text: String::new(),
                detail: String::new(),
                letters: Vec::new(),
                score: fit.score,
            });
        }
    }
    Ok(found)
}
