//! The timeline: everything in the recording on one axis.
//!
//! The tools find, filter and zoom; the minimap shows the whole recording and what of it is in
//! view; below it is the [flame chart](super::flame_chart) with a lane for each track.

mod menu;
mod minimap;
mod strips;
mod threads;
mod tools;

use asyncscope_core::analysis::FlameLayout;
use egui::Ui;

use super::flame_chart::{Body, FlameChart, FlameLane, Head, flame_chart};
use super::parts::nothing;
use super::{Scene, ViewMemory};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::jobs::Progress;
use crate::questions::timeline::TrackContent;
use crate::theme;
use crate::tracks::{PlacedTrack, TrackCommand, TrackKey, TrackList};
use crate::widgets::button::Button;

pub use menu::TimelineMenu;

/// The layout of a lane that has no boxes, or whose boxes are not laid out yet.
static EMPTY: std::sync::LazyLock<FlameLayout> = std::sync::LazyLock::new(FlameLayout::default);

/// A track and the words of its head.
struct Shown<'a> {
    placed: PlacedTrack<'a>,
    note: String,
}

/// Shows the timeline.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let opened = scene.opened;
    let list = match opened.answers.timeline.tracks.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if list.tracks.is_empty() {
        return nothing(ui, "No thread of this recording has samples, spans or numbers.", |_| {});
    }
    let shown: Vec<Shown<'_>> =
        opened.tracks.place(list).into_iter().map(|it| described(scene, it)).collect();
    let lanes: Vec<FlameLane<'_>> = shown.iter().map(|it| lane(scene, it)).collect();
    let (recording, selection) = (&*opened.recording, &opened.selection);
    let chart = FlameChart {
        colors: opened.colors(scene.look, theme::tokens(ui)),
        wheel: scene.look.wheel,
        arrows: opened.answers.timeline.arrows.current().map(AsRef::as_ref),
        marked: opened.recorded.marked,
        pieces: opened.answers.timeline.pieces.current().map(AsRef::as_ref),
        ..FlameChart::over_time(recording, "Timeline", &lanes, selection)
    };
    tools::show(ui, scene, chart, &mut memory.flame, commands);
    minimap::show(ui, scene, &mut memory.flame, commands);
    if lanes.is_empty() {
        return no_track(ui, scene, list, commands);
    }
    flame_chart(ui, chart, &mut memory.flame, commands);
    memory.timeline_menu.open(ui, chart, &memory.flame);
    memory.timeline_menu.show(ui, scene, commands);
}

fn no_track(ui: &mut Ui, scene: Scene<'_>, list: &TrackList, commands: &mut Commands) {
    let filter = scene.opened.tracks.filter.trim();
    let n = list.tracks.len();
    nothing(ui, &format!("None of {n} tracks has a name with “{filter}”."), |ui| {
        if ui.add(Button::new("Show all tracks")).clicked() {
            commands.push(Command::Tracks(TrackCommand::Filter(String::new())));
        }
    });
}

/// A track with what its head says: what it shows, or how far the work on it is.
fn described<'a>(scene: Scene<'_>, placed: PlacedTrack<'a>) -> Shown<'a> {
    let contents = &scene.opened.answers.timeline.contents;
    let key = placed.track.key;
    let note = match (contents.get(key), contents.progress_of(key), contents.failure(key)) {
        (None, Some(progress), _) => in_words(progress),
        (_, _, Some(_)) => "failed: see the notices".to_owned(),
        _ => placed.track.note.clone(),
    };
    Shown { placed, note }
}

fn in_words(progress: Progress) -> String {
    match progress.fraction {
        Some(it) => format!("being laid out, {:.0}\u{2009}%", it * 100.0),
        None => "being laid out".to_owned(),
    }
}

fn lane<'a>(scene: Scene<'a>, shown: &'a Shown<'_>) -> FlameLane<'a> {
    let opened = scene.opened;
    let PlacedTrack { track, is_open, is_pinned } = shown.placed;
    let answers = &opened.answers.timeline;
    let content = answers.contents.get(track.key);
    let (layout, matches) = match content.map(|it| (it, &**it)) {
        Some((content, TrackContent::Boxes(layout))) => {
            (layout, answers.matches.get(track.key, content))
        }
        _ => (&*EMPTY, None),
    };
    let body = match (track.key, content.map(AsRef::as_ref)) {
        (TrackKey::Process(_), _) => Body::Heading,
        _ if !is_open => Body::Closed,
        (_, Some(TrackContent::Numbers(pyramid))) => Body::Numbers(pyramid),
        (_, Some(TrackContent::Memory(track))) => Body::Memory(track),
        (_, Some(TrackContent::Moments(moments))) => Body::Moments(moments),
        _ => Body::Boxes,
    };
    let is_dimmed = track.thread.is_some_and(|it| !opened.selection.has_thread(it));
    let head = Head { track: Some(track.key), is_open, is_pinned, is_dimmed };
    FlameLane { body, head, ..FlameLane::boxes(&track.title, &shown.note, layout, matches) }
}
