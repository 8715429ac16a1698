//! Putting what is selected on the clipboard: as text, as Markdown, or as a link.

mod diff;
mod event;
mod heap;
pub(super) mod requests;
mod snapshots;

use asyncscope_core::analysis::markdown_text;
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::Count;

use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::questions::details::About;
use crate::questions::functions::FunctionList;
use crate::questions::tree::TreeRow;
use crate::state::AppState;
use crate::views::View;
use crate::views::frame_menu::stack_as_text;
use crate::wording;

/// More rows than this are not put on the clipboard one by one: the whole table can be.
const MOST_ROWS: usize = 100_000;

/// How something is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopyAs {
    /// Lines with tabs, for anywhere.
    Text,
    /// A table or a list, for an issue.
    Markdown,
}

/// What to copy, and what it is in words.
type Copied = (String, String);

/// Puts `text` on the clipboard and says so.
pub(super) fn text(state: &mut AppState, text: String, what: &str, ctx: &egui::Context) {
    ctx.copy_text(text);
    state.notices.add(NoticeKind::Done, format!("Copied {what}"));
}

/// Copies the selected rows, function or stack.
pub(super) fn selected(state: &mut AppState, copy_as: CopyAs, ctx: &egui::Context) {
    let Some(opened) = state.opened() else { return };
    if opened.shows_heap() {
        if let Some((found, what)) = heap::selected(opened, copy_as) {
            text(state, found, &what, ctx);
        }
        return;
    }
    if let Some(diff) = &opened.diff {
        if let Some((found, what)) = diff::selected(diff, opened.view, copy_as) {
            text(state, found, &what, ctx);
        }
        return;
    }
    if let Some(several) = &opened.snapshots {
        if let Some((found, what)) = snapshots::selected(several, opened.view, copy_as) {
            text(state, found, &what, ctx);
        }
        return;
    }
    let found = match opened.view {
        View::Functions => function_rows(opened, copy_as),
        View::CallTree => stack(opened, copy_as),
        View::FlameGraph | View::Sandwich => path(opened, copy_as),
        View::Requests => requests::rows(opened, copy_as),
        _ => None,
    };
    if let Some((found, what)) = found.or_else(|| entity(opened, copy_as)) {
        text(state, found, &what, ctx);
    }
}

/// Copies where the selected function stands: `file:line:column`, which editors open.
pub(super) fn link(state: &mut AppState, ctx: &egui::Context) {
    let place = state.opened().and_then(|it| {
        let frame = it.selection.function()?;
        Some(it.recording.frame_place(frame)).filter(|it| !it.is_empty())
    });
    match place {
        Some(place) => {
            let place = place.strip_prefix("file://").map(str::to_owned).unwrap_or(place);
            text(state, place, "the function's link", ctx);
        }
        None => state.notices.add(NoticeKind::Done, "Nothing with a place is selected".to_owned()),
    }
}

/// Copies the stack of what is selected, as text.
pub(super) fn selected_stack(state: &mut AppState, ctx: &egui::Context) {
    let Some(opened) = state.opened() else { return };
    let found = path(opened, CopyAs::Text).or_else(|| stack(opened, CopyAs::Text));
    match found {
        Some((found, what)) => text(state, found, &what, ctx),
        None => state.notices.add(NoticeKind::Done, "No stack is selected".to_owned()),
    }
}

/// The stack that was selected, innermost first.
fn path(opened: &Opened, copy_as: CopyAs) -> Option<Copied> {
    let (recording, path) = (&opened.recording, &opened.selection.path);
    if path.is_empty() {
        return None;
    }
    let said = match copy_as {
        CopyAs::Text => stack_as_text(recording, path),
        CopyAs::Markdown => {
            let cells = path.iter().rev().map(|&it| {
                let (name, place) = (recording.frame_name(it), recording.frame_place(it));
                [markdown_text(name), markdown_text(&place)]
            });
            table(&["Function", "Location"], cells)
        }
    };
    Some((said, "the stack".to_owned()))
}

fn name_and_place(opened: &Opened, frame: FrameIndex, between: &str) -> String {
    let recording = &opened.recording;
    let (name, place) = (recording.frame_name(frame), recording.frame_place(frame));
    if place.is_empty() { name.to_owned() } else { format!("{name}{between}{place}") }
}

