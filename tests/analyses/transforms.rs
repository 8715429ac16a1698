//! Transforms of stacks, alone and together.

use asyncscope_core::analysis::{Selection, Transform};
use asyncscope_core::model::Recording;
use support::{function, recording};

use super::{PAGE, WALK, check_stacks, named};

#[track_caller]
fn check_transforms(text: &str, of: impl Fn(&Recording) -> Vec<Transform>, expected: &str) {
    let selection = |it: &Recording| Selection { transforms: of(it), ..Selection::default() };
    check_stacks(text, selection, expected);
}

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
fn merging_a_node_leaves_its_function_elsewhere() {
    let node = |it: &Recording, names: &[&str]| {
        vec![Transform::MergeNode(names.iter().map(|name| function(it, name)).collect())]
    };
    let text = "a > b > c 1\na > b 2\na > c > b 4\nb > c 8\na > b > b 16\n- 32";
    let without = "
        a 23 2
          c 5 1
            b 4 4
          b 16 16
        b 8 0
          c 8 8
        - 32";
    check_transforms(text, |it| node(it, &["a", "b"]), without);
    // Without a caller its own weight is nobody's.
    check_transforms("a > b 1\na 2", |it| node(it, &["a"]), "\nb 1 1\n- 2");
    check_transforms("a > b 1", |it| node(it, &["b"]), "\na 1 0\n  b 1 1");
    check_transforms("a > b 1", |it| node(it, &[]), "\na 1 0\n  b 1 1");
}

#[test]
fn a_single_stack_goes_where_those_of_samples_go() {
    let recording = recording("a > b > c > b 1");
    let of = |name: &str| function(&recording, name);
    let path = [of("a"), of("b"), of("c"), of("b")];
    let check = |transform: Transform, expected: Option<&[&str]>| {
        let expected = expected.map(|it| it.iter().map(|name| of(name)).collect());
        assert_eq!(transform.path(&recording, &path), expected, "{transform:?}");
    };
    check(Transform::FocusFunction(of("b")), Some(&["b", "c", "b"]));
    check(Transform::MergeFunction(of("b")), Some(&["a", "c"]));
    check(Transform::MergeNode(path[..2].to_vec()), Some(&["a", "c", "b"]));
    check(Transform::DropFunction(of("c")), None);
    check(Transform::CollapseRecursion, Some(&["a", "b"]));
    check(Transform::FocusSubtree(vec![of("b")]), None);
    assert_eq!(Transform::CollapseRecursion.path(&recording, &[]), Some(Vec::new()));
    assert_eq!(Transform::FocusFunction(of("b")).path(&recording, &[]), None);
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
