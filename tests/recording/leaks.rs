//! Leak reports of recordings: planted classes, and memory whose truth is known.

use std::fmt::Write as _;

use asyncscope_core::analysis::leaks::{Confidence, LeakVerdict, RecordedLeaks, recorded_leaks};
use asyncscope_core::analysis::memory::{MemoryPart, Trend, TrendVerdict, trend};
use asyncscope_core::analysis::{Selection, Verdict};
use asyncscope_core::export::recorded_leak_text::recorded_markdown;
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use support::events::recorded;
use support::random::Random;
use support::window::sample;

fn report(recording: &Recording) -> RecordedLeaks {
    recorded_leaks(recording, &Selection::default(), &Task::default()).expect("not cancelled")
}

#[test]
fn the_planted_class_of_a_server_is_suspected_and_no_other() {
    let file = sample("recordings/leaky-server.asyncscope.json.gz");
    let recording = load(&file, &LoadOptions::default(), &Task::default()).expect("a recording");
    let found = report(&recording);
    let suspects: Vec<&str> =
        found.tracked.iter().filter(|it| it.is_suspect).map(|it| it.class.as_str()).collect();
    assert_eq!(suspects, ["Session"]);
    let session = &found.tracked[0];
    assert_eq!((session.created, session.collected, session.alive), (315, 0, 315));
    assert_eq!((session.verdict, session.trend), (Verdict::Growing, LeakVerdict::Growing));
    assert_eq!((session.bytes, session.confidence), (645_120, Confidence::High));
    assert!(session.counts.is_sorted(), "{:?}", session.counts);
    let text = recorded_markdown(&found, "leaky-server", 1);
    assert!(text.contains("## 1. 315 of 315 tracked `Session` are alive"), "{text}");
    for class in ["CacheEntry", "RequestContext"] {
        assert!(text.contains(&format!("tracked `{class}`")), "{class} is left alone: {text}");
    }
}

/// In which generation an object of a generation is collected.
type Ends = fn(u64) -> Option<u64>;

/// A program that collects its whole heap eight times. Of each class five objects are tracked
/// before each; `ends` says in which generation an object of a generation is collected.
fn tracked(classes: &[(&str, Ends)]) -> RecordedLeaks {
    let mut lines = String::new();
    let mut id = 0;
    for generation in 0..8 {
        let start = generation * 1_000;
        for (class, end) in classes {
            for object in 0..5 {
                id += 1;
                let created = start + 100 + object;
                writeln!(lines, r#"N {created} 1.{id} {class} {{"size":10}}"#).expect("memory");
                if let Some(end) = end(generation) {
                    let at = end * 1_000 + 10 + object;
                    writeln!(lines, "D {at} 1.{id} {class}").expect("memory");
                }
            }
        }
        writeln!(lines, "X {} 5 MajorGC", start + 900).expect("memory");
    }
    report(&recorded(&lines))
}

#[test]
fn what_is_replaced_or_filled_once_is_no_leak() {
    let found = tracked(&[
        ("Leak", |_| None),
        ("Transient", |generation| Some(generation + 1)),
        // Of at most four generations there are entries: survivors of half of them, and no more.
        ("Lru", |generation| Some(generation + 4)),
        ("Table", |generation| (generation > 1).then_some(generation + 1)),
    ]);
    let of = |class: &str| {
        let it = found.tracked.iter().find(|it| it.class == class).expect("a class");
        (it.is_suspect, it.counts.clone(), it.trend, it.reasons[0].clone())
    };
    let (is_suspect, counts, ..) = of("Leak");
    assert!(is_suspect);
    assert_eq!(counts, [5, 10, 15, 20, 25, 30, 35, 40]);
    assert!((found.tracked[0].growth_per_generation - 5.0).abs() < 1e-9);
    let (is_suspect, .., why) = of("Lru");
    assert!(!is_suspect, "{why}");
    let (is_suspect, counts, .., why) = of("Table");
    assert!(!is_suspect, "{why}");
    assert_eq!(&counts[1..6], [10, 10, 10, 10, 10]);
    assert!(why.contains("filled once"), "{why}");
    let (is_suspect, .., why) = of("Transient");
    assert!(!is_suspect && why.contains("were collected"), "{why}");
}

/// Points a second apart.
fn series(values: impl IntoIterator<Item = f64>) -> Trend {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "test")]
    let point = |(at, value): (u64, f64)| (Nanos(at * 1_000_000_000), (value * 1e6) as u64);
    trend(&(0..).zip(values).map(point).collect::<Vec<_>>())
}

