//! Figures, groups, load and chains, against hand-worked cases and naive sums.

use asyncscope_core::analysis::requests::{
    RequestGrouping, TemplateRule, TemplateRules, concurrency, critical_chain, request_groups,
    request_stats, slowest, throughput,
};
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use serde_json::{Value, json};
use support::random::Random;

use super::{entry, har, opened};

fn all(recording: &Recording) -> Vec<RequestIndex> {
    recording.requests.indices().collect()
}

/// Durations of 1 to `n` milliseconds in a shuffled order.
fn staircase(n: u64) -> Recording {
    let mut rows: Vec<Value> = Vec::new();
    for i in 0..n {
        let time = (i * 37) % n + 1;
        #[expect(clippy::cast_precision_loss, reason = "small")]
        rows.push(entry(i, time as f64, "GET", "https://a.example/x", 200));
    }
    opened(har(&rows))
}

#[test]
fn percentiles_are_nearest_ranks() {
    let figures = |n: u64| {
        let recording = staircase(n);
        let stats = request_stats(&recording, &all(&recording));
        let figures = [stats.p50, stats.p95, stats.p99, stats.max, stats.avg];
        figures.map(|it| it.expect("a figure").0 / 1_000)
    };
    assert_eq!(figures(100), [50_000, 95_000, 99_000, 100_000, 50_500]);
    assert_eq!(figures(1), [1_000; 5]);
    assert_eq!(figures(10), [5_000, 10_000, 10_000, 10_000, 5_500]);
    assert_eq!(figures(11)[0], 6_000);
}

#[test]
fn pending_requests_count_but_have_no_duration() {
    let mut pending = entry(5, -1.0, "GET", "https://a.example/x", 0);
    pending["timings"] = json!({});
    let recording = opened(har(&[
        entry(0, 10.0, "GET", "https://a.example/x", 200),
        entry(1, 30.0, "GET", "https://a.example/x", 500),
        pending,
    ]));
    let stats = request_stats(&recording, &all(&recording));
    assert_eq!((stats.count, stats.succeeded, stats.failed, stats.pending), (3, 1, 1, 1));
    assert_eq!(stats.success_rate(), Some(0.5), "of those that ended");
    assert_eq!(stats.avg, Some(Nanos::from_millis(20)));
    assert_eq!(stats.failures, [("HTTP 500".to_owned(), 1)]);
    assert_eq!(stats.transferred, 330);
}

#[test]
fn no_request_has_no_figures() {
    let recording = opened(har(&[]));
    let stats = request_stats(&recording, &[]);
    assert_eq!((stats.p50, stats.max, stats.success_rate()), (None, None, None));
    assert_eq!(concurrency(&recording, &[]).most, 0);
    assert!(critical_chain(&recording, &[]).is_empty());
}

