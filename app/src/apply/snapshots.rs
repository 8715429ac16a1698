//! Looking at several heap snapshots together: which, and what their document is told.

use asyncscope_core::files::snapshot_beside;
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::units::Count;

use super::compared::side_of;
use super::files;
use super::places::show_view;
use crate::compared::Compared;
use crate::document::{Document, DocumentId};
use crate::filter::Filter;
use crate::heap::{HeapCommand, HeapEntity, Picked, TreeName};
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::snapshots::choice::{ChoiceCommand, ChoicePage};
use crate::snapshots::{Candidate, Snapshots, SnapshotsCommand};
use crate::state::{AppState, Overlay, ToGather};
use crate::views::View;

/// The fewest heaps that are asked about when they were dropped together: two are compared.
const SEVERAL: usize = 3;

/// Asks which of the open heaps are looked at together; of one there is nothing to ask.
pub(super) fn find(state: &mut AppState) {
    if state.opened().is_some_and(|it| it.snapshots.is_some()) {
        return edit(state);
    }
    let of_two = state.opened().and_then(|it| it.compared.as_ref()).map(|it| of_compared(it));
    let mut page = ChoicePage::all(candidates(state));
    if let Some(two) = of_two {
        for entry in &mut page.entries {
            entry.1 = two.iter().any(|it| it.side.document == entry.0.side.document);
        }
        add_missing(&mut page, two);
        page.baseline = page.baseline();
    }
    match page.entries.as_slice() {
        [] => {
            let said = "Open a heap snapshot, or several of one program, to look for leaks.";
            state.notices.add(NoticeKind::Done, said.to_owned());
        }
        [_] => open(state, &page),
        _ => {
            state.choice = page;
            state.overlay = Some(Overlay::Choice);
        }
    }
}

/// Looks for leaks in the heap that is shown, or in the two that are compared.
pub(super) fn find_here(state: &mut AppState) {
    let Some(document) = state.shown_document() else { return };
    let of_two = document.opened().and_then(|it| it.compared.as_ref()).map(|it| of_compared(it));
    let shown = of_two.or_else(|| candidate(document).map(|it| vec![it]));
    if let Some(shown) = shown {
        open(state, &ChoicePage::all(shown));
    }
}

/// Starts to read heap snapshots that lie beside the shown recording, to look for leaks in them.
pub(super) fn find_beside(state: &mut AppState, names: &[String], ctx: &egui::Context) {
    let Some(document) = state.shown_document() else { return };
    let found: Vec<_> = names.iter().map(|it| snapshot_beside(&document.path, it)).collect();
    if let Some(missing) = found.iter().position(Option::is_none) {
        return files::not_beside(state, &names[missing]);
    }
    files::open_to_gather(state, found.into_iter().flatten().collect(), false, ctx);
}

/// Asks what to do with heaps that were opened together, once all files are read.
pub(super) fn gather(state: &mut AppState) {
    let Some(ToGather { documents, asks }) = &state.to_gather else { return };
    if documents.iter().any(|it| state.document(*it).is_some_and(Document::is_loading)) {
        return;
    }
    let found = documents.iter().filter_map(|it| state.document(*it)).filter_map(candidate);
    let (found, asks): (Vec<Candidate>, bool) = (found.collect(), *asks);
    state.to_gather = None;
    if asks && found.len() < SEVERAL || found.is_empty() {
        return;
    }
    let page = ChoicePage::all(found);
    if asks {
        state.choice = page;
        state.overlay = Some(Overlay::DroppedHeaps);
    } else {
        open(state, &page);
    }
}

/// Shows the page to choose other snapshots for the document that is shown.
fn edit(state: &mut AppState) {
    let Some(document) = state.shown_document() else { return };
    let Some(snapshots) = document.opened().and_then(|it| it.snapshots.as_ref()) else { return };
    let members = snapshots.members.iter().map(|it| (it.candidate(), true));
    let mut page = ChoicePage {
        of: Some(document.id),
        entries: members.collect(),
        baseline: Some(snapshots.place.baseline),
    };
    let others = candidates(state).into_iter();
    let is_new = |it: &Candidate| !has(&page, it);
    let others: Vec<_> = others.filter(is_new).map(|it| (it, false)).collect();
    page.entries.extend(others);
    state.choice = page;
    state.overlay = Some(Overlay::Choice);
}

fn has(page: &ChoicePage, it: &Candidate) -> bool {
    page.entries.iter().any(|entry| entry.0.side.document == it.side.document)
}

/// Adds snapshots whose documents have been closed.
fn add_missing(page: &mut ChoicePage, candidates: Vec<Candidate>) {
    for it in candidates {
        if !has(page, &it) {
            page.entries.push((it, true));
        }
    }
    page.entries.sort_by_key(|it| it.0.side.last_object);
}

/// The open heaps, with what is known of them.
fn candidates(state: &AppState) -> Vec<Candidate> {
    state.heaps().into_iter().filter_map(candidate).collect()
}

fn candidate(document: &Document) -> Option<Candidate> {
    let opened = document.opened().filter(|it| it.kind.is_heap())?;
    let heap = &opened.answers.heap;
    Some(Candidate {
        side: side_of(document.id, &document.name, opened),
        facts: heap.facts.current().cloned(),
        tree: heap.tree.current().cloned(),
    })
}

/// The two that are compared, with what is known of them.
fn of_compared(compared: &Compared) -> Vec<Candidate> {
    let both = compared.sides.iter().zip(&compared.answers.sides);
    let candidate = both.map(|(side, known)| Candidate {
        side: side.clone(),
        facts: known.facts.current().cloned(),
        tree: known.tree.current().cloned(),
    });
    candidate.collect()
}

