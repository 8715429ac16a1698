//! Real traces against what Chrome's own trace engine says of them.
//!
//! The files stand outside the repository, in a folder `shared` beside it or where
//! `ASYNCSCOPE_SHARED` says. Without them nothing is compared.
//!
//! Not comparable: time bounds (the engine begins at `TracingStartedInBrowser` and leaves out
//! marks and asynchronous events), entries of threads with a CPU profile (it mixes calls made up
//! from samples into them), marks (it leaves out those of navigation), durations of spans with a
//! begin and an end event (it pairs the end on one thread with the begin on another, where the
//! format and we keep to the thread: `RasterTask` in `no-tracingstarted-m74`), depths on threads
//! where a complete event has no duration (it takes that for none, we for an open span).

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use asyncscope_core::model::{Recording, SpanIndex, ThreadIndex};
use asyncscope_core::units::Nanos;
use asyncscope_core::warning::{Severity, Warning};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::Value;

use super::parse;

/// The recordings outside the repository, if they are there.
fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("ASYNCSCOPE_SHARED").map_or(beside, PathBuf::from);
    Some(shared.join("corpus")).filter(|it| it.is_dir())
}

fn content(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if !bytes.starts_with(b"\x1f\x8b") {
        return bytes;
    }
    let mut content = Vec::new();
    MultiGzDecoder::new(&bytes[..]).read_to_end(&mut content).expect("a gzip file");
    content
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&content(path)).expect("JSON")
}

/// One real trace: what we and serde make of it, and what the engine says.
struct Case {
    recording: Recording,
    warnings: Vec<Warning>,
    events: Vec<Event>,
    phases: Phases,
    engine: Value,
}

/// What serde makes of a trace in an object.
#[derive(Deserialize)]
struct Object {
    #[serde(rename = "traceEvents")]
    events: Vec<Event>,
}

/// What serde makes of an event.
#[derive(Deserialize)]
struct Event {
    ph: char,
    #[serde(default)]
    name: String,
    pid: Option<i64>,
    tid: Option<i64>,
    /// In microseconds.
    ts: Option<f64>,
    dur: Option<f64>,
}

/// How many events of each phase there are, by process and thread. `x` stands for complete events
/// without a duration.
type Phases = BTreeMap<(Option<i64>, Option<i64>), BTreeMap<char, usize>>;

fn phases(events: &[Event]) -> Phases {
    let mut phases = Phases::default();
    for event in events {
        let is_open = event.ph == 'X' && event.dur.is_none();
        let phase = if is_open { 'x' } else { event.ph };
        *phases.entry((event.pid, event.tid)).or_default().entry(phase).or_default() += 1;
    }
    phases
}

impl Case {
    fn open(trace: &Path, engine: Value) -> Self {
        let bytes = content(trace);
        let (recording, warnings) =
            parse(&bytes).unwrap_or_else(|error| panic!("{}: {error}", trace.display()));
        let is_list = bytes.trim_ascii_start().starts_with(b"[");
        let events = if is_list {
            serde_json::from_slice(&bytes).expect("a list of events")
        } else {
            serde_json::from_slice::<Object>(&bytes).expect("an object with events").events
        };
        Self { recording, warnings, phases: phases(&events), events, engine }
    }

    /// How many events are of one of `phases`, and on this thread if one is given.
    fn count(&self, phases: &str, thread: Option<(&Value, &Value)>) -> usize {
        let thread = thread.map(|(pid, tid)| (pid.as_i64(), tid.as_i64()));
        let threads = self.phases.iter().filter(|it| thread.is_none_or(|thread| thread == *it.0));
        let counts = threads.flat_map(|it| it.1);
        counts.filter(|it| phases.contains(*it.0)).map(|it| it.1).sum()
    }

    fn thread(&self, pid: &Value, tid: &Value) -> ThreadIndex {
        let is_meant = |it: &ThreadIndex| {
            let process = self.recording.threads.process[*it];
            self.recording.threads.tid[*it] == tid.as_i64()
                && Some(self.recording.processes.pid[process]) == pid.as_i64()
        };
        let found = self.recording.threads.tid.indices().find(is_meant);
        found.unwrap_or_else(|| panic!("no thread {pid}/{tid}"))
    }

    /// Every event is a row somewhere, or is counted.
    fn check_that_nothing_is_missing(&self) {
        let r = &self.recording;
        assert_eq!(r.spans.len(), self.count("XxB", None));
        assert_eq!(r.async_spans.len(), self.count("bS", None));
        let n_unpaired = self.warned("ends of asynchronous spans");
        let n_finished = r.async_spans.is_open.iter().filter(|it| !**it).count();
        assert_eq!(
            n_finished as u64 + n_unpaired + self.lost_ends(),
            self.count("eF", None) as u64
        );
        let is_elsewhere = |it: &&Event| {
            it.ph == 'I' && ["UpdateCounters", "CpuProfile"].contains(&it.name.as_str())
        };
        let is_request = |it: &&Event| "Ii".contains(it.ph) && is_of_a_request(&it.name);
        let elsewhere = self.events.iter().filter(is_elsewhere).count() as u64
            + self.events.iter().filter(is_request).count() as u64
            + self.warned("layout shifts")
            + self.warned("screenshots");
        let n_instants = r.instants.time.len() as u64;
        assert_eq!(n_instants + elsewhere, self.count("IiRnTp", None) as u64);
        let n_unmatched = self.warned("beginnings of arrows") + self.warned("ends of arrows");
        assert!(n_unmatched <= self.count("stfXxBIi", None) as u64);
        assert_eq!(self.warned("object events"), self.count("NOD", None) as u64);
    }

