//! Flags of heap snapshots on axes of time: a click opens one, Ctrl+click on two compares them.

use asyncscope_core::model::{Recording, SnapshotIndex};
use asyncscope_core::units::{Bytes, Nanos};
use egui::{Painter, Rect, Stroke, Ui, pos2, vec2};

use crate::command::{Command, Commands};
use crate::recorded::RecordedCommand;
use crate::theme::{Tokens, Type};
use crate::widgets::text;
use crate::wording;

/// Height of a flag.
pub(super) const HEIGHT: f32 = 13.0;
/// How near to its pole the pointer is on a flag, in points.
const NEAR: f32 = 9.0;

/// Does what a click on the flag of a snapshot asks for.
pub(super) fn click(
    ui: &Ui,
    (recording, marked): (&Recording, Option<SnapshotIndex>),
    snapshot: SnapshotIndex,
    commands: &mut Commands,
) {
    let file = |it: SnapshotIndex| recording.snapshots.file[it].map(|it| recording.text(it));
    let Some(name) = file(snapshot) else { return };
    if !ui.input(|it| it.modifiers.command) {
        commands.push(Command::OpenBeside(name.to_owned()));
        return;
    }
    let other = marked.filter(|it| *it != snapshot).and_then(file);
    if let Some(other) = other {
        commands.push(Command::CompareBeside(other.to_owned(), name.to_owned()));
    }
    let next = if marked.is_some() { None } else { Some(snapshot) };
    commands.push(Command::Recorded(RecordedCommand::Mark(next)));
}

/// What a flag says, where `marked` waits to be compared.
pub(super) fn said(
    (recording, marked): (&Recording, Option<SnapshotIndex>),
    snapshot: SnapshotIndex,
) -> String {
    let table = &recording.snapshots;
    let when = wording::moment(table.time[snapshot], Nanos::from_millis(10));
    let mut said = format!("Heap snapshot {} at {when}", table.generation[snapshot]);
    if let Some(used) = table.memory[snapshot].heap_used {
        said += &format!("\nheap in use: {}", Bytes(used));
    }
    if let Some(pause) = table.pause[snapshot] {
        said += &format!("\nhalted the thread for {pause}");
    }
    if table.file[snapshot].is_none() {
        return said + "\nOnly memory was noted: there is no file";
    }
    said + match marked {
        None => "\nClick to open, Ctrl+click two to compare them",
        Some(it) if it == snapshot => "\nCtrl+click another one to compare it with this one",
        Some(_) => "\nClick to open, Ctrl+click to compare it with the one that is marked",
    }
}

/// The flag that is nearest to `x`, if that is near.
pub(super) fn near(flags: &[(SnapshotIndex, f32)], x: f32) -> Option<SnapshotIndex> {
    let nearest = flags.iter().min_by(|a, b| (a.1 - x).abs().total_cmp(&(b.1 - x).abs()))?;
    ((nearest.1 - x).abs() <= NEAR).then_some(nearest.0)
}

/// Paints flags at the top of `rect`; `lit` is under the pointer.
pub(super) fn paint(
    painter: &Painter,
    (recording, marked): (&Recording, Option<SnapshotIndex>),
    (rect, flags): (Rect, &[(SnapshotIndex, f32)]),
    (lit, tokens): (Option<SnapshotIndex>, &Tokens),
) {
    let table = &recording.snapshots;
    for &(snapshot, x) in flags {
        let is_lit = lit == Some(snapshot) || marked == Some(snapshot);
        let color = if is_lit { tokens.accent } else { tokens.text };
        painter.vline(x, rect.y_range(), Stroke::new(1.0, color));
        let word = table.generation[snapshot].to_string();
        let word = text::line(painter, Type::CaptionStrong, tokens.bg0, &word, 60.0);
        let width = word.size().x + 6.0;
        let left = if x + width > rect.right() { x - width } else { x };
        let plate = Rect::from_min_size(pos2(left, rect.top()), vec2(width, HEIGHT));
        painter.rect_filled(plate, 1.0, color);
        text::paint_center(painter, plate, word);
    }
}
