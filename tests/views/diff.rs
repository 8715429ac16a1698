//! Recordings compared, held to profiles worked out by hand.

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::compared::Which;
use asyncscope::diff::{Diff, DiffCommand};
use asyncscope::document::{Document, DocumentId};
use asyncscope::views::View;
use asyncscope_core::analysis::diff::{FunctionTab, LayoutPart, Normalisation};
use egui::{Key, Modifiers, PointerButton, Role};
use egui_kittest::kittest::Queryable as _;
use serde_json::{Value, json};

use super::{
    Folder, Window, click, click_at, has, names, press, rows, sample, settle, wait, window,
};

/// A profile of samples of a millisecond: stacks, outermost first, and how often each was met.
pub(super) fn profile(stacks: &[(&[&str], usize)]) -> String {
    let mut paths: Vec<Vec<&str>> = vec![vec![]];
    let mut samples = Vec::new();
    for (stack, n) in stacks {
        for depth in 1..=stack.len() {
            let path = stack[..depth].to_vec();
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let at = paths.iter().position(|it| it == stack).expect("just put there");
        samples.extend(std::iter::repeat_n(at + 1, *n));
    }
    let node = |(at, path): (usize, &Vec<&str>)| -> Value {
        let is_below = |it: &&Vec<&str>| it.len() == path.len() + 1 && it.starts_with(path);
        let id = |it: &Vec<&str>| paths.iter().position(|other| other == it).expect("there") + 1;
        let children: Vec<usize> = paths.iter().filter(is_below).map(id).collect();
        let name = path.last().copied().unwrap_or("(root)");
        let url = if path.is_empty() { "" } else { "file:///app/main.js" };
        let line = i64::try_from(name.len()).expect("a short name");
        json!({
            "id": at + 1, "children": children,
            "callFrame": {
                "functionName": name, "url": url, "scriptId": "1", "lineNumber": line,
                "columnNumber": 0,
            },
        })
    };
    let nodes: Vec<Value> = paths.iter().enumerate().map(node).collect();
    let deltas: Vec<u64> = samples.iter().map(|_| 1000).collect();
    let end = 1000 * samples.len();
    json!({
        "nodes": nodes, "samples": samples, "timeDeltas": deltas, "startTime": 0,
        "endTime": end + 1000,
    })
    .to_string()
}

pub(super) const BEFORE: &[(&[&str], usize)] = &[(&["main", "parse"], 100), (&["main", "old"], 60)];
const AFTER: &[(&[&str], usize)] = &[(&["main", "parse"], 200), (&["main", "fresh", "helper"], 40)];

pub(super) fn files(folder: &Folder) -> Vec<std::path::PathBuf> {
    let before = folder.file("before.cpuprofile", profile(BEFORE).as_bytes());
    let after = folder.file("after.cpuprofile", profile(AFTER).as_bytes());
    vec![before, after]
}

/// The comparison of both.
pub(super) fn comparison(folder: &Folder) -> Window {
    let mut window = window(&files(folder));
    click(&mut window, Role::Button, "Compare");
    window
}

pub(super) fn diff(window: &Window) -> &Diff {
    let opened = window.state().state().opened().expect("a document");
    opened.diff.as_ref().expect("a comparison of recordings")
}

pub(super) fn push(window: &mut Window, command: Command) {
    window.state_mut().push(command);
    settle(window);
}

pub(super) fn show(window: &mut Window, view: View) {
    push(window, Command::ShowView(view));
}

fn tab(window: &mut Window, name: &str) -> Vec<String> {
    choose(window, name);
    names(window)
}

pub(super) fn choose(window: &mut Window, name: &str) {
    let tabs = window.query_all_by_role(Role::RadioButton);
    let tab = tabs.into_iter().find(|it| super::label(it).starts_with(name));
    tab.unwrap_or_else(|| panic!("no tab {name}")).click();
    settle(window);
}

/// The name of the function that is selected in the recording that is shown.
fn selected(window: &Window) -> String {
    let opened = window.state().state().opened().expect("a document");
    let frame = opened.selection.function().expect("a function");
    opened.recording.frame_name(frame).to_owned()
}

#[test]
fn what_got_slower_is_said_first_and_in_words() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    let opened = window.state().state().opened().expect("a document");
    assert_eq!(opened.view, View::DiffSummary);
    // 240 samples of a millisecond after 160.
    assert!(has(&window, "80.0\u{2009}ms more CPU time than before (+50.0\u{2009}%)."));
    assert!(has(&window, "after.cpuprofile after before.cpuprofile"));
    assert!(has(&window, "Blue is faster, orange is slower, grey is within noise"));
    // As shares, `parse` went from 62.5 % to 83.3 %: less than three standard errors of counting.
    assert!(!rows(&window).iter().any(|it| it.contains(", parse: ")));
    push(&mut window, Command::Diff(DiffCommand::Normalise(Normalisation::Absolute)));
    let all = rows(&window);
    assert!(all[0].starts_with("seems worse, "), "{all:?}");
    let about = |name: &str| all.iter().position(|it| it.contains(&format!(", {name}: ")));
    let (parse, helper, old) = (about("parse"), about("helper"), about("old"));
    assert!(parse.is_some() && helper.is_some() && old.is_some(), "{all:?}");
    assert!(parse < old && helper < old, "worse stands before better: {all:?}");
}

