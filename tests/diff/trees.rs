//! Trees and flame graphs of two sides, worked out by hand.

use std::fmt::Write as _;

use asyncscope_core::analysis::diff::{
    DiffLayout, DiffNodeIndex, DiffProfile, DiffTree, LayoutPart, Normalisation, Status,
    diff_boxes, diff_layout, diff_layout_inverted,
};
use asyncscope_core::analysis::{Direction, FlameItem};
use asyncscope_core::task::Task;

use super::profile_of;

const BEFORE: &str = "main > parse 4\nmain > old > deep 3\nmain 2\n(idle) 7";
const AFTER: &str = "main > parse 6\nmain > new 2\nmain 1";

/// A line for each node: name, what became of it, total before and after, own before and after.
fn draw_tree(direction: Direction) -> String {
    let profile = profile_of(BEFORE, AFTER);
    let task = Task::default();
    let mut tree =
        DiffTree::new(profile, direction, Normalisation::Absolute, &task).expect("not cancelled");
    let mut open: Vec<DiffNodeIndex> = tree.roots().iter().rev().copied().collect();
    let mut drawn = String::new();
    while let Some(at) = open.pop() {
        let node = *tree.node(at);
        let name = tree.profile().names.frame_name(node.frame).to_owned();
        let (total, own) = (node.total_weight, node.own_weight);
        let indent = "  ".repeat(node.depth as usize);
        let status = node.status.key();
        let numbers = [total.before, total.after, own.before, own.after].map(|it| it.to_string());
        writeln!(drawn, "{indent}{name} {status} {}", numbers.join(" ")).expect("memory");
        let children = tree.children(at).to_vec();
        assert_eq!(node.has_children, !children.is_empty(), "{name}");
        open.extend(children.into_iter().rev());
    }
    drawn
}

#[test]
fn call_trees_lie_over_each_other() {
    let expected = "\
main changed 9 9 2 1
  new new 0 2 0 2
  parse changed 4 6 4 6
  old removed 3 0 0 0
    deep removed 3 0 3 0
";
    assert_eq!(draw_tree(Direction::TopDown), expected);
}

#[test]
fn bottom_up_a_function_weighs_what_it_ran_itself() {
    let expected = "\
new new 0 2 0 2
  main new 0 2 0 0
parse changed 4 6 4 6
  main changed 4 6 0 0
main changed 2 1 2 1
deep removed 3 0 3 0
  old removed 3 0 0 0
    main removed 3 0 0 0
";
    assert_eq!(draw_tree(Direction::BottomUp), expected);
}

/// A line for each row of boxes: from, to and name of each.
fn draw_layout(part: LayoutPart) -> String {
    let profile = profile_of(BEFORE, AFTER);
    let found = diff_layout(&profile, part, Normalisation::Absolute, &Task::default())
        .expect("not cancelled");
    for row in 0..found.layout.rows().len() {
        for (at, stack) in found.stacks(row).iter().enumerate() {
            let frame = profile.names.stacks.frame(*stack);
            let item = found.layout.kind().item(found.layout.rows()[row].items()[at]);
            assert_eq!(item, FlameItem::Frame(frame));
        }
    }
    draw(&profile, &found)
}

fn draw(profile: &DiffProfile, found: &DiffLayout) -> String {
    let mut drawn = String::new();
    for (number, row) in found.layout.rows().iter().enumerate() {
        assert_eq!(found.stacks(number).len(), row.len());
        for (at, item) in row.items().iter().enumerate() {
            let range = row.range(at);
            let FlameItem::Frame(frame) = found.layout.kind().item(*item) else {
                panic!("boxes are functions")
            };
            let name = profile.names.frame_name(frame);
            write!(drawn, "{}..{} {name}  ", range.start, range.end).expect("memory");
        }
        drawn.truncate(drawn.trim_end().len());
        drawn.push('\n');
    }
    drawn
}

#[test]
fn a_box_of_both_is_as_wide_as_the_larger_and_as_what_it_calls() {
    // main is 9 on both sides, but calls 6 and 3 and 2 together.
    let both = "0..11 main\n0..6 parse  6..9 old  9..11 new\n6..9 deep\n";
    assert_eq!(draw_layout(LayoutPart::Both), both);
    assert_eq!(draw_layout(LayoutPart::Before), "0..9 main\n0..4 parse  4..7 old\n4..7 deep\n");
    assert_eq!(draw_layout(LayoutPart::After), "0..9 main\n0..6 parse  6..8 new\n");
    assert_eq!(draw_layout(LayoutPart::OnlyRemoved), "0..3 main\n0..3 old\n0..3 deep\n");
    assert_eq!(draw_layout(LayoutPart::OnlyNew), "0..2 main\n0..2 new\n");
}

#[test]
fn turned_boxes_begin_with_what_ran_and_weigh_what_they_call_from() {
    let profile = profile_of(BEFORE, AFTER);
    let task = Task::default();
    let normalisation = Normalisation::Absolute;
    let found =
        |part| diff_layout_inverted(&profile, part, normalisation, &task).expect("not cancelled");
    // parse ran for 4 and then 6, deep for 3 before, main for 2 and then 1, new for 2 after.
    let both = found(LayoutPart::Both);
    let expected = "0..6 parse  6..9 deep  9..11 main  11..13 new
0..6 main  6..9 old  11..13 main
6..9 main
";
    assert_eq!(draw(&profile, &both), expected);
    assert_eq!(draw(&profile, &found(LayoutPart::OnlyNew)), "0..2 new\n0..2 main\n");
    let boxes = diff_boxes(&profile, &both, normalisation, &task).expect("not cancelled");
    let parse = both.stacks(0)[0];
    let total = boxes.total(parse).values;
    assert_eq!((total.before, total.after), (Some(4.0), Some(6.0)));
    assert_eq!(boxes.status(both.stacks(0)[1]), Status::Removed);
    assert_eq!(both.layout.n_rows_left_out(), 0);
}
