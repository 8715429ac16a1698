//! Several heap snapshots looked at together, held to what the leaking program planted.

use std::path::{Path, PathBuf};

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::heap::HeapCommand;
use asyncscope::kind::Kind;
use asyncscope::opened::Opened;
use asyncscope::snapshots::choice::ChoiceCommand;
use asyncscope::snapshots::{Member, Snapshots, SnapshotsCommand};
use asyncscope::state::Overlay;
use asyncscope::views::View;
use asyncscope::views::snapshots::columns;
use asyncscope::widgets::table::Sort;
use asyncscope_core::analysis::heap::{BasketFigure, BasketSet, MatchedBy};
use asyncscope_core::session::dismissed::{FILE_NAME, load_dismissed};
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Folder, TRIES, Window, click, has, names, press, rows, sample, settle, wait, window};

fn plants() -> Vec<PathBuf> {
    (1..5).map(|it| sample("leaks").join(format!("plants-{it}.heapsnapshot.zst"))).collect()
}

fn truth() -> serde_json::Value {
    let text = std::fs::read_to_string(sample("leaks/truth.json")).expect("the truth");
    serde_json::from_str(&text).expect("JSON")
}

fn push(window: &mut Window, command: Command) {
    window.state_mut().push(command);
    settle(window);
}

fn ask(window: &mut Window, command: SnapshotsCommand) {
    push(window, Command::Snapshots(command));
}

/// The leaks of these files, in the order they were taken.
fn leaks_of(files: &[PathBuf]) -> Window {
    let mut window = window(files);
    push(&mut window, Command::Run(Action::FindLeaks));
    assert_eq!(window.state().state().overlay, Some(Overlay::Choice));
    push(&mut window, Command::Choice(ChoiceCommand::Open));
    assert_eq!(window.state().state().kind(), Kind::Snapshots);
    window
}

fn opened(window: &Window) -> &Opened {
    window.state().state().opened().expect("a document")
}

fn snapshots(window: &Window) -> &Snapshots {
    opened(window).snapshots.as_deref().expect("snapshots")
}

/// What a suspect of a class is known by, and its number.
fn suspect(window: &Window, class: &str) -> (String, usize) {
    let found = snapshots(window).answers.suspected.value().expect("a report");
    let at = found.report.suspects.iter().position(|it| it.class == class);
    let at = at.unwrap_or_else(|| panic!("{class} is not suspected"));
    (found.fingerprints[at].clone(), at)
}

/// The card of a class begins so.
fn has_card(window: &Window, count: u64, class: &str) -> bool {
    has(window, &format!("{count} {class}, "))
}

/// The rows of the table, filtered to some classes.
fn filtered(window: &mut Window, text: &str) -> Vec<String> {
    push(window, Command::Filter(View::Basket, text.to_owned()));
    rows(window)
}

#[test]
fn cards_tell_what_was_planted_and_leave_the_rest_alone() {
    let mut window = leaks_of(&plants());
    let truth = truth();
    for leak in truth["leaks"].as_array().expect("leaks") {
        let (class, per_step) = (leak["class"].as_str(), leak["per_step"].as_u64());
        let (class, count) = (class.expect("a name"), 3 * per_step.expect("a number"));
        let holder = leak["holder"].as_str().map(|it| format!("in the {}", it.replace('`', "")));
        let begins = format!("{count} {class}, ");
        let card = window.query_all_by_label_contains(&begins);
        let said: Vec<String> = card.filter_map(|it| it.accesskit_node().value()).collect();
        let said = said.first().unwrap_or_else(|| panic!("no card of {class}"));
        assert!(said.ends_with("grew in every step."), "{said}");
        if let Some(holder) = holder.map(|it| it.trim_start_matches("in the ").to_owned()) {
            assert!(said.contains(&holder), "{said}");
        }
    }
    assert!(has(&window, "4 snapshots: a trend. Objects matched by object id"));
    // It lies below what is to be seen.
    window.get_by_role(Role::DisclosureTriangle).click_accesskit();
    settle(&mut window);
    for class in truth["left_alone"].as_array().expect("classes") {
        let class = class["class"].as_str().expect("a name");
        let suspects = &snapshots(&window).answers.suspected.value().expect("it").report.suspects;
        assert!(suspects.iter().all(|it| it.class != class), "{class} is no leak");
    }
    assert!(has(&window, "LruEntry, "), "what was left alone is told with its reason");
}

