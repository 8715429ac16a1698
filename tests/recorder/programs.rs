//! Programs run under `asyncscope record` as they run without it.

use std::fs;
use std::process::Command;

use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::task::Task;

use crate::program::{Bench, named, text};

const OUT: &str = "record --out out.json -- node program.mjs";

/// Sends a signal by its name.
#[cfg(unix)]
fn send(signal: &str, pid: u32) {
    let status = Command::new("kill").args(["-s", signal, &pid.to_string()]).status();
    assert!(status.expect("kill").success());
}

#[test]
fn output_arguments_and_exit_code_are_the_program_s() {
    let Some(bench) = Bench::new(
        "process.stdout.write(JSON.stringify(process.argv.slice(2)));
         process.stderr.write('to the side');
         process.exitCode = 42;",
    ) else {
        return;
    };
    let mut command = bench.command(OUT);
    let run = command.args(["--json", "a b", "--", "-x"]).output().expect("it starts");
    assert_eq!(run.status.code(), Some(42));
    assert_eq!(text(&run.stdout), r#"["--json","a b","--","-x"]"#);
    let err = text(&run.stderr);
    assert!(err.starts_with("to the side"), "{err}");
    assert!(err.contains("recorded") && err.contains("out.json"), "{err}");
    let events = bench.events("out.json");
    assert_eq!(named(&events, "asyncscope_end")[0]["args"]["code"], 42);
    let recording = load(&bench.path("out.json"), &LoadOptions::default(), &Task::default());
    assert!(!recording.expect("it opens").has_losses());
}

#[test]
fn findings_name_the_heaviest_function() {
    let Some(bench) = Bench::new(
        "function grindAway() { let x = 1; for (let i = 0; i < 3e8; i += 1) x = Math.imul(x ^ i, 7); return x; }
         grindAway(); await new Promise((r) => setTimeout(r, 300));",
    ) else {
        return;
    };
    let run = bench.run(OUT);
    let err = text(&run.stderr);
    let heaviest = err.lines().skip_while(|it| !it.contains("Function")).nth(1);
    assert!(heaviest.is_some_and(|it| it.contains("grindAway")), "{err}");
}

#[test]
fn what_node_is_told_already_stays() {
    let Some(bench) = Bench::new("console.log(typeof gc, process.env.NODE_OPTIONS)") else {
        return;
    };
    let mut command = bench.command(OUT);
    let run = command.env("NODE_OPTIONS", "--expose-gc").output().expect("it starts");
    assert!(text(&run.stdout).starts_with("function --expose-gc --import file://"));
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let Some(bench) = Bench::new("console.log('ran')") else { return };
    fs::write(bench.path("out.json"), "precious").expect("a file");
    let run = bench.run(OUT);
    assert_eq!((run.status.code(), text(&run.stdout)), (Some(2), ""));
    assert!(text(&run.stderr).contains("cannot make the recording"), "{}", text(&run.stderr));
    assert_eq!(fs::read(bench.path("out.json")).expect("a file"), b"precious");
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let Some(bench) = Bench::new("") else { return };
    let run = bench.run("record --out out.json -- no-such-program");
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("cannot run `no-such-program`"));
    assert!(!bench.path("out.json").exists(), "no recording of nothing");
}

#[test]
fn a_program_that_is_not_node_leaves_no_recording_and_says_so() {
    let Some(bench) = Bench::new("") else { return };
    let run = bench.run("record --out out.json -- false");
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stderr).contains("nothing was recorded"), "{}", text(&run.stderr));
    assert!(!bench.path("out.json").exists());
}

#[cfg(unix)]
#[test]
fn signals_reach_the_program_and_its_exit_code_comes_back() {
    let Some(bench) = Bench::new(
        "if (process.argv[2]) process.on('SIGTERM', () => process.exit(7));
         console.log('here'); setInterval(() => {}, 1000);",
    ) else {
        return;
    };
    for (line, name, code) in [("", "plain.json", 143), ("own", "own.json", 7)] {
        let line = format!("record --out {name} -- node program.mjs {line}");
        let mut child = bench.start(&line);
        send("TERM", child.id());
        assert_eq!(child.wait().expect("an end").code(), Some(code), "{line}");
        assert_eq!(named(&bench.events(name), "asyncscope_end").len(), 1);
    }
}

#[cfg(unix)]
#[test]
fn the_recording_of_a_killed_program_is_closed_and_opens_whole() {
    let Some(bench) = Bench::new(
        "console.log(process.pid); setInterval(() => performance.mark('alive'), 5);
         setTimeout(() => process.kill(process.pid, 'SIGKILL'), 900);",
    ) else {
        return;
    };
    let run = bench.run(OUT);
    assert_eq!(run.status.code(), Some(137));
    let events = bench.events("out.json");
    assert!(named(&events, "asyncscope_end").is_empty(), "that it was killed can be seen");
    assert!(named(&events, "alive").len() > 20, "at most a second is lost");
    let recording = load(&bench.path("out.json"), &LoadOptions::default(), &Task::default());
    assert!(!recording.expect("it opens").has_losses());
}

#[cfg(unix)]
#[test]
fn snapshots_are_taken_on_a_signal_and_at_the_end() {
    let Some(bench) = Bench::new("console.log('here'); setTimeout(() => {}, 1500);") else {
        return;
    };
    let line =
        "record --out out.json --heap-snapshot-on usr2 --heap-snapshot-at-exit -- node program.mjs";
    let mut child = bench.start(line);
    send("USR2", child.id());
    assert!(child.wait().expect("an end").success());
    let events = bench.events("out.json");
    let taken = named(&events, "heapSnapshot");
    assert_eq!(taken.len(), 2);
    for it in taken {
        let file = bench.path(it["args"]["file"].as_str().expect("a file"));
        let snapshot = load(&file, &LoadOptions::default(), &Task::default()).expect("it opens");
        assert!(snapshot.heap.is_some());
    }
}

#[test]
fn parts_are_left_out_and_queries_are_kept_where_that_is_asked_for() {
    let Some(bench) = Bench::new(
        "import http from 'node:http';
         const server = http.createServer((_, response) => response.end('x')).listen(0, async () => {
           await (await fetch('http://127.0.0.1:' + server.address().port + '/a?b=1')).text();
           server.close();
         });",
    ) else {
        return;
    };
    bench.run("record -o out.json --without cpu,memory --keep-query --no-command-line -- node program.mjs");
    let events = bench.events("out.json");
    assert!(named(&events, "Profile").is_empty() && named(&events, "memory").is_empty());
    assert_eq!(events.iter().filter(|it| it["name"] == "GET /a?b=1" && it["ph"] == "b").count(), 1);
    assert!(named(&events, "asyncscope_recording")[0]["args"].get("argv").is_none());
}