const MIB: f64 = 1e6;

#[test]
fn a_steady_climb_has_its_slope() {
    let climb = series((0..120).map(|it| 50.0 + f64::from(it) * 0.1));
    assert_eq!(climb.verdict, TrendVerdict::Growing);
    assert!((climb.per_minute.expect("a slope") - 6.0 * MIB).abs() < 1.0, "{climb:?}");
    let (low, high) = climb.interval.expect("an interval");
    assert!((low - 6.0 * MIB).abs() < 1.0 && (high - 6.0 * MIB).abs() < 1.0, "{climb:?}");
    assert_eq!((climb.lows.len(), climb.rising), (12, 1.0));
    assert_eq!(climb.lows[0], (Nanos(0), 50_000_000));
    // The least order by chance of twelve: a score of 66, of which the deviation is 14.58.
    assert!((climb.p - 4.1e-6).abs() < 1e-6, "{}", climb.p);
}

#[test]
fn what_fills_once_is_told_from_what_grows() {
    let at_once = series((0..120).map(|it| if it < 25 { 50.0 } else { 90.0 }));
    assert_eq!(at_once.verdict, TrendVerdict::Filled);
    let slowly = series((0..120).map(|it| 50.0 + 40.0 * (1.0 - (-f64::from(it) / 20.0).exp())));
    assert_eq!(slowly.verdict, TrendVerdict::Filled);
    let saw = |it: i32| f64::from(it % 7);
    let with_teeth = series((0..120).map(|it| saw(it) + f64::from(it.min(40))));
    assert_eq!(with_teeth.verdict, TrendVerdict::Filled);
    let climbing_teeth = series((0..120).map(|it| saw(it) + f64::from(it) * 0.2));
    assert_eq!(climbing_teeth.verdict, TrendVerdict::Growing);
}

#[test]
fn too_little_and_too_few_tell_nothing() {
    let few = series((0..5).map(f64::from));
    assert_eq!((few.verdict, few.interval), (TrendVerdict::TooFew, None));
    assert_eq!(series([]).verdict, TrendVerdict::TooFew);
    let little = series((0..120).map(|it| 50.0 + f64::from(it) * 0.001));
    assert_eq!(little.verdict, TrendVerdict::Flat);
    let same = series((0..120).map(|_| 50.0));
    assert_eq!((same.verdict, same.p), (TrendVerdict::Flat, 1.0));
    let falling = series((0..120).map(|it| 200.0 - f64::from(it)));
    assert_eq!(falling.verdict, TrendVerdict::Flat);
}

/// About normal, with a deviation of 1.
fn noise(random: &mut Random) -> f64 {
    (0..12).map(|_| f64::from(random.share())).sum::<f64>() - 6.0
}

/// How many of 1 000 series of this truth are said to grow.
fn said_to_grow(mut make: impl FnMut(&mut Random) -> Vec<f64>) -> usize {
    let mut random = Random::new(7);
    let mut grow = || series(make(&mut random)).verdict == TrendVerdict::Growing;
    (0..1_000).filter(|_| grow()).count()
}