#[test]
fn two_snapshots_are_never_said_to_leak() {
    let files = plants();
    let mut window = window(&[files[0].clone(), files[3].clone()]);
    push(&mut window, Command::Run(Action::Compare));
    click(&mut window, Role::Button, "Find leaks…");
    push(&mut window, Command::Choice(ChoiceCommand::Open));
    assert!(has(&window, "What grew between the two snapshots"));
    assert!(has(&window, "Two snapshots: growth, no trend."));
    assert!(!has(&window, "ikely leak"));
}

#[test]
fn one_snapshot_tells_what_is_large() {
    let mut window = window(&plants()[3..]);
    click(&mut window, Role::Button, "Find leak suspects");
    assert_eq!(snapshots(&window).members.len(), 1);
    assert!(has(&window, "One snapshot: what is large, not what grows."));
}

/// Copies of the snapshots in a folder of their own, so that a file may be written beside them.
fn copies() -> (Folder, Vec<PathBuf>) {
    let folder = Folder::new();
    let copy = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        folder.file(&name, &std::fs::read(&path).expect("a sample"))
    };
    let files = plants().into_iter().map(copy).collect();
    (folder, files)
}

#[test]
fn what_is_dismissed_is_remembered_beside_the_snapshots() {
    let (folder, files) = copies();
    let mut window = leaks_of(&files);
    let (fingerprint, _) = suspect(&window, "Poller");
    assert!(has_card(&window, 30, "Poller"));
    ask(&mut window, SnapshotsCommand::Dismiss(fingerprint.clone(), true));
    assert!(!has_card(&window, 30, "Poller"));
    let file = folder.0.path().join(FILE_NAME);
    let told = load_dismissed(&file).expect("it is read");
    assert!(told.fingerprints.contains(&fingerprint), "{told:?}");

    let mut again = leaks_of(&files);
    assert!(!has_card(&again, 30, "Poller"), "it survives");
    let dismissed = |window: &Window| {
        let buttons = window.query_all_by_role(Role::Button);
        let mut all = buttons.into_iter().map(|it| super::label(&it));
        all.find(|it| it.ends_with(" dismissed"))
    };
    let switch = dismissed(&again).expect("a switch");
    click(&mut again, Role::Button, &switch);
    assert!(has_card(&again, 30, "Poller"), "it can be seen");
    again
        .query_all_by_role_and_label(Role::Button, "Restore")
        .next()
        .expect("a button")
        .click_accesskit();
    settle(&mut again);
    let told = load_dismissed(&file).expect("it is read");
    assert!(told.fingerprints.is_empty(), "{told:?}");
    assert!(has_card(&again, 30, "Poller"));
}

#[test]
fn a_click_dismisses_the_suspect_of_the_card() {
    let (folder, files) = copies();
    let mut window = leaks_of(&files);
    let first = snapshots(&window).answers.suspected.value().expect("it").fingerprints[0].clone();
    window.query_all_by_role_and_label(Role::Button, "Dismiss").next().expect("a button").click();
    settle(&mut window);
    let told = load_dismissed(&folder.0.path().join(FILE_NAME)).expect("it is read");
    assert_eq!(told.fingerprints.into_iter().collect::<Vec<_>>(), [first]);
}

#[test]
fn a_damaged_file_of_what_is_dismissed_is_told_and_not_overwritten() {
    let (folder, files) = copies();
    folder.file(FILE_NAME, b"[1, 2]");
    let mut window = leaks_of(&files);
    assert!(has(&window, "What is dismissed is not remembered"));
    let (fingerprint, _) = suspect(&window, "Poller");
    ask(&mut window, SnapshotsCommand::Dismiss(fingerprint, true));
    assert!(has_card(&window, 30, "Poller"), "what is not remembered does not count");
    let left = std::fs::read(folder.0.path().join(FILE_NAME)).expect("it is there");
    assert_eq!(left, b"[1, 2]");
}

#[test]
fn objects_of_a_suspect_are_shown_in_the_last_snapshot() {
    let mut window = leaks_of(&plants());
    let (_, at) = suspect(&window, "Subscriber");
    ask(&mut window, SnapshotsCommand::ShowObjects(at));
    let shown = window.state().state().shown_document().expect("a document");
    assert_eq!(shown.name, "plants-4.heapsnapshot.zst");
    assert_eq!(opened(&window).view, View::Classes);
    let all = rows(&window);
    assert!(all.iter().any(|it| it.starts_with("Subscriber, ") && it.contains("60")), "{all:?}");
    assert_eq!(all.len(), 1, "only the new objects of one class: {all:?}");
    assert!(has(&window, "60 new Subscriber"));
    push(&mut window, Command::Heap(HeapCommand::Unpick));
    assert!(rows(&window).len() > 10);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(opened(&window).view, View::Leaks, "back leads to the report");
}

