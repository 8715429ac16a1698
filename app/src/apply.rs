//! Carrying out commands: the only place that changes the state.

pub(crate) mod actions;
mod compared;
mod copy;
mod diff;
mod files;
mod heap;
mod palette;
pub(crate) mod places;
mod requests;
mod selection;
mod settings;
mod snapshots;

use std::sync::Arc;

use crate::command::Command;
use crate::dialogs::Purpose;
use crate::document::Document;
use crate::jobs::JobState;
use crate::kind::Kind;
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::recording::Ended;
use crate::selection::Entity;
use crate::state::{AppState, Overlay};
use crate::views::View;
use crate::views::call_tree::TreeCommand;
use crate::views::flame_graph::FlameCommand;
use crate::views::sandwich::SandwichCommand;
use crate::widgets::table::Sort;

pub use files::{open, open_together};
pub use places::record_place;
pub use settings::{keep, restore};

/// Carries out one command.
pub fn apply(state: &mut AppState, command: Command, ctx: &egui::Context) {
    match command {
        Command::Run(action) => actions::run(state, action, ctx),
        Command::Open(paths) => files::open(state, paths, ctx),
        Command::OpenTogether(together) => files::open_together(state, together, ctx),
        Command::Together(command) => files::together(state, command, ctx),
        Command::OpenBeside(name) => files::open_beside(state, &name, ctx),
        Command::CompareBeside(one, other) => files::compare_beside(state, [&one, &other], ctx),
        Command::OpenSample(sample) => files::open_sample(state, sample, ctx),
        Command::StopLoading(id) => files::stop(state, id),
        Command::Reload(id) => files::reload(state, id, ctx),
        Command::ShowDocument(id) => state.shown = Some(id),
        Command::CloseDocument(id) => files::close(state, id),
        Command::ClearRecent => state.remembered.clear_recent(),
        Command::Export(what) => files::choose_export(state, what, ctx),
        Command::CopyTable(what) => files::copy_table(state, what, ctx),
        Command::CopyText { text, what } => copy::text(state, text, what, ctx),
        Command::Dismiss(id) => state.notices.dismiss(id),
        Command::PathTyped(text) => files::path_typed(state, text),
        Command::PathEntered => files::path_entered(state, ctx),
        Command::PathClosed => state.path_field = None,
        Command::Overlay(overlay) => state.overlay = overlay,
        Command::Heap(command) => heap::run(state, command),
        Command::Compare(one, other) => diff::compare_two(state, one, other),
        Command::ChooseSide(id, which) => diff::choose(state, id, which),
        Command::SumSides(is_summed) => state.sums_sides = is_summed,
        Command::CompareChosen => diff::compare_chosen(state),
        Command::Merge(one, other) => diff::merge(state, (one, other), ctx),
        Command::Diff(command) => diff::run(state, command),
        Command::Compared(command) => compared::run(state, command),
        Command::Snapshots(command) => snapshots::run(state, command, ctx),
        Command::Choice(command) => snapshots::choose(state, &command),
        Command::FindLeaksHere => snapshots::find_here(state),
        Command::FindLeaksBeside(names) => snapshots::find_beside(state, &names, ctx),
        Command::OpenDropped(paths) => files::open_dropped(state, paths, ctx),
        Command::ShowView(view) => places::show_view(state, view),
        Command::CloseView(view) => places::close_view(state, view),
        Command::Arrange(arrangement) => places::arrange(state, *arrangement),
        Command::PaletteTyped(text) => palette::typed(state, text, ctx),
        Command::PaletteStep(by) => {
            if let Some(palette) = &mut state.palette {
                palette.step(by);
            }
        }
        Command::PaletteRun(at) => palette::run(state, at, ctx),
        Command::PaletteClosed => state.palette = None,
        Command::FindTaken => state.wants_find = false,
        Command::Record(change) => state.record.change(change, ctx),
        Command::Set(setting) => settings::set(state, setting, ctx),
        Command::ChooseSources => files::choose_folder(state, Purpose::Sources, ctx),
        Command::ChooseRecordFolder => files::choose_folder(state, Purpose::RecordFolder, ctx),
        Command::ColorBy(color_by) => state.look.color_by = color_by,
        Command::OnlyMyCode(only) => only_my_code(state, only),
        Command::Requests(change) => requests::run(state, change),
        Command::ShowSource => show_source(state),
        about_recording => {
            if let Some(opened) = state.opened_mut() {
                look_at(opened, about_recording);
            }
        }
    }
}

/// Shows where the selected function stands in its source.
fn show_source(state: &mut AppState) {
    state.look.details = true;
    if let Some(opened) = state.opened_mut() {
        opened.wants_source = true;
    }
}

/// Shows only the program's own code, or all, in every recording that is or will be open.
fn only_my_code(state: &mut AppState, only: bool) {
    state.look.only_my_code = only;
    for opened in state.documents.iter_mut().filter_map(Document::opened_mut) {
        opened.selection.only_my_code = only;
        opened.selection.path.clear(); // it may be no stack any more
    }
}