#[test]
fn functions_stand_in_the_tabs_of_what_became_of_them() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    press(&mut window, Modifiers::NONE, Key::Num2);
    push(&mut window, Command::Diff(DiffCommand::Normalise(Normalisation::Absolute)));
    let slower = tab(&mut window, "Slower");
    // `main` weighs nothing itself, but more in total.
    assert_eq!(slower, ["parse", "main"]);
    let parse = &rows(&window)[0];
    assert!(parse.contains("self +100\u{2009}ms, likely"), "{parse}");
    assert_eq!(tab(&mut window, "New"), ["helper", "fresh"]);
    assert_eq!(tab(&mut window, "Removed"), ["old"]);
    let old = &rows(&window)[0];
    assert!(old.contains("self −60.0\u{2009}ms"), "{old}");
    assert!(has(&window, "net +80.0\u{2009}ms"), "parts add up to the whole");
}

#[test]
fn shares_are_chosen_where_lengths_differ_and_are_named() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    assert_eq!(diff(&window).normalisation(), Normalisation::Share, "160 and 240 ms differ");
    show(&mut window, View::DiffFunctions);
    // 100 of 160 before, 200 of 240 after: 62.5 % and 83.3 %.
    let parse = tab(&mut window, "Slower");
    assert_eq!(parse.first().map(String::as_str), Some("parse"));
    let parse = &rows(&window)[0];
    assert!(parse.contains("self +20.8\u{2009}%"), "{parse}");
    tab(&mut window, "Absolute");
    assert_eq!(diff(&window).normalisation(), Normalisation::Absolute);
    let parse = &rows(&window)[0];
    assert!(parse.contains("self +100\u{2009}ms"), "{parse}");
}

#[test]
fn a_row_leads_to_the_side_that_has_it() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffFunctions);
    tab(&mut window, "Removed");
    window.get_by_role(Role::Row).click();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let document = window.state().state().shown_document().expect("a document");
    assert_eq!(document.name, "before.cpuprofile", "it is gone after");
    assert_eq!(selected(&window), "old");
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(diff(&window).place.tab, FunctionTab::Removed, "back leads to the comparison");
    tab(&mut window, "Slower");
    let row = window.get_all_by_role(Role::Row).next().expect("a row").rect().center();
    click_at(&mut window, row, PointerButton::Secondary);
    // The panel has such a button as well; the menu lies over it.
    let entries = window.query_all_by_label("Show in before");
    entries.last().expect("an entry").click();
    settle(&mut window);
    assert_eq!(window.state().state().shown_document().expect("one").name, "before.cpuprofile");
    assert_eq!(selected(&window), "parse");
}

#[test]
fn sides_are_swapped_with_all_numbers() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    click(&mut window, Role::Button, "Swap");
    assert!(has(&window, "80.0\u{2009}ms less CPU time than before (−33.3\u{2009}%)."));
    show(&mut window, View::DiffFunctions);
    assert_eq!(tab(&mut window, "New"), ["old"]);
    assert_eq!(tab(&mut window, "Removed"), ["helper", "fresh"]);
    assert_eq!(
        window.state().state().shown_document().expect("one").name,
        "before.cpuprofile after after.cpuprofile"
    );
}

