//! What does not exist or makes no sense: a message that helps, and exit code 2.

use crate::program::{Scratch, is_harmless, profile, program, run, run_on};

const FILE: &str = "node-20/async-server.cpuprofile";

#[track_caller]
fn check(line: &str, expected: &[&str]) {
    let error = run(line).error();
    assert!(is_harmless(&error), "{error:?}");
    for part in expected {
        assert!(error.contains(part), "`{part}` is not in:\n{error}");
    }
}

#[test]
fn what_does_not_exist_is_named_with_what_does() {
    check(&format!("functions --thread nobody {FILE}"), &["no thread `nobody`", "1: Main thread"]);
    check(&format!("functions --focus chekcsum {FILE}"), &["no function `chekcsum`", "checksum"]);
    check(&format!("functions --hide xyzzyxyzzy {FILE}"), &["no function", "--name"]);
    check(&format!("export --table function {FILE}"), &["mean `functions`?", "call-tree"]);
    check(&format!("export --table spans {FILE}"), &["this recording has no table", "samples"]);
    check("check missing.cpuprofile", &["missing.cpuprofile", "No such file"]);
    check("sumary node-20", &["mean the command `summary`?"]);
}

#[test]
fn a_function_that_is_not_one_must_be_picked() {
    let text = profile("a > same@/app/one.js 1\n a > same@/app/two.js 2");
    let scratch = Scratch::new("p.cpuprofile", text);
    let error = run_on("functions --focus same", &scratch.file).error();
    assert!(error.contains("same@/app/one.js:1:1\n  same@/app/two.js:1:1"), "{error}");
    let report = run_on("functions --json --focus same@two.js", &scratch.file).json();
    assert_eq!(report["sum_ns"], 2_000_000);
    assert_eq!(run_on("functions --json --hide same", &scratch.file).json()["sum_ns"], 0);
}

#[test]
fn arguments_are_checked() {
    check("functions --from 1 node-20", &["expected a time such as 350ms"]);
    check("functions --range 3s..1s node-20", &["expected a range such as"]);
    check("functions --range 1s..2s --to 3s node-20", &["cannot be used with"]);
    check(&format!("functions --from 2s --to 1s {FILE}"), &["is not before"]);
    check(&format!("functions --from 1min {FILE}"), &["the recording ends at 1.94"]);
    check(&format!("functions --name /(/ {FILE}"), &["--name: not a valid regular expression"]);
    check("hot --min 120 node-20", &["from 0 to 100"]);
    check("functions --group color node-20", &["function", "package", "category"]);
    check("export node-20", &["--table"]);
    check("check", &["<FILE>"]);
}

#[test]
fn only_regular_files_are_opened() {
    check("check node-20", &["directory", "node-20"]);
    check("summary /dev/zero", &["expected a regular file", "/dev/zero"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_to_does_not_block() {
    let folder = tempfile::tempdir().expect("a folder");
    let fifo = folder.path().join("fifo.cpuprofile");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    if made.is_ok_and(|it| it.success()) {
        let error = run_on("check", &fifo).error();
        assert!(error.contains("expected a regular file, found a named pipe"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn file_names_may_be_anything() {
    use std::os::unix::ffi::OsStrExt as _;
    let name = std::ffi::OsStr::from_bytes(b"odd\xff\x1b[31m\n.cpuprofile");
    let scratch = Scratch::new(name, profile("main 1"));
    for line in ["check", "summary", "functions --json", "tables", "export --table functions"] {
        let out = run_on(line, &scratch.file).fine();
        assert!(is_harmless(&out.replace('\r', "")), "{line}: {out:?}");
    }
    let bad = Scratch::new(name, "{}");
    let error = run_on("check", &bad.file).error();
    assert!(is_harmless(&error) && error.contains("odd\u{fffd}\\u{1b}[31m\\n.cpu"), "{error:?}");
}

#[test]
fn the_recording_is_not_overwritten() {
    let scratch = Scratch::new("p.cpuprofile", profile("main 1"));
    let before = std::fs::read(&scratch.file).expect("a file");
    let mut export = program();
    export.args(["export", "--table", "functions", "--out"]).arg(&scratch.file).arg(&scratch.file);
    let output = export.output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read(&scratch.file).expect("a file"), before);
}

#[test]
fn without_a_display_the_commands_are_named() {
    for files in ["", FILE] {
        let error = run(files).error();
        assert_eq!(error.lines().count(), 1, "{error}");
        for command in ["check", "summary", "functions", "tree", "hot", "export"] {
            assert!(error.contains(command), "{command} is not in {error}");
        }
    }
}
