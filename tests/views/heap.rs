//! The views of a heap snapshot, held to what is true of the samples.

use std::path::PathBuf;

use asyncscope::WorkbenchOptions;
use asyncscope::command::Command;
use asyncscope::heap::{HeapCommand, TreeName};
use asyncscope::questions::heap::rows::RowKind;
use asyncscope::views::View;
use asyncscope_core::analysis::heap::{HeapSet, RetainedBy};
use asyncscope_core::units::Bytes;
use egui::{Event, Key, Modifiers, Role, vec2};
use egui_kittest::kittest::Queryable as _;
use serde_json::Value;

use super::{
    Folder, Window, click, has, label, names, press, rows, sample, settle, wait, window, window_of,
};

pub(crate) const AFTER: &str = "node-20/heap/leak-after.heapsnapshot.zst";

/// What is true of the snapshot after the leak.
fn truth() -> Value {
    let text = std::fs::read_to_string(sample("heap-truth.json")).expect("the truth");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let files = all["files"].as_array().expect("files");
    let is_it = |it: &&Value| it["file"] == AFTER;
    files.iter().find(is_it).expect("the snapshot").clone()
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a whole number")
}

pub(crate) fn after() -> Window {
    window(&[sample(AFTER)])
}

pub(crate) fn view(window: &Window) -> View {
    window.state().state().opened().expect("open").view
}

