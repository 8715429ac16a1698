//! What a comparison of recordings is told: commands and actions about it.

mod open;
mod sides;

use std::sync::Arc;

use asyncscope_core::analysis::Direction;
use asyncscope_core::analysis::diff::Subject;

use super::places::show_view;
use crate::actions::Action;
use crate::diff::DiffCommand;
use crate::diff::charts::ChartsCommand;
use crate::filter::Filter;
use crate::opened::Opened;
use crate::questions::diff::tree_walk::TreeWalk;
use crate::state::AppState;
use crate::views::View;
use crate::widgets::table::Sort;

pub(super) use open::{open_sought, take_walk};
pub(super) use sides::{ask_dropped, choose, choose_sides, compare_chosen, compare_two, merge};

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
        Action::LinkCharts
            | Action::CycleColours
            | Action::Invert
            | Action::ClearSelection
            | Action::HotPath
            | Action::OpenAll
    );
    is_known && state.kind().is_diff()
}

/// Carries out an action about the comparison that is shown.
pub(super) fn act(state: &mut AppState, action: Action) {
    match action {
        Action::ClearSelection => select_nothing(state),
        Action::Invert => invert(state),
        Action::HotPath | Action::OpenAll => walk(state, action),
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

/// Opens lines of the call tree from the selected one on.
fn walk(state: &mut AppState, action: Action) {
    let Some(opened) = state.opened_mut().filter(|it| it.view == View::DiffTree) else { return };
    let Some(diff) = &mut opened.diff else { return };
    diff.change(DiffCommand::Walk(match (action, diff.place.line.clone()) {
        (Action::OpenAll, Some(line)) => TreeWalk::OpenAll(line),
        (Action::OpenAll, None) => return,
        (_, line) => TreeWalk::HotPath(line),
    }));
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
        DiffCommand::Open(which, subject) => diff.sought = Some((which, subject)),
        DiffCommand::Reveal(subject) => reveal(state, subject),
        DiffCommand::TakeParts => sides::take_parts(state),
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
