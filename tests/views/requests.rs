//! Requests: the table, the waterfall, groups, what is selected, and what is copied.

use asyncscope::command::Command;
use asyncscope::kind::Kind;
use asyncscope::requests::{RequestColumn, RequestCommand, RequestMode};
use asyncscope::selection::Entity;
use asyncscope::views::View;
use egui::{Event, Key, Modifiers, PointerButton, Role, pos2};
use egui_kittest::kittest::Queryable as _;
use serde_json::{Value, json};

use super::{Folder, Window, click, has, press, rows, sample, settle, window};

const SITE: &str = "chromium-156/site.har";

/// An entry: `time` milliseconds from `start` milliseconds on.
fn entry(start: u64, time: u64, method: &str, url: &str, status: u16) -> Value {
    let date = format!("2026-01-02T03:04:{:02}.{:03}Z", start / 1_000, start % 1_000);
    json!({
        "startedDateTime": date,
        "time": time,
        "request": {
            "method": method, "url": url,
            "headers": [{ "name": "Authorization", "value": "Bearer s3cret" },
                        { "name": "Accept", "value": "*/*" }],
        },
        "response": {
            "status": status,
            "headers": [{ "name": "X-Answer", "value": "fortytwo" }],
            "content": { "size": 10, "mimeType": "application/json" },
            "redirectURL": "", "headersSize": 100, "bodySize": 10,
        },
        "timings": { "blocked": -1, "send": 0, "wait": time, "receive": 0 },
    })
}

/// Six requests to two endpoints and a lone one.
fn six(folder: &Folder) -> Window {
    let entries = [
        entry(0, 30, "GET", "https://a.example/users/1", 200),
        entry(10, 20, "GET", "https://a.example/users/2", 200),
        entry(20, 20, "POST", "https://a.example/orders", 201),
        entry(30, 400, "GET", "https://a.example/users/3", 503),
        entry(40, 10, "POST", "https://a.example/orders", 201),
        entry(500, 5, "GET", "https://b.example/logo.png", 404),
    ];
    let text = json!({ "log": { "version": "1.2", "entries": entries } }).to_string();
    window(&[folder.file("six.har", text.as_bytes())])
}

/// The last part of the path of each row.
fn paths(window: &Window) -> Vec<String> {
    let path = |it: &String| {
        let url = it.split(", ").next().unwrap_or_default();
        url.rsplit('/').next().unwrap_or_default().to_owned()
    };
    rows(window).iter().map(path).collect()
}

fn ask(window: &mut Window, command: RequestCommand) {
    window.state_mut().push(Command::Requests(command));
    settle(window);
}

fn filter(window: &mut Window, text: &str) {
    window.state_mut().push(Command::Filter(View::Requests, text.to_owned()));
    settle(window);
}

fn shift_click(window: &mut Window, role: Role, label: &str) {
    let at = window.get_by_role_and_label(role, label).rect().center();
    click_with(window, at, Modifiers::SHIFT);
}

/// Clicks while keys are held.
fn click_with(window: &mut Window, pos: egui::Pos2, modifiers: Modifiers) {
    window.event(Event::ModifiersChanged(modifiers));
    window.event(Event::PointerMoved(pos));
    window.step();
    for pressed in [true, false] {
        window.event(Event::ModifiersChanged(modifiers));
        window.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers,
        });
        window.step();
    }
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(window);
}