#[track_caller]
pub(crate) fn filter(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.step();
    press(window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

/// The row whose name this is.
#[track_caller]
fn row(window: &Window, name: &str) -> String {
    let found = rows(window).into_iter().find(|it| super::name(it) == name);
    found.unwrap_or_else(|| panic!("no row {name} among {:#?}", rows(window)))
}

#[test]
fn a_heap_opens_on_its_overview_with_its_own_views() {
    let mut window = after();
    assert_eq!(view(&window), View::HeapOverview);
    for name in ["Overview", "Classes", "Dominators", "Containment", "Strings", "Object"] {
        window.get_by_role_and_label(Role::Tab, name);
    }
    for name in ["Timeline", "Flame graph", "Call tree", "Spans", "Allocations"] {
        assert!(window.query_by_role_and_label(Role::Tab, name).is_none(), "{name}");
    }
    let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    for (key, wanted) in keys.into_iter().zip(View::OF_HEAPS).rev() {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(view(&window), wanted);
    }
    press(&mut window, Modifiers::NONE, Key::Num7);
    assert_eq!(view(&window), View::HeapOverview, "it tells no moments of allocations");
}

#[test]
fn the_overview_says_what_devtools_counts() {
    let window = after();
    let truth = truth();
    let statistics = &truth["statistics"];
    let total = Bytes(number(&statistics["total"])).to_string();
    assert!(has(&window, &format!("Heap snapshot: {total} in 45\u{2009}805 objects")), "{total}");
    let parts = [
        ("Code", number(&statistics["v8heap"]["code"])),
        ("Strings", number(&statistics["v8heap"]["strings"])),
        ("Arrays", number(&statistics["v8heap"]["jsArrays"])),
        ("V8's own objects", number(&statistics["v8heap"]["system"])),
        ("Typed arrays", number(&statistics["native"]["typedArrays"])),
    ];
    for (name, bytes) in parts {
        let said = format!("{name}  {}", Bytes(bytes));
        assert!(has(&window, &said), "{said}");
    }
}

#[test]
fn every_number_of_the_overview_leads_to_its_objects() {
    let mut window = after();
    let link = |window: &mut Window, text: &str| {
        press(window, Modifiers::NONE, Key::Num1);
        window.get_by_role_and_label(Role::Link, text).click();
        settle(window);
    };
    let set = |window: &Window| window.state().state().opened().expect("open").heap.place.set;
    link(&mut window, "Show strings");
    assert_eq!(view(&window), View::Strings);
    link(&mut window, "Show what they keep");
    assert_eq!(view(&window), View::Classes);
    assert_eq!(set(&window), HeapSet::RetainedBy(RetainedBy::DetachedNodes));
    link(&mut window, "Show functions");
    assert_eq!(set(&window), HeapSet::Closures);
    let truth = truth();
    let classes = truth["classes"].as_array().expect("classes");
    let function = classes.iter().find(|it| it["name"] == "Function").expect("functions");
    let shallow = Bytes(number(&function["self"]));
    assert!(
        row(&window, "Function").contains(&format!("shallow {shallow}")),
        "{:?}",
        rows(&window)
    );
    link(&mut window, "Show contexts");
    assert_eq!(set(&window), HeapSet::Contexts);
    click(&mut window, Role::Button, "Clear Contexts of functions");
    assert_eq!(set(&window), HeapSet::All);
}

#[test]
fn parts_of_the_heap_are_tables_of_as_many_bytes() {
    use asyncscope_core::analysis::heap::{
        HeapPart, Snapshot, heap_facts, heap_set, heap_statistics, heap_tree,
    };
    use asyncscope_core::task::Task;
    let task = Task::default();
    let options = asyncscope_core::load::LoadOptions::default();
    for file in [AFTER, "node-20/heap/leak-before.heapsnapshot.zst"] {
        let recording = asyncscope_core::load::load(&sample(file), &options, &task).expect("sound");
        let graph = &*recording.heap.expect("a heap");
        let facts = heap_facts(graph, &task).expect("not cancelled");
        let tree = heap_tree(graph, &facts, &task).expect("not cancelled");
        let statistics = heap_statistics(graph, &facts, &tree);
        let heap = Snapshot { graph, facts: &facts, tree: &tree };
        let mut seen = vec![0_u8; graph.n_nodes()];
        for part in HeapPart::ALL {
            let set = heap_set(heap, HeapSet::Part(part), None, &task).expect("not cancelled");
            let mut bytes = 0;
            for node in set.expect("not all").iter() {
                bytes += facts.shallow.get(node);
                seen[node] += 1;
            }
            let outside = if part == HeapPart::Native { graph.extra_native_bytes } else { 0 };
            assert_eq!(bytes + outside, statistics.of(part), "{part:?} of {file}");
        }
        assert!(seen.iter().all(|it| *it == 1), "each object is counted once");
        let sum: u64 = HeapPart::ALL.iter().map(|it| statistics.of(*it)).sum();
        assert_eq!(sum, statistics.total, "all parts are the whole");
    }
}

#[test]
fn classes_have_the_counts_and_sizes_of_devtools() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    let truth = truth();
    assert!(has(&window, &format!("All {} classes", truth["class_count"])));
    for it in truth["classes"].as_array().expect("classes") {
        let name = it["name"].as_str().expect("a name");
        filter(&mut window, "Filter classes", name);
        let (count, shallow) = (number(&it["count"]), Bytes(number(&it["self"])));
        let retained = Bytes(number(&it["retained"]));
        let count = asyncscope_core::units::Count(count);
        let wanted = format!("{name}, {count} objects, shallow {shallow}, retained {retained}");
        assert!(rows(&window).contains(&wanted), "{wanted} is not in {:#?}", rows(&window));
    }
}

#[test]
fn classes_are_filtered_by_words_expressions_and_what_keeps_them() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    filter(&mut window, "Filter classes", "/^Leaked/");
    assert_eq!(names(&window), ["LeakedOrder"]);
    filter(&mut window, "Filter classes", "/(/");
    assert!(has(&window, "not a valid regular expression"));
    assert_eq!(names(&window), ["LeakedOrder"], "what was shown before stays");
    filter(&mut window, "Filter classes", "no such class");
    assert!(has(&window, "None of 197 classes matches “no such class”."));
    click(&mut window, Role::Button, "Clear the filter");
    click(&mut window, Role::Button, "Duplicated strings");
    assert_eq!(names(&window), ["(string)", "(concatenated string)"]);
    click(&mut window, Role::Button, "Detached");
    assert!(row(&window, "Detached Node / BindingData").contains("6 objects"));
    click(&mut window, Role::Button, "Console");
    assert!(has(&window, "Kept by the console: there are none."), "{:#?}", rows(&window));
    click(&mut window, Role::Button, "Show all objects");
    assert!(has(&window, "All 197 classes"));
}

