//! Changes of stacks, worked out by hand: what the window and the command line must both answer.

use serde_json::{Value, json};

/// Stacks, and how many milliseconds each ran.
const STACKS: [(&[&str], usize); 3] = [
    (&["main", "map", "each", "get"], 4),
    (&["main", "get", "keys"], 2),
    (&["main", "each", "each"], 1),
];

/// A change, said in both ways, and what then is true.
#[derive(Debug)]
pub struct Case {
    /// On the command line.
    pub options: &'static [&'static str],
    /// In the window.
    pub keys: &'static [Keys],
    /// Whether only the program's own code is shown, in the window.
    pub only_my_code: bool,
    /// Name, self and total in milliseconds.
    pub functions: &'static [(&'static str, u64, u64)],
}

/// A letter, pressed while the end of a path is selected.
#[derive(Debug)]
pub struct Keys {
    /// From the outermost caller on.
    pub path: &'static [&'static str],
    /// Whether with Shift.
    pub shift: bool,
    /// The letter.
    pub letter: &'static str,
}

const fn key(path: &'static [&'static str], letter: &'static str) -> Keys {
    Keys { path, shift: false, letter }
}

const fn shift(path: &'static [&'static str], letter: &'static str) -> Keys {
    Keys { path, shift: true, letter }
}

const fn case(
    options: &'static [&'static str],
    keys: &'static [Keys],
    functions: &'static [(&'static str, u64, u64)],
) -> Case {
    Case { options, keys, only_my_code: false, functions }
}

/// Every change there is, and some together.
pub const CASES: &[Case] = &[
    case(&[], &[], &[("get", 4, 6), ("keys", 2, 2), ("each", 1, 5), ("main", 0, 7), ("map", 0, 4)]),
    case(&["--focus", "get"], &[key(&["main", "get"], "F")], &[("get", 4, 6), ("keys", 2, 2)]),
    case(
        &["--focus-subtree", "main > get"],
        &[shift(&["main", "get"], "F")],
        &[("get", 0, 2), ("keys", 2, 2)],
    ),
    case(
        &["--merge", "get"],
        &[key(&["main", "get"], "M")],
        &[("each", 5, 5), ("keys", 2, 2), ("main", 0, 7), ("map", 0, 4)],
    ),
    case(
        &["--merge-node", "main > get"],
        &[shift(&["main", "get"], "M")],
        &[("get", 4, 4), ("keys", 2, 2), ("each", 1, 5), ("main", 0, 7), ("map", 0, 4)],
    ),
    case(
        &["--collapse", "each"],
        &[key(&["main", "each"], "C")],
        &[("each", 5, 5), ("get", 0, 2), ("keys", 2, 2), ("main", 0, 7), ("map", 0, 4)],
    ),
    case(
        &["--collapse-package", "lodash"],
        &[shift(&["main", "get"], "C")],
        &[("get", 6, 6), ("each", 1, 5), ("main", 0, 7), ("map", 0, 4)],
    ),
    case(
        &["--collapse-recursion"],
        &[key(&["main"], "R")],
        &[("get", 4, 6), ("keys", 2, 2), ("each", 1, 5), ("main", 0, 7), ("map", 0, 4)],
    ),
    case(&["--hide", "get"], &[key(&["main", "get"], "D")], &[("each", 1, 1), ("main", 0, 1)]),
    // The order counts: hidden first, nothing of `map` is left to be merged.
    case(
        &["--focus-subtree", "main > map", "--merge-node", "map > each"],
        &[shift(&["main", "map"], "F"), shift(&["map", "each"], "M")],
        &[("get", 4, 4), ("map", 0, 4)],
    ),
    Case {
        options: &["--focus-subtree", "main > each", "--only-my-code"],
        keys: &[shift(&["main", "each"], "F")],
        only_my_code: true,
        functions: &[("each", 5, 5)],
    },
];

/// The stacks as a CPU profile of V8.
pub fn profile() -> String {
    let mut nodes: Vec<Value> = vec![node("(root)", "")];
    let mut known: Vec<Vec<&str>> = vec![Vec::new()];
    let mut samples = Vec::new();
    for (stack, n) in STACKS {
        for len in 1..=stack.len() {
            let path = stack[..len].to_vec();
            if known.contains(&path) {
                continue;
            }
            let parent = known.iter().position(|it| *it == path[..len - 1]).expect("its caller");
            nodes.push(node(path[len - 1], url(path[len - 1])));
            let id = nodes.len();
            nodes[parent]["children"].as_array_mut().expect("a list").push(id.into());
            known.push(path);
        }
        let id = 1 + known.iter().position(|it| it == stack).expect("a node");
        samples.extend(std::iter::repeat_n(id, n));
    }
    let deltas: Vec<usize> = (0..samples.len()).map(|it| if it == 0 { 0 } else { 1000 }).collect();
    for (at, node) in nodes.iter_mut().enumerate() {
        node["id"] = (at + 1).into();
    }
    let end = samples.len() * 1000;
    json!({
        "nodes": nodes, "startTime": 0, "endTime": end, "samples": samples, "timeDeltas": deltas,
    })
    .to_string()
}

fn url(name: &str) -> &'static str {
    match name {
        "main" | "each" => "file:///app/main.js",
        "map" => "file:///app/node_modules/iter/map.js",
        _ => "file:///app/node_modules/lodash/lodash.js",
    }
}

fn node(name: &str, url: &str) -> Value {
    // Functions of one script begin at different lines.
    let line = i64::try_from(name.len()).unwrap_or(0);
    json!({
        "children": [],
        "callFrame": {"functionName": name, "scriptId": "0", "url": url, "lineNumber": line, "columnNumber": 0},
    })
}