/// Carries out a command about how the recording is looked at.
fn look_at(opened: &mut Opened, command: Command) {
    let selection = &mut opened.selection;
    match command {
        Command::Select(entity) => {
            selection.select(entity);
            opened.functions.until = None;
            opened.requests.several = None;
        }
        Command::SelectUntil(frame) => opened.functions.until = Some(frame),
        Command::Hover(entity) => selection.hovered = entity,
        Command::SelectRange(range) => {
            selection.range = range.filter(|it| it.start < it.end);
        }
        Command::SelectThreads(threads) => {
            selection.threads = threads.map(|mut it| {
                it.sort_unstable();
                it.dedup();
                it
            });
        }
        Command::SelectOccurrence(entity, occurrence) => {
            selection.select(Some(entity));
            selection.occurrence = Some(occurrence);
        }
        Command::SourceShown => opened.wants_source = false,
        Command::ForgetOccurrence => selection.occurrence = None,
        Command::Recorded(change) => opened.recorded.change(change),
        Command::SelectPath(path) => {
            selection.select(path.last().copied().map(Entity::Function));
            selection.path = path;
        }
        Command::Transform(transform) => selection.transform(&opened.recording, transform),
        Command::RemoveTransform(at) if at < selection.transforms.len() => {
            selection.transforms.remove(at);
            selection.path.clear(); // it may be no stack any more
        }
        Command::ClearTransforms => selection.clear_transforms(),
        Command::ShowTime(range) => {
            // A chart may tell of a recording that was left in the same frame.
            let end = opened.recording.range().end;
            selection.shown = range.filter(|it| it.start < it.end && it.start <= end);
        }
        Command::Filter(view, text) => filter(opened, view, text),
        Command::FilterRegex(view, is_regex) => filter_regex(opened, view, is_regex),
        Command::SortBy(view, sort) => sort_by(opened, view, sort),
        Command::Tree(command) => tree(opened, command),
        Command::Tracks(command) => {
            if let Some(list) = opened.answers.timeline.tracks.value().map(Arc::clone) {
                opened.tracks.change(&list, command);
            }
        }
        Command::Flame(FlameCommand::Grow(direction)) => opened.flame.direction = direction,
        Command::Flame(FlameCommand::Up(up)) => opened.flame.grows_up = up,
        Command::Sandwich(SandwichCommand::Center(frame)) => {
            opened.sandwich.center = Some(frame);
            selection.select(Some(Entity::Function(frame)));
        }
        Command::CancelStacks => opened.cancel_work(),
        Command::AskAgain => opened.ask_again(),
        _ => {} // `apply` took the others
    }
}

fn filter(opened: &mut Opened, view: View, text: String) {
    match view {
        View::Functions => opened.functions.filter.text = text,
        View::Spans => opened.spans.filter.text = text,
        View::Operations => opened.recorded.operations.filter.text = text,
        View::Tracked => opened.recorded.tracked.filter.text = text,
        View::Requests | View::Endpoints => opened.requests.place.filter.text = text,
        View::CallTree => opened.tree.filter.text = text,
        View::Timeline => opened.search.text = text,
        View::FlameGraph => opened.flame.search.text = text,
        View::Sandwich => opened.sandwich.list.filter.text = text,
        View::Classes | View::Allocations => opened.heap.place.classes.text = text,
        View::Strings => opened.heap.place.strings.text = text,
        View::Changes => {
            if let Some(compared) = &mut opened.compared {
                compared.place.filter.text = text;
            }
        }
        View::Basket => {
            if let Some(snapshots) = &mut opened.snapshots {
                snapshots.place.filter.text = text;
            }
        }
        of_diffs => {
            if let Some(filter) = diff::filter_mut(opened, of_diffs) {
                filter.text = text;
            }
        }
    }
}

fn filter_regex(opened: &mut Opened, view: View, is_regex: bool) {
    match view {
        View::Functions => opened.functions.filter.is_regex = is_regex,
        View::Spans => opened.spans.filter.is_regex = is_regex,
        View::Operations => opened.recorded.operations.filter.is_regex = is_regex,
        View::Tracked => opened.recorded.tracked.filter.is_regex = is_regex,
        View::Requests | View::Endpoints => opened.requests.place.filter.is_regex = is_regex,
        View::Timeline => opened.search.is_regex = is_regex,
        View::CallTree => opened.tree.filter.is_regex = is_regex,
        View::Sandwich => opened.sandwich.list.filter.is_regex = is_regex,
        View::FlameGraph => opened.flame.search.is_regex = is_regex,
        View::Classes | View::Allocations => opened.heap.place.classes.is_regex = is_regex,
        View::Strings => opened.heap.place.strings.is_regex = is_regex,
        View::Changes => {
            if let Some(compared) = &mut opened.compared {
                compared.place.filter.is_regex = is_regex;
            }
        }
        View::Basket => {
            if let Some(snapshots) = &mut opened.snapshots {
                snapshots.place.filter.is_regex = is_regex;
            }
        }
        of_diffs => {
            if let Some(filter) = diff::filter_mut(opened, of_diffs) {
                filter.is_regex = is_regex;
            }
        }
    }
}