/// What was put on the clipboard by what `act` does.
fn copied(window: &mut Window, command: Command) -> String {
    window.state_mut().push(command);
    for _ in 0..2_000 {
        window.step();
        for command in &window.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                return text.clone();
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    panic!("nothing was copied");
}

fn row_at(window: &Window, number: usize) -> egui::Pos2 {
    let mut rows: Vec<_> = window.get_all_by_role(Role::Row).map(|it| it.rect()).collect();
    rows.sort_by(|a, b| a.top().total_cmp(&b.top()));
    rows[number].left_center() + egui::vec2(40.0, 0.0)
}

#[test]
fn a_har_opens_with_its_requests() {
    let window = window(&[sample(SITE)]);
    let opened = window.state().state().opened().expect("a recording");
    assert_eq!((opened.kind, opened.view), (Kind::Requests, View::Requests));
    let found = rows(&window);
    assert!(
        found[0].starts_with("GET http://localhost:8131/, 200, document, took 98.5"),
        "{found:?}"
    );
    assert!(has(&window, "39 requests"), "the line below");
    assert!(has(&window, "union"), "and what they come to");
}

#[test]
fn heads_sort_and_with_shift_one_more() {
    let folder = Folder::new();
    let mut window = six(&folder);
    assert_eq!(paths(&window), ["1", "2", "orders", "3", "orders", "logo.png"]);
    click(&mut window, Role::ColumnHeader, "Duration");
    assert_eq!(paths(&window), ["3", "1", "2", "orders", "orders", "logo.png"]);
    click(&mut window, Role::ColumnHeader, "Method");
    assert_eq!(paths(&window)[..4], ["1", "2", "3", "logo.png"]);
    shift_click(&mut window, Role::ColumnHeader, "Duration");
    assert_eq!(paths(&window), ["3", "1", "2", "logo.png", "orders", "orders"]);
    shift_click(&mut window, Role::ColumnHeader, "Duration, sorted, largest first, key 2");
    assert_eq!(paths(&window), ["logo.png", "2", "1", "3", "orders", "orders"]);
    shift_click(&mut window, Role::ColumnHeader, "Duration, sorted, smallest first, key 2");
    assert_eq!(paths(&window)[..4], ["1", "2", "3", "logo.png"], "the third time no longer");
}

#[test]
fn words_filter_and_what_is_wrong_is_said() {
    let folder = Folder::new();
    let mut window = six(&folder);
    filter(&mut window, "status:5xx");
    assert_eq!(paths(&window), ["3"]);
    assert!(has(&window, "1 of 6 requests"));
    filter(&mut window, "method:POST slower-than:15ms");
    assert_eq!(paths(&window), ["orders"]);
    filter(&mut window, "status:frog");
    assert!(has(&window, "is no status: expected 404"));
    filter(&mut window, "nowhere");
    assert!(has(&window, "No request matches"));
    click(&mut window, Role::Button, "Clear the filter");
    assert_eq!(paths(&window).len(), 6);
    window.state_mut().push(Command::FilterRegex(View::Requests, true));
    filter(&mut window, "users/[12]$");
    assert_eq!(paths(&window), ["1", "2"]);
}

#[test]
fn columns_are_chosen_moved_and_resized() {
    let folder = Folder::new();
    let mut window = six(&folder);
    assert!(window.query_by_role_and_label(Role::ColumnHeader, "Protocol").is_none());
    ask(&mut window, RequestCommand::Column(RequestColumn::Protocol, true));
    ask(&mut window, RequestCommand::Column(RequestColumn::Host, false));
    let x = |window: &Window, name: &str| {
        window.get_by_role_and_label(Role::ColumnHeader, name).rect().left()
    };
    assert!(window.query_by_role_and_label(Role::ColumnHeader, "Host").is_none());
    assert!(x(&window, "Method") < x(&window, "Duration"));
    // By hand: the head of the duration before that of the method.
    let from = window.get_by_role_and_label(Role::ColumnHeader, "Duration").rect().center();
    let to = window.get_by_role_and_label(Role::ColumnHeader, "Method").rect().left_center();
    drag(&mut window, from, to + egui::vec2(3.0, 0.0));
    assert!(x(&window, "Duration") < x(&window, "Method"));
    // The edge of the head of the method, 60 points to the right.
    let before = window.get_by_role_and_label(Role::ColumnHeader, "Method").rect();
    drag(&mut window, before.right_center(), before.right_center() + egui::vec2(60.0, 0.0));
    let after = window.get_by_role_and_label(Role::ColumnHeader, "Method").rect();
    assert!((after.width() - before.width() - 60.0).abs() < 2.0, "{before} {after}");
    ask(&mut window, RequestCommand::ResetColumns);
    assert!(x(&window, "Method") < x(&window, "Duration"));
}

fn drag(window: &mut Window, from: egui::Pos2, to: egui::Pos2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let steps = [
        Event::PointerMoved(from),
        button(from, true),
        Event::PointerMoved(from.lerp(to, 0.5)),
        Event::PointerMoved(to),
        button(to, false),
    ];
    for event in steps {
        window.event(event);
        window.step();
    }
    settle(window);
}

#[test]
fn several_rows_are_added_up_and_copied() {
    let folder = Folder::new();
    let mut window = six(&folder);
    let at = row_at(&window, 0);
    click_with(&mut window, at, Modifiers::NONE);
    let at = row_at(&window, 2);
    click_with(&mut window, at, Modifiers::COMMAND);
    assert!(has(&window, "2 selected of 6 requests"));
    assert!(has(&window, "durations: sum 50.0"), "30 and 20 ms");
    assert!(has(&window, "union 40.0"), "from 0 to 40 ms");
    let text = copied(&mut window, Command::Run(asyncscope::actions::Action::Copy));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].contains("\tGET\thttps://a.example/users/1\t200\t"), "{text}");
    let text = copied(&mut window, Command::Run(asyncscope::actions::Action::CopyMarkdown));
    assert!(text.starts_with("| Start | Method |") && text.lines().count() == 4, "{text}");
    let text = copied(&mut window, Command::Run(asyncscope::actions::Action::CopyRowsCsv));
    assert!(text.starts_with("start_ns,method,url") && text.lines().count() == 3, "{text}");
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(has(&window, "6 selected of 6 requests"));
}

