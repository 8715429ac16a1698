//! Options that change stacks: each does what its word says, in the order of the line.

use serde_json::Value;

use crate::changes;
use crate::program::{Scratch, profile, program};

const STACKS: &str = "
    main@/app/main.js > map@/app/node_modules/lodash/map.js > each@/app/main.js > get@/app/node_modules/lodash/get.js 4
    main@/app/main.js > get@/app/node_modules/lodash/get.js > keys@/app/node_modules/lodash/keys.js 2
    boot@/app/node_modules/boot/boot.js > main@/app/main.js > each@/app/main.js > each@/app/main.js 1";

fn scratch() -> Scratch {
    Scratch::new("stacks.cpuprofile", profile(STACKS))
}

/// Each function with self and total in milliseconds, heaviest self first: `get 4/6, ...`.
#[track_caller]
fn functions(options: &[&str]) -> String {
    let scratch = scratch();
    let mut command = program();
    command.args(["functions", "--json"]).args(options).arg(&scratch.file);
    let run: crate::program::Run = command.output().expect("it starts").into();
    let report = run.json();
    let ms = |it: &Value| it.as_u64().expect("a number") / 1_000_000;
    let functions = report["functions"].as_array().expect("a list").iter();
    let shown = functions.map(|it| {
        let name = it["function"].as_str().expect("a name");
        format!("{name} {}/{}", ms(&it["self_ns"]), ms(&it["total_ns"]))
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn error(options: &[&str]) -> String {
    let scratch = scratch();
    let mut command = program();
    command.arg("functions").args(options).arg(&scratch.file);
    let run: crate::program::Run = command.output().expect("it starts").into();
    run.error()
}

#[test]
fn subtrees_and_nodes_are_named_by_their_path() {
    assert_eq!(functions(&["--focus-subtree", "main > get"]), "keys 2/2, get 0/2");
    assert_eq!(functions(&["--focus-subtree", "boot > main"]), "each 1/1, main 0/1");
    let merged = "get 4/4, main 2/7, each 1/5, map 0/4, boot 0/1";
    assert_eq!(functions(&["--merge", "keys", "--merge-node", "main > get"]), merged);
    assert_eq!(functions(&["--focus-subtree", "get"]), "");
    let said = error(&["--focus-subtree", "main > gte"]);
    assert!(said.contains("no function `gte`"), "{said}");
}

#[test]
fn functions_and_packages_collapse() {
    assert_eq!(
        functions(&["--collapse", "each"]),
        "each 5/5, keys 2/2, main 0/7, map 0/4, get 0/2, boot 0/1"
    );
    let collapsed = "get 6/6, each 1/5, main 0/7, map 0/4, boot 0/1";
    assert_eq!(functions(&["--collapse-package", "lodash"]), collapsed);
    let said = error(&["--collapse-package", "loadash"]);
    assert!(said.contains("no package `loadash`") && said.contains("lodash"), "{said}");
}

#[test]
fn only_my_code_comes_first_wherever_it_is_written() {
    assert_eq!(functions(&["--only-my-code"]), "each 5/5, main 2/7");
    // Without the code of others, `each` is called by `main` alone.
    let subtree = "each 5/5";
    assert_eq!(functions(&["--only-my-code", "--focus-subtree", "main > each"]), subtree);
    assert_eq!(functions(&["--focus-subtree", "main > each", "--only-my-code"]), subtree);
}

#[test]
fn options_are_told_in_reports_as_they_were_written() {
    let scratch = scratch();
    let options = ["--collapse", "each", "--only-my-code", "--merge-node", "main > each"];
    let mut command = program();
    command.args(["functions", "--json"]).args(options).arg(&scratch.file);
    let run: crate::program::Run = command.output().expect("it starts").into();
    let told = &run.json()["selection"]["transforms"];
    assert_eq!(
        *told,
        serde_json::json!(["only-my-code", "collapse each", "merge-node main > each"])
    );
}

#[test]
fn answers_are_those_of_the_window() {
    let scratch = Scratch::new("stacks.cpuprofile", changes::profile());
    for case in changes::CASES {
        let mut command = program();
        command.args(["functions", "--json"]).args(case.options).arg(&scratch.file);
        let run: crate::program::Run = command.output().expect("it starts").into();
        let report = run.json();
        let ms = |it: &Value| it.as_u64().expect("a number") / 1_000_000;
        let row = |it: &Value| {
            let name = it["function"].as_str().expect("a name").to_owned();
            (name, ms(&it["self_ns"]), ms(&it["total_ns"]))
        };
        let mut found: Vec<_> =
            report["functions"].as_array().expect("a list").iter().map(row).collect();
        let expected = case.functions.iter().map(|it| (it.0.to_owned(), it.1, it.2));
        let mut expected: Vec<_> = expected.collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{:?}", case.options);
    }
}
