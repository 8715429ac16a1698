//! Memory, event loops and tracked objects, worked by hand.

use asyncscope_core::analysis::{
    GenerationRow, MemoryField, Selection, Verdict, alive_over_time, boundaries, compare_snapshots,
    event_loop, gc_totals, memory_change, process_memory, slope_per_minute, tracked_classes,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::ProcessIndex;
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use support::events::recorded;

fn us(micros: u64) -> Nanos {
    Nanos(micros * 1_000)
}

#[test]
fn heaps_of_workers_are_parts_of_their_process() {
    let recording = recorded(
        r#"
        C 10 memory {"rss":1000,"heapTotal":300,"heapUsed":200,"external":100,"arrayBuffers":40}
        tid 1001
        C 20 memory {"heapTotal":50,"heapUsed":30,"external":10,"arrayBuffers":0}
        tid 1
        C 30 memory {"rss":900,"heapTotal":310,"heapUsed":210,"external":100,"arrayBuffers":40}
        C 50 memory {"rss":100,"heapTotal":310,"heapUsed":210,"external":100,"arrayBuffers":40}
        "#,
    );
    let all = process_memory(&recording, &Task::default()).expect("not cancelled");
    let [process] = &all[..] else { panic!("{all:?}") };
    let rows = process.points.iter().map(|it| {
        let it = (it.time.0 / 1_000, it.memory.rss, it.memory.heap_used, it.rest());
        (it.0, it.1.unwrap_or(0), it.2.unwrap_or(0), it.3.unwrap_or(0))
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            (10, 1000, 200, 600),
            (20, 1000, 230, 540),
            (30, 900, 240, 430),
            // Reserved and not resident: less than nothing is left.
            (50, 100, 240, -370),
        ]
    );
}

#[test]
fn a_worker_that_ended_takes_no_memory() {
    let worker = r#"tid 1001
        M 1 asyncscope_recording {"version":1,"minReader":1,"isMainThread":false,"threadId":1}
        C 20 memory {"heapUsed":30}
        M 25 asyncscope_end {"reason":"exit","code":0,"lost":0}
        tid 1
        C 10 memory {"heapUsed":200}
        C 30 memory {"heapUsed":210}"#;
    let recording = recorded(worker);
    let all = process_memory(&recording, &Task::default()).expect("not cancelled");
    let used: Vec<_> = all[0].points.iter().filter_map(|it| it.memory.heap_used).collect();
    assert_eq!(used, [200, 230, 210]);
}

#[test]
fn a_slope_is_that_of_the_straight_line_with_least_squares() {
    let second = |n: u64| Nanos(n * 1_000_000_000);
    let exact = [(second(0), 100), (second(30), 150), (second(60), 200)];
    let close = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-9);
    assert!(close(slope_per_minute(&exact), 100.0));
    // Deviations -5 and +5 around a mean of 15 at 0 and 2 minutes, and one in the middle.
    let bent = [(second(0), 10), (second(60), 15), (second(120), 20)];
    assert!(close(slope_per_minute(&bent), 5.0));
    // sum of (x - 1)(y - 4) / sum of (x - 1)^2 = (-1·-4 + 0·8 + 1·-4) / 2 = 0
    assert!(close(slope_per_minute(&[(second(0), 0), (second(60), 12), (second(120), 0)]), 0.0));
    let falling = [(second(0), 9), (second(60), 3)];
    assert!(close(slope_per_minute(&falling), -6.0));
    assert_eq!(slope_per_minute(&[(second(1), 9), (second(1), 3)]), None);
    assert_eq!(slope_per_minute(&[]), None);
}

#[test]
fn a_change_is_measured_around_its_time() {
    let recording = recorded(
        r#"
        C 100 memory {"rss":10}
        C 200 memory {"rss":20}
        C 300 memory {"rss":40}
        C 400 memory {"rss":30}
        "#,
    );
    let process = ProcessIndex::from_row(0);
    let change = |range| {
        let change = memory_change(&recording, process, &range, &Task::default());
        let change = change.expect("not cancelled").expect("measured twice");
        let micros = |it: Nanos| it.0 / 1_000;
        (micros(change.from.time), micros(change.to.time), change.delta(MemoryField::Rss))
    };
    assert_eq!(change(us(210)..us(290)), (200, 300, Some(20)));
    assert_eq!(change(us(0)..us(250)), (100, 300, Some(30)));
    assert_eq!(change(us(250)..us(900)), (200, 400, Some(10)));
    assert_eq!(change(us(0)..us(1_000)), (100, 400, Some(20)));
}

#[test]
fn collections_tell_how_long_and_what_they_freed() {
    let recording = recorded(
        r#"
        X 10 5 MinorGC {"usedHeapSizeBefore":90,"usedHeapSizeAfter":40}
        X 20 7 MajorGC {"usedHeapSizeBefore":90,"usedHeapSizeAfter":95}
        X 50 10 MajorGC
        "#,
    );
    let time = Some(us(0)..us(55));
    let selection = Selection { time, ..Selection::default() };
    let totals = gc_totals(&recording, &selection, &Task::default()).expect("not cancelled");
    assert_eq!((totals.count, totals.major, totals.n_told, totals.freed), (3, 2, 2, 50));
    assert_eq!((totals.total, totals.max), (us(17), us(7)));
}