#[test]
fn keys_move_zoom_and_select() {
    let folder = Folder::new();
    let mut window = six(&folder);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert!(has(&window, "2 selected of 6 requests"));
    press(&mut window, Modifiers::NONE, Key::W);
    let shown = |window: &Window| {
        window.state().state().opened().expect("a recording").selection.shown.clone()
    };
    let zoomed = shown(&window).expect("a part of the time");
    press(&mut window, Modifiers::NONE, Key::D);
    assert!(zoomed.start < shown(&window).expect("a part of the time").start);
    press(&mut window, Modifiers::NONE, Key::Num0);
    assert_eq!(shown(&window), None);
    press(&mut window, Modifiers::NONE, Key::R);
    let range = window.state().state().opened().expect("it").selection.range.clone();
    assert!(range.is_some(), "the time of the selected request, for all views");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().state().opened().expect("it").selection.range, None);
}

#[test]
fn the_waterfall_selects_a_stretch_of_time() {
    let folder = Folder::new();
    let mut window = six(&folder);
    ask(&mut window, RequestCommand::Mode(RequestMode::Waterfall));
    let head = window.get_by_role_and_label(Role::ColumnHeader, "Waterfall").rect();
    assert!(head.width() > 400.0, "most of the room");
    // From about a quarter of the time to its middle, with Shift.
    let y = head.bottom() + 30.0;
    let at = |share: f32| pos2(head.left() + share * head.width(), y);
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::SHIFT,
    };
    for event in [
        Event::PointerMoved(at(0.25)),
        button(at(0.25), true),
        Event::PointerMoved(at(0.4)),
        Event::PointerMoved(at(0.5)),
        button(at(0.5), false),
    ] {
        window.event(Event::ModifiersChanged(Modifiers::SHIFT));
        window.event(event);
        window.step();
    }
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(&mut window);
    let range = window.state().state().opened().expect("it").selection.range.clone();
    let range = range.expect("a stretch of time");
    // All is 505 ms and a fiftieth of it.
    let millis = |it: asyncscope_core::units::Nanos| it.0 / 1_000_000;
    assert!((120..138).contains(&millis(range.start)), "{range:?}");
    assert!((250..266).contains(&millis(range.end)), "{range:?}");
    assert_eq!(paths(&window), ["3"], "only what was under way then");
}

#[test]
fn endpoints_are_groups_and_enter_shows_their_requests() {
    let folder = Folder::new();
    let mut window = six(&folder);
    window.state_mut().push(Command::ShowView(View::Endpoints));
    settle(&mut window);
    let found = rows(&window);
    assert_eq!(found[0], "GET a.example /users/:id, 3 times, 1 failed, p95 400\u{2009}ms");
    assert_eq!(found[1], "POST a.example /orders, 2 times, 0 failed, p95 20.0\u{2009}ms");
    assert!(has(&window, "3 endpoints · 6 requests"));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state().opened().expect("it").view, View::Requests);
    assert_eq!(paths(&window).len(), if has(&window, "POST a.example /orders") { 2 } else { 1 });
    click(&mut window, Role::Link, "Show all");
    assert_eq!(paths(&window).len(), 6);
    window.state_mut().push(Command::ShowView(View::Endpoints));
    for (name, n) in [("Host", 2), ("Type", 1), ("Status", 3), ("Initiator", 1)] {
        settle(&mut window);
        click(&mut window, Role::RadioButton, name);
        assert_eq!(rows(&window).len(), n, "{name}: {:?}", rows(&window));
    }
}

