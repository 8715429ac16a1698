//! The timeline: tracks, the minimap, what is found, and the arrows.

use asyncscope::command::Command;
use asyncscope::selection::Entity;
use asyncscope::tracks::{TrackCommand, TrackKey, TrackList};
use asyncscope_core::units::Nanos;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, pos2, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Folder, Window, click, has, label, press, sample, settle, small, wait, window};

const TRACE: &str = "chromium-156/page-small.json";
/// A trace of several processes.
const PROCESSES: &str = "chromium-156/page.json.gz";

/// The canvas with the tracks.
pub(super) fn timeline_of(window: &Window) -> Node<'_> {
    let canvases = window.get_all_by_role(Role::Canvas);
    let mut canvases = canvases.filter(|it| label(it).starts_with("Timeline"));
    canvases.next().expect("a timeline")
}

fn timeline(file: &str) -> Window {
    let mut window = window(&[sample(file)]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    window
}

/// What the heads of the tracks that can be seen say, from top to bottom.
fn heads(window: &Window) -> Vec<String> {
    let buttons = window.get_all_by_role(Role::Button).map(|it| (it.rect(), label(&it)));
    let chart = timeline_of(window).rect();
    let is_head = |rect: Rect| rect.right() <= chart.left() + 1.0 && 200.0 < rect.left();
    let mut heads: Vec<(Rect, String)> = buttons
        .filter(|it| is_head(it.0) && (it.1.starts_with("Open ") || it.1.starts_with("Close ")))
        .collect();
    heads.sort_by(|a, b| a.0.top().total_cmp(&b.0.top()));
    heads.into_iter().map(|it| it.1).collect()
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.event(Event::PointerMoved(from));
    window.step();
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.event(button(from, true));
    window.step();
    window.event(Event::PointerMoved(from.lerp(to, 0.5)));
    window.step();
    window.event(Event::PointerMoved(to));
    window.step();
    window.event(button(to, false));
    settle(window);
}

fn list(window: &Window) -> TrackList {
    let opened = window.state().state().opened().expect("a recording");
    let list = opened.answers.timeline.tracks.value().expect("a list of tracks");
    TrackList::clone(list)
}

#[test]
fn a_track_opens_and_closes_at_a_click_on_its_head() {
    let mut window = timeline(TRACE);
    let before = heads(&window);
    let spans = before.iter().find(|it| it.contains("CrRendererMain, ") && it.ends_with("spans"));
    let spans = spans.expect("the spans of the main thread").clone();
    assert!(spans.starts_with("Close "), "sampled threads are open: {before:?}");
    click(&mut window, Role::Button, &spans);
    let opened = spans.replacen("Close", "Open", 1);
    assert!(heads(&window).contains(&opened), "{:?}", heads(&window));
    click(&mut window, Role::Button, &opened);
    assert!(heads(&window).contains(&spans));
}

#[test]
fn a_closed_process_hides_its_tracks() {
    let mut window = timeline(PROCESSES);
    let all = heads(&window);
    let process =
        all.iter().find(|it| it.starts_with("Close Renderer")).expect("a process").clone();
    click(&mut window, Role::Button, &process);
    assert!(!heads(&window).iter().any(|it| it.contains("CrRendererMain, ")));
}

#[test]
fn a_pinned_track_stands_first_and_stays_while_others_scroll() {
    let mut window = timeline(PROCESSES);
    let spans = list(&window).tracks.into_iter().find(|it| matches!(it.key, TrackKey::Samples(_)));
    let title = spans.expect("samples").title;
    {
        let mut pins = window.get_all_by_role(Role::Button);
        let pin = pins.rfind(|it| label(it) == format!("Pin {title}"));
        pin.expect("a pin").click();
    }
    settle(&mut window);
    assert!(heads(&window)[0].contains(&title), "{:?}", heads(&window));
    let top = |window: &Window| {
        let all = window.get_all_by_role(Role::Button);
        let rects = all.filter(|it| label(it).starts_with("Unpin")).map(|it| it.rect());
        rects.map(|it| it.top()).next().expect("it is pinned")
    };
    let before = top(&window);
    let scrolled = heads(&window);
    let center = timeline_of(&window).rect().center();
    window.hover_at(center);
    window.event_modifiers(
        Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -300.0),
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::SHIFT,
            source: egui::MouseWheelSource::Unknown,
        },
        Modifiers::SHIFT,
    );
    for _ in 0..40 {
        window.step();
    }
    assert_eq!(before.to_bits(), top(&window).to_bits());
    assert_ne!(scrolled, heads(&window), "the others moved");
}

