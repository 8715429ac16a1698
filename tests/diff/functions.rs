//! Functions: which are the same, and what they weigh on both sides.

use asyncscope_core::analysis::diff::{DiffProfile, Normalisation};

use super::{functions_of, profile_of};

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
    check(text, text, "\na same 4 4 7 7\nc same 0 0 4 4\nb same 3 3 3 3\n(program) same 2 2 2 2");
}
