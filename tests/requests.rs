//! Requests: what readers make of files, and what analyses answer.

mod requests {
    mod agreement;
    mod analyses;
    mod curl;
    mod damage;
    mod filters;
    mod forms;
    mod orders;
    mod samples;
    mod steps;

    use std::io::Cursor;
    use std::path::Path;

    use asyncscope_core::analysis::Selection;
    use asyncscope_core::analysis::requests::{RequestFilter, RequestSelection, selected_requests};
    use asyncscope_core::error::LoadError;
    use asyncscope_core::load::{LoadOptions, load_reader};
    use asyncscope_core::model::Recording;
    use asyncscope_core::task::Task;
    use serde_json::{Value, json};

    /// What a reader makes of a text.
    pub(crate) fn read(text: impl Into<Vec<u8>>) -> Result<Recording, LoadError> {
        let bytes = Cursor::new(text.into());
        load_reader(bytes, Path::new("test"), &LoadOptions::default(), &Task::default())
    }

    /// The recording of a text that must open.
    #[track_caller]
    pub(crate) fn opened(text: impl Into<Vec<u8>>) -> Recording {
        read(text).unwrap_or_else(|error| panic!("{error}"))
    }

    /// What was lost, repaired or skipped, a line each.
    pub(crate) fn said(recording: &Recording) -> String {
        let lines = recording.warnings.iter();
        lines.map(|it| format!("{} {it}\n", it.severity.word())).collect()
    }

    /// An entry of a HAR: `time` milliseconds from `start` milliseconds on, answered by `status`.
    pub(crate) fn entry(start: u64, time: f64, method: &str, url: &str, status: u16) -> Value {
        let date = format!("2026-01-02T03:04:{:02}.{:03}Z", start / 1_000, start % 1_000);
        json!({
            "startedDateTime": date,
            "time": time,
            "request": { "method": method, "url": url, "headers": [] },
            "response": {
                "status": status,
                "content": { "size": 10, "mimeType": "application/json", "text": "{}" },
                "redirectURL": "", "headersSize": 100, "bodySize": 10,
            },
            "timings": { "blocked": -1, "send": 0, "wait": time, "receive": 0 },
        })
    }

    /// A HAR of these entries.
    pub(crate) fn har(entries: &[Value]) -> String {
        json!({ "log": { "version": "1.2", "entries": entries } }).to_string()
    }

    /// The addresses that a filter keeps.
    pub(crate) fn kept(recording: &Recording, filter: &str) -> Vec<String> {
        let filter = RequestFilter::parse(filter).unwrap_or_else(|it| panic!("{it}"));
        let requests = RequestSelection { filter, ..RequestSelection::default() };
        let selection = Selection { requests, ..Selection::default() };
        let rows =
            selected_requests(recording, &selection, &Task::default()).expect("not cancelled");
        let url = |it: &_| recording.text(recording.requests.get(*it).url).to_owned();
        rows.iter().map(url).collect()
    }
}