#[test]
fn a_path_and_the_holder_of_a_suspect_are_shown() {
    let mut window = leaks_of(&plants());
    let (_, at) = suspect(&window, "RequestRecord");
    let suspect = &snapshots(&window).answers.suspected.value().expect("it").report.suspects[at];
    let (example, holder) = (suspect.paths[0].example, suspect.holder.clone().expect("a map"));
    ask(&mut window, SnapshotsCommand::OpenObject(example));
    assert_eq!(opened(&window).heap.object(), Some(example));
    assert!(has(&window, "recordsByRequest"), "the way leads through the map");
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    ask(&mut window, SnapshotsCommand::OpenObject(holder.node));
    let facts = opened(&window).answers.heap.object.current().expect("known");
    assert_eq!(facts.line.name, "Map");
}

#[test]
fn the_report_outlives_the_documents_of_its_snapshots() {
    let mut window = leaks_of(&plants());
    let ids = snapshots(&window).documents();
    for id in ids {
        push(&mut window, Command::CloseDocument(id));
    }
    assert_eq!(window.state().state().documents.len(), 1);
    assert!(has_card(&window, 60, "Subscriber"));
    ask(&mut window, SnapshotsCommand::MatchBy(Some(MatchedBy::Path)));
    assert!(has(&window, "by class and what dominates them"));
    ask(&mut window, SnapshotsCommand::ShowObjects(0));
    assert!(has(&window, "was closed: open it again to look into it"));
    assert_eq!(opened(&window).kind, Kind::Snapshots);
}

#[test]
fn heaps_that_are_dropped_together_are_asked_about() {
    let mut window = window(&[]);
    let mut files = plants();
    files.reverse();
    window.state_mut().push(Command::OpenDropped(files));
    wait(&mut window, "the question", |it| it.state().state().overlay.is_some());
    settle(&mut window);
    assert!(has(&window, "Look for leaks in all 4 heaps?"));
    let button = window.query_all_by_role_and_label(Role::Button, "Find leaks").last();
    button.expect("a button").click();
    settle(&mut window);
    let names: Vec<&str> = snapshots(&window).members.iter().map(Member::short_name).collect();
    assert_eq!(names, ["plants-1", "plants-2", "plants-3", "plants-4"], "as they were taken");
}

#[test]
fn snapshots_are_left_out_moved_and_taken_in() {
    let mut window = leaks_of(&plants());
    let second = snapshots(&window).documents()[1];
    click(&mut window, Role::Button, "Leave out plants-2.heapsnapshot.zst");
    let names = |window: &Window| -> Vec<String> {
        snapshots(window).members.iter().map(|it| it.short_name().to_owned()).collect()
    };
    assert_eq!(names(&window), ["plants-1", "plants-3", "plants-4"]);
    assert!(has(&window, "3 snapshots: a trend."));
    ask(&mut window, SnapshotsCommand::Edit);
    let choice = &window.state().state().choice;
    assert_eq!(choice.entries.len(), 4);
    let at = choice.entries.iter().position(|it| it.0.side.document == second);
    let at = at.expect("it may be taken in again");
    for command in [
        ChoiceCommand::Switch(at),
        ChoiceCommand::Up(at),
        ChoiceCommand::Up(at - 1),
        ChoiceCommand::Open,
    ] {
        push(&mut window, Command::Choice(command));
    }
    assert_eq!(names(&window), ["plants-1", "plants-2", "plants-3", "plants-4"]);
    assert_eq!(window.state().state().documents.len(), 5, "the document is the same");
}

#[test]
fn another_baseline_turns_differences_around() {
    let mut window = leaks_of(&plants());
    press(&mut window, Modifiers::NONE, Key::Num2);
    ask(&mut window, SnapshotsCommand::Figure(BasketFigure::Count));
    assert_eq!(filtered(&mut window, "Poller"), ["Poller, 30, 40, 50, 60, +10 per step"]);
    ask(&mut window, SnapshotsCommand::AsDelta(true));
    assert_eq!(rows(&window), ["Poller, 30, +10, +20, +30, +10 per step"]);
    click(&mut window, Role::RadioButton, "4 · plants-4");
    assert_eq!(rows(&window), ["Poller, −30, −20, −10, 60, +10 per step"]);
}