#[test]
fn false_alarms_are_as_rare_as_is_said() {
    let n = 200;
    let flat = said_to_grow(|random| (0..n).map(|_| 80.0 + 5.0 * noise(random)).collect());
    assert!(flat <= 5, "flat with noise: {flat} of 1000");
    let correlated = said_to_grow(|random| {
        let mut off = 0.0;
        let mut next = || {
            off = 0.8 * off + 3.0 * noise(random);
            80.0 + off
        };
        (0..n).map(|_| next()).collect()
    });
    assert!(correlated <= 10, "noise that remembers: {correlated} of 1000");
    let sawtooth = said_to_grow(|random| {
        let period = 5.0 + 95.0 * f64::from(random.share());
        let phase = f64::from(random.share());
        let tooth = |it: i32| (f64::from(it) / period + phase).fract() * 40.0;
        (0..n).map(|it| 60.0 + tooth(it) + noise(random)).collect()
    });
    assert!(sawtooth <= 10, "a sawtooth: {sawtooth} of 1000");
    let filled = said_to_grow(|random| {
        let end = 10.0 + 70.0 * f64::from(random.share());
        (0..n).map(|it| 60.0 + 30.0 * (f64::from(it) / end).min(1.0) + noise(random)).collect()
    });
    assert!(filled <= 30, "filled in the first two fifths: {filled} of 1000");
    // Without a pull back there is no truth to find: a walk may end far from where it began.
    let wandering = said_to_grow(|random| {
        let mut at = 80.0;
        let mut next = || {
            at += noise(random);
            at
        };
        (0..n).map(|_| next()).collect()
    });
    assert!(wandering <= 120, "a random walk: {wandering} of 1000");
}

#[test]
fn leaks_are_seen_through_the_teeth_of_collections() {
    let n = 200;
    let leak = said_to_grow(|random| {
        let period = 5.0 + 10.0 * f64::from(random.share());
        let tooth = |it: i32| (f64::from(it) / period).fract() * 30.0;
        (0..n).map(|it| 60.0 + 0.1 * f64::from(it) + tooth(it) + noise(random)).collect()
    });
    assert!(leak >= 870, "a leak of 20 MB below teeth of 30 MB: {leak} of 1000");
}

#[test]
fn the_part_of_memory_that_grows_is_named() {
    let mut lines = String::new();
    for at in 0..60_u64 {
        let (mega, tooth) = (1 << 20, (at % 5) * (1 << 20));
        let (heap, buffers) = (20 * mega + tooth, 3 * mega);
        let external = buffers + mega * (1 + at / 2);
        let rss = 30 * mega + external + 10 * mega;
        writeln!(
            lines,
            r#"C {} memory {{"rss":{rss},"heapTotal":{},"heapUsed":{heap},"external":{external},"arrayBuffers":{buffers}}}"#,
            at * 10_000 + 1,
            30 * mega,
        )
        .expect("memory");
    }
    let found = report(&recorded(&lines));
    let growing: Vec<MemoryPart> =
        found.memory.iter().filter(|it| it.is_suspect).map(|it| it.growth.part).collect();
    assert_eq!(growing, [MemoryPart::External]);
    let external = &found.memory[0];
    // It is certain but for the half second in which it was measured.
    assert_eq!(external.confidence, Confidence::Medium, "{:?}", external.reasons);
    assert!(external.reasons[1].contains("warming up"), "{:?}", external.reasons);
    assert!(external.sentence.contains("rises steadily"), "{}", external.sentence);
    assert_eq!(external.fingerprint(), "memory|external|");
    assert!(external.growth.part.advice().contains("not in heap snapshots"));
}

#[test]
fn the_heap_is_judged_after_collections_where_these_tell() {
    let mut lines = String::new();
    for at in 0..10_u64 {
        let after = 5_000_000 + at * 1_000_000;
        writeln!(lines, r#"C {} memory {{"heapUsed":90000000}}"#, at * 10_000 + 1).expect("memory");
        writeln!(
            lines,
            r#"X {} 5 MajorGC {{"usedHeapSizeBefore":90000000,"usedHeapSizeAfter":{after}}}"#,
            at * 10_000 + 100
        )
        .expect("memory");
    }
    let found = report(&recorded(&lines));
    let [heap] = &found.memory[..] else { panic!("{:?}", found.memory) };
    assert!(heap.is_suspect && heap.growth.after_collections, "{}", heap.sentence);
    assert_eq!(heap.growth.ends, (5_000_000, 14_000_000));
}
