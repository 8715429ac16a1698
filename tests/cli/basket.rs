//! Several snapshots side by side: counts as they were planted, and the same bytes as the window's.

use std::path::PathBuf;

use asyncscope::actions::Action;
use asyncscope::apply::{apply, poll};
use asyncscope::command::Command;
use asyncscope::export::{Export, ExportWhat, Saved};
use asyncscope::jobs::JobState;
use asyncscope::snapshots::SnapshotsCommand;
use asyncscope::snapshots::choice::ChoiceCommand;
use asyncscope::state::AppState;
use asyncscope::views::View;
use asyncscope_core::analysis::heap::BasketSet;
use serde_json::{Value, json};

use crate::program::{run, samples};

const FILES: &str = "leaks/plants-1.heapsnapshot.zst leaks/plants-2.heapsnapshot.zst \
                     leaks/plants-3.heapsnapshot.zst leaks/plants-4.heapsnapshot.zst";

fn basket(options: &str) -> Value {
    run(&format!("heap basket --no-cache --json --top 100000 {options} {FILES}")).json()
}

#[track_caller]
fn class<'a>(report: &'a Value, name: &str) -> &'a Value {
    let classes = report["classes"].as_array().expect("classes");
    classes.iter().find(|it| it["class"] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn counts_are_those_that_were_planted() {
    let report = basket("");
    assert_eq!((&report["baseline"], &report["matched_by"]), (&json!(1), &json!("id")));
    // The program plants three rounds before the first snapshot, and one before each other.
    let text = std::fs::read_to_string(samples().join("leaks/truth.json")).expect("the truth");
    let truth: Value = serde_json::from_str(&text).expect("JSON");
    for leak in truth["leaks"].as_array().expect("leaks") {
        let per_step = leak["per_step"].as_u64().expect("a number");
        let row = class(&report, leak["class"].as_str().expect("a name"));
        let counts = [3, 4, 5, 6].map(|it| it * per_step);
        assert_eq!(row["counts"], json!(counts), "{row}");
        assert_eq!(row["new_counts"], json!([0, 1, 2, 3].map(|it| it * per_step)), "{row}");
        assert_eq!(row["freed_counts"], json!([0, 0, 0, 0]), "{row}");
        assert_eq!(row["in_all_count"], json!(3 * per_step), "{row}");
    }
    let transient = class(&report, "TransientJob");
    assert_eq!(transient["counts"], json!([0, 300, 0, 0]));
}

#[test]
fn another_baseline_tells_what_went_since() {
    let report = basket("--baseline 3");
    let cached = class(&report, "LruEntry");
    assert_eq!(cached["counts"], json!([0, 100, 100, 100]));
    // Of at most 100 entries 60 were replaced before the third snapshot, and 60 before the fourth.
    assert_eq!(cached["new_counts"], json!([0, 60, 0, 60]));
    assert_eq!(cached["freed_counts"], json!([100, 60, 0, 60]));
    let poller = class(&report, "Poller");
    assert_eq!(poller["freed_counts"], json!([20, 10, 0, 0]));
    let error = run(&format!("heap basket --baseline 5 {FILES}")).error();
    assert!(error.contains("--baseline is 5, but there are snapshots 1 to 4"), "{error}");
}

#[test]
fn sets_and_names_choose_rows() {
    let names = |options: &str| -> Vec<String> {
        let report = basket(&format!("--name WeakValue,Poller,TransientJob {options}"));
        let classes = report["classes"].as_array().expect("classes").iter();
        let mut names: Vec<String> =
            classes.map(|it| it["class"].as_str().expect("a name").to_owned()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names("--set new"), ["Poller", "TransientJob", "WeakValue"]);
    assert_eq!(names("--set freed"), ["WeakValue"]);
    assert_eq!(names("--set in-all"), ["Poller"]);
}

#[test]
fn a_table_in_words_tells_differences_if_that_is_asked() {
    let line = "heap basket --no-cache --name Poller --figure count";
    let text = run(&format!("{line} {FILES}")).fine();
    assert!(text.contains("+10  30  40  50  60  Poller"), "{text}");
    let text = run(&format!("{line} --delta --baseline 4 {FILES}")).fine();
    assert!(text.contains("+10  −30  −20  −10  60  Poller"), "{text}");
}

/// Lets jobs finish.
fn settle(state: &mut AppState, ctx: &egui::Context) {
    for _ in 0..3 {
        poll(state, ctx);
        while state.is_working() {
            std::thread::yield_now();
            poll(state, ctx);
        }
    }
}

/// What the window writes.
fn exported(state: &AppState, ctx: &egui::Context, what: ExportWhat) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("written");
    let document = state.shown_document().expect("a document");
    let export = Export::new(document, what).expect("something to write");
    let job = export.save(ctx, path.clone()).expect("a thread");
    let saved = loop {
        match job.poll() {
            JobState::Running => std::thread::yield_now(),
            other => break other,
        }
    };
    let is_written = matches!(saved, JobState::Done(Saved::File { .. } | Saved::Report { .. }));
    assert!(is_written, "{saved:?}");
    std::fs::read_to_string(path).expect("a file")
}

#[test]
fn the_window_writes_what_the_command_line_prints() {
    let (mut state, ctx) = (AppState::default(), egui::Context::default());
    let files: Vec<PathBuf> = FILES.split_whitespace().map(|it| samples().join(it)).collect();
    apply(&mut state, Command::Open(files), &ctx);
    settle(&mut state, &ctx);
    for command in [Command::Run(Action::FindLeaks), Command::Choice(ChoiceCommand::Open)] {
        apply(&mut state, command, &ctx);
    }
    settle(&mut state, &ctx);
    let report = exported(&state, &ctx, ExportWhat::LeakReport);
    let printed = run(&format!("leaks --no-cache --markdown {FILES}")).fine();
    assert_eq!(report, printed.replace("`leaks/plants", "`plants"));
    for (set, word) in
        [(BasketSet::All, "all"), (BasketSet::New, "new"), (BasketSet::Freed, "freed")]
    {
        for command in [
            Command::ShowView(View::Basket),
            Command::Snapshots(SnapshotsCommand::Set(set)),
            Command::SortBy(View::Basket, shallow_slope()),
        ] {
            apply(&mut state, command, &ctx);
        }
        settle(&mut state, &ctx);
        let table = exported(&state, &ctx, ExportWhat::Basket);
        let line = format!("heap basket --no-cache --set {word} --csv - {FILES}");
        let printed = run(&line).fine();
        assert!(table == printed, "{word}");
    }
}

fn shallow_slope() -> asyncscope::widgets::table::Sort {
    let column = asyncscope::views::snapshots::columns::SLOPE;
    asyncscope::widgets::table::Sort { column, descending: true }
}
