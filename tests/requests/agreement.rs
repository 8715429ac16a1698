//! Agreement with other tools: every HAR of the corpus with its rows by DevTools' importer, and the
//! requests of a page with those of Chrome's trace engine.
//!
//! The files and the expected numbers lie outside the repository, in the folder that the variable
//! `ASYNCSCOPE_SHARED` names, or else in `shared` beside the repository. Where there is no such
//! folder the tests say so and pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::requests::{Measure, Outcome, Phase, RequestKind};
use asyncscope_core::model::{Recording, Request};
use asyncscope_core::task::Task;
use serde_json::Value;

#[expect(clippy::print_stdout, reason = "a test that compares nothing says so")]
fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("ASYNCSCOPE_SHARED").map_or(beside, PathBuf::from);
    let found = Some(shared.join("corpus")).filter(|it| it.is_dir());
    if found.is_none() {
        println!("no corpus beside the repository: NOT compared");
    }
    found
}

fn open(path: &Path) -> Recording {
    load(path, &LoadOptions::default(), &Task::default())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    serde_json::from_str(&text).expect("expected numbers are JSON")
}

/// Every HAR of the corpus with the file of its expected rows.
fn hars(corpus: &Path) -> Vec<(PathBuf, PathBuf)> {
    let mut found =
        vec![(corpus.join("own/har/site.har.gz"), corpus.join("own/expected/site.har-rows.json"))];
    let folder = corpus.join("public/micmro+PerfCascade/src/test-data");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("HARs of the corpus")
        .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let expected = format!("micmro+PerfCascade_src_test-data_{plain}.har.json");
        found.push((folder.join(&name), corpus.join("public-expected").join(expected)));
    }
    found
}

