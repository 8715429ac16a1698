//! Standard input and output, files that are written, and threads.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::program::{Run, Scratch, profile, program, run, run_on, samples};

const PAGE: &str = "chromium-156/page.json.gz";

#[test]
fn standard_input_is_read_for_a_dash() {
    let path = samples().join(PAGE);
    let mut child = program()
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&std::fs::read(&path).unwrap()).unwrap();
    let output: Run = child.wait_with_output().unwrap().into();
    assert_eq!(output.code, 0);
    assert!(output.out.starts_with("standard input: fine: Chrome trace in gzip"), "{}", output.out);
    let named = run(&format!("check {PAGE}")).fine();
    assert_eq!(output.out.replace("standard input", PAGE), named);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    for line in
        ["export --table samples", "export --table spans --format json", "tree --top 9999999"]
    {
        let mut child = program()
            .args(line.split(' '))
            .arg(PAGE)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        // The pipe is closed here, with most of the rows unwritten.
        let output: Run = child.wait_with_output().unwrap().into();
        assert_eq!((output.code, output.err.as_str()), (0, ""), "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for line in
        ["functions", "functions --json", "export --table functions", "--help", "completions bash"]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = program();
        command.args(line.split(' ')).stdout(full);
        if !line.starts_with("--") && !line.starts_with("completions") {
            command.arg("node-20/async-server.cpuprofile");
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("No space left"), "{line}: {error}");
    }
}

#[test]
fn tables_go_to_files_by_the_name_of_the_file() {
    let scratch = Scratch::new("p.cpuprofile", profile("main > =cmd 2"));
    let export = |file: &str, options: &[&str]| {
        let out = scratch.folder().join(file);
        let mut command = program();
        command.args(["export", "--table", "functions", "--out"]).arg(&out).args(options);
        let run: Run = command.arg(&scratch.file).output().unwrap().into();
        assert_eq!(run.fine(), "");
        std::fs::read_to_string(out).unwrap()
    };
    let head = "function,url,line,column,category,self_ns,total_ns,samples\r\n";
    let csv = export("table.csv", &[]);
    assert!(
        csv.starts_with(&format!("{head}'=cmd,/app/main.js,1,1,application,2000000,")),
        "{csv}"
    );
    let raw = export("raw.csv", &["--raw"]);
    assert!(raw.starts_with(&format!("{head}=cmd,")), "{raw}");
    let json = export("table.JSON", &[]);
    assert!(json.starts_with("[\n{\"function\":\"=cmd\","), "{json}");
    assert_eq!(export("table.txt", &["--format", "json"]), json);
    assert_eq!(run_on("export --table functions --out -", &scratch.file).fine(), csv);
}

#[cfg(unix)]
#[test]
fn a_file_that_was_there_stays_when_writing_fails() {
    let scratch = Scratch::new("table.csv", "before");
    // A limit on the size of files, below the size of the table.
    let script =
        "trap '' XFSZ; ulimit -f 8; exec \"$0\" export --table samples --out \"$1\" \"$2\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_asyncscope")])
        .arg(&scratch.file)
        .arg(samples().join(PAGE))
        .output()
        .unwrap();
    let run: Run = output.into();
    let error = run.error();
    assert!(error.contains("cannot write the file: File too large"), "{error}");
    assert!(error.contains("table.csv"), "{error}");
    assert_eq!(std::fs::read_to_string(&scratch.file).unwrap(), "before");
    assert_eq!(std::fs::read_dir(scratch.folder()).unwrap().count(), 1, "no temporary file");
}

#[test]
fn one_thread_and_eight_write_the_same_bytes() {
    let with = |threads: &str, line: &str| {
        let mut command = program();
        command.env("RAYON_NUM_THREADS", threads).args(line.split(' '));
        Run::from(command.output().unwrap()).fine()
    };
    for line in [
        "summary --json",
        "functions --json --top 1000",
        "functions --group package",
        "tree --json --top 100000",
        "tree --invert --top 500 --json",
        "hot --min 0 --top 1000",
        "export --table call-tree",
        "export --table samples",
        "export --table spans",
        "check --json",
    ] {
        for file in [PAGE, "node-20/cpu-heavy.cpuprofile.zst"] {
            if file != PAGE && line.ends_with("spans") {
                continue;
            }
            let line = format!("{line} {file}");
            assert!(with("1", &line) == with("8", &line), "{line}");
        }
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&format!("completions {shell}")).fine();
        assert!(script.contains("functions") && script.contains("allow-large"), "{shell}");
    }
}

#[test]
fn version_and_help_are_plain_text() {
    assert_eq!(run("--version").fine(), format!("asyncscope {}\n", env!("CARGO_PKG_VERSION")));
    assert!(!run("--help").fine().contains('\u{1b}'));
}
