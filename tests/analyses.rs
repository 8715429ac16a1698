//! Answers to small recordings, worked out by hand.

#[path = "analyses/call_tree.rs"]
mod call_tree;
#[path = "analyses/events.rs"]
mod events;
#[path = "analyses/functions.rs"]
mod functions;
#[path = "analyses/hot_paths.rs"]
mod hot_paths;
#[path = "analyses/sandwich_flames.rs"]
mod sandwich_flames;
#[path = "analyses/selection.rs"]
mod selection;
#[path = "analyses/transforms.rs"]
mod transforms;

use asyncscope_core::analysis::{NameFilter, Selection, WeighedStacks, weigh};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::{Nanos, TimeRange};
use support::draw::draw_stacks;
use support::recording;

const PAGE: &str = "
    main > render > layout 3
    main > render 2
    main > parse 1
    main > render > layout 1
    (idle) 5
    main > parse > (garbage collector) 2";

/// Recursion, direct and indirect.
const WALK: &str = "
    main > walk > visit > walk 1
    main > walk > visit > walk > visit > leaf 2
    main > walk > walk 4
    main > leaf 8";

/// Two packages, Node's own and built-in functions.
const PACKAGES: &str = "
    main > map@/m/node_modules/lodash/map.js > callback > get@/m/node_modules/lodash/get.js 4
    main > get@/m/node_modules/lodash/get.js 1
    main > open@node:fs > read@ 2
    (program) 3";

fn weighed(recording: &Recording, selection: &Selection) -> WeighedStacks {
    weigh(recording, selection, &Task::default()).expect("not cancelled")
}

fn all(recording: &Recording) -> WeighedStacks {
    weighed(recording, &Selection::default())
}

#[track_caller]
fn same(drawn: &str, expected: &str) {
    let lines = expected.lines().skip_while(|it| it.trim().is_empty());
    let lines: Vec<&str> = lines.collect();
    let indent = lines.first().map_or(0, |it| it.len() - it.trim_start().len());
    let expected: String = lines.iter().map(|it| format!("{}\n", &it[indent..])).collect();
    assert_eq!(drawn, expected, "\n--- found ---\n{drawn}--- expected ---\n{expected}");
}

#[track_caller]
fn check_stacks(text: &str, selection: impl Fn(&Recording) -> Selection, expected: &str) {
    let recording = recording(text);
    let weighed = weighed(&recording, &selection(&recording));
    same(&draw_stacks(&recording, &weighed), expected);
}

fn during(range: std::ops::Range<u64>) -> Selection {
    let time: TimeRange = Nanos(range.start)..Nanos(range.end);
    Selection { time: Some(time), ..Selection::default() }
}

fn named(text: &str) -> Selection {
    Selection { name: NameFilter::new(text), ..Selection::default() }
}
