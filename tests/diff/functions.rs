//! Functions: which are the same, and what they weigh on both sides.

use asyncscope_core::analysis::diff::{DiffProfile, FunctionTab, Normalisation, Verdict};
use support::recording;

use super::{functions_of, profile, profile_of};

/// A line for each function: name, what became of it, own before and after, total before and after.
fn draw(profile: &DiffProfile, normalisation: Normalisation) -> String {
    let rows = functions_of(profile, normalisation);
    let lines = rows.iter().map(|row| {
        let (own, total) = (row.own.values, row.total.values);
        let values = [own.before, own.after, total.before, total.after];
        let values: Vec<String> =
            values.iter().map(|it| it.expect("a value").to_string()).collect();
        let name = profile.names.frame_name(row.frame);
        format!("{name} {} {}\n", row.status.key(), values.join(" "))
    });
    lines.collect()
}

#[track_caller]
fn check(before: &str, after: &str, expected: &str) {
    let drawn = draw(&profile_of(before, after), Normalisation::Absolute);
    let expected: String = expected.lines().skip(1).map(|it| format!("{}\n", it.trim())).collect();
    assert_eq!(drawn, expected, "\n--- found ---\n{drawn}");
}

/// A line for each function: name, its line before and after.
#[track_caller]
fn check_places(before: &str, after: &str, expected: &str) {
    let profile = profile_of(before, after);
    let mut lines: Vec<String> = functions_of(&profile, Normalisation::Absolute)
        .iter()
        .map(|row| {
            let places = profile.places(row.frame).map(|it| {
                let line = it.and_then(|it| it.line);
                line.map_or_else(|| "-".to_owned(), |it| it.to_string())
            });
            format!("{} {} {}", profile.names.frame_name(row.frame), places.before, places.after)
        })
        .collect();
    lines.sort();
    let expected: Vec<&str> = expected.lines().skip(1).map(str::trim).collect();
    assert_eq!(lines, expected);
}

#[test]
fn functions_are_slower_faster_new_and_removed() {
    check(
        "main > parse 4
         main > old 3
         main 2
         (idle) 9",
        "main > parse 6
         main > new > helper 1
         main 1",
        "
        parse changed 4 6 4 6
        helper new 0 1 0 1
        new new 0 0 0 1
        main changed 2 1 9 8
        old removed 3 0 3 0",
    );
}

#[test]
fn a_recording_does_not_differ_from_itself() {
    let text = "a > b 3\na > c > a 4\n(program) 2";
    let expected = "\n(program) same 2 2 2 2\na same 4 4 7 7\nb same 3 3 3 3\nc same 0 0 4 4";
    check(text, text, expected);
    let rows = functions_of(&profile_of(text, text), Normalisation::Absolute);
    assert!(rows.iter().all(|row| !FunctionTab::ALL.iter().any(|tab| tab.has(row))));
}

