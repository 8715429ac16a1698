//! Answers to small recordings, worked out by hand.

use std::sync::Arc;

use asyncscope_core::analysis::{
    CallTree, Direction, Grouping, NameFilter, Selection, Transform, WeighedStacks, functions,
    groups, heaviest_chain, heaviest_stacks, inverted, left_heavy, sandwich, span_stats, summary,
    weigh,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Category, Recording, ThreadIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Nanos, TimeRange};
use support::draw::{
    draw_chain, draw_functions, draw_groups, draw_hot, draw_layout, draw_sandwich, draw_spans,
    draw_stacks, draw_tree,
};
use support::{function, recording, span_recording};

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
fn check_functions(text: &str, expected: &str) {
    let recording = recording(text);
    let rows = functions(&recording, &all(&recording), &Task::default()).expect("not cancelled");
    same(&draw_functions(&recording, &rows), expected);
}

#[track_caller]
fn check_stacks(text: &str, selection: impl Fn(&Recording) -> Selection, expected: &str) {
    let recording = recording(text);
    let weighed = weighed(&recording, &selection(&recording));
    same(&draw_stacks(&recording, &weighed), expected);
}

#[track_caller]
fn check_transforms(text: &str, of: impl Fn(&Recording) -> Vec<Transform>, expected: &str) {
    let selection = |it: &Recording| Selection { transforms: of(it), ..Selection::default() };
    check_stacks(text, selection, expected);
}

#[track_caller]
fn check_tree(text: &str, direction: Direction, grouping: Grouping, expected: &str) {
    let recording = recording(text);
    let weighed = Arc::new(all(&recording));
    let mut tree = CallTree::new(&recording, weighed, direction, grouping, &Task::default())
        .expect("not cancelled");
    same(&draw_tree(&recording, &mut tree), expected);
}

#[track_caller]
fn check_groups(text: &str, grouping: Grouping, expected: &str) {
    let recording = recording(text);
    let rows = groups(&recording, &all(&recording), grouping, &Task::default());
    same(&draw_groups(&rows.expect("not cancelled")), expected);
}

#[track_caller]
fn check_sandwich(text: &str, name: &str, expected: &str) {
    let recording = recording(text);
    let frame = function(&recording, name);
    let found = sandwich(&recording, &all(&recording), frame, &Task::default());
    same(&draw_sandwich(&recording, &found.expect("not cancelled")), expected);
}

#[track_caller]
fn check_chain(text: &str, expected: &str) {
    let recording = recording(text);
    let weighed = all(&recording);
    let chain = heaviest_chain(&recording, &weighed);
    assert_eq!(draw_chain(&recording, &weighed, &chain), expected);
}

#[track_caller]
fn check_spans(text: &str, selection: &Selection, expected: &str) {
    let recording = span_recording(text);
    let rows = span_stats(&recording, selection, &Task::default()).expect("not cancelled");
    same(&draw_spans(&recording, &rows), expected);
}

fn during(range: std::ops::Range<u64>) -> Selection {
    let time: TimeRange = Nanos(range.start)..Nanos(range.end);
    Selection { time: Some(time), ..Selection::default() }
}

fn named(text: &str) -> Selection {
    Selection { name: NameFilter::new(text), ..Selection::default() }
}

// ---------------------------------------------------------------------------------------------
// Functions: name, own, total, samples.

#[test]
fn total_includes_callees_and_own_does_not() {
    check_functions(
        PAGE,
        "
        (idle) 5 5 1
        layout 4 4 2
        render 2 6 3
        (garbage collector) 2 2 1
        parse 1 3 2
        main 0 9 5",
    );
}

#[test]
fn recursion_counts_once_per_sample() {
    check_functions(
        WALK,
        "
        leaf 10 10 2
        walk 5 7 3
        main 0 15 4
        visit 0 3 2",
    );
}

#[test]
fn equals_stand_by_total_then_name_then_place() {
    check_functions(
        "b 1
         a > c 1
         same@/z.js > d 1
         same@/b.js 1",
        "
        b 1 1 1
        c 1 1 1
        d 1 1 1
        same 1 1 1
        a 0 1 1
        same 0 1 1",
    );
}

#[test]
fn sample_that_lasts_no_time_still_counts() {
    check_functions("a > b 0\na 3", "\na 3 3 2\nb 0 0 1");
}

