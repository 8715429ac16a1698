//! Comparing: choosing sides, what to do with files dropped together, and what a comparison of
//! recordings is told.

mod open;

use std::sync::Arc;

use asyncscope_core::analysis::Direction;
use asyncscope_core::analysis::diff::{Run, Sides, Subject, comparable};
use asyncscope_core::analysis::{self};
use asyncscope_core::combine::Alignment;
use asyncscope_core::model::Recording;

use super::places::show_view;
use super::{compared, files};
use crate::actions::Action;
use crate::compared::Which;
use crate::diff::basis::{BasisCommand, RunPart};
use crate::diff::charts::ChartsCommand;
use crate::diff::{Diff, DiffCommand, DiffRun};
use crate::document::{Document, DocumentId};
use crate::filter::Filter;
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::state::{AppState, Overlay, ToCompare};
use crate::together::Together;
use crate::views::View;
use crate::widgets::table::Sort;

/// Compares two documents: the one that began, or was written, first is before.
pub(super) fn compare_two(state: &mut AppState, one: DocumentId, other: DocumentId) {
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
pub(super) fn choose_sides(state: &mut AppState) {
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
pub(super) fn choose(state: &mut AppState, id: DocumentId, which: Option<Which>) {
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
pub(super) fn compare_chosen(state: &mut AppState) {
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
fn take_parts(state: &mut AppState) {
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
pub(super) fn ask_dropped(state: &mut AppState) {
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
pub(super) fn merge(
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

/// The filter of a view of a comparison.
pub(super) fn filter_mut(opened: &mut Opened, view: View) -> Option<&mut Filter> {
    let place = &mut opened.diff.as_mut()?.place;
    match view {
        View::DiffFunctions => Some(&mut place.functions),
        View::DiffOperations => Some(&mut place.operations),
        View::DiffEndpoints => Some(&mut place.endpoints),
        View::DiffFlames => Some(&mut place.flames_search),
        View::DiffCharts => Some(&mut place.charts.search),
        _ => None,
    }
}

/// Sorts the table of a view of a comparison.
pub(super) fn sort_by(opened: &mut Opened, view: View, sort: Sort) {
    let Some(diff) = &mut opened.diff else { return };
    match view {
        View::DiffFunctions => diff.sorts.functions = sort,
        View::DiffTree => diff.sorts.tree = sort,
        View::DiffOperations => diff.sorts.operations = sort,
        View::DiffEndpoints => diff.sorts.endpoints = sort,
        _ => {} // cannot be sorted
    }
}

/// Whether an action is about the comparison that is shown.
pub(super) fn takes(state: &AppState, action: Action) -> bool {
    let is_known = matches!(
        action,
        Action::LinkCharts | Action::CycleColours | Action::Invert | Action::ClearSelection
    );
    is_known && state.kind().is_diff()
}

/// Carries out an action about the comparison that is shown.
pub(super) fn act(state: &mut AppState, action: Action) {
    match action {
        Action::ClearSelection => select_nothing(state),
        Action::Invert => invert(state),
        _ => change_charts(state, action),
    }
}

/// Selects nothing in the comparison that is shown.
pub(super) fn select_nothing(state: &mut AppState) {
    let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) else { return };
    let place = &mut diff.place;
    (place.function, place.line, place.finding) = (None, None, None);
    (place.operation, place.endpoint) = (None, None);
}

/// Carries out an action about charts side by side.
fn change_charts(state: &mut AppState, action: Action) {
    let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) else { return };
    let charts = &diff.place.charts;
    let command = match action {
        Action::LinkCharts => ChartsCommand::Link(charts.link.next()),
        _ => ChartsCommand::Color(charts.colors.next()),
    };
    diff.change(DiffCommand::Charts(command));
}

/// Lets the flame graph or the call tree of the comparison that is shown grow the other way.
fn invert(state: &mut AppState) {
    let Some(opened) = state.opened_mut() else { return };
    let view = opened.view;
    let Some(diff) = &mut opened.diff else { return };
    let other = |it: Direction| match it {
        Direction::TopDown => Direction::BottomUp,
        Direction::BottomUp => Direction::TopDown,
    };
    diff.change(match view {
        View::DiffTree => DiffCommand::Grow(other(diff.place.direction)),
        _ => DiffCommand::GrowFlames(other(diff.place.flames_direction)),
    });
}

/// Carries out a command about the comparison that is shown.
pub(super) fn run(state: &mut AppState, command: DiffCommand) {
    let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) else { return };
    match command {
        DiffCommand::Open(which, subject) => open::open(state, which, &subject),
        DiffCommand::Reveal(subject) => reveal(state, subject),
        DiffCommand::TakeParts => take_parts(state),
        DiffCommand::Swap => {
            diff.change(DiffCommand::Swap);
            let name = diff.name();
            let recording = diff.sides.after.first().map(|it| Arc::clone(&it.recording));
            if let Some((opened, recording)) = state.opened_mut().zip(recording) {
                opened.recording = recording;
            }
            let shown = state.shown;
            if let Some(document) = state.documents.iter_mut().find(|it| Some(it.id) == shown) {
                document.name = name;
            }
        }
        other => diff.change(other),
    }
}

/// Shows something in the view of the comparison that is about it.
fn reveal(state: &mut AppState, subject: Subject) {
    let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) else { return };
    let place = &mut diff.place;
    let view = match subject {
        Subject::Samples => View::DiffFlames,
        Subject::Function(frame) => {
            place.function = Some(frame);
            place.functions = Filter::default();
            let row = diff.answers.functions.value();
            let row = row.and_then(|all| all.iter().find(|it| it.frame == frame));
            let tab = asyncscope_core::analysis::diff::FunctionTab::ALL;
            if let Some(tab) = row.and_then(|row| tab.into_iter().find(|it| it.has(row))) {
                place.tab = tab;
            }
            View::DiffFunctions
        }
        Subject::Operation(name, kind) => {
            place.operation = Some((name, kind));
            place.operations = Filter::default();
            View::DiffOperations
        }
        Subject::Endpoint(name) => {
            place.endpoint = Some(name);
            place.endpoints = Filter::default();
            View::DiffEndpoints
        }
        Subject::Memory(field) => {
            place.field = Some(field);
            View::DiffMemory
        }
    };
    show_view(state, view);
}