#[test]
fn the_flame_graph_holds_both_sides_and_a_click_zooms() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffFlames);
    push(&mut window, Command::Diff(DiffCommand::Normalise(Normalisation::Absolute)));
    let shown = |window: &Window| {
        let flames = diff(window).answers.flames.value().expect("a flame graph");
        let layout = &flames.layout.layout;
        (layout.extent().end / 1_000_000, flames.part)
    };
    // Both: parse 200, old 60, fresh 40. Widths are no less than what is called, together.
    assert_eq!(shown(&window), (300, LayoutPart::Both));
    choose(&mut window, "Only removed");
    assert_eq!(shown(&window), (60, LayoutPart::OnlyRemoved));
    choose(&mut window, "After");
    assert_eq!(shown(&window), (240, LayoutPart::After));
    choose(&mut window, "Both");
    let canvas = window.get_by_label_contains("Compared flame graph, ").rect();
    let label =
        |window: &Window| super::label(&window.get_by_label_contains("Compared flame graph, "));
    assert!(label(&window).contains("300\u{2009}ms"), "{}", label(&window));
    // The row below the topmost one, which is `main`, begins with the widest: `parse`.
    let at = canvas.left_top() + egui::vec2(20.0, 17.0 * 1.5);
    click_at(&mut window, at, PointerButton::Primary);
    for _ in 0..40 {
        window.step();
    }
    settle(&mut window);
    let name = diff(&window).place.function.map(|it| {
        let profile = diff(&window).answers.profile.value().expect("a profile");
        profile.names.frame_name(it).to_owned()
    });
    assert_eq!(name.as_deref(), Some("parse"));
    assert!(label(&window).contains("–2"), "zoomed to 200 ms: {}", label(&window));
}

#[test]
fn the_call_tree_opens_line_by_line() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffTree);
    let open = ["main", "parse", "fresh", "old"];
    assert_eq!(names(&window), open, "the only outermost line is open");
    window.get_by_label_contains("main, total").click();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(names(&window), ["main"]);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(names(&window), open);
    window.get_by_label_contains("fresh, total").click();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(names(&window), ["main", "parse", "fresh", "helper", "old"]);
}

#[test]
fn the_call_tree_follows_what_differs_most_and_opens_all() {
    let folder = Folder::new();
    let before: &[(&[&str], usize)] =
        &[(&["main", "load", "parse", "scan"], 100), (&["main", "load", "wait"], 50)];
    let after: &[(&[&str], usize)] = &[
        (&["main", "load", "parse", "scan"], 150),
        (&["main", "load", "parse", "check"], 40),
        (&["main", "load", "wait"], 90),
    ];
    let files = [("before.cpuprofile", before), ("after.cpuprofile", after)]
        .map(|(name, stacks)| folder.file(name, profile(stacks).as_bytes()));
    let mut window = window(&files);
    click(&mut window, Role::Button, "Compare");
    show(&mut window, View::DiffTree);
    push(&mut window, Command::Diff(DiffCommand::Normalise(Normalisation::Absolute)));
    window.get_by_label_contains("main, total").click();
    settle(&mut window);
    // 130 more in all: parse has 90 of them, more than half; of these scan has 50, more than half.
    press(&mut window, Modifiers::NONE, Key::H);
    settle(&mut window);
    assert_eq!(names(&window), ["main", "load", "parse", "scan", "check", "wait"]);
    let selected = diff(&window).place.line.clone().expect("a line");
    assert_eq!(selected.len(), 4, "main, load, parse, scan");
    window.get_by_label_contains("main, total").click();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(names(&window), ["main"]);
    window.state_mut().push(Command::Run(Action::OpenAll));
    settle(&mut window);
    assert_eq!(names(&window), ["main", "load", "parse", "scan", "check", "wait"]);
}

