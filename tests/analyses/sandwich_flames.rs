//! Callers and callees of one function as flame layouts.

use asyncscope_core::analysis::{FlameLayout, Selection, Transform, sandwich_flames};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use support::draw::draw_layout;
use support::{function, recording};

use super::{PAGE, WALK, same, weighed};

#[track_caller]
fn check(recording: &Recording, selection: &Selection, name: &str, expected: [&str; 2]) {
    let weighed = weighed(recording, selection);
    let frame = function(recording, name);
    let found = sandwich_flames(recording, &weighed, frame, &Task::default());
    let found = found.expect("not cancelled");
    let draw = |it: &FlameLayout| draw_layout(recording, it);
    same(&draw(&found.callers), expected[0]);
    same(&draw(&found.callees), expected[1]);
    assert_eq!(found.callers.extent(), found.callees.extent());
}

#[test]
fn recursion_counts_once_at_the_outermost_call() {
    let callers = "
        0..7 walk
        0..7 main";
    let callees = "
        0..7 walk
        0..4 walk, 4..7 visit
        4..7 walk
        4..6 visit
        4..6 leaf";
    check(&recording(WALK), &Selection::default(), "walk", [callers, callees]);
}

#[test]
fn stacks_of_all_callers_are_joined() {
    let text = "a > f > g > f 3\nb > f > h 2\nf 1\nc 9";
    let callers = "
        0..6 f
        0..3 a, 3..5 b";
    let callees = "
        0..6 f
        0..3 g, 3..5 h
        0..3 f";
    check(&recording(text), &Selection::default(), "f", [callers, callees]);
}

#[test]
fn callers_are_shared_as_far_as_they_are_the_same() {
    let text = "a > b > f 3\na > c > b > f 2\nd > b > f > b 4";
    let callers = "
        0..9 f
        0..9 b
        0..4 d, 4..7 a, 7..9 c
        7..9 a";
    check(&recording(text), &Selection::default(), "f", [callers, "\n0..9 f\n0..4 b"]);
}

#[test]
fn a_function_that_never_ran_has_no_boxes() {
    let recording = recording("a > b 3\na 1");
    let drop = Transform::DropFunction(function(&recording, "b"));
    let selection = Selection { transforms: vec![drop], ..Selection::default() };
    check(&recording, &selection, "b", ["", ""]);
}

#[test]
fn idle_time_is_as_wide_as_its_total() {
    check(&recording(PAGE), &Selection::default(), "(idle)", ["\n0..5 (idle)", "\n0..5 (idle)"]);
}