#[test]
fn a_class_opens_to_its_objects_and_these_to_what_they_hold() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    filter(&mut window, "Filter classes", "LeakedOrder");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    window.get_by_role_and_label(Role::Table, "Classes").focus();
    window.step();
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    let opened = rows(&window);
    assert!(opened.len() > 20 && opened[1].starts_with("LeakedOrder @"), "{opened:#?}");
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    let fields = rows(&window);
    assert!(fields[2].contains("property .") && fields[2].contains("level 3"), "{fields:#?}");
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(rows(&window), opened);
    let left = |window: &Window| {
        let heap = &window.state().state().opened().expect("open").answers.heap;
        let rows = heap.rows(TreeName::Classes).current().expect("known").clone();
        rows.rows.iter().find_map(|it| match it.kind {
            RowKind::More(left) => Some(left),
            _ => None,
        })
    };
    assert_eq!(left(&window), Some(200), "300 objects are shown in pages of 100");
    press(&mut window, Modifiers::NONE, Key::End);
    assert_eq!(left(&window), None, "who goes to the end sees all");
}

#[test]
fn sorting_by_a_column_sorts_classes() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    click(&mut window, Role::ColumnHeader, "Objects");
    assert_eq!(names(&window)[0], "(compiled code)");
    click(&mut window, Role::ColumnHeader, "Shallow");
    assert_eq!(names(&window)[0], "(compiled code)");
    click(&mut window, Role::ColumnHeader, "Class");
    let names = names(&window);
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn the_selected_class_says_why_its_objects_are_alive() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    filter(&mut window, "Filter classes", "LeakedOrder");
    let row = window.get_all_by_role(Role::Row).next().expect("a row");
    row.click();
    settle(&mut window);
    assert!(has(&window, "laid over each other: 300 objects"));
    let steps: Vec<String> = window.query_all_by_role(Role::Link).map(|it| label(&it)).collect();
    assert!(
        steps.iter().any(|it| it.starts_with("300 objects by") && it.ends_with("Map")),
        "{steps:#?}"
    );
    assert!(steps.iter().any(|it| it.contains("orders")), "globalThis.__leak.orders: {steps:#?}");
}

#[test]
fn strings_say_what_equal_ones_waste() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num5);
    filter(&mut window, "Filter strings", "a text that is there two hundred times");
    let rows = rows(&window);
    assert!(rows[0].starts_with("a text that is there two hundred times, 200 times"), "{rows:?}");
    press(&mut window, Modifiers::NONE, Key::Escape);
    click(&mut window, Role::Button, "As objects");
    assert_eq!(view(&window), View::Classes);
    assert_eq!(names(&window), ["(string)", "(concatenated string)"]);
}

#[test]
fn classes_are_exported_as_the_command_line_does() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    let folder = Folder::new();
    let path: PathBuf = folder.0.path().join("classes.csv");
    click(&mut window, Role::Button, "Export CSV…");
    let typed = path.display().to_string();
    window.state_mut().push(Command::PathTyped(typed));
    window.state_mut().push(Command::PathEntered);
    wait(&mut window, "the file", |it| path.is_file() && !it.state().is_working());
    let written = std::fs::read_to_string(&path).expect("it was written");
    let options = asyncscope_core::load::LoadOptions::default();
    let task = asyncscope_core::task::Task::default();
    let recording = asyncscope_core::load::load(&sample(AFTER), &options, &task).expect("sound");
    let kind = asyncscope_core::export::find_table("heap-classes").expect("a table");
    let selection = asyncscope_core::analysis::Selection::default();
    let table = (kind.build)(&recording, &selection, &task).expect("not cancelled");
    let mut wanted = Vec::new();
    let guarded = asyncscope_core::export::CsvText::Guarded;
    asyncscope_core::export::csv::write(&table, guarded, &mut wanted, &task).expect("written");
    assert_eq!(written, String::from_utf8(wanted).expect("text"));
}