#[test]
fn endpoints_share_a_template() {
    let rows: Vec<Value> = [
        ("GET", "https://a.example/users/7"),
        ("GET", "https://A.example/users/8?x=1"),
        ("POST", "https://a.example/users/8"),
        ("GET", "https://a.example/users/me"),
        ("GET", "https://a.example/o/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/2026-01-02"),
        ("GET", "https://a.example/img/0123456789abcdef0123.png"),
        ("GET", "https://a.example/img/17.png"),
        ("GET", "https://b.example:81/users/7"),
        ("GET", "data:text/css,x"),
    ]
    .iter()
    .map(|(method, url)| entry(0, 1.0, method, url, 200))
    .collect();
    let recording = opened(har(&rows));
    let names = |rules: &TemplateRules| -> Vec<String> {
        let groups = request_groups(
            &recording,
            &all(&recording),
            RequestGrouping::Endpoint,
            rules,
            &Task::default(),
        );
        let name = |it: &asyncscope_core::analysis::requests::RequestGroup| {
            format!("{} {} {} {}", it.stats.count, it.name.method, it.name.host, it.name.name)
        };
        groups.expect("not cancelled").iter().map(name).collect()
    };
    assert_eq!(
        names(&TemplateRules::default()),
        [
            "2 GET a.example /users/:id",
            "1 GET a.example /img/:hash.png",
            "1 GET a.example /img/:id.png",
            "1 GET a.example /o/:uuid/:date",
            "1 GET a.example /users/me",
            "1 GET b.example:81 /users/:id",
            "1 GET data: text/css",
            "1 POST a.example /users/:id",
        ]
    );
    let own = ["/users/:name", "file=[0-9a-z]+"].map(|it| TemplateRule::parse(it).expect("a rule"));
    let own = TemplateRules::new(own.to_vec());
    let found = names(&own);
    assert!(found.contains(&"3 GET a.example /users/:name".to_owned()), "{found:?}");
    assert!(found.contains(&"2 GET a.example /:file/:file.png".to_owned()), "{found:?}");
    for (rule, why) in [("nothing", "neither"), ("a b=x", "not a word"), ("x=(", "unclosed")] {
        let error = TemplateRule::parse(rule).expect_err(rule).to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn groups_add_up_to_the_whole() {
    let recording = random_requests(7, 500);
    let rows = all(&recording);
    let whole = request_stats(&recording, &rows);
    for grouping in [
        RequestGrouping::Endpoint,
        RequestGrouping::Host,
        RequestGrouping::Type,
        RequestGrouping::Status,
        RequestGrouping::Initiator,
    ] {
        let rules = TemplateRules::default();
        let groups = request_groups(&recording, &rows, grouping, &rules, &Task::default());
        let groups = groups.expect("not cancelled");
        let sum = |of: fn(&asyncscope_core::analysis::requests::RequestStats) -> u64| -> u64 {
            groups.iter().map(|it| of(&it.stats)).sum()
        };
        assert_eq!(sum(|it| it.count), whole.count, "{grouping:?}");
        assert_eq!(sum(|it| it.failed), whole.failed, "{grouping:?}");
        assert_eq!(sum(|it| it.transferred), whole.transferred, "{grouping:?}");
        assert_eq!(sum(|it| it.sum.0), whole.sum.0, "{grouping:?}");
        assert!(groups.is_sorted_by(|a, b| a.stats.count >= b.stats.count), "{grouping:?}");
        let mut rows: Vec<RequestIndex> = groups.iter().flat_map(|it| it.rows.clone()).collect();
        rows.sort_unstable();
        assert_eq!(rows, all(&recording), "{grouping:?}: each once");
    }
}

/// Requests of whole milliseconds within a second.
fn random_requests(seed: u64, n: usize) -> Recording {
    let mut random = Random::new(seed);
    let rows: Vec<Value> = (0..n)
        .map(|_| {
            let (start, time) = (random.below(900), random.below(100));
            let url = format!("https://h{}.example/p/{}", random.below(3), random.below(9));
            let status = random.pick(&[200, 204, 302, 404, 500]);
            #[expect(clippy::cast_precision_loss, reason = "small")]
            entry(start, time as f64, "GET", &url, status)
        })
        .collect();
    opened(har(&rows))
}

#[test]
fn concurrency_is_that_of_counting_every_millisecond() {
    for seed in 0..20 {
        let recording = random_requests(seed, 40);
        let answer = concurrency(&recording, &all(&recording));
        let origin = recording.requests.rows()[0].start.0;
        assert_eq!(origin, 0);
        let at = |millis: u64| {
            let time = Nanos::from_millis(millis);
            let last = recording.duration;
            recording.requests.rows().iter().filter(|it| it.range(last).contains(&time)).count()
        };
        let counts: Vec<usize> = (0..1_100).map(at).collect();
        assert_eq!(Some(answer.most as usize), counts.iter().copied().max(), "seed {seed}");
        let busy = counts.iter().filter(|it| **it > 0).count() as u64;
        assert_eq!(answer.busy, Nanos::from_millis(busy), "seed {seed}");
        for pair in answer.steps.windows(2) {
            let millis = pair[0].0.0 / 1_000_000;
            let count = counts[usize::try_from(millis).expect("small")];
            assert_eq!(pair[0].1 as usize, count, "seed {seed} at {millis}");
        }
        assert_eq!(answer.steps.last().map(|it| it.1), Some(0));
    }
}

#[test]
fn bytes_of_all_parts_are_the_bytes_of_all() {
    for seed in 0..10 {
        let recording = random_requests(seed, 60);
        let rows = all(&recording);
        let stats = request_stats(&recording, &rows);
        for n in [1, 7, 100] {
            let answer = throughput(&recording, &rows, &recording.range(), n);
            let whole = request_stats(&recording, &rows);
            let zero_at_origin = rows.iter().filter(|it| {
                let row = recording.requests.get(**it);
                row.range(recording.duration).end == Nanos(0)
            });
            assert_eq!(zero_at_origin.count(), 0, "ends at the very beginning");
            assert_eq!(answer.bytes.iter().sum::<u64>(), stats.transferred, "seed {seed}, {n}");
            assert_eq!(answer.failed.iter().sum::<u64>(), whole.failed, "seed {seed}, {n}");
        }
    }
}

#[test]
fn the_slowest_come_first() {
    let recording = staircase(10);
    let times: Vec<u64> = slowest(&recording, &all(&recording), 3)
        .iter()
        .map(|it| recording.requests.get(*it).duration.get().expect("a time") / 1_000_000)
        .collect();
    assert_eq!(times, [10, 9, 8]);
    assert!(slowest(&recording, &all(&recording), 0).is_empty());
}

#[test]
fn the_critical_chain_leads_to_the_last_end() {
    let by = |mut it: Value, url: &str| {
        it["_initiator"] = json!({ "type": "script", "stack": { "callFrames": [
            { "functionName": "native", "url": "" }, { "url": url, "lineNumber": 4 } ] } });
        it
    };
    let page = "https://a.example/";
    let script = "https://a.example/app.js";
    let recording = opened(har(&[
        entry(0, 10.0, "GET", page, 200),
        by(entry(10, 10.0, "GET", script, 200), page),
        by(entry(11, 50.0, "GET", "https://a.example/slow-but-early", 200), page),
        by(entry(25, 60.0, "GET", "https://a.example/api", 200), script),
        entry(30, 5.0, "GET", "https://a.example/alone", 200),
    ]));
    let chain = critical_chain(&recording, &all(&recording));
    let urls: Vec<&str> =
        chain.iter().map(|it| recording.text(recording.requests.get(*it).url)).collect();
    assert_eq!(urls, [page, script, "https://a.example/api"]);
    assert_eq!(recording.requests.rows()[1].initiator.line, Some(5), "counted from 1");
}