/// Changes which snapshots are to be looked at together, or does that.
pub(super) fn choose(state: &mut AppState, command: &ChoiceCommand) {
    state.choice.change(command);
    if *command == ChoiceCommand::Open && state.choice.why_not().is_none() {
        state.overlay = None;
        let page = std::mem::take(&mut state.choice);
        open(state, &page);
    }
}

/// Shows what is chosen: in the document that it was chosen for, in one that shows just these, or in
/// a new one.
fn open(state: &mut AppState, page: &ChoicePage) {
    let chosen = page.chosen();
    let wanted: Vec<DocumentId> = chosen.iter().map(|it| it.side.document).collect();
    let is_it = |it: &&mut Document| {
        let snapshots = it.opened().and_then(|it| it.snapshots.as_ref());
        let shows_these = snapshots.is_some_and(|it| it.documents() == wanted);
        page.of.map_or(shows_these, |of| it.id == of)
    };
    if let Some(document) = state.documents.iter_mut().find(is_it) {
        state.shown = Some(document.id);
        let Some(opened) = document.opened_mut() else { return };
        let Some(snapshots) = &mut opened.snapshots else { return };
        if snapshots.documents() != wanted {
            snapshots.replace(chosen);
        }
        snapshots.place.baseline = page.baseline().unwrap_or(snapshots.place.baseline);
        return follow(document);
    }
    let Some(mut snapshots) = Snapshots::new(chosen) else { return };
    snapshots.place.baseline = page.baseline().unwrap_or(snapshots.place.baseline);
    let id = state.next_id();
    if let Some(document) = Document::snapshots(id, snapshots) {
        state.documents.push(document);
        state.shown = Some(id);
    }
}

/// Lets the name and the recording of a document follow its snapshots.
fn follow(document: &mut Document) {
    let Some(opened) = document.opened_mut() else { return };
    let Some(snapshots) = &opened.snapshots else { return };
    let name = snapshots.name();
    if let Some(last) = snapshots.last() {
        opened.recording = last.side.recording.clone();
    }
    document.name = name;
}

/// Carries out a command about the snapshots that are shown.
pub(super) fn run(state: &mut AppState, command: SnapshotsCommand, ctx: &egui::Context) {
    let shown = state.shown;
    let Some(document) = state.documents.iter_mut().find(|it| Some(it.id) == shown) else { return };
    let Some(opened) = document.opened_mut() else { return };
    let Some(snapshots) = &mut opened.snapshots else { return };
    match command {
        SnapshotsCommand::Edit => edit(state),
        SnapshotsCommand::Dismiss(suspect, is_dismissed) => {
            snapshots.dismissals.change(suspect, is_dismissed);
            snapshots.ask_dismissed(ctx);
        }
        SnapshotsCommand::ShowObjects(at) => {
            if let Some(picked) = picked(snapshots, at) {
                in_last(state, |opened| {
                    opened.heap.change(HeapCommand::ShowPicked(picked));
                    View::Classes
                });
            }
        }
        SnapshotsCommand::OpenObject(node) => in_last(state, |opened| {
            opened.heap.change(HeapCommand::OpenObject(node));
            View::Object
        }),
        SnapshotsCommand::OpenClass(class) => {
            let known = snapshots.last().and_then(|it| it.known.facts.current().cloned());
            let row = known.and_then(|it| {
                it.classes.class.indices().find(|row| {
                    let other = &it.classes.class[*row];
                    other.name == class.name
                        && (class.place.is_none() || other.place == class.place)
                })
            });
            in_last(state, |opened| {
                let exactly = Filter::exactly(&class.name());
                opened.heap.change(HeapCommand::ShowClasses(exactly));
                let path = row.and_then(|it| u32::try_from(it.row()).ok());
                if let Some((row, path)) = row.zip(path) {
                    let entity = Some(HeapEntity::Class(row));
                    let tree = TreeName::Classes;
                    opened.heap.change(HeapCommand::SelectRow(tree, vec![path], entity));
                    opened.heap.change(HeapCommand::OpenRow(tree, vec![path], true));
                }
                View::Classes
            });
        }
        other => {
            snapshots.change(other);
            follow(document);
        }
    }
}

/// The new objects of a suspect.
fn picked(snapshots: &Snapshots, at: usize) -> Option<Picked> {
    let found = snapshots.answers.suspected.value()?;
    let suspect = found.report.suspects.get(at)?;
    let word = if found.report.steps.len() > 1 { "new " } else { "" };
    let name = format!("{} {word}{}", Count(suspect.count), suspect.class);
    let mut nodes = suspect.objects.clone();
    nodes.sort_unstable();
    Some(Picked { name, nodes: nodes.into() })
}

/// Shows something in the document of the last snapshot.
fn in_last(state: &mut AppState, show: impl FnOnce(&mut Opened) -> View) {
    let snapshots = state.opened().and_then(|it| it.snapshots.as_ref());
    let Some(last) = snapshots.and_then(|it| it.last()) else { return };
    let (document, name) = (last.side.document, last.side.name.clone());
    if state.document(document).and_then(Document::opened).is_none() {
        let said = format!("{name} was closed: open it again to look into it.");
        return state.notices.add(NoticeKind::Error, said);
    }
    state.shown = Some(document);
    if let Some(view) = state.opened_mut().map(show) {
        show_view(state, view);
    }
}
