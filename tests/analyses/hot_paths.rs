//! The heaviest paths, and layouts that show them.

use asyncscope_core::analysis::{heaviest_chain, heaviest_stacks, inverted, left_heavy};
use asyncscope_core::task::Task;
use support::draw::{draw_chain, draw_hot, draw_layout};
use support::recording;

use super::{PAGE, all, same};

#[track_caller]
fn check_chain(text: &str, expected: &str) {
    let recording = recording(text);
    let weighed = all(&recording);
    let chain = heaviest_chain(&recording, &weighed);
    assert_eq!(draw_chain(&recording, &weighed, &chain), expected);
}

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