fn sort_by(opened: &mut Opened, view: View, sort: Sort) {
    match view {
        View::Functions => opened.functions.sort = sort,
        View::Spans => opened.spans.sort = sort,
        View::Operations => opened.recorded.operations.sort = sort,
        View::Tracked => opened.recorded.tracked.sort = sort,
        View::CallTree => opened.tree.sort = sort,
        View::Sandwich => opened.sandwich.list.sort = sort,
        View::Classes | View::Allocations => opened.heap.classes = sort,
        View::Strings => opened.heap.strings = sort,
        View::Changes => {
            if let Some(compared) = &mut opened.compared {
                compared.sort = sort;
            }
        }
        View::Basket => {
            if let Some(snapshots) = &mut opened.snapshots {
                snapshots.sort = sort;
            }
        }
        of_diffs => diff::sort_by(opened, of_diffs, sort),
    }
}

fn tree(opened: &mut Opened, command: TreeCommand) {
    match command {
        TreeCommand::Shape(shape) => opened.tree.shape = shape,
        TreeCommand::Step(step) => {
            if step.node().is_none() || shows_current_tree(opened) {
                opened.tree.step(step);
            }
        }
        TreeCommand::Select(node) => {
            let rows = opened.answers.tree_rows.value().map(Arc::clone);
            let row = rows.as_ref().and_then(|it| it.row_of(node));
            if shows_current_tree(opened) {
                opened.tree.selected = Some(node);
            }
            if let (Some(rows), Some(row)) = (rows, row) {
                opened.select_row(&rows, row);
            }
        }
    }
}

/// Whether the rows on the screen are those of the tree, not of the one before: while a tree is
/// built, the old rows stay to be seen, and their nodes mean nothing in the new tree.
fn shows_current_tree(opened: &Opened) -> bool {
    let rows = opened.answers.tree_rows.value();
    rows.is_some_and(|it| it.version >= opened.tree.began)
}

/// Takes in what jobs have finished, and asks what the views that are to be seen need.
pub fn poll(state: &mut AppState, ctx: &egui::Context) {
    files::poll(state, ctx);
    diff::ask_dropped(state);
    diff::open_sought(state, ctx);
    diff::take_walk(state, ctx);
    snapshots::gather(state);
    if let Ended::Recorded(file) = state.record.poll() {
        state.overlay = state.overlay.filter(|it| *it != Overlay::Record);
        files::open(state, vec![file], ctx);
    }
    let mut bugs: Vec<String> = palette::poll(state).into_iter().collect();
    for document in &mut state.documents {
        if let Some(opened) = document.opened_mut() {
            bugs.extend(opened.answers.poll());
            bugs.extend(opened.compared.iter_mut().flat_map(|it| it.answers.poll()));
            bugs.extend(opened.diff.iter_mut().flat_map(|it| it.answers.poll()));
            bugs.extend(opened.snapshots.iter_mut().flat_map(|it| it.poll()));
        }
    }
    for bug in bugs {
        state.notices.add_bug(&bug);
    }
    places::keep_visible(state);
    let visible = state.arrangement().visible();
    let (color_by, has_details) = (state.look.color_by, state.look.details);
    let sources = state.kept.source.clone();
    requests::copy_wanted(state, ctx);
    if let Some(opened) = state.opened_mut() {
        opened.ask(&visible, ctx);
        if visible.iter().any(|it| it.is_coloured()) {
            opened.ask_colors(color_by, ctx);
        }
        if has_details && opened.kind == Kind::Comparison {
            opened.ask_compared_details(ctx);
        } else if has_details && opened.shows_heap() && !opened.view.has_no_details() {
            opened.ask_heap_details(ctx);
        } else if has_details && opened.kind.is_diff() {
            opened.ask_diff_details(ctx);
        } else if has_details && !opened.view.has_no_details() {
            opened.ask_details(ctx);
            opened.ask_source(sources.as_deref(), ctx);
        }
    }
}

/// What a finished job gave, if it did; a bug becomes a notice.
fn finished<T: Send + 'static>(
    state: JobState<T>,
    notices: &mut crate::notices::Notices,
) -> Option<T> {
    match state {
        JobState::Done(value) => Some(value),
        JobState::Running | JobState::Gone => None,
        JobState::Panicked(text) => {
            notices.add_bug(&text);
            None
        }
    }
}

/// Says that the system gave no thread.
fn no_thread(state: &mut AppState, error: &std::io::Error) {
    state.notices.add(NoticeKind::Error, format!("The system gave no thread: {error}"));
}