#[test]
fn empty_recording_has_no_functions() {
    check_functions("", "");
    check_functions("- 5", "");
}

// ---------------------------------------------------------------------------------------------
// Selection: time, threads, name.

#[test]
fn stacks_are_weighed() {
    check_stacks(
        PAGE,
        |_| Selection::default(),
        "
        main 9 0
          render 6 2
            layout 4 4
          parse 3 1
            (garbage collector) 2 2
        (idle) 5 5",
    );
}

#[test]
fn samples_are_cut_at_the_edges_of_time() {
    check_stacks("a 10\nb 10\nc 10", |_| during(8..13), "\na 2 2\nb 3 3");
    check_stacks("a 10\nb 10\nc 10", |_| during(12..14), "\nb 2 2");
    check_stacks("a 10\nb 10\nc 10", |_| during(10..20), "\nb 10 10");
    check_stacks("a 10\nb 10", |_| during(20..90), "");
    check_stacks("a 10\nb 10", |_| during(7..7), "");
}

#[test]
fn time_that_belongs_to_nobody_is_told_apart() {
    check_stacks("a 1\n- 2\na 4", |_| Selection::default(), "\na 5 5\n- 2");
    check_stacks("a 1\n- 2\na 4", |_| during(2..4), "\na 1 1\n- 1");
}

#[test]
fn profiles_of_the_selected_threads_are_summed() {
    let text = "
        main > work 1
        thread worker
        work 2
        thread other
        work 4
        thread worker
        main > work 8";
    let threads = |rows: &[usize]| {
        let threads = rows.iter().map(|&it| ThreadIndex::from_row(it)).collect();
        Selection { threads: Some(threads), ..Selection::default() }
    };
    check_stacks(text, |_| Selection::default(), "\nmain 9 0\n  work 9 9\nwork 6 6");
    check_stacks(text, |_| threads(&[1]), "\nmain 8 0\n  work 8 8\nwork 2 2");
    check_stacks(text, |_| threads(&[0, 2]), "\nmain 1 0\n  work 1 1\nwork 4 4");
    check_stacks(text, |_| threads(&[]), "");
}

#[test]
fn name_keeps_samples_with_a_match_anywhere_on_the_stack() {
    let text = "
        main > Render > layout 1
        main > parse@/app/node_modules/lodash/parse.js 2
        main 4
        - 8";
    check_stacks(text, |_| named("render"), "\nmain 1 0\n  Render 1 0\n    layout 1 1");
    check_stacks(text, |_| named("LODASH"), "\nmain 2 0\n  parse 2 2");
    let both = "\nmain 3 0\n  Render 1 0\n    layout 1 1\n  parse 2 2";
    check_stacks(text, |_| named(" parse , layout,"), both);
    check_stacks(text, |_| named("nothing"), "");
    let everything = "\nmain 7 4\n  Render 1 0\n    layout 1 1\n  parse 2 2\n- 8";
    check_stacks(text, |_| named(" ,"), everything);
}

#[test]
fn functions_without_a_name_are_found_by_the_one_they_are_shown_with() {
    check_stacks("a > @/x.js 1\nb 2", |_| named("anonym"), "\na 1 0\n  (anonymous) 1 1");
}

#[test]
fn name_filter_ignores_case_beyond_ascii() {
    let filter = NameFilter::new("GRÖßSE").expect("a word");
    assert!(filter.matches("größse", "") && !filter.matches("größe", ""));
    assert!(NameFilter::new("a,B").expect("a word").matches("", "x/b.js"));
    assert_eq!(NameFilter::new(" , ,"), None);
}

// ---------------------------------------------------------------------------------------------
// Transforms.

#[test]
fn focus_starts_stacks_at_the_outermost_call() {
    check_transforms(
        WALK,
        |it| vec![Transform::FocusFunction(function(it, "visit"))],
        "
        visit 3 0
          walk 3 1
            visit 2 0
              leaf 2 2",
    );
}

#[test]
fn focus_on_a_path_keeps_what_begins_with_it() {
    let path = |it: &Recording, names: &[&str]| {
        vec![Transform::FocusSubtree(names.iter().map(|name| function(it, name)).collect())]
    };
    let walk = "
        walk 7 0
          visit 3 0
            walk 3 1
              visit 2 0
                leaf 2 2
          walk 4 4";
    check_transforms(WALK, |it| path(it, &["main", "walk"]), walk);
    check_transforms(WALK, |it| path(it, &["main", "leaf"]), "\nleaf 8 8");
    check_transforms(WALK, |it| path(it, &["walk"]), "");
    check_transforms("a 1\n- 2", |it| path(it, &[]), "\na 1 1\n- 2");
    check_transforms("a 1\n- 2", |it| path(it, &["a"]), "\na 1 1");
}