#[test]
fn opening_all_of_a_stack_as_deep_as_its_file_stops_in_time() {
    let folder = Folder::new();
    let file = |name: &str, ran: usize| {
        let node = |id: usize| {
            let children: Vec<usize> = if id < DEPTH { vec![id + 1] } else { vec![] };
            let function = if id == 1 { "(root)".to_owned() } else { format!("f{id}") };
            json!({ "id": id, "children": children, "callFrame": {
                "functionName": function, "url": "file:///a.js", "scriptId": "1",
                "lineNumber": id, "columnNumber": 0 } })
        };
        let nodes: Vec<Value> = (1..=DEPTH).map(node).collect();
        let (samples, deltas) = (vec![DEPTH; ran], vec![1000; ran]);
        let text = json!({ "nodes": nodes, "samples": samples, "timeDeltas": deltas,
            "startTime": 0, "endTime": 1000 * (ran + 1) });
        folder.file(name, text.to_string().as_bytes())
    };
    let mut window = window(&[file("before.cpuprofile", 10), file("after.cpuprofile", 30)]);
    click(&mut window, Role::Button, "Compare");
    show(&mut window, View::DiffTree);
    let first = |window: &Window| {
        let lines = diff(window).answers.tree.value().expect("lines");
        (lines.lines.len(), lines.lines[0].path.clone())
    };
    let (_, path) = first(&window);
    push(&mut window, Command::Diff(DiffCommand::SelectLine(path)));
    push(&mut window, Command::Run(Action::OpenAll));
    let (n, _) = first(&window);
    assert!((1000..DEPTH - 1).contains(&n), "{n} lines");
}

/// Frames of one stack.
const DEPTH: usize = 5000;