    fn warned(&self, what: &str) -> u64 {
        self.warnings.iter().filter(|it| it.what.starts_with(what)).map(|it| it.count).sum()
    }

    /// Ends whose `ts` is `null`: one file was made so.
    fn lost_ends(&self) -> u64 {
        self.events.iter().filter(|it| it.ph == 'e' && it.ts.is_none()).count() as u64
    }

    fn check_times(&self) {
        let timed =
            || self.events.iter().filter(|it| it.ph != 'M').filter_map(|it| Some((it, it.ts?)));
        let start = timed().map(|it| it.1).fold(f64::INFINITY, f64::min);
        let end = |(it, ts): (&Event, f64)| ts + it.dur.filter(|_| it.ph == 'X').unwrap_or(0.0);
        let end = timed().map(end).fold(f64::NEG_INFINITY, f64::max);
        if !start.is_finite() || !self.recording.profiles.is_empty() {
            return;
        }
        // Fractions are rounded twice by serde.
        let origin = self.recording.clock.origin_ns;
        assert!((micros(origin.unsigned_abs()) - start.abs()).abs() < 0.1);
        assert!((micros(self.recording.duration.0) - (end - start)).abs() < 0.1);
    }

    fn check_threads(&self) {
        for thread in list(&self.engine["threads"]) {
            let (pid, tid) = (&thread["pid"], &thread["tid"]);
            let index = self.thread(pid, tid);
            if let Some(name) = thread["name"].as_str() {
                assert_eq!(self.recording.thread_name(index), name);
            }
            let is_sampled = self.recording.profiles.iter().any(|it| it.thread == index);
            if is_sampled {
                continue;
            }
            let n_instants = self.count("I", Some((pid, tid)));
            let n_spans = self.recording.spans.rows_of(index).len();
            assert_eq!(Some((n_spans + n_instants) as u64), thread["entries"].as_u64(), "{thread}");
            if n_instants + self.count("Ex", Some((pid, tid))) == 0 {
                self.check_tree(index, thread);
            }
        }
    }