/// What there is to say about what is selected.
fn entity(opened: &Opened, copy_as: CopyAs) -> Option<Copied> {
    let recording = &opened.recording;
    let entity = opened.selection.entity?;
    let details = opened.answers.details.current().filter(|it| it.entity == entity);
    if let Some(frame) = entity.function() {
        let what = "the function".to_owned();
        if let Some(About::Function(about)) = details.map(|it| &it.about) {
            let said = match copy_as {
                CopyAs::Text => about.shown().as_text(recording),
                CopyAs::Markdown => about.shown().as_markdown(recording),
            };
            return Some((said, what));
        }
        return Some((name_and_place(opened, frame, "\t"), what));
    }
    event::copied(recording, entity, copy_as)
}

/// The selected rows of the list of functions.
fn function_rows(opened: &Opened, copy_as: CopyAs) -> Option<Copied> {
    let list: &FunctionList = opened.answers.list.value()?;
    let first = list.row_of(opened.selection.function()?)?;
    let last = opened.functions.until.and_then(|it| list.row_of(it)).unwrap_or(first);
    let rows = first.min(last)..=first.max(last);
    let count = rows.clone().count().min(MOST_ROWS);
    let cells = rows.take(count).filter_map(|row| cells(opened, list, row, copy_as));
    let said = match copy_as {
        CopyAs::Text => {
            let line = |[name, own, total, samples, place]: [String; 5]| {
                format!("{name}\tself {own}\ttotal {total}\t{samples} samples\t{place}\n")
            };
            let lines: String = cells.map(line).collect();
            lines.trim_end_matches('\n').to_owned()
        }
        CopyAs::Markdown => table(&["Function", "Self", "Total", "Samples", "Location"], cells),
    };
    let what = if count == 1 { "the function".to_owned() } else { wording::counted(count, "row") };
    Some((said, what))
}

/// What stands in a row of the list of functions.
fn cells(opened: &Opened, list: &FunctionList, row: usize, copy_as: CopyAs) -> Option<[String; 5]> {
    let recording = &opened.recording;
    let frame = list.frame(row)?;
    let figures = list.rows.get(row);
    let (own, total) = figures.map_or((0, 0), |it| (it.own, it.total));
    let samples = figures.map_or(0, |it| it.samples);
    let show = |text: &str| match copy_as {
        CopyAs::Text => text.to_owned(),
        CopyAs::Markdown => markdown_text(text),
    };
    Some([
        show(recording.frame_name(frame)),
        list.unit.show(own),
        list.unit.show(total),
        Count(samples).to_string(),
        show(&recording.frame_place(frame)),
    ])
}

/// The selected row of the call tree and those it hangs from, root first.
fn stack(opened: &Opened, copy_as: CopyAs) -> Option<Copied> {
    let rows = opened.answers.tree_rows.value()?;
    let selected = rows.row_of(opened.tree.selected?)?;
    let path = std::iter::successors(Some(selected), |&row| rows.parent(row));
    let mut path: Vec<&TreeRow> = path.filter_map(|it| rows.rows.get(it)).collect();
    path.reverse();
    let recording = &opened.recording;
    let place = |it: &TreeRow| it.frame.map(|it| recording.frame_place(it)).unwrap_or_default();
    let total = |it: &TreeRow| rows.unit.show(it.total);
    let said = match copy_as {
        CopyAs::Text => {
            let line = |it: &&TreeRow| {
                format!("{}\t{}\t{}\n", total(it), it.key.label(recording), place(it))
            };
            path.iter().map(line).collect()
        }
        CopyAs::Markdown => {
            let cells = path.iter().map(|it| {
                let name = markdown_text(it.key.label(recording));
                [total(it), rows.unit.show(it.own), name, markdown_text(&place(it))]
            });
            table(&["Total", "Self", "Function", "Location"], cells)
        }
    };
    Some((said, "the stack".to_owned()))
}

/// A table in Markdown.
fn table<const N: usize>(heads: &[&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut said = format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(N));
    for row in rows {
        said += &format!("| {} |\n", row.join(" | "));
    }
    said
}
