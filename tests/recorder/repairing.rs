//! `repair` closes what was cut anywhere, keeps every whole event, and touches nothing else.

use std::fs;
use std::io::{self, Read as _};

use asyncscope_core::export::repair::{RepairError, Repaired, repair};
use flate2::read::GzDecoder;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{program, text, whole, workspace};

fn sample() -> Vec<u8> {
    let path = workspace().join("sample-data/recordings/busy-workers.asyncscope.json.gz");
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(path).expect("a sample")).read_to_end(&mut bytes).expect("gzip");
    bytes
}

fn repaired(text: &[u8]) -> Result<(Repaired, Vec<u8>), RepairError> {
    let mut out = Vec::new();
    repair(&mut io::BufReader::new(text), &mut out).map(|it| (it, out))
}

#[test]
fn a_recording_cut_anywhere_becomes_whole_and_keeps_every_whole_event() {
    let bytes = sample();
    let header = bytes.iter().position(|&it| it == b'\n').expect("lines") + 1;
    let first = bytes[header..].iter().position(|&it| it == b'\n').expect("lines") + header;
    let n_cuts = 1000;
    for at in 1..=n_cuts {
        let cut = first + (bytes.len() - first) * at / n_cuts;
        let (it, out) = repaired(&bytes[..cut]).expect("a recording");
        let events: Vec<Value> = serde_json::from_slice(&out).expect("a whole array");
        // What stands behind the last line break is no whole line, and the first is the bracket.
        let n_lines = bytes[..cut].split(|&it| it == b'\n').count() as u64 - 2;
        // The last line may be whole but for its comma.
        assert!(it.n_kept == n_lines || it.n_kept == n_lines + 1, "cut at {cut}: {it:?}");
        assert_eq!(events.len() as u64, it.n_kept + it.n_ended);
        assert_eq!(it.n_dropped, 0);
        let reasons = events.iter().filter(|it| it["args"]["reason"] == "repaired").count();
        assert_eq!(reasons as u64, it.n_ended);
    }
}

#[test]
fn a_whole_recording_stays_byte_for_byte() {
    let bytes = sample();
    let (it, out) = repaired(&bytes).expect("a recording");
    assert!(it.is_untouched());
    assert_eq!(out, bytes);
    let (again, twice) =
        repaired(&repaired(&bytes[..bytes.len() / 2]).expect("half").1).expect("whole");
    assert!(again.is_untouched() && !twice.is_empty());
}

#[test]
fn lines_that_are_no_event_are_dropped_and_counted() {
    let header = r#"{"ph":"M","name":"asyncscope_recording","pid":1,"tid":1,"ts":5}"#;
    let mark = r#"{"ph":"I","name":"x","pid":1,"tid":1,"ts":9}"#;
    let broken = format!("[\n{header},\n{{\"ph\":\"I\",\n{mark},\nnull,\n{mark},\n{{\"ph\":");
    let (it, out) = repaired(broken.as_bytes()).expect("a recording");
    assert_eq!((it.n_kept, it.n_dropped, it.cut_bytes, it.n_ended), (3, 2, 6, 1));
    let end = r#"{"ph":"M","cat":"__metadata","name":"asyncscope_end","pid":1,"tid":1,"ts":9,"args":{"reason":"repaired"}}"#;
    assert_eq!(
        String::from_utf8(out).expect("UTF-8"),
        format!("[\n{header},\n{mark},\n{mark},\n{end}\n]")
    );
}

#[test]
fn anything_else_is_refused() {
    for other in [
        "",
        "[\n",
        "[\n]",
        "{}",
        "[{\"ph\":\"X\",\"name\":\"a\",\"pid\":1,\"tid\":1,\"ts\":1}]",
        "\u{0}\u{1}",
    ] {
        assert!(matches!(repaired(other.as_bytes()), Err(RepairError::NotARecording)), "{other}");
    }
}

#[test]
fn the_command_writes_beside_and_replaces_nothing() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let bytes = sample();
    let cut = &bytes[..bytes.len() * 2 / 3];
    fs::write(path("run.asyncscope.json"), cut).expect("a file");
    let run = |words: &[&str]| {
        program().arg("repair").args(words).current_dir(folder.path()).output().expect("it starts")
    };
    let first = run(&["run.asyncscope.json"]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(text(&first.stdout).contains("events kept"), "{}", text(&first.stdout));
    assert!(whole(&path("run.repaired.asyncscope.json")).len() > 10);
    assert_eq!(fs::read(path("run.asyncscope.json")).expect("a file"), cut, "it stays as it was");
    let second = run(&["run.asyncscope.json"]);
    assert_eq!(second.status.code(), Some(2));
    assert!(text(&second.stderr).contains("nothing is replaced"), "{}", text(&second.stderr));
    let onto_itself = run(&["run.asyncscope.json", "--out", "run.asyncscope.json"]);
    assert_eq!(onto_itself.status.code(), Some(2));
    assert_eq!(fs::read(path("run.asyncscope.json")).expect("a file"), cut);
    fs::write(path("other.json"), "{\"nodes\":[]}").expect("a file");
    let other = run(&["other.json"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(
        text(&other.stderr).contains("expected a recording of asyncscope"),
        "{}",
        text(&other.stderr)
    );
    assert!(!path("other.repaired.json").exists());
}
