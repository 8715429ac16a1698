//! Call trees: label, total and own of each node.

use std::sync::Arc;

use asyncscope_core::analysis::{CallTree, Direction, Grouping};
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