#[test]
fn merging_gives_own_weight_to_the_caller() {
    let merge = |it: &Recording, name| vec![Transform::MergeFunction(function(it, name))];
    let without_render = "
        main 9 2
          layout 4 4
          parse 3 1
            (garbage collector) 2 2
        (idle) 5 5";
    check_transforms(PAGE, |it| merge(it, "render"), without_render);
    check_transforms("a > b > a 1\na 2", |it| merge(it, "a"), "\nb 1 1\n- 2");
}

#[test]
fn dropping_drops_every_sample_with_the_function() {
    let drop = |it: &Recording, name| vec![Transform::DropFunction(function(it, name))];
    check_transforms(
        WALK,
        |it| drop(it, "visit"),
        "\nmain 12 0\n  walk 4 0\n    walk 4 4\n  leaf 8 8",
    );
    check_transforms(WALK, |it| drop(it, "main"), "");
    check_transforms("a 1\n- 2", |it| drop(it, "a"), "- 2");
}

#[test]
fn collapsing_a_function_makes_its_callees_its_own() {
    let collapse = |it: &Recording, name| vec![Transform::CollapseFunction(function(it, name))];
    check_transforms(WALK, |it| collapse(it, "walk"), "\nmain 15 0\n  walk 7 7\n  leaf 8 8");
    check_transforms(WALK, |it| collapse(it, "main"), "\nmain 15 15");
}

#[test]
fn collapsing_a_package_keeps_the_function_through_which_each_run_enters() {
    const LODASH: &str = "/app/node_modules/lodash/x.js";
    let text = format!(
        "app > map@{LODASH} > each@{LODASH} > iteratee > each@{LODASH} > get@{LODASH} 1
         app > each@{LODASH} 2
         app > map@{LODASH} > get@{LODASH} 4"
    );
    let lodash = |it: &Recording| {
        let package = it.strings.find("lodash").expect("a package");
        vec![Transform::CollapsePackage(package)]
    };
    let expected = "
        app 7 0
          map 5 4
            iteratee 1 0
              each 1 1
          each 2 2";
    check_transforms(&text, lodash, expected);
}

#[test]
fn collapsing_recursion_cuts_back_to_the_first_call() {
    let collapse = |_: &Recording| vec![Transform::CollapseRecursion];
    check_transforms(
        WALK,
        collapse,
        "\nmain 15 0\n  walk 7 5\n    visit 2 0\n      leaf 2 2\n  leaf 8 8",
    );
    check_transforms("a > b > a > c 1\na > b > a 2", collapse, "\na 3 2\n  c 1 1");
    // After the cut, `b` is no longer on the stack, so it may be called again.
    check_transforms("a > b > c > a > b > d > b 1", collapse, "\na 1 0\n  b 1 1");
    check_transforms("a > b > c > b > a > c > b > c 1", collapse, "\na 1 0\n  c 1 1");
}

#[test]
fn transforms_compose_in_order() {
    let text = "a > b > a > c 1\na > c > b 2\n- 4";
    let merge = |it: &Recording| Transform::MergeFunction(function(it, "a"));
    let focus = |it: &Recording| Transform::FocusFunction(function(it, "b"));
    let fold = Transform::CollapseRecursion;
    check_transforms(text, |it| vec![focus(it), merge(it)], "\nb 3 2\n  c 1 1");
    check_transforms(text, |it| vec![merge(it), focus(it)], "\nb 3 2\n  c 1 1");
    check_transforms(text, |it| vec![fold.clone(), focus(it)], "\nb 2 2");
    check_transforms(text, |it| vec![focus(it), fold.clone()], "\nb 3 2\n  a 1 0\n    c 1 1");
    check_transforms(
        text,
        |it| vec![merge(it), fold.clone()],
        "\nb 1 0\n  c 1 1\nc 2 0\n  b 2 2\n- 4",
    );
}

