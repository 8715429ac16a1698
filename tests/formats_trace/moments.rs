//! Instants, marks, counters and garbage collections.

use asyncscope_core::model::{CounterUnit, GcKind, Recording};
use asyncscope_core::units::Nanos;
use asyncscope_core::warning::Severity;

use super::{draw_spans, micros, only, read_events, severities};

/// `name time`, with a star at marks.
fn draw_instants(recording: &Recording) -> Vec<String> {
    let it = &recording.instants;
    let line = |row| {
        let mark = if it.is_mark[row] { "*" } else { "" };
        format!("{mark}{} {}", recording.text(it.name[row]), micros(it.time[row]))
    };
    it.time.indices().map(line).collect()
}

/// `pid/tid name unit: time=value …` of every series.
fn draw_counters(recording: &Recording) -> Vec<String> {
    let it = &recording.counters;
    let line = |row| {
        let pid = recording.processes.pid[it.process[row]];
        let tid = it.thread[row].and_then(|it| recording.threads.tid[it]);
        let tid = tid.map_or_else(|| "*".to_owned(), |it| it.to_string());
        let points =
            it.points[row].iter().map(|(time, value)| format!("{}={value}", micros(*time)));
        let points: Vec<String> = points.collect();
        let unit = it.unit[row].key();
        format!("{pid}/{tid} {} {unit}: {}", recording.text(it.name[row]), points.join(" "))
    };
    it.name.indices().map(line).collect()
}

#[test]
fn instants_and_marks_stand_in_order_of_time() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"I","name":"late","ts":9,"s":"t"
        "ph":"i","name":"small letter","ts":3,"s":"g"
        "ph":"R","name":"navigationStart","ts":0,"cat":"blink.user_timing"
        "ph":"I","name":"performance.mark","ts":4,"cat":"blink.user_timing"
        "ph":"R","name":"measured by V8","ts":5,"cat":"loading"
        "ph":"I","name":"TimeStamp","ts":6,"args":{"data":{"message":"here","name":"here"}}
        "ph":"I","name":"TimeStamp","ts":7,"args":{}
        "ph":"n","name":"step","ts":8,"id":"0x1"
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(
        draw_instants(&recording),
        [
            "*navigationStart 0",
            "small letter 3",
            "*performance.mark 4",
            "*measured by V8 5",
            "*here 6",
            "*TimeStamp 7",
            "step 8",
            "late 9"
        ]
    );
    let groups = recording.instants.group.iter().map(|&it| recording.text(it));
    assert_eq!(groups.take(2).collect::<Vec<_>>(), ["blink.user_timing", "c"]);
}

#[test]
fn memory_counters_belong_to_their_thread() {
    // The worker stands in the process of its page and knows only its heap.
    let (recording, warnings) = read_events(
        r#"
        "args":{"data":{"documents":3,"jsEventListeners":0,"jsHeapSizeUsed":500,"nodes":12}},"ph":"I","name":"UpdateCounters","ts":10
        "args":{"data":{"jsHeapSizeUsed":90}},"ph":"I","name":"UpdateCounters","ts":20,"tid":2
        "args":{"data":{"documents":4,"jsEventListeners":1,"jsHeapSizeUsed":400,"nodes":13}},"ph":"I","name":"UpdateCounters","ts":5
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(
        draw_counters(&recording),
        [
            "1/1 documents count: 0=4 5=3",
            "1/1 jsEventListeners count: 0=1 5=0",
            "1/1 jsHeapSizeUsed bytes: 0=400 5=500",
            "1/1 nodes count: 0=13 5=12",
            "1/2 jsHeapSizeUsed bytes: 15=90"
        ]
    );
    assert!(recording.instants.time.is_empty());
}

#[test]
fn every_number_of_a_counter_is_a_series_of_its_process() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"C","name":"pool","ts":0,"args":{"created":0,"SkiaCacheBytes":18532300}
        "ph":"C","name":"pool","ts":1,"args":{"created":3,"SkiaCacheBytes":18532301},"tid":7
        "ph":"C","name":"load","ts":2,"args":{"value":0.25}
        "ph":"C","name":"load","ts":3,"args":{"value":10},"id":"0x7f"
        "ph":"C","name":"load","ts":4,"args":{"value":-1e3},"pid":2
        "ph":"C","name":"memory","ts":5,"args":{"rss":48000000},"cat":"asyncscope"
        "ph":"C","name":"count::rounds","ts":6,"args":{"data":1}
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(
        draw_counters(&recording),
        [
            "1/* count::rounds count: 6=1",
            "1/* load count: 2=0.25",
            "1/* load[0x7f] count: 3=10",
            "1/* pool.SkiaCacheBytes bytes: 0=18532300 1=18532301",
            "1/* pool.created count: 0=0 1=3",
            "1/1 memory.rss bytes: 5=48000000",
            "2/* load count: 4=-1000"
        ]
    );
    assert_eq!(recording.counters.unit.as_slice()[1], CounterUnit::Count);
}

#[test]
fn what_is_no_number_is_no_point() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"C","name":"a","ts":0,"args":{"v":"NaN","w":1e308,"x":1e999,"y":[1],"z":null}
        "ph":"C","name":"a","ts":1,"args":null
        "ph":"C","name":"a","ts":2
        "ph":"I","name":"UpdateCounters","ts":3,"args":{"data":{"jsHeapSizeUsed":"much"}}
        "ph":"I","name":"UpdateCounters","ts":4,"args":{}
        "#,
    );
    assert_eq!(draw_counters(&recording), ["1/* a.w count: 0=1".to_owned() + &"0".repeat(308)]);
    assert_eq!(severities(&warnings), [(Severity::Loss, 4), (Severity::Loss, 4)], "{warnings:?}");
}

