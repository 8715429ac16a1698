//! Below the waterfall of requests: long tasks, and how late the event loop was.

use asyncscope::command::Command;
use asyncscope::views::View;
use egui::Role;
use egui_kittest::kittest::Queryable as _;
use serde_json::{Value, json};

use super::{Folder, label, settle, window};

/// A trace of one request, with tasks by thread, beginning in milliseconds and length in
/// microseconds, and with delays of the event loop by the same.
fn trace(tasks: &[(u32, u64, u64)], delays: &[(u64, u32)]) -> Value {
    let moment = |at: u64, name: &str, data: Value| {
        json!({ "ph": "I", "s": "t", "cat": "devtools.timeline", "name": name, "pid": 1, "tid": 1,
                "ts": at, "args": { "data": data } })
    };
    let mut events = vec![
        moment(
            1_000,
            "ResourceSendRequest",
            json!({ "requestId": "r", "url": "http://h/x", "requestMethod": "GET" }),
        ),
        moment(900_000, "ResourceFinish", json!({ "requestId": "r", "finishTime": 0.9 })),
    ];
    events.extend(tasks.iter().map(|(thread, at, length)| {
        json!({ "ph": "X", "cat": "devtools.timeline", "name": "RunTask", "pid": 1, "tid": thread,
                "ts": at * 1_000, "dur": length })
    }));
    events.extend(delays.iter().map(|(at, most)| {
        json!({ "ph": "C", "cat": "asyncscope", "name": "event loop delay us", "pid": 1, "tid": 1,
                "ts": at * 1_000, "args": { "p50": 10, "p99": 20, "max": most } })
    }));
    json!({ "traceEvents": events })
}

#[test]
fn below_the_waterfall_stand_long_tasks_and_how_late_the_event_loop_was() {
    let folder = Folder::new();
    let strip = |name: &str, trace: &Value| {
        let mut window = window(&[folder.file(name, trace.to_string().as_bytes())]);
        window.state_mut().push(Command::ShowView(View::Requests));
        settle(&mut window);
        let strips = window.query_all_by_role(Role::Image).map(|it| label(&it));
        strips.filter(|it| it.starts_with("Event loop on the same axis")).collect::<Vec<_>>()
    };
    // Of 50 ms is long, of a microsecond less is not; what is inside of another, or overlaps one of
    // another thread, is no second one.
    let tasks = [
        (1, 10, 50_000),
        (1, 100, 49_999),
        (1, 200, 80_000),
        (1, 210, 60_000),
        (2, 250, 90_000),
        (2, 500, 70_000),
    ];
    assert_eq!(
        strip("tasks.json", &trace(&tasks, &[(300, 1_500), (600, 72_000)])),
        ["Event loop on the same axis: delay at most 72.0\u{2009}ms, 3 long tasks"]
    );
    assert_eq!(
        strip("none.json", &trace(&[(1, 10, 49_999)], &[])),
        ["Event loop on the same axis: 0 long tasks"]
    );
    assert!(strip("requests.json", &trace(&[], &[])).is_empty(), "nothing to show, so no strip");
}
