//! Comparing two heap snapshots.

use crate::answers::Answer;
use crate::compared::{Compared, ComparedCommand, Side, Which};
use crate::document::{Document, DocumentId, Origin};
use crate::filter::Filter;
use crate::heap::HeapCommand;
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::questions::compared::{ComparedAnswers, SideAnswers};
use crate::state::AppState;
use crate::views::View;

use super::places::show_view;

/// Shows the comparison of two open heaps; the one that was written first is the earlier one.
pub(super) fn compare(state: &mut AppState, one: DocumentId, other: DocumentId) {
    let written = |id: DocumentId| {
        let opened = state.document(id).and_then(Document::opened);
        opened.and_then(|it| it.last_object)
    };
    let (before, after) = if written(other) < written(one) { (other, one) } else { (one, other) };
    compare_in_order(state, before, after);
}

/// Shows the comparison of two open heaps, of which it is known which is the earlier one.
pub(super) fn compare_in_order(state: &mut AppState, before: DocumentId, after: DocumentId) {
    let is_it = |it: &Document| {
        let compared = it.opened().and_then(|it| it.compared.as_ref());
        compared.is_some_and(|it| it.is_of(before, after))
    };
    if let Some(known) = state.documents.iter().find(|it| is_it(it)).map(|it| it.id) {
        state.shown = Some(known);
        return;
    }
    let sides = [before, after].map(|it| state.document(it).and_then(side));
    let [Some((before, known_before)), Some((after, known_after))] = sides else {
        let said = "Only heap snapshots that are open are compared.";
        return state.notices.add(NoticeKind::Error, said.to_owned());
    };
    let answers = ComparedAnswers { sides: [known_before, known_after], ..Default::default() };
    let compared = Compared::new([before, after], answers);
    state.add(|id| Document::compared(id, compared));
}

/// A heap to compare, with what is known of it already.
fn side(document: &Document) -> Option<(Side, SideAnswers)> {
    let opened = document.opened().filter(|it| it.kind.is_heap())?;
    let mut known = SideAnswers::default();
    if let Some(facts) = opened.answers.heap.facts.current() {
        known.facts = Answer::known((), facts.clone());
    }
    if let Some(tree) = opened.answers.heap.tree.current() {
        known.tree = Answer::known((), tree.clone());
    }
    Some((side_of(document.id, &document.name, opened), known))
}

/// A heap as one of those that are compared.
pub(super) fn side_of(document: DocumentId, name: &str, opened: &Opened) -> Side {
    let file = match &opened.origin {
        Some(Origin::File(file)) => Some(file.clone()),
        Some(Origin::Sample(_)) | None => None,
    };
    let (name, recording) = (name.to_owned(), opened.recording.clone());
    Side { document, name, recording, file, last_object: opened.last_object }
}

/// Carries out a command about the comparison that is shown.
pub(super) fn run(state: &mut AppState, command: ComparedCommand) {
    let Some(compared) = state.opened_mut().and_then(|it| it.compared.as_mut()) else { return };
    match command {
        ComparedCommand::OpenObject(which, node) => {
            let document = compared.side(which).document;
            go(state, (which, document), HeapCommand::OpenObject(node), View::Object);
        }
        ComparedCommand::OpenClass(which, name) => {
            let document = compared.side(which).document;
            let show = HeapCommand::ShowClasses(Filter::exactly(&name));
            go(state, (which, document), show, View::Classes);
        }
        ComparedCommand::Swap => {
            compared.change(ComparedCommand::Swap);
            let name = compared.name();
            let recording = compared.sides[1].recording.clone();
            if let Some(opened) = state.opened_mut() {
                opened.recording = recording;
            }
            let shown = state.shown;
            if let Some(document) = state.documents.iter_mut().find(|it| Some(it.id) == shown) {
                document.name = name;
            }
        }
        other => compared.change(other),
    }
}

/// Shows something in the snapshot that it is of.
fn go(
    state: &mut AppState,
    (which, document): (Which, DocumentId),
    command: HeapCommand,
    view: View,
) {
    if state.document(document).and_then(Document::opened).is_none() {
        let said =
            format!("The snapshot {} was closed: open it again to look into it.", which.name());
        return state.notices.add(NoticeKind::Error, said);
    }
    state.shown = Some(document);
    super::heap::run(state, command);
    show_view(state, view);
}