#[test]
fn too_many_series_are_cut_off_and_said() {
    let members: Vec<String> = (0..20_000).map(|it| format!("\"k{it}\":{it}")).collect();
    let name = "n".repeat(5_000);
    let event = format!(r#""ph":"C","name":"{name}","ts":0,"args":{{{}}}"#, members.join(","));
    let (recording, warnings) = read_events(&event);
    let n_series = recording.counters.name.len() as u64;
    assert!((1_000..20_000).contains(&n_series), "{n_series}");
    assert_eq!(severities(&warnings), [(Severity::Loss, 20_000 - n_series)]);
    // A long name is not repeated in full for every series.
    let lengths = recording.counters.name.iter().map(|&it| recording.text(it).len());
    assert!(lengths.max() < Some(1_000));
}

/// `kind start+duration before>after tid`.
fn draw_gcs(recording: &Recording) -> Vec<String> {
    let it = &recording.gcs;
    let size = |size: Option<u64>| size.map_or_else(|| "?".to_owned(), |it| it.to_string());
    let line = |row| {
        let (before, after) = (size(it.used_before[row]), size(it.used_after[row]));
        let tid = recording.threads.tid[it.thread[row]].unwrap_or(0);
        let (start, duration) = (micros(it.start[row]), micros(it.duration[row]));
        format!("{} {start}+{duration} {before}>{after} {tid}", it.kind[row].key())
    };
    it.start.indices().map(line).collect()
}

#[test]
fn garbage_collections_of_chrome_are_complete_events() {
    let (recording, warnings) = read_events(
        r#"
        "args":{"type":"task","usedHeapSizeAfter":40,"usedHeapSizeBefore":100},"ph":"X","name":"MinorGC","ts":10,"dur":8
        "args":{},"ph":"X","name":"V8.GCScavenger","ts":11,"dur":6,"cat":"v8"
        "args":{},"ph":"X","name":"V8.GC_SCAVENGER","ts":11,"dur":5,"cat":"disabled-by-default-v8.gc"
        "args":{"usedHeapSizeAfter":30,"usedHeapSizeBefore":90},"ph":"X","name":"MajorGC","ts":0,"dur":5,"tid":2
        "args":{},"ph":"X","name":"V8.GC_MC_BACKGROUND_MARKING","ts":0,"dur":5,"tid":3
        "args":{},"ph":"X","name":"BlinkGC.AtomicPhase","ts":30,"dur":5
        "#,
    );
    assert_eq!(warnings, []);
    // A scavenge inside a collection is not a second one; background work stops no thread.
    assert_eq!(draw_gcs(&recording), ["major 0+5 90>30 2", "minor 10+8 100>40 1"]);
    assert_eq!(
        draw_spans(&recording)[..3],
        ["MinorGC 10..18", "  V8.GCScavenger 11..17", "    V8.GC_SCAVENGER 11..16"]
    );
    let detail = recording.spans.detail.as_slice()[0].map(|it| recording.text(it));
    assert_eq!(detail, Some("task"));
}

#[test]
fn garbage_collections_of_node_begin_and_end() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"B","cat":"devtools.timeline,v8","name":"MinorGC","ts":10,"dur":0,"args":{"usedHeapSizeBefore":4843752,"type":"task"}
        "ph":"X","cat":"v8","name":"V8.GCScavenger","ts":13,"dur":563,"args":{}
        "ph":"E","cat":"devtools.timeline,v8","name":"MinorGC","ts":595,"dur":0,"args":{"usedHeapSizeAfter":4257736}
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(draw_gcs(&recording), ["minor 0+585 4843752>4257736 1"]);
}

#[test]
fn steps_of_a_collection_count_where_none_is_around_them() {
    let (recording, _) = read_events(
        r#"
        "ph":"X","cat":"v8","name":"V8.GCIncrementalMarking","ts":0,"dur":2
        "ph":"X","cat":"v8","name":"V8.GCScavenger","ts":10,"dur":3
        "ph":"X","cat":"v8","name":"V8.GCFinalizeMC","ts":20,"dur":4
        "ph":"X","cat":"v8","name":"V8.GCCompactor","ts":30,"dur":5
        "ph":"B","cat":"v8","name":"MajorGC","ts":40
        "#,
    );
    assert_eq!(
        draw_gcs(&recording),
        ["other 0+2 ?>? 1", "minor 10+3 ?>? 1", "major 20+4 ?>? 1", "major 30+5 ?>? 1"]
    );
    // How long the last one took is not known: it is an open span and no more.
    assert_eq!(recording.gcs.kind.as_slice()[0], GcKind::Other);
    assert_eq!(draw_spans(&recording).last().map(String::as_str), Some("MajorGC 40..40 open"));
}

#[test]
fn an_empty_trace_is_no_error() {
    let (recording, warnings) = super::read("[]");
    assert_eq!((recording.duration, warnings.len()), (Nanos(0), 0));
    let (_, warnings) = super::read("[");
    assert_eq!(only(&warnings).severity, Severity::Repair);
}
