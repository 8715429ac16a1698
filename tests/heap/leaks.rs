//! Leak reports: what was planted is found, what only looks like a leak is left alone.

use std::fs;
use std::path::{Path, PathBuf};

use asyncscope_core::analysis::heap::{Basket, MatchedBy, basket, basket_item};
use asyncscope_core::analysis::leaks::{
    Dismissed, LeakReport, LeakVerdict, Step, Suspect, leak_report, matching, step,
};
use asyncscope_core::export::leak_text::markdown;
use asyncscope_core::session::dismissed::{beside, load_dismissed, save_dismissed};
use asyncscope_core::task::Task;
use serde_json::Value;
use support::heaps::{OpenHeap, corpus, heap};

fn plants() -> (Vec<OpenHeap>, Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let folder = folder.join("sample-data/leaks");
    let text = fs::read_to_string(folder.join("truth.json")).expect("the truth");
    let truth: Value = serde_json::from_str(&text).expect("JSON");
    let files = truth["files"].as_array().expect("files").iter();
    let open = |it: &Value| OpenHeap::load(&folder.join(it.as_str().expect("a name")));
    (files.map(open).collect(), truth)
}

pub(crate) fn report_by(heaps: &[OpenHeap], by: MatchedBy) -> LeakReport {
    let task = Task::default();
    let (last, before) = heaps.split_last().expect("a snapshot");
    let shapes = &last.facts.classes.shapes;
    let reduce = |it: &OpenHeap| step(it.snapshot(), shapes, by, &task).expect("not cancelled");
    let steps: Vec<Step> = before.iter().map(reduce).collect();
    leak_report(last.snapshot(), &steps.iter().collect::<Vec<_>>(), &task).expect("not cancelled")
}

pub(crate) fn report(heaps: &[OpenHeap]) -> LeakReport {
    report_by(heaps, MatchedBy::Id)
}

#[track_caller]
pub(crate) fn find<'a>(report: &'a LeakReport, class: &str) -> &'a Suspect {
    let names: Vec<&str> = report.suspects.iter().map(|it| it.class.as_str()).collect();
    let found = report.suspects.iter().find(|it| it.class == class);
    found.unwrap_or_else(|| panic!("{class} is not among {names:?}"))
}

#[test]
fn what_was_planted_is_found_and_the_rest_left_alone() {
    let (heaps, truth) = plants();
    assert_eq!(matching(&heaps[0].graph, &heaps[3].graph), MatchedBy::Id);
    let found = report(&heaps);
    for leak in truth["leaks"].as_array().expect("leaks") {
        let suspect = find(&found, leak["class"].as_str().expect("a name"));
        let per_step = leak["per_step"].as_u64().expect("a number");
        assert_eq!(suspect.count, 3 * per_step, "{}", suspect.sentence);
        assert_eq!(suspect.verdict, LeakVerdict::Growing, "{}", suspect.sentence);
        assert_eq!(suspect.steadiness, Some(1.0), "{}", suspect.sentence);
        assert_eq!(Some(suspect.rule.key()), leak["rule"].as_str(), "{}", suspect.sentence);
        if let Some(holder) = leak["holder"].as_str() {
            let name = suspect.holder.as_ref().map(|it| it.name.as_str());
            assert_eq!(name, Some(holder), "{}", suspect.sentence);
        }
    }
    for class in truth["left_alone"].as_array().expect("classes") {
        let class = class["class"].as_str().expect("a name");
        let is_reported = found.suspects.iter().any(|it| it.class == class);
        assert!(!is_reported, "{class} is no leak");
    }
}

#[test]
fn what_carries_a_class_stands_within_it() {
    let (heaps, _) = plants();
    let found = report(&heaps);
    let stuck = find(&found, "StuckRequest");
    assert_eq!(stuck.within, None, "{}", stuck.sentence);
    let promise = find(&found, "Promise");
    let outer = promise.within.map(|it| found.suspects[it].class.as_str());
    assert_eq!(outer, Some("StuckRequest"), "{}", promise.sentence);
    // The functions that settle them are no code of the program.
    assert!(found.suspects.iter().all(|it| it.class != "(anonymous)"));
    let timer = find(&found, "Timeout").holder.as_ref().map(|it| it.name.as_str());
    assert_eq!(timer, Some("TimersList"));
}

