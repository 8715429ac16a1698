//! Choosing what is compared with what: in the sidebar, or by dropping files together.

use std::sync::Arc;

use asyncscope_core::analysis;
use asyncscope_core::analysis::diff::{Run, Sides, comparable};
use asyncscope_core::combine::Alignment;
use asyncscope_core::model::Recording;

use crate::apply::{compared, files};
use crate::compared::Which;
use crate::diff::basis::{BasisCommand, RunPart};
use crate::diff::{Diff, DiffCommand, DiffRun};
use crate::document::{Document, DocumentId};
use crate::notices::NoticeKind;
use crate::state::{AppState, Overlay, ToCompare};
use crate::together::Together;

/// Compares two documents: the one that began, or was written, first is before.
pub(in crate::apply) fn compare_two(state: &mut AppState, one: DocumentId, other: DocumentId) {
    state.overlay = None;
    if is_heap(state, one) && is_heap(state, other) {
        return compared::compare(state, one, other);
    }
    let began = |id: DocumentId| {
        let opened = state.document(id).and_then(Document::opened);
        opened.and_then(|it| it.recording.clock.unix_ns)
    };
    let is_turned = began(other).zip(began(one)).is_some_and(|(other, one)| other < one);
    let (before, after) = if is_turned { (other, one) } else { (one, other) };
    compare(state, Sides::new(vec![before], vec![after]));
}

/// Asks what to compare; where only two things can be, compares them.
pub(in crate::apply) fn choose_sides(state: &mut AppState) {
    let (heaps, recordings) = (ids(&state.heaps()), ids(&state.recordings()));
    match (&heaps[..], &recordings[..]) {
        (&[one, other], [] | [_]) | ([] | [_], &[one, other]) => compare_two(state, one, other),
        ([] | [_], [] | [_]) => {
            let said = "Open two recordings or two heap snapshots to compare them.";
            state.notices.add(NoticeKind::Done, said.to_owned());
        }
        _ => {
            let is_open = |id: DocumentId| heaps.contains(&id) || recordings.contains(&id);
            state.sides.retain(|it| is_open(it.0));
            if state.sides.is_empty()
                && let Some(shown) = state.shown.filter(|it| is_open(*it))
            {
                state.sides.push((shown, Which::After));
            }
            state.overlay = Some(Overlay::Compare);
        }
    }
}

fn ids(documents: &[&Document]) -> Vec<DocumentId> {
    documents.iter().map(|it| it.id).collect()
}

fn is_heap(state: &AppState, id: DocumentId) -> bool {
    let opened = state.document(id).and_then(Document::opened);
    opened.is_some_and(|it| it.kind.is_heap())
}

/// Puts a document on a side, or on none. Of two heaps each side has one.
pub(in crate::apply) fn choose(state: &mut AppState, id: DocumentId, which: Option<Which>) {
    state.sides.retain(|it| it.0 != id);
    let Some(which) = which else { return };
    let of_heap = is_heap(state, id);
    let others = std::mem::take(&mut state.sides);
    let fits = |it: &(DocumentId, Which)| {
        let is_same_family = is_heap(state, it.0) == of_heap;
        is_same_family && (!of_heap || it.1 != which)
    };
    state.sides = others.into_iter().filter(fits).collect();
    state.sides.push((id, which));
}

/// Compares what was chosen.
pub(in crate::apply) fn compare_chosen(state: &mut AppState) {
    let of = |which: Which| {
        let chosen = state.documents.iter().map(|it| it.id);
        chosen.filter(|it| state.sides.contains(&(*it, which))).collect::<Vec<_>>()
    };
    let sides = Sides::new(of(Which::Before), of(Which::After));
    state.overlay = None;
    match (&sides.before[..], &sides.after[..]) {
        (&[before], &[after]) if is_heap(state, before) => {
            compared::compare_in_order(state, before, after);
        }
        _ => compare(state, sides),
    }
}