#[test]
fn name_looks_at_stacks_as_transformed() {
    let selection = |it: &Recording| Selection {
        transforms: vec![Transform::FocusFunction(function(it, "b"))],
        ..named("zig")
    };
    check_stacks("zig > b 1\nzig > b > zig 2", selection, "\nb 2 0\n  zig 2 2");
}

// ---------------------------------------------------------------------------------------------
// Call trees: label, total, own.

#[test]
fn tree_from_the_top_is_heaviest_first() {
    check_tree(
        PAGE,
        Direction::TopDown,
        Grouping::Function,
        "
        main 9 0
          render 6 2
            layout 4 4
          parse 3 1
            (garbage collector) 2 2
        (idle) 5 5",
    );
}

#[test]
fn tree_from_the_bottom_begins_with_what_ran() {
    check_tree(
        PAGE,
        Direction::BottomUp,
        Grouping::Function,
        "
        (idle) 5 5
        layout 4 4
          render 4 0
            main 4 0
        (garbage collector) 2 2
          parse 2 0
            main 2 0
        render 2 2
          main 2 0
        parse 1 1
          main 1 0",
    );
}

#[test]
fn bottom_up_recursion_is_its_own_caller_and_counts_no_sample_twice() {
    check_tree(
        WALK,
        Direction::BottomUp,
        Grouping::Function,
        "
        leaf 10 10
          main 8 0
          visit 2 0
            walk 2 0
              visit 2 0
                walk 2 0
                  main 2 0
        walk 5 5
          walk 4 0
            main 4 0
          visit 1 0
            walk 1 0
              main 1 0",
    );
}

const PACKAGES: &str = "
    main > map@/m/node_modules/lodash/map.js > callback > get@/m/node_modules/lodash/get.js 4
    main > get@/m/node_modules/lodash/get.js 1
    main > open@node:fs > read@ 2
    (program) 3";

#[test]
fn groups_hold_what_enters_them_from_the_top() {
    check_tree(
        PACKAGES,
        Direction::TopDown,
        Grouping::Package,
        "
        Application 7 0
          main 7 0
            map 4 0
              callback 4 0
                get 4 4
            open 2 0
              read 2 2
            get 1 1
        lodash 5 5
          map 4 0
            callback 4 0
              get 4 4
          get 1 1
        Program 3 3
          (program) 3 3
        Native 2 2
          read 2 2
        Node internals 2 0
          open 2 0
            read 2 2",
    );
}

#[test]
fn groups_hold_their_functions_from_the_bottom() {
    check_tree(
        PACKAGES,
        Direction::BottomUp,
        Grouping::Package,
        "
        lodash 5 5
          get 5 5
            callback 4 0
              map 4 0
                main 4 0
            main 1 0
        Program 3 3
          (program) 3 3
        Native 2 2
          read 2 2
            open 2 0
              main 2 0",
    );
}

#[test]
fn path_of_a_node_leads_from_its_root() {
    let recording = recording(PAGE);
    let weighed = Arc::new(all(&recording));
    let (direction, grouping) = (Direction::TopDown, Grouping::Category);
    let mut tree = CallTree::new(&recording, weighed, direction, grouping, &Task::default())
        .expect("not cancelled");
    let mut node = tree.roots()[0];
    while let Some(&child) = tree.children(node).first() {
        node = child;
    }
    let labels: Vec<&str> = tree.path(node).iter().map(|&it| tree.label(&recording, it)).collect();
    assert_eq!(labels, ["Application", "main", "render", "layout"]);
}

// ---------------------------------------------------------------------------------------------
// Groups: label, own, total, samples.

#[test]
fn groups_sum_their_functions() {
    let by_package = "
        lodash 5 5 2
        Program 3 3 1
        Native 2 2 1
        Application 0 7 3
        Node internals 0 2 1";
    check_groups(PACKAGES, Grouping::Package, by_package);
    let by_category = "
        Dependency 5 5 2
        Program 3 3 1
        Native 2 2 1
        Application 0 7 3
        Node internals 0 2 1";
    check_groups(PACKAGES, Grouping::Category, by_category);
    let by_script = "
        /m/node_modules/lodash/get.js 5 5 2
        Program 3 3 1
        Native 2 2 1
        /app/main.js 0 7 3
        /m/node_modules/lodash/map.js 0 4 1
        node:fs 0 2 1";
    check_groups(PACKAGES, Grouping::Url, by_script);
    check_groups("a > b > a 2", Grouping::Function, "\na 2 2 1\nb 0 2 1");
}