#[test]
fn leaks_of_the_corpus_have_their_counts_and_holders() {
    let Some(folder) = corpus() else { return };
    let open = |name: &str| OpenHeap::load(&folder.join(format!("{name}.heapsnapshot.gz")));
    let found = report(&["leak-1-baseline", "leak-2-target", "leak-3-final"].map(open));
    let wanted = [
        ("LeakyWidget", 500, "Map `listenersByTopic`"),
        ("onTopic", 500, "Map `listenersByTopic`"),
        ("PollingSession", 20, "TimersList"),
        ("Timeout", 20, "TimersList"),
        ("CacheEntry", 2000, "Map `responseCache`"),
        ("CacheValue", 2000, "Map `responseCache`"),
        ("ClosurePayload", 300, "Array `callbacks`"),
        ("GrowingLog", 400, "Array `log`"),
    ];
    for (class, count, holder) in wanted {
        let suspect = find(&found, class);
        assert_eq!(suspect.count, count, "{}", suspect.sentence);
        let name = suspect.holder.as_ref().map(|it| it.name.as_str());
        assert_eq!(name, Some(holder), "{}", suspect.sentence);
    }
    let texts = found.suspects.iter().find(|it| it.class.starts_with("leaked duplicate text"));
    assert_eq!(texts.map(|it| it.count), Some(1000));
    let is_planted = |it: &Suspect| {
        wanted.iter().any(|wanted| wanted.0 == it.class)
            || it.class == "(anonymous)" // the functions that keep ClosurePayload
            || it.class.starts_with("leaked duplicate text")
    };
    for other in found.suspects.iter().filter(|it| !is_planted(it)) {
        let least = found.new.bytes / 50;
        assert!(other.retained <= least, "not planted: {}", other.sentence);
    }
}

#[test]
fn nodes_that_left_the_page_of_the_corpus_are_found() {
    let Some(folder) = corpus() else { return };
    let open = |name: &str| OpenHeap::load(&folder.join(format!("{name}.heapsnapshot.gz")));
    let names = ["chromium-1-baseline", "chromium-2-target", "chromium-3-final-detached"];
    let found = report(&names.map(open));
    let sections = find(&found, "Detached <section>");
    assert_eq!((sections.count, sections.counts.last()), (110, Some(&110)));
    assert_eq!(find(&found, "LeakyComponent").counts.last(), Some(&110));
}

#[test]
fn one_snapshot_thrice_has_nothing_new() {
    let (mut heaps, _) = plants();
    let again = |it: &OpenHeap| OpenHeap::new(it.graph.clone());
    heaps.truncate(1);
    let heaps = [again(&heaps[0]), again(&heaps[0]), again(&heaps[0])];
    let found = report(&heaps);
    assert_eq!((found.new.count, found.suspects.len(), found.left_alone.len()), (0, 0, 0));
    let by_path = report_by(&heaps, MatchedBy::Path);
    assert_eq!((by_path.new.count, by_path.suspects.len()), (0, 0));
}

#[test]
fn verdicts_follow_from_counts() {
    let cases: [(&[u64], u64, LeakVerdict); 9] = [
        (&[7], 7, LeakVerdict::Large),
        (&[0, 10], 10, LeakVerdict::Grown),
        (&[10, 10], 5, LeakVerdict::NotMore),
        (&[0, 10, 20, 30], 10, LeakVerdict::Growing),
        (&[0, 10, 20, 20], 0, LeakVerdict::Growing),
        (&[0, 100, 100], 0, LeakVerdict::Stayed),
        (&[0, 100, 100, 100], 0, LeakVerdict::Filled),
        (&[0, 100, 100, 100], 60, LeakVerdict::Replaced),
        (&[0, 0, 100], 100, LeakVerdict::Recent),
    ];
    for (counts, born_last, expected) in cases {
        assert_eq!(LeakVerdict::of(counts, born_last), expected, "{counts:?} {born_last}");
    }
}

#[test]
fn dismissed_suspects_are_remembered_beside_the_recordings() {
    let (heaps, _) = plants();
    let found = report(&heaps);
    let folder = tempfile::tempdir().expect("a folder");
    let file = beside(&folder.path().join("plants-4.heapsnapshot"));
    assert_eq!(load_dismissed(&file).expect("no file is none"), Dismissed::default());
    let mut dismissed = Dismissed::default();
    dismissed.add(find(&found, "Poller"));
    save_dismissed(&file, &dismissed).expect("written");
    let read = load_dismissed(&file).expect("read");
    assert_eq!(read, dismissed);
    let left = read.left(&found);
    assert!(left.iter().all(|it| it.class != "Poller"));
    assert!(left.iter().any(|it| it.class == "Subscriber"));
    fs::write(&file, "[]").expect("written");
    let message = load_dismissed(&file).expect_err("no such file").to_string();
    assert!(message.contains("expected") && message.contains("line 1"), "{message}");
}