#[test]
fn back_and_forward_go_through_sets_filters_and_objects() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    filter(&mut window, "Filter classes", "LeakedOrder");
    press(&mut window, Modifiers::NONE, Key::Escape);
    let set = HeapCommand::ShowSet(HeapSet::Closures);
    window.state_mut().push(Command::Heap(set));
    settle(&mut window);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    let place = |window: &Window| window.state().state().opened().expect("open").heap.place.clone();
    assert_eq!(place(&window).set, HeapSet::All);
    assert_eq!(names(&window), ["LeakedOrder"]);
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(place(&window).set, HeapSet::Closures);
}

#[test]
fn cancelled_work_says_so_and_can_be_begun_again() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    let answers = window.state().state().opened().expect("open").answers.heap.tree.current();
    assert!(answers.is_some());
    window.state_mut().push(Command::Heap(HeapCommand::ShowSet(HeapSet::Contexts)));
    window.state_mut().push(Command::CancelStacks);
    window.step();
    settle(&mut window);
    window.state_mut().push(Command::AskAgain);
    settle(&mut window);
    assert!(has(&window, "Contexts of functions"));
    assert!(!rows(&window).is_empty());
}

#[test]
fn every_view_of_a_heap_can_be_read_aloud_and_fits_a_small_window() {
    for size in [vec2(1440.0, 900.0), vec2(960.0, 600.0)] {
        for file in [AFTER, "node-20/heap/leak.heaptimeline.zst"] {
            let options = WorkbenchOptions { files: vec![sample(file)], ..Default::default() };
            let mut window = window_of(size, options);
            settle(&mut window);
            let node = window.state().state().opened().expect("open").recording.heap.clone();
            let node = node.expect("a heap").root;
            window.state_mut().push(Command::Heap(HeapCommand::OpenObject(node)));
            for view in window.state().state().kind().views() {
                window.state_mut().push(Command::ShowView(view));
                settle(&mut window);
                super::window::check_within(&window, size, view);
                window.check_accessibility();
                window.run(); // fails if the window does not sleep
            }
        }
    }
}

#[test]
fn what_is_selected_is_copied() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    filter(&mut window, "Filter classes", "LeakedOrder");
    window.get_all_by_role(Role::Row).next().expect("a row").click();
    settle(&mut window);
    let copied = copy(&mut window);
    assert_eq!(copied, "LeakedOrder\t300 objects\tshallow 12.0\u{2009}kB\tretained 40.0\u{2009}kB");
}

/// What Ctrl+C puts on the clipboard.
fn copy(window: &mut Window) -> String {
    press(window, Modifiers::NONE, Key::Escape);
    window.event(Event::Copy);
    for _ in 0..4 {
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
fn classes_are_handed_over_with_their_counts_before_all_is_known() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num2);
    let heap = &window.state().state().opened().expect("open").answers.heap;
    let early = heap.early.get().expect("handed over");
    let all = heap.class_rows.current().expect("known");
    assert_eq!(early.rows.len(), all.len());
    for row in &early.rows {
        let same = all.iter().find(|it| it.class == row.class).expect("the same classes");
        assert_eq!((row.count, row.shallow), (same.count, same.shallow));
        assert_eq!(row.retained, None);
    }
    assert!(early.rows.is_sorted_by(|a, b| a.shallow >= b.shallow), "what takes most first");
}
