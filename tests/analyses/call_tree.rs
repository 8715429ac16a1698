//! Call trees: label, total and own of each node.

use std::sync::Arc;

use asyncscope_core::analysis::{
    CallNodeIndex, CallSites, CallTree, Direction, Grouping, TreeForm, TreeShape,
};
use asyncscope_core::task::Task;
use support::draw::draw_tree;
use support::recording;

use super::{PACKAGES, PAGE, WALK, all, same};

#[track_caller]
fn check_tree(text: &str, direction: Direction, grouping: Grouping, expected: &str) {
    let recording = recording(text);
    let weighed = Arc::new(all(&recording));
    let mut tree = CallTree::new(&recording, weighed, direction, grouping, &Task::default())
        .expect("not cancelled");
    same(&draw_tree(&recording, &mut tree), expected);
}

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

/// A line for each call site: ` < ` stands before the function that calls.
#[track_caller]
fn check_shape(text: &str, shape: TreeShape, expected: &str) {
    let recording = recording(text);
    let weighed = Arc::new(all(&recording));
    let task = Task::default();
    let mut tree = CallTree::of_shape(&recording, weighed, shape, &task).expect("not cancelled");
    let mut lines = String::new();
    let mut waiting: Vec<CallNodeIndex> = tree.roots().iter().rev().copied().collect();
    while let Some(node) = waiting.pop() {
        let shown = tree.node(node);
        let caller = shown.caller.map(|it| format!(" < {}", recording.frame_name(it)));
        let (label, caller) = (tree.label(&recording, node), caller.unwrap_or_default());
        let indent = "  ".repeat(shown.depth as usize);
        lines += &format!("{indent}{label}{caller} {} {}\n", shown.total, shown.own);
        let children = tree.children(node);
        assert_eq!(shown.has_children, !children.is_empty(), "{label}");
        waiting.extend(children.iter().rev());
    }
    same(&lines, expected);
}

fn shape(form: TreeForm, grouping: Grouping, sites: CallSites) -> TreeShape {
    TreeShape { form, grouping, sites }
}

#[test]
fn a_flat_tree_has_each_function_once() {
    check_shape(
        WALK,
        shape(TreeForm::Flat, Grouping::Function, CallSites::Joined),
        "
        main 15 0
        leaf 10 10
        walk 7 5
        visit 3 0",
    );
}

#[test]
fn call_sites_stand_apart_by_the_function_that_calls() {
    check_shape(
        WALK,
        shape(TreeForm::Flat, Grouping::Function, CallSites::Apart),
        "
        main 15 0
        leaf < main 8 8
        walk < main 7 0
        walk < walk 4 4
        visit < walk 3 0
        walk < visit 3 1
        leaf < visit 2 2",
    );
    check_shape(
        WALK,
        shape(TreeForm::BottomUp, Grouping::Function, CallSites::Apart),
        "
        leaf < main 8 8
          main 8 0
        walk < walk 4 4
          walk 4 0
            main 4 0
        leaf < visit 2 2
          visit 2 0
            walk 2 0
              visit 2 0
                walk 2 0
                  main 2 0
        walk < visit 1 1
          visit 1 0
            walk 1 0
              main 1 0",
    );
}

#[test]
fn a_flat_tree_of_packages_has_their_functions_below_them() {
    check_shape(
        PACKAGES,
        shape(TreeForm::Flat, Grouping::Package, CallSites::Joined),
        "
        Application 7 0
          main 7 0
          callback 4 0
        lodash 5 5
          get 5 5
          map 4 0
        Program 3 3
          (program) 3 3
        Native 2 2
          read 2 2
        Node internals 2 0
          open 2 0",
    );
}

#[test]
fn below_a_group_call_sites_are_the_ways_into_it() {
    check_shape(
        "main > get@/m/node_modules/lodash/get.js 1
         load > get@/m/node_modules/lodash/get.js > toKey@/m/node_modules/lodash/key.js 2",
        shape(TreeForm::TopDown, Grouping::Package, CallSites::Apart),
        "
        Application 3 0
          load 2 0
            get 2 0
              toKey 2 2
          main 1 0
            get 1 1
        lodash 3 3
          get < load 2 0
            toKey 2 2
          get < main 1 1",
    );
}