#[test]
fn what_is_only_new_or_gone_is_not_said_to_be_nothing() {
    let folder = Folder::new();
    let har = |path: &str| {
        let entry = json!({
            "startedDateTime": "2026-01-01T00:00:00.000Z", "time": 10,
            "request": {"method": "GET", "url": format!("https://a.example{path}"),
                "httpVersion": "HTTP/1.1", "headers": [], "queryString": [], "cookies": [],
                "headersSize": -1, "bodySize": 0},
            "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1",
                "headers": [], "cookies": [], "content": {"size": 3, "mimeType": "text/plain"},
                "redirectURL": "", "headersSize": -1, "bodySize": 3},
            "cache": {}, "timings": {"send": 0, "wait": 10, "receive": 0},
        });
        let log =
            json!({"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [entry]});
        json!({ "log": log }).to_string()
    };
    let files = [("before.har", "/old"), ("after.har", "/fresh")]
        .map(|(name, path)| folder.file(name, har(path).as_bytes()));
    let mut window = window(&files);
    click(&mut window, Role::Button, "Compare");
    settle(&mut window);
    assert!(has(&window, "Nothing got worse or better beyond noise; the summary lists the rest."));
}

fn is_asked(window: &Window, question: &str) -> bool {
    has(window, question)
}

fn drop_both(window: &mut Window, files: Vec<std::path::PathBuf>) {
    window.state_mut().push(Command::OpenDropped(files));
    wait(window, "the question", |it| it.state().state().overlay.is_some());
    settle(window);
}

#[test]
fn files_dropped_together_are_merged_or_compared() {
    let folder = Folder::new();
    let mut window = window(&[]);
    drop_both(&mut window, files(&folder));
    assert!(is_asked(&window, "Merge or compare?"));
    click(&mut window, Role::Button, "Keep separate");
    assert!(!is_asked(&window, "Merge or compare?"));
    assert_eq!(window.state().state().documents.len(), 2);
    drop_both(&mut window, files(&folder));
    click(&mut window, Role::Button, "Merge");
    let document = window.state().state().shown_document().expect("a document");
    assert_eq!(document.name, "before.cpuprofile + 1");
    let recording = &document.opened().expect("it was merged").recording;
    assert_eq!(recording.profiles.len(), 2);
    assert!(window.state().state().remembered.session.recent().iter().all(|it| it.path.is_file()));
}

#[test]
fn several_recordings_are_the_runs_of_a_side() {
    let folder = Folder::new();
    let mut all = files(&folder);
    all.push(folder.file("again.cpuprofile", profile(BEFORE).as_bytes()));
    let mut window = window(&all);
    click(&mut window, Role::Button, "Compare");
    assert!(has(&window, "Choose what is before."), "three may be compared in many ways");
    let id = |window: &Window, name: &str| -> DocumentId {
        let state = window.state().state();
        let it = state.documents.iter().find(|it: &&Document| it.name == name);
        it.expect("a document").id
    };
    for (name, which) in [
        ("before.cpuprofile", Which::Before),
        ("again.cpuprofile", Which::Before),
        ("after.cpuprofile", Which::After),
    ] {
        let id = id(&window, name);
        push(&mut window, Command::ChooseSide(id, Some(which)));
    }
    assert!(has(&window, "1 file after, 2 files before"));
    push(&mut window, Command::CompareChosen);
    assert_eq!(diff(&window).sides.before.len(), 2);
    // The mean of two equal runs is that of one.
    assert!(has(&window, "80.0\u{2009}ms more CPU time per run than before (+50.0\u{2009}%)."));
}

#[test]
fn recorded_programs_are_compared_in_operations_and_memory() {
    let recorded = |name: &str| sample("recordings").join(format!("{name}.asyncscope.json.gz"));
    let mut window = window(&[recorded("leaky-server"), recorded("busy-workers")]);
    click(&mut window, Role::Button, "Compare");
    assert!(!rows(&window).is_empty(), "two programs differ");
    for view in [View::DiffOperations, View::DiffMemory] {
        show(&mut window, view);
        assert!(!rows(&window).is_empty(), "{view:?}");
    }
    assert!(has(&window, "over time: before in blue, after in orange"));
}

/// The command line says of these: allocated 3.55 MB before, 2.13 MB after.
#[test]
fn recordings_with_samples_of_both_kinds_are_compared_in_either() {
    let recorded = |name: &str| sample("recordings").join(format!("{name}.asyncscope.json.gz"));
    let mut window = window(&[recorded("leaky-server"), recorded("busy-workers")]);
    click(&mut window, Role::Button, "Compare");
    assert!(has(&window, "CPU time than before"));
    click(&mut window, Role::RadioButton, "Allocations");
    assert!(has(&window, "1.42\u{2009}MB less allocated memory than before"));
    show(&mut window, View::DiffFunctions);
    push(&mut window, Command::Diff(DiffCommand::Normalise(Normalisation::Absolute)));
    assert!(rows(&window).iter().any(|it| it.contains("MB") || it.contains("kB")), "bytes");
    click(&mut window, Role::RadioButton, "CPU time");
    assert!(has(&window, "CPU time than before"));
}

/// The name of the function that is selected in the comparison.
pub(super) fn function(window: &Window) -> Option<String> {
    let diff = diff(window);
    let profile = diff.answers.profile.value()?;
    diff.place.function.map(|it| profile.names.frame_name(it).to_owned())
}

#[test]
fn the_flame_graph_is_turned_and_searched_with_keys() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffFlames);
    push(&mut window, Command::Diff(DiffCommand::Normalise(Normalisation::Absolute)));
    press(&mut window, Modifiers::NONE, Key::I);
    let flames = diff(&window).answers.flames.value().expect("a flame graph");
    // What ran stands in the first row: parse 200, old 60, helper 40. Nothing else ran itself.
    let first = &flames.layout.layout.rows()[0];
    let widths: Vec<u64> = (0..first.len())
        .map(|it| first.range(it))
        .map(|it| it.end - it.start)
        .map(|it| it / 1_000_000)
        .collect();
    assert_eq!(widths, [200, 60, 40]);
    push(&mut window, Command::Filter(View::DiffFlames, "/^main$/".to_owned()));
    assert!(has(&window, "3 matches"), "main stands below each of them");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(function(&window).as_deref(), Some("main"), "Enter goes to the first match");
    assert!(has(&window, "1 of 3 matches"));
}

#[test]
fn siblings_of_the_call_tree_are_sorted_by_any_column() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffTree);
    click(&mut window, Role::ColumnHeader, "Function");
    assert_eq!(names(&window), ["main", "fresh", "old", "parse"]);
    click(&mut window, Role::ColumnHeader, "Total before");
    assert_eq!(names(&window), ["main", "parse", "old", "fresh"]);
}

#[test]
fn the_panel_says_all_of_the_selected_function_and_leads_to_both_sides() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffFunctions);
    push(&mut window, Command::Diff(DiffCommand::Normalise(Normalisation::Absolute)));
    tab(&mut window, "Slower");
    window.get_by_label_contains("parse, self").click();
    settle(&mut window);
    assert!(has(&window, "Self before 100\u{2009}ms"));
    assert!(has(&window, "Δ self +100\u{2009}ms (+100\u{2009}%)"));
    assert!(has(&window, "Samples, total 100 → 200"));
    click(&mut window, Role::Button, "Show in before");
    assert_eq!(window.state().state().shown_document().expect("one").name, "before.cpuprofile");
    assert_eq!(selected(&window), "parse");
}