    /// Compares spans within spans with the engine's tree.
    fn check_tree(&self, thread: ThreadIndex, expected: &Value) {
        let spans = &self.recording.spans;
        let depths = || spans.of_thread(thread).map(|it| spans.depth[it]);
        let n_roots = depths().filter(|it| *it == 0).count() as u64;
        assert_eq!(Some(n_roots), expected["rootSlices"].as_u64(), "{expected}");
        let max_depth = depths().max().map_or(0, |it| u64::from(it) + 1);
        assert_eq!(Some(max_depth), expected["maxDepth"].as_u64(), "{expected}");
        let is_same =
            |it: &&Value| (&it["pid"], &it["tid"]) == (&expected["pid"], &expected["tid"]);
        let Some(table) = list(&self.engine["threadTables"]).iter().find(is_same) else { return };
        let rows = self.rows_by_name(thread);
        assert_eq!(Some(rows.len() as u64), table["keys"].as_u64(), "{expected}");
        for row in list(&table["top"]) {
            let name = row[0].as_str().unwrap_or_default();
            let found = rows.get(name).copied().unwrap_or_default();
            let expected = [1, 2, 3].map(|it| row[it].as_f64().unwrap_or(f64::NAN));
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 0.1, "{name}: {found} and not {expected}");
            }
        }
    }

    /// Number, own and total time in microseconds of spans by name; a name within itself counts
    /// once.
    fn rows_by_name(&self, thread: ThreadIndex) -> BTreeMap<&str, [f64; 3]> {
        let spans = &self.recording.spans;
        let name = |it: SpanIndex| self.recording.text(spans.name[it]);
        // The engine takes a span that never ended for one without length.
        let length =
            |it: SpanIndex| if spans.is_open[it] { 0.0 } else { micros(spans.duration[it].0) };
        let mut rows: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
        for span in spans.of_thread(thread) {
            let around = || std::iter::successors(spans.parent[span], |it| spans.parent[*it]);
            let is_outermost = around().all(|it| spans.name[it] != spans.name[span]);
            let row = rows.entry(name(span)).or_default();
            row[0] += 1.0;
            row[1] += length(span);
            row[2] += if is_outermost { length(span) } else { 0.0 };
            if let Some(parent) = spans.parent[span] {
                rows.entry(name(parent)).or_default()[1] -= length(span);
            }
        }
        rows
    }

    fn check_profiles(&self) {
        let r = &self.recording;
        if self.events.iter().any(|it| it.name == "CpuProfile") {
            return; // of a time before chunks, which the engine does not know
        }
        let expected = list(&self.engine["profiles"]).iter();
        let mut expected: Vec<(ThreadIndex, Option<u64>)> = expected
            .map(|it| (self.thread(&it["pid"], &it["tid"]), it["samples"].as_u64()))
            .collect();
        expected.sort_unstable();
        let found = r.profiles.iter().map(|it| (it.thread, Some(it.samples.len() as u64)));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    /// The engine keeps memory by process, so a worker's heap stands among its page's there.
    fn check_memory(&self) {
        for memory in list(&self.engine["memory"]) {
            for (name, member) in [
                ("jsHeapSizeUsed", "heap"),
                ("nodes", "nodes"),
                ("documents", "docs"),
                ("jsEventListeners", "listeners"),
            ] {
                let values = self.memory_of(&memory["pid"], name);
                let least = values.iter().copied().fold(f64::INFINITY, f64::min);
                let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                assert_eq!([Some(least), Some(most)], [0, 1].map(|it| memory[member][it].as_f64()));
                if name == "jsHeapSizeUsed" {
                    assert_eq!(Some(values.len() as u64), memory["n"].as_u64());
                }
            }
        }
    }

    fn memory_of(&self, pid: &Value, name: &str) -> Vec<f64> {
        let (r, c) = (&self.recording, &self.recording.counters);
        let is_meant = |it: &asyncscope_core::model::CounterIndex| {
            r.text(c.name[*it]) == name
                && c.thread[*it].is_some()
                && Some(r.processes.pid[c.process[*it]]) == pid.as_i64()
        };
        let series = c.name.indices().filter(is_meant);
        series.flat_map(|it| c.points[it].iter().map(|it| it.1)).collect()
    }

    fn check_user_timings(&self) {
        let (r, expected) = (&self.recording, &self.engine["userTimings"]);
        let spans = &r.async_spans;
        let finished = |group: &str| {
            let is_meant = |it: &_| !spans.is_open[*it] && r.text(spans.group[*it]) == group;
            spans.indices().filter(is_meant).count() as u64
        };
        assert!(expected["measures"].as_u64() <= Some(finished("blink.user_timing")));
        assert_eq!(expected["consoleTimings"].as_u64(), Some(finished("blink.console")));
        for measure in list(&expected["first"]) {
            let nanos = |it: usize| measure[it].as_i64().unwrap_or(-1) * 1_000;
            let start = Nanos(nanos(1).abs_diff(r.clock.origin_ns));
            let is_it = |it| {
                Some(r.text(spans.name[it])) == measure[0].as_str()
                    && spans.start[it] == start
                    && spans.duration[it] == Nanos(nanos(2).unsigned_abs())
            };
            assert!(spans.indices().any(is_it), "{measure}");
        }
    }

    fn check(&self) {
        self.check_that_nothing_is_missing();
        self.check_times();
        if self.engine["err"].is_null() {
            self.check_threads();
            self.check_profiles();
            self.check_memory();
            self.check_user_timings();
        }
    }
}

/// Nanoseconds as microseconds.
#[expect(clippy::cast_precision_loss, reason = "compared to a tenth of a microsecond")]
fn micros(nanos: u64) -> f64 {
    nanos as f64 / 1e3
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn our_own_trace_agrees_with_the_engine() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus of recordings");
        return;
    };
    let own = corpus.join("own");
    let engine = json(&own.join("expected/page-10mb.trace-engine.json"));
    let case = Case::open(&own.join("trace/page-10mb.json.gz"), engine);
    assert_eq!(case.events.len(), 45_465);
    assert!(case.warnings.iter().all(|it| it.severity != Severity::Loss), "{:?}", case.warnings);
    case.check();
}

#[test]
fn public_traces_agree_with_the_engine() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus of recordings");
        return;
    };
    let (public, expected) = (corpus.join("public"), corpus.join("public-expected"));
    let manifest = std::fs::read_to_string(public.join("manifest.tsv")).expect("a manifest");
    let mut n_compared = 0;
    for line in manifest.lines().filter(|it| it.contains("\tchrome-trace")) {
        let file = line.split('\t').next().unwrap_or_default();
        let flat = file.replace('/', "_");
        let names = [flat.as_str(), flat.trim_end_matches(".gz")];
        let engine = names.iter().map(|it| expected.join(format!("{it}.trace-engine.json")));
        let engine = engine.into_iter().find(|it| it.is_file()).map(|it| json(&it));
        n_compared += usize::from(engine.is_some());
        println!("{file}");
        let engine = engine.unwrap_or_else(|| serde_json::json!({ "err": "no answer" }));
        Case::open(&public.join(file), engine).check();
    }
    assert!(n_compared > 30, "only {n_compared} files have an answer of the engine");
}

/// Whether events of this name are steps of requests, which become rows of another table.
fn is_of_a_request(name: &str) -> bool {
    let resource = ["WillSend", "Send", "Receive", "Finish", "MarkAsCached", "ChangePriority"];
    let resource = |it: &str| resource.iter().any(|step| it.starts_with(step));
    name.strip_prefix("Resource").is_some_and(resource)
        || name.starts_with("WebSocket")
        || name == "PreloadRenderBlockingStatusChange"
}