#[test]
fn markdown_tells_each_suspect_and_what_was_left_alone() {
    let (heaps, _) = plants();
    let found = report(&heaps);
    let files: Vec<String> = (1..5).map(|it| format!("plants-{it}.heapsnapshot")).collect();
    let text = markdown(&found, &files);
    for suspect in &found.suspects {
        assert!(text.contains(&suspect.sentence), "{}", suspect.sentence);
    }
    assert!(text.contains("## Left alone"));
}

fn basket_of(heaps: &[&OpenHeap], baseline: usize) -> Basket {
    let task = Task::default();
    let shapes = &heaps[heaps.len() - 1].facts.classes.shapes;
    let item = |it: &&OpenHeap| {
        basket_item(it.snapshot(), shapes, MatchedBy::Id, &task).expect("not cancelled")
    };
    let items: Vec<_> = heaps.iter().map(item).collect();
    basket(&items.iter().collect::<Vec<_>>(), baseline, &task).expect("not cancelled")
}

const BEFORE: &str = "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property a 5
  property b 7
5 object Entry 100
7 object Entry 100";

const AFTER: &str = "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property b 7
  property c 9
  property d 11
7 object Entry 100
9 object Entry 100
11 object Entry 50";

#[test]
fn sets_of_a_basket_are_as_worked_by_hand() {
    let (before, after) = (heap(BEFORE), heap(AFTER));
    let found = basket_of(&[&before, &after], 0);
    let entry = found.classes.iter().find(|it| it.class.name() == "Entry").expect("a row");
    let each: Vec<_> = entry.each.iter().map(|it| (it.count, it.shallow, it.retained)).collect();
    assert_eq!(each, [(2, 200, 200), (3, 250, 250)]);
    let set = |it: asyncscope_core::analysis::heap::SetTotals| (it.count, it.shallow);
    assert_eq!([set(entry.new_since[0]), set(entry.new_since[1])], [(0, 0), (2, 150)]);
    assert_eq!([set(entry.freed_since[0]), set(entry.freed_since[1])], [(0, 0), (1, 100)]);
    assert_eq!(set(entry.in_all), (1, 100));
    assert!((entry.slope - 50.0).abs() < 1e-9);
}

#[test]
fn a_basket_turned_around_swaps_what_came_and_went() {
    let (heaps, _) = plants();
    let there = basket_of(&[&heaps[0], &heaps[3]], 0);
    let back = basket_of(&[&heaps[0], &heaps[3]], 1);
    for row in &there.classes {
        let other = back.classes.iter().find(|it| it.class == row.class).expect("a row");
        assert_eq!(row.new_since[1], other.freed_since[0]);
        assert_eq!(row.freed_since[1], other.new_since[0]);
    }
}

#[test]
fn parts_of_a_basket_sum_to_totals() {
    let (heaps, _) = plants();
    let borrowed: Vec<&OpenHeap> = heaps.iter().collect();
    let found = basket_of(&borrowed, 0);
    for (number, heap) in heaps.iter().enumerate() {
        let shallow: u64 = found.classes.iter().map(|it| it.each[number].shallow).sum();
        assert_eq!(shallow, heap.facts.shallow.iter().sum::<u64>());
        for row in &found.classes {
            let (new, freed) = (row.new_since[number], row.freed_since[number]);
            let (here, base) = (row.each[number], row.each[0]);
            assert_eq!(here.count + freed.count, base.count + new.count, "{:?}", row.class);
        }
    }
    let same = basket_of(&[&heaps[0], &heaps[0]], 0);
    let is_still = |it: &asyncscope_core::analysis::heap::BasketClass| {
        it.new_since[1].count == 0 && it.freed_since[1].count == 0 && it.slope == 0.0
    };
    assert!(same.classes.iter().all(is_still));
}

#[test]
fn one_snapshot_tells_what_is_large() {
    let entries: Vec<String> =
        (0..20).map(|it| format!("{} object Entry 100", 7 + 2 * it)).collect();
    let edges: Vec<String> = (0..20).map(|it| format!("  element {it} {}", 7 + 2 * it)).collect();
    let text = format!(
        "1 synthetic root 0\n  shortcut global 3\n3 object Window 10\n  property log 5\n\
         5 object Array 10\n{}\n{}",
        edges.join("\n"),
        entries.join("\n")
    );
    let found = report(&[heap(&text)]);
    let entry = find(&found, "Entry");
    assert_eq!((entry.count, entry.retained, entry.verdict), (20, 2000, LeakVerdict::Large));
    assert_eq!(entry.holder.as_ref().map(|it| it.name.as_str()), Some("Array `log`"));
}

#[test]
fn a_folder_of_recordings_has_one_file_of_dismissed_suspects() {
    let of = |name: &str| beside(&PathBuf::from("/recordings").join(name));
    assert_eq!(of("a.heapsnapshot"), of("b.heapsnapshot"));
}