// ---------------------------------------------------------------------------------------------
// Callers (<) and callees (>): name, weight, samples. The function (=): own, total, samples.

#[test]
fn sandwich_counts_each_sample_once_per_pair() {
    check_sandwich(
        WALK,
        "walk",
        "\n< main 7 3\n< walk 4 1\n< visit 3 2\n= walk 5 7 3\n> walk 4 1\n> visit 3 2",
    );
    check_sandwich(WALK, "leaf", "\n< main 8 1\n< visit 2 1\n= leaf 10 10 2");
    check_sandwich(WALK, "main", "\n= main 0 15 4\n> leaf 8 1\n> walk 7 3");
    check_sandwich("f > g > f > g 1", "f", "\n< g 1 1\n= f 0 1 1\n> g 1 1");
    check_sandwich("f > f > f > g 1\nf > g 2", "f", "\n< f 1 1\n= f 0 3 2\n> g 3 2\n> f 1 1");
}

#[test]
fn sandwich_of_a_function_that_was_never_met_is_empty() {
    let recording = recording("a 1\nb 2");
    let selection = during(0..1);
    let b = function(&recording, "b");
    let found = sandwich(&recording, &weighed(&recording, &selection), b, &Task::default());
    same(&draw_sandwich(&recording, &found.expect("not cancelled")), "\n= b 0 0 0");
}

// ---------------------------------------------------------------------------------------------
// Hot paths.

#[test]
fn chain_follows_callees_that_keep_half() {
    check_chain(PAGE, "main > render > layout");
    check_chain("a > b 5\na > c 4\na > d 1", "a > b");
    check_chain("a > b 5\na > c 4\na 2", "a");
    check_chain("a > b > c 2\na > b > d 2\na 3", "a > b > c");
}

#[test]
fn chain_does_not_begin_with_idle_or_program() {
    check_chain("(idle) 9\n(program) 8\na > b 2", "a > b");
    check_chain("(idle) 9\n(program) 8", "");
    check_chain("a 0", "");
    check_chain("", "");
}

#[test]
fn heaviest_stacks_hold_a_share_of_what_was_busy() {
    let recording = recording(PAGE);
    let weighed = all(&recording);
    let hot = |share, limit| {
        draw_hot(&recording, &weighed, &heaviest_stacks(&recording, &weighed, share, limit))
    };
    let gc = "main > parse > (garbage collector) 2 1";
    let three = format!("main > render > layout 4 2\nmain > render 2 1\n{gc}\n");
    same(&hot(0.0, 9), &format!("{three}main > parse 1 1"));
    // 2 of 9 is just enough, and the five of idle are no part of the whole.
    same(&hot(2.0 / 9.0, 9), &three);
    same(&hot(0.3, 9), "main > render > layout 4 2");
    same(&hot(0.0, 2), "main > render > layout 4 2\nmain > render 2 1");
    same(&hot(1.1, 9), "");
}

// ---------------------------------------------------------------------------------------------
// Flame layouts.

#[test]
fn left_heavy_puts_the_heaviest_on_the_left() {
    let recording = recording(PAGE);
    let layout = left_heavy(&recording, &all(&recording), &Task::default());
    let layout = layout.expect("not cancelled");
    let expected = "
        0..9 main
        0..6 render, 6..9 parse
        0..4 layout, 6..8 (garbage collector)";
    same(&draw_layout(&recording, &layout), expected);
    assert_eq!(layout.extent(), 0..9, "idle time takes no room");
}

#[test]
fn inverted_hangs_callers_below_what_ran() {
    let recording = recording(PAGE);
    let layout = inverted(&recording, &all(&recording), &Task::default()).expect("not cancelled");
    let expected = "
        0..4 layout, 4..6 (garbage collector), 6..8 render, 8..9 parse
        0..4 render, 4..6 parse, 6..8 main, 8..9 main
        0..4 main, 4..6 main";
    same(&draw_layout(&recording, &layout), expected);
    assert_eq!((layout.extent(), layout.n_rows_left_out()), (0..9, 0));
}

// ---------------------------------------------------------------------------------------------
// Spans: name, count, own, total, longest.

const SPANS: &str = "
0..20 task
  2..12 script
    3..8 task
      4..6 script
  14..18 layout