#[test]
fn sets_hold_what_came_and_what_went() {
    let mut window = leaks_of(&plants());
    press(&mut window, Modifiers::NONE, Key::Num2);
    ask(&mut window, SnapshotsCommand::Figure(BasketFigure::Count));
    let all = "LruEntry, TableRow, TransientJob, Poller, WeakValue";
    let listed = filtered(&mut window, all);
    for row in [
        "LruEntry, –, 100, 100, 100, +30 per step",
        "TableRow, –, 200, 200, 200, +60 per step",
        "TransientJob, –, 300, –, –, −30 per step",
        "WeakValue, 50, 50, 50, 50, 0 per step",
    ] {
        assert!(listed.iter().any(|it| it == row), "{row} is not in {listed:?}");
    }
    ask(&mut window, SnapshotsCommand::Set(BasketSet::New));
    let new = rows(&window);
    assert!(new.contains(&"WeakValue, –, 50, 50, 50, +15 per step".to_owned()), "{new:?}");
    ask(&mut window, SnapshotsCommand::Set(BasketSet::Freed));
    assert_eq!(names(&window), ["WeakValue"], "those of the round before are let go");
    ask(&mut window, SnapshotsCommand::Set(BasketSet::InAll));
    assert_eq!(rows(&window), ["Poller, 30, 30, 30, 30, 0 per step"]);
}

#[test]
fn classes_are_sorted_by_any_snapshot_and_copied() {
    let mut window = leaks_of(&plants());
    press(&mut window, Modifiers::NONE, Key::Num2);
    ask(&mut window, SnapshotsCommand::Figure(BasketFigure::Count));
    filtered(&mut window, "LruEntry, TableRow, TransientJob, Poller");
    let second = Sort { column: columns::FIRST + 1, descending: true };
    push(&mut window, Command::SortBy(View::Basket, second));
    assert_eq!(names(&window), ["TransientJob", "TableRow", "LruEntry", "Poller"]);
    window.query_all_by_role(Role::Row).next().expect("a row").click();
    settle(&mut window);
    window.event(Event::Copy);
    let copied = copied(&mut window);
    assert_eq!(copied, "TransientJob\t−30 per step\t–\t300\t–\t–");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(opened(&window).view, View::Classes, "Enter shows its objects");
}

/// Steps until something is put on the clipboard, and returns it.
#[track_caller]
fn copied(window: &mut Window) -> String {
    for _ in 0..TRIES {
        window.step();
        for command in &window.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                return text.clone();
            }
        }
    }
    panic!("nothing was copied");
}

#[test]
fn the_report_is_copied_as_text_and_as_markdown() {
    let mut window = leaks_of(&plants());
    window.event(Event::Copy);
    let plain = copied(&mut window);
    assert!(plain.starts_with("Leak report\n"), "{plain}");
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "Copy as Markdown").click();
    let markdown = copied(&mut window);
    assert!(markdown.starts_with("# Leak report\n") && markdown.contains("`RequestRecord`"));
}

#[test]
fn snapshots_beside_a_recording_are_looked_at_together() {
    let (folder, _) = copies();
    let lines: Vec<String> = (1..4)
        .map(|it| {
            let time = it * 250_000;
            format!(
                r#"I {time} heapSnapshot {{"generation":{it},"memoryUsage":{{"heapUsed":{time}}},"file":"plants-{it}.heapsnapshot.zst"}}"#
            )
        })
        .collect();
    let text = format!(
        "C 0 memory {{\"rss\":100,\"heapUsed\":50}}\n{}\nC 1000000 memory {{\"rss\":100,\"heapUsed\":50}}",
        lines.join("\n")
    );
    let file = folder.file("a.asyncscope.json", support::events::file_of(&text).as_bytes());
    let mut window = window(&[file]);
    press(&mut window, Modifiers::NONE, Key::Num9);
    click(&mut window, Role::Link, "Find leaks in these 3");
    wait(&mut window, "the report", |it| it.state().state().kind() == Kind::Snapshots);
    settle(&mut window);
    assert!(has_card(&window, 40, "Subscriber"), "20 in each of two steps");
    assert!(Path::new(&snapshots(&window).name()).ends_with("plants-1 to plants-3, 3 snapshots"));
}

#[test]
fn other_programs_are_matched_by_class_and_path() {
    let folder = Folder::new();
    let files = [(1, "one.heapsnapshot"), (1001, "two.heapsnapshot")]
        .map(|(first, name)| super::comparison::heap(&folder, first, name));
    let mut window = leaks_of(&files);
    assert!(has(&window, "these seem to be several processes"));
    ask(&mut window, SnapshotsCommand::MatchBy(Some(MatchedBy::Id)));
    assert!(has(&window, "Less than half of the objects of the last snapshot are in the first"));
    click(&mut window, Role::Button, "Match by class and path");
    assert_eq!(snapshots(&window).place.by, Some(MatchedBy::Path));
}
