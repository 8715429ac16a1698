//! The strips of the minimap, worked by hand.

use asyncscope_core::analysis::{Selection, Strips, strips};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Recording, ThreadIndex};
use asyncscope_core::task::Task;
use support::events::recorded;

fn strips_of(recording: &Recording, selection: &Selection) -> Strips {
    strips(recording, selection, PARTS, &Task::default()).expect("not cancelled")
}

/// Parts of 10 µs of a recording, which lasts a second as the support makes it.
const PARTS: usize = 100_000;

#[test]
fn a_delay_is_told_for_the_time_since_the_reading_before() {
    let recording = recorded(
        r#"
        C 30 event loop delay us {"p50":1,"p99":2,"max":5}
        C 60 event loop delay us {"p50":1,"p99":2,"max":3}
        "#,
    );
    let strips = strips_of(&recording, &Selection::default());
    let delays: Vec<u64> = strips.loop_delay.iter().map(|it| it.0 / 1_000).collect();
    assert_eq!(delays.len(), PARTS);
    assert_eq!(delays[..7], [5, 5, 5, 3, 3, 3, 0]);
    assert!(strips.requests.is_empty(), "there are none");
}

#[test]
fn a_request_counts_wherever_it_is_on_its_way() {
    let recording = recorded(
        r#"
        I 10 ResourceSendRequest {"data":{"requestId":"1.1","url":"http://h/a"}}
        I 25 ResourceSendRequest {"data":{"requestId":"1.2","url":"http://h/b"}}
        I 40 ResourceFinish {"data":{"requestId":"1.1","didFail":false}}
        I 90 ResourceSendRequest {"data":{"requestId":"1.3","url":"http://h/c"}}
        I 55 ResourceFinish {"data":{"requestId":"1.2","didFail":false}}
        "#,
    );
    let strips = strips_of(&recording, &Selection::default());
    // The first from 10 to 40, the second from 25 to 55, the third from 90 to the end.
    assert_eq!(strips.requests[..10], [0, 1, 2, 2, 1, 1, 0, 0, 0, 1]);
    assert!(strips.loop_delay.is_empty(), "none was measured");
    let nobody = Selection { threads: Some(vec![]), ..Selection::default() };
    assert_eq!(strips_of(&recording, &nobody).requests, vec![0; PARTS]);
    let main = Selection { threads: Some(vec![ThreadIndex::from_row(0)]), ..Selection::default() };
    assert_eq!(strips_of(&recording, &main).requests, strips.requests);
}

#[test]
fn stopping_stops() {
    let task = Task::default();
    task.cancel();
    let recording = recorded(r#"C 30 event loop delay us {"max":5}"#);
    assert!(strips(&recording, &Selection::default(), PARTS, &task).is_err());
}