#[test]
fn a_drag_on_the_minimap_selects_and_shows_a_stretch() {
    let mut window = timeline(TRACE);
    let canvases = window.get_all_by_role(Role::Canvas);
    let map = canvases.filter(|it| label(it).starts_with("Minimap")).map(|it| it.rect()).next();
    let map = map.expect("a minimap");
    let at = |share: f32| pos2(map.left() + share * map.width(), map.center().y);
    drag(&mut window, at(0.25), at(0.5));
    let opened = window.state().state().opened().expect("a recording");
    let duration = opened.recording.duration.0;
    let range = opened.selection.range.clone().expect("a stretch is selected");
    let is_near =
        |time: Nanos, share: u64| time.0.abs_diff(duration * share / 100) < duration / 200;
    assert!(is_near(range.start, 25) && is_near(range.end, 50), "{range:?} of {duration}");
    let shown = opened.selection.shown.clone().expect("and shown");
    assert!(shown.start <= range.start && range.end <= shown.end, "{shown:?} shows {range:?}");
    assert!(shown.end - shown.start < Nanos(duration / 3), "and little else: {shown:?}");

    // Its right edge can be moved.
    drag(&mut window, at(0.5), at(0.75));
    let opened = window.state().state().opened().expect("a recording");
    let range = opened.selection.range.clone().expect("still selected");
    assert!(is_near(range.start, 25) && is_near(range.end, 75), "{range:?} of {duration}");
}

#[test]
fn matches_are_counted_and_regular_expressions_are_understood() {
    let mut window = timeline(TRACE);
    press(&mut window, Modifiers::COMMAND, Key::F);
    let field = window.get_by_role_and_label(Role::TextInput, "Find in the timeline");
    field.type_text("^spin[A-Z]");
    settle(&mut window);
    assert!(has(&window, "No matches"), "as words there are none");
    click(&mut window, Role::Button, ".*");
    assert!(has(&window, " matches") && !has(&window, "No matches"));
    let opened = window.state().state().opened().expect("a recording");
    let found = opened.answers.timeline.found.current().expect("it was searched");
    assert!(found.marks.n_matches.iter().any(|&it| 0 < it), "the minimap marks them");
}

#[test]
fn a_wrong_regular_expression_says_so() {
    let mut window = timeline(TRACE);
    click(&mut window, Role::Button, ".*");
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.get_by_role_and_label(Role::TextInput, "Find in the timeline").type_text("a(");
    settle(&mut window);
    assert!(has(&window, "not a regular expression"));
}

#[test]
fn arrows_lead_from_what_was_asked_for_to_what_ran() {
    let mut window = timeline(TRACE);
    let opened = window.state().state().opened().expect("a recording");
    let (flows, spans) = (&opened.recording.flows, &opened.recording.spans);
    let flow = flows.indices().map(|it| flows.get(it)).find(|it| {
        it.from.span.is_some() && it.to.span.is_some() && it.from.thread == it.to.thread
    });
    let flow = flow.expect("an arrow between spans");
    let (from, to) = (flow.from.span.expect("a span"), flow.to.span.expect("a span"));
    let name = opened.recording.text(spans.name[to]).to_owned();
    window.state_mut().push(Command::Select(Some(Entity::Span(from))));
    settle(&mut window);
    let opened = window.state().state().opened().expect("a recording");
    let arrows = opened.answers.timeline.arrows.current().expect("arrows were asked for");
    let leads = arrows.leaving.iter().any(|it| it.to.entity == Some(Entity::Span(to)));
    assert!(leads, "{arrows:?}");
    press(&mut window, Modifiers::NONE, Key::CloseBracket);
    let opened = window.state().state().opened().expect("a recording");
    let Some(Entity::Span(now)) = opened.selection.entity else { panic!("a span is selected") };
    let first = arrows_first_name(&window, now);
    assert_eq!(first, name, "the key follows the first arrow");
}

