//! What of both sides is compared: stretches of time, threads, sums, and hosts that count as one.

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::compared::Which;
use asyncscope::diff::DiffCommand;
use asyncscope::diff::basis::BasisCommand;
use asyncscope::document::{Document, DocumentId};
use asyncscope::filter::Filter;
use asyncscope::views::View;
use asyncscope_core::analysis::diff::Status;
use asyncscope_core::units::Nanos;
use egui::{Key, Modifiers, Role};

use super::diff::{BEFORE, choose, diff, files, profile, push, show};
use super::diff_charts::rest;
use super::output::copied;
use super::{Folder, Window, click, has, press, rows, sample, window};

fn ms(time: u64) -> Nanos {
    Nanos(time * 1_000_000)
}

#[test]
fn a_stretch_of_time_and_threads_can_be_compared_alone() {
    let folder = Folder::new();
    let mut window = window(&files(&folder));
    let id = |window: &Window, name: &str| -> DocumentId {
        let state = window.state().state();
        state.documents.iter().find(|it: &&Document| it.name == name).expect("one").id
    };
    // What is selected in a document is what is compared of it: 100 samples, all of `parse`. The
    // first one was taken after a millisecond.
    let before = id(&window, "before.cpuprofile");
    push(&mut window, Command::ShowDocument(before));
    push(&mut window, Command::SelectRange(Some(ms(1)..ms(101))));
    click(&mut window, Role::Button, "Compare");
    assert!(has(&window, "140\u{2009}ms more CPU time than before"), "240 after 100");
    assert!(has(&window, "before: 0.0010–0.1010"), "a chip says so");
    push(&mut window, Command::Diff(DiffCommand::Basis(BasisCommand::DropParts(Which::Before))));
    assert!(has(&window, "80.0\u{2009}ms more CPU time than before"));
    let range = Some(ms(1)..ms(41));
    let time = BasisCommand::Time(Which::After, 0, range);
    push(&mut window, Command::Diff(DiffCommand::Basis(time)));
    assert!(has(&window, "120\u{2009}ms less CPU time than before"), "40 after 160");
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert!(has(&window, "80.0\u{2009}ms more CPU time than before"), "back leads to all of it");
    let threads = Filter { text: "worker".to_owned(), is_regex: false };
    push(&mut window, Command::Diff(DiffCommand::Basis(BasisCommand::Threads(threads))));
    assert!(has(&window, "As much CPU time as before."), "no thread is called so");
}

#[test]
fn recordings_of_a_side_are_added_if_that_is_chosen() {
    let folder = Folder::new();
    let mut all = files(&folder);
    all.push(folder.file("again.cpuprofile", profile(BEFORE).as_bytes()));
    let mut window = window(&all);
    click(&mut window, Role::Button, "Compare");
    let sides = [Which::Before, Which::After, Which::Before];
    let ids: Vec<DocumentId> = window.state().state().documents.iter().map(|it| it.id).collect();
    for (id, which) in ids.into_iter().zip(sides) {
        push(&mut window, Command::ChooseSide(id, Some(which)));
    }
    choose(&mut window, "Sum");
    push(&mut window, Command::CompareChosen);
    // 240 ms after twice 160.
    assert!(has(&window, "80.0\u{2009}ms less CPU time than before (−25.0\u{2009}%)."));
    show(&mut window, View::DiffCharts);
    rest(&mut window);
    assert!(has(&window, "2 files added"));
    choose(&mut window, "Mean of runs");
    assert!(has(&window, "80.0\u{2009}ms more CPU time per run than before (+50.0\u{2009}%)."));
}

#[test]
fn hosts_that_only_one_side_has_are_taken_as_one() {
    let folder = Folder::new();
    let har = std::fs::read_to_string(sample("chromium-156").join("site.har")).expect("a file");
    let staging = har.replace("localhost:8131", "staging.example.test");
    let before = folder.file("before.har", har.as_bytes());
    let after = folder.file("after.har", staging.as_bytes());
    let mut window = window(&[before, after]);
    click(&mut window, Role::Button, "Compare");
    show(&mut window, View::DiffEndpoints);
    push(&mut window, Command::Filter(View::DiffEndpoints, "/api/slow".to_owned()));
    let is_slow = |it: &&String| it.contains("/api/slow");
    assert_eq!(rows(&window).iter().filter(is_slow).count(), 2, "one on each side");
    click(&mut window, Role::Button, "Take both hosts as one");
    let all = rows(&window);
    assert_eq!(all.iter().filter(is_slow).count(), 1, "{all:?}");
    // The requests are the same: no figure differs.
    let list = diff(&window).answers.endpoint_list.value().expect("endpoints");
    assert!(list.all.iter().all(|it| it.p50.delta() == 0.0 && it.status == Status::Same));
    window.state_mut().push(Command::Run(Action::Copy));
    let text = copied(&mut window);
    assert!(text.contains("p50 ") && text.contains(" → "), "{text}");
    push(&mut window, Command::Diff(DiffCommand::Basis(BasisCommand::Hosts("oops".to_owned()))));
    assert!(has(&window, "Expected HOST=NAME, found “oops”."));
}
