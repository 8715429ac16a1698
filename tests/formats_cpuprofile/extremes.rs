//! CPU profiles of extreme shapes: depth, circles, disorder.

use std::fmt::Write as _;

use asyncscope_core::warning::Severity;
use support::profiles::{losses, read_profile};

/// A chain of calls, `n` deep, sampled at its end.
fn chain(n: usize, is_reversed: bool) -> String {
    let mut nodes: Vec<String> = (1..=n)
        .map(|id| {
            let children =
                if id < n { format!(",\"children\":[{}]", id + 1) } else { String::new() };
            format!("{{\"id\":{id},\"callFrame\":{{\"functionName\":\"r\"}}{children}}}")
        })
        .collect();
    if is_reversed {
        nodes.reverse();
    }
    let nodes = nodes.join(",");
    format!(
        "{{\"nodes\":[{nodes}],\"startTime\":0,\"endTime\":9,\"samples\":[{n}],\"timeDeltas\":[1]}}"
    )
}

#[test]
fn stacks_may_be_hundreds_of_thousands_deep() {
    for is_reversed in [false, true] {
        let (recording, warnings) =
            read_profile(chain(300_000, is_reversed).as_bytes()).expect("a profile");
        let stack = recording.profiles.as_slice()[0].samples.stacks()[0].expect("a stack");
        assert_eq!(recording.stacks.depth(stack), 299_999);
        assert_eq!(losses(&warnings), Vec::<String>::new());
    }
}

#[test]
fn old_trees_may_be_hundreds_of_thousands_deep() {
    let n = 300_000;
    let mut text = String::from("{\"head\":");
    for id in 0..n {
        write!(text, "{{\"functionName\":\"r\",\"id\":{id},\"children\":[").expect("memory");
    }
    text += &"]}".repeat(n);
    write!(text, ",\"startTime\":0,\"endTime\":1,\"samples\":[{}],\"timestamps\":[1]}}", n - 1)
        .expect("memory");
    let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
    assert_eq!(recording.stacks.len(), n);
    assert_eq!(losses(&warnings), Vec::<String>::new());
}

#[test]
fn brackets_without_end_are_an_error() {
    for text in
        ["{\"a\":".repeat(200_000), "{\"head\":".to_owned() + &"{\"children\":[".repeat(200_000)]
    {
        let error = read_profile(text.as_bytes()).expect_err("an error");
        assert_eq!(error.offset, text.len() as u64);
    }
}

/// Shapes that make careless algorithms quadratic.
#[test]
fn evil_trees_take_linear_time() {
    let n = 100_000_usize;
    let node = |id: usize, rest: &str| format!("{{\"id\":{id},\"callFrame\":{{}}{rest}}}");
    let circle = |id: usize| node(id, &format!(",\"children\":[{}]", id % n + 1));
    let small_circles = |id: usize| node(id, &format!(",\"parent\":{}", ((id - 1) ^ 1) + 1));
    let same = |_| node(1, "");
    let backwards = |id: usize| node(id, &format!(",\"parent\":{}", id + 1));
    let adopted = |id: usize| node(id, ",\"children\":[1,2,3]");
    let shapes: [&dyn Fn(usize) -> String; 5] =
        [&circle, &small_circles, &same, &backwards, &adopted];
    for shape in shapes {
        let nodes = (1..=n).map(shape).collect::<Vec<_>>().join(",");
        let samples = (1..=n).map(|it| it.to_string()).collect::<Vec<_>>().join(",");
        let text =
            format!("{{\"nodes\":[{nodes}],\"samples\":[{samples}],\"timeDeltas\":[{samples}]}}");
        let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
        assert_eq!(recording.profiles.as_slice()[0].samples.len(), n);
        assert!(!losses(&warnings).is_empty());
    }
}

#[test]
fn samples_in_great_disorder_are_sorted() {
    let n = 200_000_i64;
    let deltas = (0..n).map(|it| if it % 2 == 0 { -3 * it } else { 3 * it - 1 });
    let deltas = deltas.map(|it| it.to_string()).collect::<Vec<_>>().join(",");
    let samples = vec!["1"; 200_000].join(",");
    let text = format!(
        r#"{{"nodes":[{{"id":1,"callFrame":{{}}}}],"samples":[{samples}],"timeDeltas":[{deltas}]}}"#
    );
    let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
    assert!(recording.profiles.as_slice()[0].samples.times().is_sorted());
    assert!(warnings.iter().any(|it| it.count > 50_000 && it.severity == Severity::Repair));
}