#[test]
fn rules_can_be_seen_and_changed() {
    let folder = Folder::new();
    let mut window = six(&folder);
    window.state_mut().push(Command::ShowView(View::Endpoints));
    settle(&mut window);
    click(&mut window, Role::Button, "Rules");
    assert!(has(&window, "Tried from top to bottom"));
    ask(&mut window, RequestCommand::Rule(2, "n=[12]".to_owned()));
    let found = rows(&window);
    assert!(found.iter().any(|it| it.starts_with("GET a.example /users/:n, 2 times")), "{found:?}");
    assert!(found.iter().any(|it| it.starts_with("GET a.example /users/3, 1 times")), "{found:?}");
    ask(&mut window, RequestCommand::Rule(2, "n=[12".to_owned()));
    assert!(has(&window, "expected a path or NAME=REGEX"), "what is wrong is said");
    click(&mut window, Role::Link, "As at first");
    assert!(rows(&window)[0].starts_with("GET a.example /users/:id, 3 times"));
}

#[test]
fn headers_are_masked_until_asked_for() {
    let folder = Folder::new();
    let mut window = six(&folder);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(has(&window, "Authorization: hidden"));
    assert!(has(&window, "X-Answer: hidden"));
    assert!(!has(&window, "s3cret") && !has(&window, "fortytwo"));
    assert!(has(&window, "DNS, not applicable"), "what does not apply is no 0");
    assert!(has(&window, "Receive, 0"), "and 0 is 0");
    click(&mut window, Role::Link, "Show values");
    assert!(has(&window, "Authorization: Bearer s3cret"));
    assert!(has(&window, "X-Answer: fortytwo"));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(has(&window, "At the same time"));
}

#[test]
fn a_request_is_copied_as_a_command() {
    let folder = Folder::new();
    let mut window = six(&folder);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let masked = copied(&mut window, Command::Run(asyncscope::actions::Action::CopyCurl));
    assert_eq!(
        masked,
        "curl --url 'https://a.example/users/1' \\\n  --header 'Authorization: HIDDEN' \\\n  \
         --header 'Accept: */*'"
    );
    settle(&mut window);
    ask(&mut window, RequestCommand::ShowValues(true));
    let whole = copied(&mut window, Command::Run(asyncscope::actions::Action::CopyCurl));
    assert!(whole.contains("'Authorization: Bearer s3cret'"), "{whole}");
    let url = copied(&mut window, Command::Run(asyncscope::actions::Action::CopyUrl));
    assert_eq!(url, "https://a.example/users/1");
}

#[test]
fn requests_of_no_thread_have_a_track_and_one_selection() {
    let mut window = window(&[sample(SITE)]);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let selected = |window: &Window| window.state().state().opened().expect("it").selection.entity;
    assert!(matches!(selected(&window), Some(Entity::Request(_))));
    window.state_mut().push(Command::ShowView(View::Timeline));
    settle(&mut window);
    assert!(has(&window, "Close Requests"), "a track, and open");
    press(&mut window, Modifiers::NONE, Key::Period);
    let next = selected(&window);
    assert!(matches!(next, Some(Entity::Request(_))), "{next:?}");
    window.state_mut().push(Command::ShowView(View::Requests));
    settle(&mut window);
    let opened = window.state().state().opened().expect("it");
    assert_eq!(opened.selection.entity, next);
}

#[test]
fn the_overview_says_what_stands_out() {
    let folder = Folder::new();
    let mut window = six(&folder);
    press(&mut window, Modifiers::NONE, Key::Num1);
    assert!(has(&window, "6 requests to 2 hosts: 2 of them failed, 1 with HTTP 404"));
    assert!(has(&window, "the slowest took 400"));
    assert!(has(&window, "Bytes by type"));
    click(&mut window, Role::Link, "All that failed");
    assert_eq!(paths(&window), ["3", "logo.png"]);
}

#[test]
fn a_recording_without_requests_says_so() {
    let mut window = window(&[sample("node-20/trace-events.json")]);
    window.state_mut().push(Command::ShowView(View::Requests));
    settle(&mut window);
    let has_requests = !window.state().state().opened().expect("it").recording.requests.is_empty();
    assert!(has_requests || has(&window, "This recording has no requests"));
}
