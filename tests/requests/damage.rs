//! Files spoilt by chance: never a panic, and every answer can be asked of what is left.

use std::fs;
use std::path::Path;

use asyncscope_core::analysis::Selection;
use asyncscope_core::analysis::requests::{
    RequestGrouping, TemplateRules, concurrency, critical_chain, redirect_chain, request_groups,
    selected_requests, throughput,
};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use support::random::Random;

use super::{entry, har, read};

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-data/chromium-156");
    fs::read(folder.join(name)).expect("a sample")
}

/// Spoils a text in one to four places.
fn spoil(good: &[u8], random: &mut Random) -> Vec<u8> {
    const PIECES: [&str; 16] = [
        "null",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "\\",
        "-1",
        "1e999",
        "99999999999999999999",
        "NaN",
        "\u{0}",
        "\u{feff}",
        ":",
        "true",
    ];
    let mut bytes = good.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.index(bytes.len());
        let end = (at + random.index(64)).min(bytes.len());
        match random.below(6) {
            0 => bytes[at] = u8::try_from(random.below(256)).unwrap_or(0),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..at, random.pick(&PIECES).bytes())),
            4 => drop(bytes.splice(at..end, random.pick(&PIECES).bytes())),
            _ => {
                let copy = bytes[at..end].to_vec();
                let to = random.index(bytes.len());
                bytes.splice(to..to, copy);
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// Asks everything of a recording.
fn ask(recording: &Recording) {
    let task = Task::default();
    let rows = selected_requests(recording, &Selection::default(), &task).expect("not cancelled");
    assert_eq!(rows.len(), recording.requests.len());
    assert!(recording.requests.rows().is_sorted_by_key(|it| it.start));
    for grouping in [RequestGrouping::Endpoint, RequestGrouping::Status] {
        let rules = TemplateRules::default();
        let groups = request_groups(recording, &rows, grouping, &rules, &task);
        assert_eq!(groups.expect("not cancelled").is_empty(), rows.is_empty());
    }
    let most = concurrency(recording, &rows).most as usize;
    assert!(most <= rows.len());
    throughput(recording, &rows, &recording.range(), 50);
    assert!(critical_chain(recording, &rows).len() <= rows.len());
    for &row in &rows {
        let chain = redirect_chain(&recording.requests, row);
        assert!(chain.contains(&row) && chain.is_sorted());
        let phases = recording.requests.get(row).phases;
        assert!(phases.spans().all(|(_, start, end)| start <= end));
    }
}

/// Reads `n` spoilt copies, and tells how many opened.
fn spoilt(good: &[u8], n: usize, seed: u64) -> usize {
    let mut random = Random::new(seed);
    let opened = (0..n).filter(|_| {
        let read = read(spoil(good, &mut random));
        if let Ok(recording) = &read {
            ask(recording);
        }
        read.is_ok()
    });
    opened.count()
}

#[test]
fn two_thousand_spoilt_hars_are_survived() {
    let n_opened = spoilt(&sample("site.har"), 2_000, 1);
    assert!(n_opened > 1_000, "only {n_opened} opened");
}

#[test]
fn small_hars_are_spoilt_in_every_part() {
    let small = har(&[
        entry(0, 1.0, "GET", "https://a.example/1", 302),
        entry(1, 1.0, "GET", "https://a.example/2", 200),
    ]);
    let n_opened = spoilt(small.as_bytes(), 3_000, 2);
    assert!(n_opened > 300, "only {n_opened} opened");
}

#[test]
fn spoilt_logs_of_the_protocol_are_survived() {
    let n_opened = spoilt(&sample("site.devtoolslog.json"), 500, 3);
    assert!(n_opened > 100, "only {n_opened} opened");
}