#[test]
fn swapped_sides_flip_every_sign() {
    let (a, b) = ("m > x 4\nm > y 3\nm > z@/n.js 1", "m > x 6\nm > w > x 1\nm 1");
    let delta = |before, after| {
        let profile = profile_of(before, after);
        let rows = functions_of(&profile, Normalisation::Absolute);
        let mut all: Vec<_> = rows
            .iter()
            .map(|it| {
                let name = profile.names.frame_name(it.frame).to_owned();
                (name, it.own.delta(), it.total.delta())
            })
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    let flipped: Vec<_> = delta(b, a).into_iter().map(|it| (it.0, -it.1, -it.2)).collect();
    assert_eq!(delta(a, b), flipped);
}

#[test]
fn own_weights_sum_up_to_what_is_busy() {
    let profile = profile_of("a > b 3\na 4\n(idle) 50", "a > c 9\n(program) 2\n- 7");
    let rows = functions_of(&profile, Normalisation::Absolute);
    let sum = |of: fn(&asyncscope_core::analysis::diff::FunctionDiff) -> u64| -> u64 {
        rows.iter().map(of).sum()
    };
    assert_eq!(sum(|it| it.own_weight.before), profile.weighed.before.busy());
    assert_eq!(sum(|it| it.own_weight.after), profile.weighed.after.busy());
    let delta: f64 = rows.iter().map(|it| it.own.delta()).sum();
    assert!((delta - 4.0).abs() < 1e-9, "11 less 7");
}

#[test]
fn code_that_moved_is_the_same_code() {
    // `start` did not move, `stop` did by 5: between them 0 to 5 lines, after them 5.
    check_places(
        "start@/a.js:10 1\ncb@/a.js:20 1\nstop@/a.js:30 1\ncb@/a.js:40 1",
        "start@/a.js:10 1\ncb@/a.js:22 1\nstop@/a.js:35 1\ncb@/a.js:45 1",
        "\ncb 20 22\ncb 40 45\nstart 10 10\nstop 30 35",
    );
    // Nothing else tells, but most agree on 10 lines.
    check_places(
        "cb@/a.js:10 1\ncb@/a.js:20 1\ncb@/a.js:30 1",
        "cb@/a.js:20 1\ncb@/a.js:30 1\ncb@/a.js:40 1",
        "\ncb 10 20\ncb 20 30\ncb 30 40",
    );
    // One of each name is the same, however far it moved.
    check_places("cb@/a.js:10 1", "cb@/a.js:900 1", "\ncb 10 900");
    // In a script that did not move, another place is another function.
    check_places(
        "cb@/a.js:10 1\ncb@/a.js:30 1",
        "cb@/a.js:10 1\ncb@/a.js:20 1",
        "\ncb - 20\ncb 10 10\ncb 30 -",
    );
}

#[test]
fn scripts_are_the_same_across_builds_and_machines() {
    for (before, after) in [
        ("/app.3f9c2b1a.js", "/app.00d1e2f3.js"),
        ("https://a.example/index-BxY12abc.js?v=1", "https://a.example/index-Qz9Ab3c1.js?v=2"),
        (
            "https://a.example/assets/index-BxKdHdTe.js",
            "https://a.example/assets/index-DmQ_rZ-w.js",
        ),
        ("/home/me/node_modules/x/i.js", "/srv/app/node_modules/x/i.js"),
        ("/home/me/app/src/server.js", "/srv/app/src/server.js"),
    ] {
        check(&format!("f@{before} 3"), &format!("f@{after} 5"), "\nf changed 3 5 3 5");
    }
    check("f@/a.js 3", "f@/b.js 3", "\nf new 0 3 0 3\nf removed 3 0 3 0");
    let packages = ("f@/node_modules/x/i.js 3", "f@/node_modules/y/i.js 3");
    check(packages.0, packages.1, "\nf new 0 3 0 3\nf removed 3 0 3 0");
}

#[test]
fn sides_of_other_lengths_are_compared_by_share() {
    let profile = profile_of("a > b 60\na 40", "a > b 120\na 80");
    assert_eq!(profile.fitting, Normalisation::Share);
    assert_eq!(profile_of("a 100", "a 110").fitting, Normalisation::Absolute);
    assert_eq!(profile_of("a 100", "a 112").fitting, Normalisation::Share);
    for row in functions_of(&profile, Normalisation::Share) {
        assert!(row.own.delta().abs() < 1e-12 && row.total.delta().abs() < 1e-12);
    }
    let absolute = functions_of(&profile, Normalisation::Absolute);
    assert!((absolute[0].own.delta() - 60.0).abs() < 1e-9, "b");
}

#[test]
fn a_side_is_the_mean_of_its_runs() {
    let run = || recording("a > b 30\na 10");
    let profile = profile(&[run()], &[run(), run(), run()]);
    assert_eq!(profile.fitting, Normalisation::Absolute);
    for row in functions_of(&profile, Normalisation::Absolute) {
        assert!(row.own.delta().abs() < 1e-12 && row.total.delta().abs() < 1e-12);
        assert_eq!(row.samples.after, 3 * row.samples.before);
    }
}

#[test]
fn a_pair_of_runs_has_no_verdict_and_few_samples_are_faint() {
    // Samples of one nanosecond each: 400 against 600, and none against one.
    let many = |name: &str, n: usize| format!("m > {name} 1\n").repeat(n);
    let profile = profile_of(&many("f", 400), &(many("f", 600) + &many("rare", 1)));
    let rows = functions_of(&profile, Normalisation::Absolute);
    let row = |name: &str| {
        let is_it = |it: &&_| profile.names.frame_name(row_frame(it)) == name;
        rows.iter().find(is_it).expect("a row")
    };
    assert_eq!(row("f").own.evidence.verdict, Verdict::TooFew);
    assert!(!row("f").own.is_faint, "200 of 1 000 is more than 3 · 32");
    assert!(row("rare").own.is_faint);
}

fn row_frame(
    row: &asyncscope_core::analysis::diff::FunctionDiff,
) -> asyncscope_core::model::FrameIndex {
    row.frame
}

#[test]
fn runs_have_verdicts() {
    let run = |f: u64, g: u64| recording(&format!("m > f {f}\nm > g {g}\nm 1000"));
    let before: Vec<_> = [1000, 1010, 990, 1005, 995, 1002].map(|f| run(f, f + 3)).into();
    let after: Vec<_> = [1200, 1212, 1188, 1206, 1194, 1203].map(|f| run(f, f - 202)).into();
    let profile = profile(&before, &after);
    let rows = functions_of(&profile, Normalisation::Absolute);
    let own = |name: &str| {
        let is_it = |it: &&_| profile.names.frame_name(row_frame(it)) == name;
        rows.iter().find(is_it).expect("a row").own
    };
    let f = own("f").evidence;
    assert_eq!(f.verdict, Verdict::More);
    let interval = f.interval.expect("an interval");
    assert!(interval.low <= 0.2 && 0.2 <= interval.high, "{interval:?}");
    assert!(own("f").words().starts_with("slower by "), "{}", own("f").words());
    assert!(own("f").words().ends_with("n = 6 and 6 runs"));
    assert_eq!(own("g").evidence.verdict, Verdict::Noise);
    assert!(own("g").is_faint);
}