fn arrows_first_name(window: &Window, span: asyncscope_core::model::SpanIndex) -> String {
    let opened = window.state().state().opened().expect("a recording");
    opened.recording.text(opened.recording.spans.name[span]).to_owned()
}

#[test]
fn tracks_are_filtered_by_name() {
    let mut window = timeline(PROCESSES);
    window.state_mut().push(Command::Tracks(TrackCommand::Filter("compositor".to_owned())));
    settle(&mut window);
    let found = heads(&window);
    assert!(found.iter().any(|it| it.contains("Compositor, ")), "{found:?}");
    assert!(!found.iter().any(|it| it.contains("CrRendererMain, ")), "{found:?}");
    window.state_mut().push(Command::Tracks(TrackCommand::Filter("zzz".to_owned())));
    settle(&mut window);
    assert!(has(&window, "None of"));
    click(&mut window, Role::Button, "Show all tracks");
    assert!(heads(&window).iter().any(|it| it.contains("CrRendererMain")));
}

#[test]
fn threads_left_out_are_dimmed_and_told() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    wait(&mut window, "the track of the thread", |it| {
        it.query_all_by_label_contains("JS, 5 samples").next().is_some()
    });
    let opened = window.state().state().opened().expect("a recording");
    assert!(opened.selection.threads.is_none());
    let picker = window.query_all_by_label_contains("Threads and tracks: 1 thread").next();
    assert!(picker.is_some(), "one thread needs no plural");
    assert_eq!(timeline_of(&window).accesskit_node().role(), Role::Canvas);
}

/// The titles of tracks as they are placed.
fn placed(setting: &asyncscope::tracks::TrackSetting, list: &TrackList) -> Vec<String> {
    setting.place(list).iter().map(|it| format!("{:?}", it.track.key)).collect()
}

#[test]
fn a_track_moves_within_its_process_and_takes_the_process_along_beyond() {
    let window = timeline(PROCESSES);
    let list = list(&window);
    let mut setting = asyncscope::tracks::TrackSetting::default();
    let processes: Vec<TrackKey> = list
        .tracks
        .iter()
        .map(|it| it.key)
        .filter(|it| matches!(it, TrackKey::Process(_)))
        .collect();
    let first = list.tracks[0].process;
    let own: Vec<TrackKey> =
        list.tracks.iter().skip(1).filter(|it| it.process == first).map(|it| it.key).collect();

    // The last track of the first process before its first one.
    let last = *own.last().expect("tracks");
    setting.change(&list, TrackCommand::Move(last, Some(own[0])));
    let now = placed(&setting, &list);
    assert_eq!(now[0], format!("{:?}", processes[0]));
    assert_eq!(now[1], format!("{last:?}"));
    assert_eq!(now[2], format!("{:?}", own[0]));

    // Before a track of another process: all of the process goes there.
    let other = list.tracks.iter().find(|it| it.process != first && it.thread.is_some());
    let other = other.expect("another process");
    setting.change(&list, TrackCommand::Move(other.key, Some(own[0])));
    let now = placed(&setting, &list);
    assert_eq!(now[0], format!("{:?}", TrackKey::Process(other.process.expect("a process"))));

    setting.change(&list, TrackCommand::Reset);
    assert_eq!(
        placed(&setting, &list),
        placed(&asyncscope::tracks::TrackSetting::default(), &list)
    );
}

#[test]
fn every_track_is_placed_once_whatever_was_moved_and_pinned() {
    let window = timeline(PROCESSES);
    let list = list(&window);
    let mut setting = asyncscope::tracks::TrackSetting::default();
    let mut all = placed(&setting, &list);
    all.sort();
    let keys: Vec<TrackKey> = list.tracks.iter().map(|it| it.key).collect();
    let n = keys.len();
    for step in 0..200 {
        let (key, before) = (keys[step * 7 % n], keys[(step * 13 + 5) % n]);
        let is_heading = matches!(key, TrackKey::Process(_));
        setting.change(&list, TrackCommand::Move(key, (step % 5 != 0).then_some(before)));
        setting.change(&list, TrackCommand::Pin(key, step % 3 == 0 && !is_heading));
        let mut now = placed(&setting, &list);
        now.sort();
        assert_eq!(now, all, "at step {step}");
    }
}