30..34 task
thread worker
0..10 task
  0..10 script";

#[test]
fn spans_within_others_of_their_name_count_once() {
    check_spans(
        SPANS,
        &Selection::default(),
        "\nscript 3 17 20 10\ntask 4 13 34 20\nlayout 1 4 4 4",
    );
}

#[test]
fn spans_are_cut_at_the_edges_of_time() {
    check_spans(SPANS, &during(5..15), "\nscript 3 10 12 7\ntask 3 4 15 10\nlayout 1 1 1 1");
}

#[test]
fn spans_are_those_of_the_selected_threads_and_names() {
    let worker = vec![ThreadIndex::from_row(1)];
    let selection = Selection { threads: Some(worker), ..Selection::default() };
    check_spans(SPANS, &selection, "\nscript 1 10 10 10\ntask 1 0 10 10");
    check_spans(SPANS, &named("LAY"), "\nlayout 1 4 4 4");
}

// ---------------------------------------------------------------------------------------------
// Summary.

#[test]
fn summary_tells_busy_from_idle_for_each_thread() {
    let recording = recording(&format!("{PAGE}\n- 7\nthread worker\nwork 4\n(program) 1\nwork 2"));
    let found =
        summary(&recording, &Selection::default(), &Task::default()).expect("not cancelled");
    assert_eq!(found.duration, Nanos(21));
    assert_eq!((found.samples.busy, found.samples.idle), (16, 5));
    assert_eq!((found.samples.gc, found.samples.program), (2, 1));
    assert_eq!((found.samples.n_samples, found.samples.nobody), (9, 7));
    let by_category = [
        (Category::Application, 13),
        (Category::GarbageCollection, 2),
        (Category::Program, 1),
        (Category::Idle, 5),
    ];
    assert_eq!(found.by_category, by_category);
    let threads: Vec<_> =
        found.per_thread.iter().map(|it| (it.thread.row(), it.samples.busy)).collect();
    assert_eq!(threads, [(0, 9), (1, 7)]);
    // 1 1 2 2 3 4 5 2 and 4 1: the last sample of each thread has no next.
    assert_eq!(found.sample_interval, Some(Nanos(2)));
}

#[test]
fn summary_of_a_stretch_of_time_counts_what_touches_it() {
    let recording = span_recording(SPANS);
    let found = |selection: &Selection| {
        let found = summary(&recording, selection, &Task::default()).expect("not cancelled");
        let threads: Vec<u64> = found.per_thread.iter().map(|it| it.n_spans).collect();
        (found.duration, found.n_spans, threads)
    };
    assert_eq!(found(&Selection::default()), (Nanos(34), 8, vec![6, 2]));
    assert_eq!(found(&during(10..15)), (Nanos(5), 3, vec![3, 0]));
    assert_eq!(found(&during(9..10)), (Nanos(1), 4, vec![2, 2]));
}

#[test]
fn summary_of_nothing_is_empty() {
    let recording = Recording::default();
    let found =
        summary(&recording, &Selection::default(), &Task::default()).expect("not cancelled");
    assert_eq!(found, asyncscope_core::analysis::Summary::default());
}

// ---------------------------------------------------------------------------------------------
// Work that is no longer wanted.

#[test]
fn cancelled_work_ends() {
    // Progress is told once per 16,384 rows, so that many are needed.
    let stacks = (0..20_000).map(|it| format!("main > f{it} 1\n"));
    let recording = recording(&stacks.collect::<String>());
    let weighed = all(&recording);
    let task = Task::default();
    task.cancel();
    assert!(weigh(&recording, &Selection::default(), &task).is_err());
    assert!(functions(&recording, &weighed, &task).is_err());
    assert!(groups(&recording, &weighed, Grouping::Category, &task).is_err());
    assert!(left_heavy(&recording, &weighed, &task).is_err());
    assert!(inverted(&recording, &weighed, &task).is_err());
    assert!(summary(&recording, &Selection::default(), &task).is_err());
    let main = function(&recording, "main");
    assert!(sandwich(&recording, &weighed, main, &task).is_err());
    let weighed = Arc::new(weighed);
    for direction in [Direction::TopDown, Direction::BottomUp] {
        let weighed = Arc::clone(&weighed);
        let tree = CallTree::new(&recording, weighed, direction, Grouping::Function, &task);
        assert!(tree.is_err());
    }
}
