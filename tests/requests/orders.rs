//! Sorting, groups' members, neighbours, parts read again: against hand-worked cases.

use std::io::Write as _;

use asyncscope_core::analysis::requests::{
    RequestGrouping, RequestKey, RequestOrder, TemplateRules, concurrency, most_at_once,
    neighbours, request_groups, request_overview, requests_of_group, sort_requests,
};
use asyncscope_core::formats::har::exchange;
use asyncscope_core::load::{read_part, read_part_of};
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;

use super::{entry, har, opened};

fn three() -> Recording {
    let mut failed = entry(20, 5.0, "GET", "https://a.example/users/2", 0);
    failed["response"]["_error"] = "net::ERR_ABORTED".into();
    opened(har(&[
        entry(0, 30.0, "GET", "https://a.example/users/1", 200),
        entry(10, 30.0, "POST", "https://b.example/x", 404),
        failed,
        entry(50, 1.0, "GET", "https://a.example/users/3", 200),
    ]))
}

/// The starts in milliseconds of the requests in an order.
fn sorted(recording: &Recording, order: &[(RequestKey, bool)]) -> Vec<u64> {
    let order: Vec<RequestOrder> =
        order.iter().map(|&(key, descending)| RequestOrder { key, descending }).collect();
    let mut rows: Vec<RequestIndex> = recording.requests.indices().collect();
    sort_requests(recording, &mut rows, &order, &Task::default()).expect("not cancelled");
    rows.iter().map(|it| recording.requests.get(*it).start.0 / 1_000_000).collect()
}

#[test]
fn several_keys_sort_one_after_the_other() {
    let it = three();
    assert_eq!(sorted(&it, &[(RequestKey::Duration, true)]), [0, 10, 20, 50]);
    let order = [(RequestKey::Duration, true), (RequestKey::Start, true)];
    assert_eq!(sorted(&it, &order), [10, 0, 20, 50]);
    let order = [(RequestKey::Method, true), (RequestKey::Duration, false)];
    assert_eq!(sorted(&it, &order), [10, 50, 20, 0]);
    assert_eq!(sorted(&it, &[(RequestKey::Path, true)]), [10, 50, 20, 0]);
}

#[test]
fn what_has_no_value_stands_last_whichever_way() {
    let it = three();
    assert_eq!(sorted(&it, &[(RequestKey::Status, false)]), [0, 50, 10, 20]);
    assert_eq!(sorted(&it, &[(RequestKey::Status, true)]), [10, 0, 50, 20]);
}

#[test]
fn members_of_a_group_are_its_rows() {
    let it = three();
    let rows: Vec<RequestIndex> = it.requests.indices().collect();
    let (rules, task) = (TemplateRules::default(), Task::default());
    for grouping in RequestGrouping::ALL {
        let groups = request_groups(&it, &rows, grouping, &rules, &task).expect("not cancelled");
        for group in groups {
            let of = (grouping, &group.name);
            let members = requests_of_group(&it, &rows, of, &rules, &task).expect("not cancelled");
            assert_eq!(members, group.rows, "{grouping:?} {}", group.name);
        }
    }
}

#[test]
fn neighbours_are_those_at_the_same_time_and_the_nearest_beside() {
    let it = three();
    let rows: Vec<RequestIndex> = it.requests.indices().collect();
    let around =
        |row: usize| neighbours(&it, rows[row], 1, &Task::default()).expect("not cancelled");
    let first = around(0);
    assert_eq!((first.n_during, first.during, first.before), (2, vec![rows[1]], None));
    assert_eq!(first.after, Some(rows[3]));
    let last = around(3);
    assert_eq!((last.n_during, last.before, last.after), (0, Some(rows[1]), None));
}

#[test]
fn the_most_at_once_is_told_for_each_part_of_the_time() {
    let it = three();
    let rows: Vec<RequestIndex> = it.requests.indices().collect();
    // 0-30, 10-40, 20-25 and 50-51 ms, in parts of 10 ms.
    let time = Nanos(0)..Nanos::from_millis(60);
    let most = most_at_once(&concurrency(&it, &rows), &time, 6);
    assert_eq!(most, [1, 2, 3, 1, 0, 1]);
}

#[test]
fn the_overview_agrees_with_its_parts() {
    let it = three();
    let rows: Vec<RequestIndex> = it.requests.indices().collect();
    let rules = TemplateRules::default();
    let found = request_overview(&it, &rows, (&it.range(), 10), &rules, &Task::default());
    let found = found.expect("not cancelled");
    assert_eq!((found.n_endpoints, found.n_hosts, found.most_at_once), (2, 2, 3));
    assert_eq!(found.endpoints[0].name.to_string(), "GET a.example /users/:id");
    assert_eq!(found.slowest[0], rows[0], "the first of two equals");
    assert_eq!(found.throughput.started.iter().sum::<u64>(), 4);
}

#[test]
fn an_entry_is_read_again_also_from_compressed_files() {
    let text = har(&[
        entry(0, 30.0, "GET", "https://a.example/1", 200),
        entry(10, 30.0, "POST", "https://b.example/2", 404),
    ]);
    let recording = opened(text.clone());
    let folder = tempfile::tempdir().expect("a folder");
    let plain = folder.path().join("a.har");
    std::fs::write(&plain, &text).expect("room");
    let packed = folder.path().join("a.har.gz");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory");
    std::fs::write(&packed, encoder.finish().expect("memory")).expect("room");
    for row in recording.requests.indices() {
        let request = recording.requests.get(row);
        let task = Task::default();
        let parts = [
            read_part(&plain, request.place, &task).expect("readable"),
            read_part(&packed, request.place, &task).expect("readable"),
            read_part_of(std::io::Cursor::new(text.clone()), &plain, request.place, &task)
                .expect("readable"),
        ];
        for part in parts {
            let found = exchange(&part).expect("an entry");
            assert_eq!(found.url, recording.text(request.url));
        }
    }
}
