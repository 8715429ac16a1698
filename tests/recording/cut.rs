//! Recordings that were cut anywhere.

use asyncscope_core::formats::chrome_trace::FORMAT;
use asyncscope_core::task::Task;
use asyncscope_core::warning::Warnings;
use support::events::file_of;

/// A recording of many events of every kind, each of which becomes one row of a table.
fn many() -> String {
    let lines = (0..400).map(|n| {
        let at = n * 100;
        match n % 4 {
            0 => format!("b {at} 1.{n} op{} kind=op", n % 7),
            1 => format!("N {at} 1.{n} Session {{\"size\":{n}}}"),
            2 => format!("X {at} 5 MinorGC {{\"usedHeapSizeBefore\":9}}"),
            _ => format!("I {at} log {{\"name\":\"n\",\"message\":\"message {n}\"}}"),
        }
    });
    file_of(&lines.collect::<Vec<_>>().join("\n"))
}

/// Every whole event before the cut is read: what a kill, a full disk or a copy left is all there
/// is to lose.
#[test]
fn a_thousand_cuts_cost_nothing_before_the_cut() {
    let text = many();
    let first = text.find('\n').expect("lines") + 2;
    let step = (text.len() - first) / 1_000;
    for cut in (0..1_000).map(|it| first + it * step) {
        let whole = text[..cut].matches("},\n").count();
        let warnings = Warnings::default();
        let read = (FORMAT.parse)(&text.as_bytes()[..cut], &Task::default(), &warnings);
        let Ok(recording) = read else {
            assert_eq!(whole, 0, "cut at {cut}: {:?}", warnings.into_vec());
            continue;
        };
        let n_rows = recording.async_spans.len()
            + recording.tracked.len()
            + recording.spans.len()
            + recording.instants.time.len();
        // The header is the first whole event. An event whose comma was cut is whole, too.
        assert!(n_rows + 1 >= whole, "cut at {cut}: {n_rows} of {whole}");
        assert!(n_rows <= whole + 1, "cut at {cut}: {n_rows} of {whole}");
    }
}
