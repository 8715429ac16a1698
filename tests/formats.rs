//! Every recording of `sample-data`: what it holds, under any name, cut short and damaged.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use asyncscope_core::analysis::{Selection, functions, weigh};
use asyncscope_core::error::LoadError;
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::{Category, ProfileKind, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use serde_json::Value;

fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("sample-data")
}

/// Every recording, by its path within `sample-data`.
fn samples() -> Vec<String> {
    let root = sample_data();
    let mut found = Vec::new();
    let mut folders = ["node-20", "chromium-156", "recordings"].map(|it| root.join(it)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("truth.json") {
                let name = path.strip_prefix(&root).expect("below sample-data");
                found.push(name.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    assert!(found.len() >= 8, "the samples are missing: {found:?}");
    found
}

fn open(path: &Path) -> Result<Recording, LoadError> {
    load(path, &LoadOptions::default(), &Task::default())
}

fn open_sample(name: &str) -> Recording {
    open(&sample_data().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What a recording holds, as text.
fn describe(recording: &Recording) -> String {
    let mut text = String::new();
    let r = recording;
    let counts = [
        ("frames", r.frames.len()),
        ("stacks", r.stacks.len()),
        ("processes", r.processes.pid.len()),
        ("threads", r.threads.tid.len()),
        ("spans", r.spans.len()),
        ("async spans", r.async_spans.len()),
        ("instants", r.instants.time.len()),
        ("counters", r.counters.name.len()),
        ("collections", r.gcs.start.len()),
    ];
    writeln!(text, "{}, {} ns", r.source.format, r.duration.0).expect("text");
    for (what, count) in counts {
        writeln!(text, "{what}: {count}").expect("text");
    }
    if let Some(heap) = &r.heap {
        let counts = [heap.n_nodes(), heap.n_edges(), heap.strings.len(), heap.locations.len()];
        writeln!(text, "heap: nodes, edges, strings, locations {counts:?}").expect("text");
    }
    for profile in &r.profiles {
        let thread = r.thread_name(profile.thread);
        let range = profile.samples.range();
        let n = profile.samples.len();
        writeln!(text, "profile of {thread}: {n} samples, {} to {}", range.start.0, range.end.0)
            .expect("text");
    }
    for warning in &r.warnings {
        writeln!(text, "{}: {warning}", warning.severity.word()).expect("text");
    }
    text
}

/// Own and total microseconds of a function on one thread, by name and script.
fn times(recording: &Recording, name: &str, url: Option<&str>, tid: Option<i64>) -> (u64, u64) {
    let threads = tid.map(|wanted| {
        let all = recording.threads.tid.indices();
        all.filter(|&it| recording.threads.tid[it] == Some(wanted)).collect()
    });
    let selection = Selection { threads, ..Selection::default() };
    let task = Task::default();
    let weighed = weigh(recording, &selection, &task).expect("not cancelled");
    let rows = functions(recording, &weighed, &task).expect("not cancelled");
    let is_wanted = |frame| {
        let found = recording.frames.get(frame);
        recording.text(found.name) == name
            && url.is_none_or(|it| recording.text(found.url).ends_with(it))
    };
    let found: Vec<_> = rows.iter().filter(|it| is_wanted(it.frame)).collect();
    assert_eq!(found.len(), 1, "one function {name} at {url:?}");
    let micros = |ns: u64| (ns + 500) / 1_000;
    (micros(found[0].own), micros(found[0].total))
}

fn truths() -> Vec<Value> {
    let text = fs::read_to_string(sample_data().join("truth.json")).expect("truth.json");
    let all: Value = serde_json::from_str(&text).expect("truth.json is JSON");
    all["files"].as_array().expect("files").clone()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("a whole number, not {value}"))
}

#[test]
fn every_sample_has_a_truth() {
    let text = fs::read_to_string(sample_data().join("heap-truth.json")).expect("heap-truth.json");
    let heaps: Value = serde_json::from_str(&text).expect("heap-truth.json is JSON");
    let of_heaps = ["files", "others"].map(|it| heaps[it].as_array().expect("files").clone());
    let text = fs::read_to_string(sample_data().join("requests-truth.json")).expect("a truth");
    let requests: Value = serde_json::from_str(&text).expect("requests-truth.json is JSON");
    let of_requests = requests["files"].as_array().expect("files").clone();
    let all = truths().into_iter().chain(of_heaps.into_iter().flatten()).chain(of_requests);
    let mut told: Vec<String> =
        all.map(|it| it["file"].as_str().expect("a name").to_owned()).collect();
    let text = fs::read_to_string(sample_data().join("recordings/truth.json")).expect("a truth");
    let recordings: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let file = |it: &Value| format!("recordings/{}", it["file"].as_str().expect("a name"));
    told.extend(recordings.iter().map(file));
    told.sort();
    assert_eq!(samples(), told);
}

#[test]
fn cpu_profiles_hold_what_is_true_of_them() {
    let mut checked = 0;
    for truth in truths().iter().filter(|it| it["format"] == "cpuprofile") {
        let name = truth["file"].as_str().expect("a name");
        let recording = open_sample(name);
        assert!(!recording.has_losses(), "{name}: {:?}", recording.warnings);
        assert_eq!(recording.profiles.len(), 1, "{name}");
        let samples = &recording.profiles.as_slice()[0].samples;
        assert_eq!(samples.len() as u64, number(&truth["samples"]), "{name}");
        let hot = &truth["hot_function"];
        let (function, url) = (hot["name"].as_str().expect("a name"), hot["url"].as_str());
        let expected = (number(&hot["self_us"]), number(&hot["total_us"]));
        assert_eq!(times(&recording, function, url, None), expected, "{name}: {function}");
        let gc = times(&recording, "(garbage collector)", Some(""), None).0;
        assert_eq!(gc, number(&truth["gc_us"]), "{name}");
        let idle = times(&recording, "(idle)", Some(""), None).0;
        assert_eq!(idle, number(&truth["idle_us"]), "{name}");
        checked += 1;
    }
    assert!(checked >= 5, "only {checked} profiles");
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "microseconds of a few seconds")]
fn functions_take_time_in_the_proportion_they_were_written_to() {
    let mut checked = 0;
    for truth in truths().iter().filter(|it| it["format"] == "cpuprofile") {
        let name = truth["file"].as_str().expect("a name");
        let recording = open_sample(name);
        for ratio in truth["ratios"].as_array().into_iter().flatten() {
            let own = |key: &str| {
                times(&recording, ratio[key].as_str().expect("a name"), None, None).0 as f64
            };
            let (found, tolerance) = (own("a") / own("b"), ratio["tolerance"].as_f64().unwrap());
            let wanted = ratio["ratio"].as_f64().unwrap();
            assert!((found - wanted).abs() <= tolerance, "{name}: {ratio} but is {found}");
            checked += 1;
        }
    }
    assert!(checked >= 4, "only {checked} proportions");
}

#[test]
fn traces_hold_the_profiles_that_are_in_them() {
    let mut checked = 0;
    for truth in truths().iter().filter(|it| it["format"] == "trace") {
        let name = truth["file"].as_str().expect("a name");
        let recording = open_sample(name);
        assert!(!recording.has_losses(), "{name}: {:?}", recording.warnings);
        for profile in truth["profiles"].as_array().into_iter().flatten() {
            let tid = profile["tid"].as_i64();
            let of_thread = recording.profiles.iter().filter(|it| {
                it.kind == ProfileKind::Cpu && recording.threads.tid[it.thread] == tid
            });
            let samples: usize = of_thread.map(|it| it.samples.len()).sum();
            assert_eq!(samples as u64, number(&profile["samples"]), "{name}: {tid:?}");
            let hot = &profile["hot_function"];
            let (function, url) = (hot["name"].as_str().expect("a name"), hot["url"].as_str());
            let expected = (number(&hot["self_us"]), number(&hot["total_us"]));
            let found = times(&recording, function, url, tid);
            assert_eq!(found, expected, "{name}: {tid:?}: {function}");
            checked += 1;
        }
    }
    assert!(checked >= 4, "only {checked} profiles in traces");
}

#[test]
fn traces_hold_the_marks_and_measures_that_the_page_made() {
    for truth in truths().iter().filter(|it| it["format"] == "trace") {
        let name = truth["file"].as_str().expect("a name");
        let recording = open_sample(name);
        for (mark, count) in truth["mark_counts"].as_object().into_iter().flatten() {
            let marks = recording.instants.is_mark.iter().zip(&recording.instants.name);
            let found = marks.filter(|&(&is, &it)| is && recording.text(it) == mark).count();
            assert_eq!(found as u64, number(count), "{name}: mark {mark}");
        }
        for key in ["measure_counts", "console_time_counts"] {
            for (measure, count) in truth[key].as_object().into_iter().flatten() {
                let names = recording.async_spans.name.iter();
                let found = names.filter(|&&it| recording.text(it) == measure).count();
                assert_eq!(found as u64, number(count), "{name}: {key} {measure}");
            }
        }
    }
}

#[test]
fn what_a_sample_holds_stays_what_it_is() {
    for name in samples() {
        insta::assert_snapshot!(name.replace('/', "_"), describe(&open_sample(&name)));
    }
}

#[test]
fn unknown_name_gives_same_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in samples() {
        let unknown = folder.path().join("unknown");
        fs::copy(sample_data().join(&name), &unknown).expect("a copy");
        let found = describe(&open(&unknown).unwrap_or_else(|it| panic!("{name}: {it}")));
        assert_eq!(found, describe(&open_sample(&name)), "{name}");
    }
}

#[test]
fn both_compressions_hold_the_same() {
    let gzip = describe(&open_sample("node-20/cpu-heavy.cpuprofile.gz"));
    assert_eq!(gzip, describe(&open_sample("node-20/cpu-heavy.cpuprofile.zst")));
}

#[test]
fn old_form_holds_the_same_times_as_the_new_one() {
    let [new, old] =
        ["node-20/workers/main.cpuprofile", "node-20/derived/old-form.cpuprofile"].map(open_sample);
    for function in ["coordinate", "(idle)", "(garbage collector)", "(program)"] {
        assert_eq!(times(&old, function, None, None), times(&new, function, None, None));
    }
}

/// What a damaged file may become: an error that names a place, or a recording that says so.
#[track_caller]
fn check_damaged(path: &Path, what: &str) -> Option<Recording> {
    match open(path) {
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("byte"), "{what}: no place in: {message}");
            assert!(message.contains("damaged"), "{what}: file not named in: {message}");
            None
        }
        Ok(recording) => {
            for profile in &recording.profiles {
                let samples = &profile.samples;
                assert!(samples.range().end <= recording.duration.max(Nanos(1)), "{what}");
            }
            Some(recording)
        }
    }
}

