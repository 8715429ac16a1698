//! Functions and groups: what each weighs.

use asyncscope_core::analysis::{Grouping, functions, groups, sandwich};
use asyncscope_core::task::Task;
use support::draw::{draw_functions, draw_groups, draw_sandwich};
use support::{function, recording};

use super::{PACKAGES, PAGE, WALK, all, during, same, weighed};

#[track_caller]
fn check_functions(text: &str, expected: &str) {
    let recording = recording(text);
    let rows = functions(&recording, &all(&recording), &Task::default()).expect("not cancelled");
    same(&draw_functions(&recording, &rows), expected);
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
