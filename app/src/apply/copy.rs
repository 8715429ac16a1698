//! Putting what is selected on the clipboard.

use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::questions::functions::FunctionList;
use crate::state::AppState;
use crate::views::View;
use crate::views::frame_menu::stack_as_text;

/// Puts `text` on the clipboard and says so.
pub(super) fn text(state: &mut AppState, text: String, what: &str, ctx: &egui::Context) {
    ctx.copy_text(text);
    state.notices.add(NoticeKind::Done, format!("Copied {what}"));
}

/// Copies the selected row, function or stack as text.
pub(super) fn selected(state: &mut AppState, ctx: &egui::Context) {
    let Some(opened) = state.opened() else { return };
    let found = match opened.view {
        View::Functions => function_row(opened).map(|it| (it, "the function")),
        View::CallTree => stack(opened).map(|it| (it, "the stack")),
        View::FlameGraph | View::Sandwich => path(opened).map(|it| (it, "the stack")),
        View::Overview | View::Timeline => None,
    };
    if let Some((found, what)) = found.or_else(|| entity(opened)) {
        text(state, found, what, ctx);
    }
}

/// The stack that was selected, innermost first.
fn path(opened: &Opened) -> Option<String> {
    let path = &opened.selection.path;
    (!path.is_empty()).then(|| stack_as_text(&opened.recording, path))
}

/// The name and place of what is selected.
fn entity(opened: &Opened) -> Option<(String, &'static str)> {
    let recording = &opened.recording;
    let entity = opened.selection.entity?;
    if let Some(frame) = entity.function() {
        let (name, place) = (recording.frame_name(frame), recording.frame_place(frame));
        return Some((format!("{name}\t{place}"), "the function"));
    }
    let span = entity.span()?;
    let name = recording.text(recording.spans.name[span]);
    let detail = recording.spans.detail[span].map_or("", |it| recording.text(it));
    Some((format!("{name}\t{detail}\t{}", recording.spans.duration[span]), "the span"))
}

fn function_row(opened: &Opened) -> Option<String> {
    let frame = opened.selection.function()?;
    let list: &FunctionList = opened.answers.list.value()?;
    let row = list.rows.get(list.row_of(frame)?)?;
    let recording = &opened.recording;
    let (own, total) = (list.unit.show(row.own), list.unit.show(row.total));
    let (name, place) = (recording.frame_name(frame), recording.frame_place(frame));
    Some(format!("{name}\tself {own}\ttotal {total}\t{} samples\t{place}", row.samples))
}

/// The selected row of the call tree and those it hangs from, root first.
fn stack(opened: &Opened) -> Option<String> {
    let rows = opened.answers.tree_rows.value()?;
    let selected = rows.row_of(opened.tree.selected?)?;
    let path = std::iter::successors(Some(selected), |&row| rows.parent(row));
    let line = |row: usize| {
        let row = &rows.rows[row];
        let name = row.key.label(&opened.recording);
        let place = row.frame.map(|it| opened.recording.frame_place(it)).unwrap_or_default();
        format!("{}\t{name}\t{place}\n", rows.unit.show(row.total))
    };
    let mut lines: Vec<String> = path.map(line).collect();
    lines.reverse();
    Some(lines.concat())
}