#[test]
fn cut_samples_end_in_an_error_with_a_place_or_a_loss() {
    let folder = tempfile::tempdir().expect("a folder");
    let damaged = folder.path().join("damaged");
    for name in samples() {
        let whole = fs::read(sample_data().join(&name)).expect("a sample");
        // The largest takes long to read so often; its beginning and end matter most.
        let parts = if whole.len() > 600_000 { vec![1, 7, 25, 40, 49] } else { (1..50).collect() };
        for part in parts {
            let what = format!("{name} cut at {part}/50");
            fs::write(&damaged, &whole[..whole.len() * part / 50]).expect("written");
            if let Some(recording) = check_damaged(&damaged, &what) {
                assert!(recording.has_losses(), "{what}: nothing is said to be lost");
            }
        }
    }
}

#[test]
fn changed_bytes_never_bring_it_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let damaged = folder.path().join("damaged");
    // The multiplier of Knuth's MMIX generator; any fixed sequence would do.
    let mut random = 1_u64;
    let mut next = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        usize::try_from(random >> 33).expect("31 bits")
    };
    for name in samples() {
        let whole = fs::read(sample_data().join(&name)).expect("a sample");
        for round in 0..if whole.len() > 600_000 { 6 } else { 20 } {
            let mut bytes = whole.clone();
            for _ in 0..=round % 4 {
                let at = next() % bytes.len();
                bytes[at] = next().to_le_bytes()[0];
            }
            fs::write(&damaged, &bytes).expect("written");
            check_damaged(&damaged, &format!("{name}, round {round}"));
        }
    }
}

#[test]
fn the_garbage_collector_has_its_own_category() {
    let recording = open_sample("node-20/cpu-heavy.cpuprofile.gz");
    let mut gc = recording
        .frames
        .indices()
        .filter(|&it| recording.frames.category(it) == Category::GarbageCollection);
    assert_eq!(gc.next().map(|it| recording.frame_name(it)), Some("(garbage collector)"));
    assert_eq!(gc.next(), None);
}