/// Shows the comparison of these recordings, or why there is none.
fn compare(state: &mut AppState, sides: Sides<Vec<DocumentId>>) {
    let is_it = |it: &&Document| {
        let diff = it.opened().and_then(|it| it.diff.as_ref());
        let ids = |runs: &Vec<DiffRun>| runs.iter().map(|it| it.document).collect::<Vec<_>>();
        diff.is_some_and(|it| it.sides.as_ref().map(ids) == sides)
    };
    if let Some(known) = state.documents.iter().find(is_it).map(|it| it.id) {
        state.shown = Some(known);
        take_parts(state);
        return sum_if_chosen(state);
    }
    let runs = sides.map(|side| {
        side.into_iter().filter_map(|it| state.document(it).and_then(run_of)).collect::<Vec<_>>()
    });
    let selection = analysis::Selection::default();
    let whole = runs.as_ref().map(|side| {
        let run = |it: &'_ DiffRun| Arc::clone(&it.recording);
        side.iter().map(run).collect::<Vec<Arc<Recording>>>()
    });
    let asked = whole.as_ref().map(|side| {
        side.iter().map(|it| Run { recording: it, selection: &selection }).collect::<Vec<_>>()
    });
    let parts = match comparable(asked.as_ref().map(Vec::as_slice)) {
        Ok(parts) => parts,
        Err(error) => return state.notices.add(NoticeKind::Error, sentence(&error.to_string())),
    };
    let id = state.next_id();
    let mut diff = Diff::new(runs, parts);
    diff.take_parts(selected_parts(state, &diff.sides));
    if let Some(document) = Document::diff(id, diff) {
        state.documents.push(document);
        state.shown = Some(id);
        sum_if_chosen(state);
    }
}

/// Adds the recordings of each side of the comparison that is shown, if that was chosen.
fn sum_if_chosen(state: &mut AppState) {
    let is_summed = state.sums_sides;
    let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) else { return };
    if diff.sides.before.len().max(diff.sides.after.len()) > 1 {
        diff.change(DiffCommand::Basis(BasisCommand::Sum(is_summed)));
    }
}

/// What is selected in the documents of recordings.
fn selected_parts(state: &AppState, sides: &Sides<Vec<DiffRun>>) -> Sides<Vec<RunPart>> {
    let part = |run: &DiffRun| {
        let opened = state.document(run.document).and_then(Document::opened);
        opened.map_or_else(RunPart::default, |it| RunPart {
            time: it.selection.range.clone(),
            threads: it.selection.threads.clone(),
        })
    };
    sides.as_ref().map(|side| side.iter().map(part).collect())
}

/// Compares what is selected in the documents of the comparison that is shown.
pub(super) fn take_parts(state: &mut AppState) {
    let Some(diff) = state.opened().and_then(|it| it.diff.as_ref()) else { return };
    let n_runs = diff.sides.as_ref().map(Vec::len);
    if diff.place.basis.is_summed && n_runs.before.max(n_runs.after) > 1 {
        let said = "What is added lies on one clock: select its time side by side.";
        return state.notices.add(NoticeKind::Info, said.to_owned());
    }
    let parts = selected_parts(state, &diff.sides);
    if let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) {
        diff.take_parts(parts);
    }
}

fn sentence(said: &str) -> String {
    format!("{}.", crate::wording::capital(said))
}

fn run_of(document: &Document) -> Option<DiffRun> {
    let opened = document.opened().filter(|it| it.kind.is_recording())?;
    let (name, recording) = (document.name.clone(), Arc::clone(&opened.recording));
    Some(DiffRun { document: document.id, name, recording })
}

/// Asks what to do with two files that were dropped together, once both are read.
pub(in crate::apply) fn ask_dropped(state: &mut AppState) {
    let Some(ToCompare { pair: (one, other), asks }) = state.to_compare else { return };
    let loading = |id| state.document(id).is_some_and(Document::is_loading);
    if loading(one) || loading(other) {
        return;
    }
    state.to_compare = None;
    let is_recording = |id: DocumentId| {
        let opened = state.document(id).and_then(Document::opened);
        opened.is_some_and(|it| it.kind.is_recording())
    };
    let of_heaps = is_heap(state, one) && is_heap(state, other);
    if of_heaps && !asks {
        compared::compare(state, one, other);
    } else if of_heaps || is_recording(one) && is_recording(other) {
        state.overlay = Some(Overlay::Dropped(one, other));
    }
}

/// Starts to read two files again, as one recording.
pub(in crate::apply) fn merge(
    state: &mut AppState,
    (one, other): (DocumentId, DocumentId),
    ctx: &egui::Context,
) {
    state.overlay = None;
    let path = |id: DocumentId| state.document(id).map(|it| it.path.clone());
    let Some((one, other)) = path(one).zip(path(other)) else { return };
    let together = Together { paths: vec![one, other], alignment: Alignment::Auto };
    files::open_together(state, together, ctx);
}
