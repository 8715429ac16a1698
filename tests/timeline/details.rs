//! Source lines, and everything about one function.

use std::num::NonZeroU32;

use asyncscope_core::analysis::{
    FunctionDetails, LineScope, Selection, function_details, functions, line_heat, sandwich, weigh,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{LineTick, Recording, ThreadIndex};
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use support::{function, recording};

use super::{sampled, task, within};

fn add_ticks(recording: &mut Recording, profile: usize, ticks: &[(&str, u32, u64)]) {
    let mut lines: Vec<LineTick> = ticks
        .iter()
        .map(|&(name, line, ticks)| LineTick {
            frame: function(recording, name),
            line: NonZeroU32::new(line).expect("lines begin with 1"),
            ticks,
        })
        .collect();
    lines.sort_unstable();
    recording.profiles.as_mut_slice()[profile].line_ticks = lines;
}

/// `line ticks function` of each line.
fn draw(recording: &Recording, selection: &Selection, scope: LineScope) -> Vec<String> {
    let heat = line_heat(recording, selection, scope, &task()).expect("not cancelled");
    assert_eq!(heat.ticks, heat.lines.iter().map(|it| it.ticks).sum::<u64>());
    let line = |it: &asyncscope_core::analysis::LineRow| {
        format!("{} {} {}", it.line, it.ticks, recording.frame_name(it.frame))
    };
    heat.lines.iter().map(line).collect()
}

#[test]
fn lines_of_a_function_and_of_a_script() {
    let mut recording = recording("f > g 4\nh@/x.js 1\nthread worker\nf 2");
    add_ticks(&mut recording, 0, &[("f", 7, 2), ("f", 3, 1), ("g", 7, 5), ("h", 7, 9)]);
    add_ticks(&mut recording, 1, &[("f", 7, 10)]);
    let all = Selection::default();
    let f = LineScope::Function(function(&recording, "f"));
    assert_eq!(draw(&recording, &all, f), ["3 1 f", "7 12 f"]);
    let script = recording.frames.get(function(&recording, "f")).url;
    assert_eq!(draw(&recording, &all, LineScope::Script(script)), ["3 1 f", "7 17 f"]);
    let main = Selection { threads: Some(vec![ThreadIndex::from_row(0)]), ..Selection::default() };
    assert_eq!(draw(&recording, &main, LineScope::Script(script)), ["3 1 f", "7 7 g"]);
    assert_eq!(draw(&recording, &main, LineScope::Function(function(&recording, "h"))), ["7 9 h"]);
}

#[test]
fn the_hottest_line_is_the_first_of_equals() {
    let mut recording = recording("f 1");
    add_ticks(&mut recording, 0, &[("f", 3, 2), ("f", 1, 1), ("f", 9, 2)]);
    let scope = LineScope::Function(function(&recording, "f"));
    let heat = line_heat(&recording, &within(&(Nanos(0)..Nanos(1))), scope, &task())
        .expect("not cancelled");
    assert_eq!(heat.hottest().expect("a line").line.get(), 3);
    assert!(heat.is_of_whole_time, "a file does not tell when a line was met");
}

fn details(recording: &Recording, selection: &Selection, name: &str) -> FunctionDetails {
    let weighed = weigh(recording, selection, &task()).expect("not cancelled");
    let frame = function(recording, name);
    function_details(recording, selection, &weighed, frame, &task()).expect("not cancelled")
}

/// Thin spaces are hard to write.
fn plain(text: &str) -> String {
    text.replace('\u{2009}', " ")
}

const SAMPLES: &str = "main > total > clone@/app/node_modules/lodash/clone.js 60
    main > total 20
    (idle) 50
    main > report > total > (garbage collector) 10
    main > report 10";

#[test]
fn text_says_it_all() {
    let details = details(&recording(SAMPLES), &Selection::default(), "total");
    let expected = "\
total (/app/main.js:1:1)
Category: Application
Place: /app/main.js:1:1
Total: 90 ns (60.0 %)
Self: 20 ns (13.3 %)
Samples: 3
Instances: 2 (min 10 ns, median 10 ns, p95 80 ns, max 80 ns)

Called by
  80 ns (53.3 %) main (/app/main.js:1:1)
  10 ns (6.7 %) report (/app/main.js:1:1)

Calls
  60 ns (40.0 %) clone (/app/node_modules/lodash/clone.js:1:1)
  10 ns (6.7 %) (garbage collector)
";
    assert_eq!(plain(&details.as_text(&recording(SAMPLES))), expected);
}

#[test]
fn markdown_says_it_all() {
    let recording = recording(SAMPLES);
    let details = details(&recording, &Selection::default(), "clone");
    let expected = "\
### clone

- Category: Dependency
- Place: /app/node\\_modules/lodash/clone.js:1:1
- Package: lodash
- Total: 60 ns (40.0 %)
- Self: 60 ns (40.0 %)
- Samples: 1
- Instances: 1 (min 60 ns, median 60 ns, p95 60 ns, max 60 ns)

| Called by | Place | Weight | Share |
|---|---|--:|--:|
| total | /app/main.js:1:1 | 60 ns | 40.0 % |
";
    assert_eq!(plain(&details.as_markdown(&recording)), expected);
}

#[test]
fn names_cannot_break_out_of_their_place() {
    let recording = recording("a|b`<x>\u{202e}\u{7} 5\na|b`<x>\u{202e}\u{7} > [y](z) 5");
    let markdown =
        details(&recording, &Selection::default(), "a|b`<x>\u{202e}\u{7}").as_markdown(&recording);
    assert!(markdown.starts_with("### a\\|b\\`\\<x\\>\\\\u{202e}\\\\u{7}\n"), "{markdown}");
    assert!(markdown.contains("| \\[y\\](z) |"), "{markdown}");
}

#[test]
fn long_lists_end_with_how_many_more() {
    let samples: String = (0..14).map(|it| format!("f > g{it} {}\n", 20 - it)).collect();
    let recording = recording(&samples);
    let details = details(&recording, &Selection::default(), "f");
    assert!(details.as_text(&recording).ends_with("  and 4 more\n"));
    assert!(details.as_markdown(&recording).ends_with("\nand 4 more\n"));
}

#[test]
fn a_function_outside_of_the_selection_has_nothing() {
    let recording = recording("f 5\ng 5");
    let details = details(&recording, &within(&(Nanos(0)..Nanos(5))), "g");
    assert_eq!((details.row.total, details.row.samples), (0, 0));
    assert!(details.instances.is_empty() && details.instance_stats().is_none());
    assert!(plain(&details.as_text(&recording)).contains("Total: 0 ns (0.0 %)"));
}

proptest! {
    #[test]
    fn details_agree_with_the_lists(recording in sampled()) {
        let all = Selection::default();
        let weighed = weigh(&recording, &all, &task()).expect("not cancelled");
        for row in functions(&recording, &weighed, &task()).expect("not cancelled") {
            let details =
                function_details(&recording, &all, &weighed, row.frame, &task()).expect("not cancelled");
            prop_assert_eq!(details.row, row);
            let sandwich = sandwich(&recording, &weighed, row.frame, &task()).expect("not cancelled");
            prop_assert_eq!(&details.callers, &sandwich.callers);
            prop_assert_eq!(&details.callees, &sandwich.callees);
            let total = details.instance_stats().map_or(0, |it| it.total.0);
            prop_assert_eq!(total, row.total, "time with it on the stack");
        }
    }
}
