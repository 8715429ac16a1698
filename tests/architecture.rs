//! The import rules of ARCHITECTURE.md, checked over the source itself.

use std::fs;
use std::path::{Path, PathBuf};

/// A line of code that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Breach {
    place: String,
    line: String,
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the workspace").into()
}

/// Every `.rs` file that `place` is or holds, with its path relative to the workspace.
fn sources(place: &str) -> Vec<(String, String)> {
    let root = workspace();
    let mut found = Vec::new();
    let mut places = vec![root.join(place)];
    while let Some(path) = places.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder of the workspace");
            places.extend(entries.map(|it| it.expect("an entry").path()));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let name = path.strip_prefix(&root).expect("below the root");
            let text = fs::read_to_string(&path).expect("source is text");
            found.push((name.to_string_lossy().into_owned(), text));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no sources in {place}");
    found
}

/// The lines of `folder` that hold one of `words` in code, in files that `skip` does not name.
fn breaches(folder: &str, words: &[&str], skip: &[&str]) -> Vec<Breach> {
    let mut found = Vec::new();
    for (name, text) in sources(folder) {
        if skip.iter().any(|it| name.starts_with(it)) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if words.iter().any(|word| code.contains(word)) {
                let place = format!("{name}:{}", number + 1);
                found.push(Breach { place, line: line.trim().to_owned() });
            }
        }
    }
    found
}

#[track_caller]
fn check(folder: &str, words: &[&str], skip: &[&str]) {
    let found = breaches(folder, words, skip);
    assert!(found.is_empty(), "{folder} must not use {words:?}:\n{found:#?}");
}

#[test]
fn core_knows_no_window() {
    check("core/src", &["egui", "eframe", "rfd::", "winit"], &[]);
    let manifest = fs::read_to_string(workspace().join("core/Cargo.toml")).expect("a manifest");
    assert!(!manifest.contains("egui"), "core must not depend on egui");
}

#[test]
fn core_neither_prints_nor_reads_clock_or_environment() {
    check("core/src", &["println!", "eprintln!", "print!(", "dbg!", "log::", "tracing::"], &[]);
    check("core/src", &["SystemTime::now", "Instant::now", "std::env", "env::var"], &[]);
}

#[test]
fn only_load_export_and_session_touch_files() {
    let words = ["std::fs", "fs::", "File::", "OpenOptions", "std::io::stdin", "io::stdin"];
    let may = ["core/src/load", "core/src/export/save", "core/src/session", "core/src/files"];
    check("core/src", &words, &may);
}

#[test]
fn model_knows_no_format_and_no_analysis() {
    check("core/src/model", &["crate::formats", "crate::load", "crate::analysis"], &[]);
    check("core/src/model", &["crate::export", "serde", "json"], &[]);
}

#[test]
fn analysis_knows_no_format_and_no_output() {
    check("core/src/analysis", &["crate::formats", "crate::load", "crate::export"], &[]);
}

#[test]
fn formats_know_no_analysis_and_no_output() {
    check("core/src/formats", &["crate::analysis", "crate::export", "crate::load"], &[]);
}

#[test]
fn base_knows_nothing_above_it() {
    let above = ["crate::model", "crate::formats", "crate::analysis", "crate::export"];
    for file in ["error", "index", "strings", "task", "units", "warning"] {
        check(&format!("core/src/{file}.rs"), &above, &[]);
    }
}

#[test]
fn command_line_knows_no_window() {
    check("app/src/cli", &["egui", "eframe", "rfd::", "crate::views", "crate::panels"], &[]);
}

#[test]
fn views_only_look_and_ask() {
    let doing =
        ["crate::apply", "jobs::Job", "Job::spawn", "std::fs", "thread::", "load::load", "rayon"];
    check("app/src/views", &doing, &[]);
    check("app/src/panels", &doing, &[]);
}

#[test]
fn widgets_know_no_profile() {
    check("app/src/widgets", &["asyncscope_core::model", "asyncscope_core::analysis"], &[]);
    check("app/src/widgets", &["crate::views", "crate::panels", "crate::state"], &[]);
}

#[test]
fn colours_stand_in_the_theme_alone() {
    let literals = ["Color32::from_rgb", "Color32::from_hex", "Color32::from_gray", "hex_color!"];
    check("app/src", &literals, &["app/src/theme"]);
    check("app/src", &["Color32::WHITE", "Color32::BLACK", "Color32::RED"], &["app/src/theme"]);
}

#[test]
fn bincode_stays_behind_one_module() {
    check("core/src", &["bincode"], &["core/src/session"]);
    check("app/src", &["bincode"], &[]);
}

#[test]
fn a_breach_is_found() {
    let found = breaches("tests/architecture.rs", &["fn workspace() -> PathBuf"], &[]);
    assert_eq!(found.len(), 2, "the function and the line above: {found:?}");
}