/// What both sides tell of a row, as text; the rows of a file are compared as sorted lists, since
/// ours are in order of start.
fn expected_rows(rows: &Value, origin_ms: f64) -> Vec<String> {
    let rows = rows.as_array().expect("rows");
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let number = |key: &str| row[key].as_f64();
            let status = number("status").filter(|it| *it > 0.0).unwrap_or(0.0);
            // DevTools' importer gives 0 where neither a size nor its parts are known.
            let size = number("size").unwrap_or(0.0);
            let content = number("content").filter(|it| *it >= 0.0).unwrap_or(0.0);
            let time = number("time").filter(|it| *it >= 0.0);
            let time = time.or(number("sum")).unwrap_or(0.0);
            let url = row["url"].as_str().unwrap_or_default();
            format!(
                "{:.3} {} {} {status} {} size {size} content {content} time {time:.3} sum {:.3}",
                number("start").unwrap_or(0.0) - origin_ms,
                row["method"].as_str().unwrap_or_default(),
                url.chars().take(1_000).collect::<String>(),
                row["mime"].as_str().unwrap_or_default(),
                number("sum").unwrap_or(0.0),
            )
        })
        .collect();
    lines.sort();
    lines
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds with three decimals")]
fn our_rows(recording: &Recording) -> Vec<String> {
    let text = |it: Option<_>| it.map_or("", |it| recording.text(it));
    let millis = |it: u64| it as f64 / 1e6;
    let mut lines: Vec<String> = recording
        .requests
        .rows()
        .iter()
        .map(|row| {
            let duration = row.duration.get().unwrap_or(0);
            let sum = row.phases.sum().unwrap_or(0);
            format!(
                "{:.3} {} {} {} {} size {} content {} time {:.3} sum {:.3}",
                millis(row.start.0),
                recording.text(row.method),
                recording.text(row.url).chars().take(1_000).collect::<String>(),
                row.status.unwrap_or(0),
                text(row.mime),
                row.transferred.get().unwrap_or(0),
                row.decoded.get().unwrap_or(0),
                millis(duration),
                millis(sum),
            )
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn rows_of_every_har_are_those_of_devtools() {
    let Some(corpus) = corpus() else { return };
    let mut n_rows = 0;
    for (file, expected) in hars(&corpus) {
        let recording = open(&file);
        let expected = json(&expected);
        let starts = expected["rows"].as_array().expect("rows").iter();
        let origin = starts.filter_map(|it| it["start"].as_f64()).fold(f64::INFINITY, f64::min);
        let (ours, theirs) = (our_rows(&recording), expected_rows(&expected["rows"], origin));
        let differences: Vec<(&String, &String)> =
            ours.iter().zip(&theirs).filter(|(a, b)| a != b).take(3).collect();
        assert!(differences.is_empty(), "{}: {differences:#?}", file.display());
        assert_eq!(ours.len(), theirs.len(), "{}", file.display());
        n_rows += ours.len();
    }
    assert_eq!(n_rows, 1_639, "rows compared in all");
}

/// Where each phase begins and ends, in microseconds from the start of the request, by DevTools'
/// importer: by phase, only those that it gives.
fn boundaries_of_devtools(row: &Value) -> BTreeMap<&'static str, (f64, f64)> {
    let timing = &row["dt"];
    let number = |key: &str| timing[key].as_f64().unwrap_or(-1.0);
    let issue = row["start"].as_f64().unwrap_or(0.0) / 1_000.0;
    let base = (number("requestTime") - issue) * 1e6;
    let pairs = [
        ("dns", "dnsStart", "dnsEnd"),
        ("ssl", "sslStart", "sslEnd"),
        ("send", "sendStart", "sendEnd"),
        ("wait", "waitStart", "receiveHeadersEnd"),
    ];
    let pair = |&(name, start, end): &(&'static str, &str, &str)| {
        let (start, end) = (number(start), number(end));
        (start >= 0.0 && end >= 0.0).then_some((name, (base + start * 1e3, base + end * 1e3)))
    };
    pairs.iter().filter_map(pair).collect()
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "microseconds within a request")]
fn phases_begin_and_end_where_devtools_puts_them() {
    let Some(corpus) = corpus() else { return };
    let mut n_compared = 0;
    for (file, expected) in hars(&corpus) {
        let recording = open(&file);
        let expected = json(&expected);
        let theirs = expected["rows"].as_array().expect("rows");
        // Rows of one start may stand in either order; only files in order are compared by row.
        if !theirs.is_sorted_by_key(|it| it["start"].as_i64()) {
            continue;
        }
        for (ours, theirs) in recording.requests.rows().iter().zip(theirs) {
            let spans: BTreeMap<&str, (f64, f64)> = ours
                .phases
                .spans()
                .map(|(phase, start, end)| {
                    (phase.key(), (start.0 as f64 / 1e3, end.0 as f64 / 1e3))
                })
                .collect();
            for (phase, (start, end)) in boundaries_of_devtools(theirs) {
                let ours = spans.get(phase).copied().unwrap_or((f64::NAN, f64::NAN));
                // DevTools keeps moments as seconds since 1970 in a double: a quarter of a µs.
                let is_near = (ours.0 - start).abs() < 1.0 && (ours.1 - end).abs() < 1.0;
                let place = format!("{} {}", file.display(), theirs["url"]);
                assert!(is_near, "{place}: {phase} {ours:?}, DevTools {:?}", (start, end));
                n_compared += 1;
            }
        }
    }
    assert!(n_compared > 1_000, "only {n_compared} phases were compared");
}

/// The hops of each request of the trace, in order.
fn exchanges(recording: &Recording) -> Vec<Vec<&Request>> {
    let requests = &recording.requests;
    let firsts = requests.rows().iter().filter(|it| it.redirected_from.is_none());
    let hops = |first| {
        std::iter::successors(Some(first), |it: &&Request| Some(requests.get(it.redirected_to?)))
            .collect()
    };
    firsts.map(hops).collect()
}

#[test]
fn requests_of_a_page_are_those_of_the_trace_engine() {
    let Some(corpus) = corpus() else { return };
    let recording = open(&corpus.join("own/trace/page-10mb.json.gz"));
    let engine = json(&corpus.join("own/expected/page-10mb.trace-engine.json"));
    let theirs = engine["network"]["rows"].as_array().expect("rows");
    let exchanges = exchanges(&recording);
    let is_socket = |it: &&Vec<&Request>| it[0].kind == RequestKind::WebSocket;
    assert_eq!(exchanges.iter().filter(is_socket).count(), 1, "sockets, as the engine's `ws`");
    let origin = recording.clock.origin_ns;
    let mut left: Vec<&Vec<&Request>> = exchanges.iter().filter(|it| !is_socket(it)).collect();
    for row in theirs {
        let start = row["ts"].as_i64().expect("a time") * 1_000 - origin;
        let url = row["url"].as_str().expect("an address");
        let place = left
            .iter()
            .position(|it| {
                let last = it[it.len() - 1];
                i64::try_from(it[0].start.0) == Ok(start) && recording.text(last.url) == url
            })
            .unwrap_or_else(|| panic!("no request for {url} at {start}"));
        let hops = left.remove(place);
        let last = hops[hops.len() - 1];
        let number = |key: &str| row[key].as_u64();
        assert_eq!(hops.len() as u64 - 1, number("redirects").expect("redirects"), "{url}");
        assert_eq!(last.status.map(u64::from), number("status").filter(|it| *it > 0), "{url}");
        assert_eq!(last.transferred.get(), number("enc"), "{url}: bytes over the network");
        assert_eq!(last.decoded.get().unwrap_or(0), number("dec").unwrap_or(0), "{url}: bytes");
        let has_failed = !matches!(last.outcome, Outcome::Success | Outcome::HttpError);
        assert_eq!(Some(has_failed), row["failed"].as_bool(), "{url}");
        let finish = row["sd"]["finishTime"].as_i64().expect("an end") * 1_000 - origin;
        let end = last.range(recording.duration).end.0;
        assert!(end.abs_diff(finish.unsigned_abs()) < 2_000, "{url}: ends {end}, not {finish}");
    }
    // The engine leaves out what has no timing of the network.
    let left: Vec<&str> = left.iter().map(|it| recording.text(it[0].url)).collect();
    assert_eq!(left, ["data:text/plain,hello0"]);
}

#[test]
fn no_phase_is_a_guess() {
    let Some(corpus) = corpus() else { return };
    let recording = open(&corpus.join("own/har/site.har.gz"));
    let none = recording.requests.rows().iter();
    let n_none = none.filter(|it| it.phases.get(Phase::Dns) == Measure::NONE).count();
    assert!(n_none > 0 && n_none < recording.requests.len(), "{n_none} of all have no DNS phase");
}