#[test]
fn snapshots_are_compared_by_generation() {
    let recording = recorded(
        r#"
        I 100 heapSnapshot {"generation":0,"memoryUsage":{"heapUsed":50,"heapTotal":80}}
        I 300 heapSnapshot {"generation":1,"memoryUsage":{"heapUsed":20,"heapTotal":90}}
        "#,
    );
    let process = ProcessIndex::from_row(0);
    let forward = compare_snapshots(&recording, process, (0, 1)).expect("both are there");
    assert_eq!((forward.heap_used, forward.heap_total), (Some(-30), Some(10)));
    assert_eq!(forward.time, 200_000);
    let back = compare_snapshots(&recording, process, (1, 0)).expect("both are there");
    assert_eq!((back.heap_used, back.time), (Some(30), -200_000));
    let error = compare_snapshots(&recording, process, (0, 7)).unwrap_err().to_string();
    assert!(error.starts_with("Invalid snapshot generation"), "{error}");
}

#[test]
fn readings_of_an_event_loop_stand_in_one_row() {
    let recording = recorded(
        r#"
        C 1000 event loop delay us {"p50":10,"p99":200,"max":900}
        C 1300 event loop {"utilization":0.5}
        C 1301 cpu us {"user":300,"system":20}
        C 901000 event loop delay us {"p50":11,"p99":201,"max":901}
        tid 1001
        C 1400 event loop delay us {"p50":1,"p99":2,"max":3}
        "#,
    );
    let rows = event_loop(&recording, &Selection::default(), &Task::default()).expect("done");
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!((rows[0].delay_p50, rows[0].delay_max), (Some(us(10)), Some(us(900))));
    assert_eq!((rows[0].utilization, rows[0].cpu_user), (Some(0.5), Some(us(300))));
    assert_eq!((rows[1].delay_p99, rows[1].utilization), (Some(us(201)), None));
    assert_eq!(rows[2].thread.row(), 1);
}

/// Generations of created and surviving objects, as in `4/2 3/0`.
fn generations(text: &str) -> Vec<GenerationRow> {
    let row = |it: &str| {
        let (created, survived) = it.split_once('/').expect("two numbers");
        GenerationRow {
            range: Nanos(0)..Nanos(1),
            created: created.parse().expect("a number"),
            survived: survived.parse().expect("a number"),
            survived_bytes: 0,
        }
    };
    text.split(' ').map(row).collect()
}

#[test]
fn only_a_trend_over_generations_is_a_leak() {
    let verdict = |text| Verdict::of(&generations(text));
    assert_eq!(verdict("5/1 5/1 5/1 5/5"), Verdict::Growing);
    assert_eq!(verdict("5/5 5/0 5/0 5/5"), Verdict::Steady, "a cache that fills once");
    assert_eq!(verdict("5/5 5/5 5/5 5/0 5/0 5/0 5/0 5/0 5/0"), Verdict::Steady);
    assert_eq!(verdict("5/0 5/0 5/5"), Verdict::Collected, "the last may not be collected yet");
    assert_eq!(verdict("5/5 5/5 5/5"), Verdict::Unknown, "two tell no trend");
    assert_eq!(verdict("9/9"), Verdict::Unknown);
    assert_eq!(verdict("5/1 0/0 5/1 0/0 5/1 0/0"), Verdict::Growing, "empty ones do not count");
}

#[test]
fn classes_are_judged_by_what_survives_collections() {
    let mut lines = Vec::new();
    for round in 0..6 {
        let start = round * 1_000;
        for n in 0..4 {
            let id = round * 10 + n;
            lines.push(format!(r#"N {} 1.{id} Leak {{"size":10}}"#, start + n));
            lines.push(format!(r#"N {} 2.{id} Fine {{"size":7}}"#, start + n));
            // One in four leaks; the last round is not collected at all.
            if n > 0 && round < 5 {
                lines.push(format!("D {} 1.{id} Leak", start + 900));
            }
            if round < 5 {
                lines.push(format!("D {} 2.{id} Fine", start + 900));
            }
        }
        if round < 5 {
            lines.push(format!("X {} 50 MajorGC", start + 800));
        }
    }
    let recording = recorded(&lines.join("\n"));
    let found = boundaries(&recording, &recording.range());
    assert_eq!((found.times.len(), found.what), (5, "major garbage collections"));
    let rows = tracked_classes(&recording, &Selection::default(), &Task::default()).expect("done");
    let [leak, fine] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(recording.text(leak.name), "Leak");
    assert_eq!((leak.created, leak.collected, leak.alive, leak.alive_bytes), (24, 15, 9, 90));
    assert_eq!(leak.verdict, Verdict::Growing);
    let survived: Vec<_> = leak.generations.iter().map(|it| it.survived).collect();
    assert_eq!(survived, [1, 1, 1, 1, 1, 4]);
    assert_eq!((fine.created, fine.alive, fine.alive_bytes), (24, 4, 28));
    assert_eq!(fine.verdict, Verdict::Collected);

    let alive = alive_over_time(&recording, leak.name, &Task::default()).expect("not cancelled");
    assert_eq!(alive.at(us(0)), (1, 10));
    assert_eq!(alive.at(us(3)), (4, 40));
    assert_eq!(alive.at(us(899)), (4, 40));
    assert_eq!(alive.at(us(900)), (1, 10));
    assert_eq!(alive.at(us(999_999)), (9, 90));
    let time = us(0)..us(6_000);
    let peaks: Vec<_> = alive.peaks(&time, 6).iter().map(|it| it.0).collect();
    assert_eq!(peaks, [4, 5, 6, 7, 8, 9]);
}

#[test]
fn a_selected_time_is_looked_at_from_its_end() {
    let recording = recorded("N 10 1.1 A\nN 20 1.2 A\nD 50 1.1 A\nD 80 1.2 A");
    let selection = Selection { time: Some(us(15)..us(60)), ..Selection::default() };
    let rows = tracked_classes(&recording, &selection, &Task::default()).expect("done");
    assert_eq!((rows[0].created, rows[0].alive), (1, 1));
}
