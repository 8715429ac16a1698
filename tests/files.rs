//! Sources of scripts: found by their URL, and read no further than asked.

use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use asyncscope_core::files::source::{MAX_SOURCE, SourceError, SourceText, find_source};
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("room for a small file");
    }
    folder
}

/// The content of what is found for `url` below `folder`.
#[track_caller]
fn found(url: &str, folder: &TempDir) -> String {
    let source = find_source(url, Some(folder.path())).expect("a source");
    first_line(&source).to_owned()
}

fn first_line(source: &SourceText) -> &str {
    source.line(NonZeroU32::MIN).expect("a line")
}

#[test]
fn the_longest_end_of_a_url_that_there_is_wins() {
    let folder = folder(&[("src/a/b.js", "deep"), ("b.js", "flat"), ("index.js", "index")]);
    for url in [
        "http://localhost:8080/src/a/b.js?v=12#top",
        "https://user@host/assets/src/a/b.js",
        "webpack:///./src/a/b.js",
        "webpack://shop/./src/a/b.js?1f2e",
        "webpack-internal:///./src/a/b.js",
        "file:///srv/app/src/a/b.js",
        "file:///srv/app/src/x/../a/%62.js",
        "/srv/app/src/a/b.js",
        "src/a/b.js",
        "C:\\work\\src\\a\\b.js",
    ] {
        assert_eq!(found(url, &folder), "deep", "{url}");
    }
    assert_eq!(found("http://host/other/b.js", &folder), "flat");
    assert_eq!(found("http://host/index.js", &folder), "index");
}

#[test]
fn a_file_of_this_computer_needs_no_folder() {
    let folder = folder(&[("a b.js", "here")]);
    let path = folder.path().join("a b.js");
    let url = format!("file://{}", path.display().to_string().replace(' ', "%20"));
    for url in [url.clone(), format!("{url}?update=1"), path.display().to_string()] {
        let source = find_source(&url, None).expect("a source");
        assert_eq!((first_line(&source), &source.path), ("here", &path), "{url}");
    }
}

#[test]
fn nothing_outside_of_the_folder_is_read() {
    let outer = folder(&[("secret.js", "secret"), ("inner/own.js", "own")]);
    let inner = outer.path().join("inner");
    for url in [
        "http://host/../secret.js",
        "http://host/a/../../secret.js",
        "http://host/%2e%2e/secret.js",
        "webpack:///../secret.js",
        "http://host/..%2fsecret.js",
        "http://host/..\\secret.js",
    ] {
        assert!(find_source(url, Some(&inner)).is_err(), "{url}");
    }
}

#[test]
fn a_file_of_another_computer_is_not_asked_for() {
    let folder = folder(&[("a.js", "here")]);
    let path = folder.path().join("a.js");
    for url in [format!("file://server{}", path.display()), format!("//server{}", path.display())] {
        assert!(find_source(&url, None).is_err(), "{url}");
    }
}

#[test]
fn scripts_that_are_no_files_say_so() {
    for url in ["", "node:fs", "wasm://wasm/0002f80e", "evalmachine.<anonymous>", "data:a/b"] {
        let error = find_source(url, Some(Path::new("/"))).expect_err(url);
        assert!(matches!(error, SourceError::NoFile { .. }), "{url}: {error}");
    }
}

#[test]
fn an_error_names_what_was_looked_for_and_where() {
    let folder = folder(&[]);
    let error = find_source("http://host/src/a.js", Some(folder.path())).expect_err("nothing");
    let place = folder.path().display();
    let expected =
        format!("no source of http://host/src/a.js in {place}: looked for src/a.js, a.js");
    assert_eq!(error.to_string(), expected);
    let error = find_source("file:///nowhere/a.js", None).expect_err("nothing");
    let expected = "no such file on this computer: /nowhere/a.js".to_owned();
    assert_eq!(error.to_string(), expected);
    let error = find_source("http://host/a.js", None).expect_err("nothing");
    assert_eq!(error.to_string(), "the script http://host/a.js is no file of this computer");
}

#[test]
fn only_text_of_a_sensible_size_is_read() {
    let folder = folder(&[("zero.js", "a\0b"), ("folder/b.js", ""), ("large.js", "")]);
    let open = |name: &str| find_source(name, Some(folder.path()));
    assert!(matches!(open("zero.js"), Err(SourceError::NoText { offset: 1, .. })));
    assert!(matches!(open("folder"), Err(SourceError::NotFound { .. })));
    let large = fs::File::options().write(true).open(folder.path().join("large.js"));
    large.and_then(|it| it.set_len(MAX_SOURCE + 1)).expect("a sparse file");
    assert!(matches!(open("large.js"), Err(SourceError::TooLarge { .. })));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let folder = folder(&[]);
    let path = folder.path().join("pipe.js");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo");
    assert!(made.success());
    let error = find_source("pipe.js", Some(folder.path())).expect_err("a pipe");
    assert!(error.to_string().contains("named pipe"), "{error}");
}

#[test]
fn lines_are_counted_from_one_and_have_no_ends() {
    let line = |text: &str, number: u32| {
        let folder = folder(&[("a.js", text)]);
        let source = find_source("a.js", Some(folder.path())).expect("a source");
        let number = NonZeroU32::new(number).expect("a line");
        (source.line(number).map(str::to_owned), source.n_lines())
    };
    let some = |text: &str, lines| (Some(text.to_owned()), lines);
    assert_eq!(line("one\r\ntwo\n", 1), some("one", 2));
    assert_eq!(line("one\r\ntwo\n", 2), some("two", 2));
    assert_eq!(line("one\r\ntwo\n", 3), (None, 2));
    assert_eq!(line("one\ntwo", 2), some("two", 2));
    assert_eq!(line("", 1), some("", 1));
    assert_eq!(line("a\u{e4}\nb", 2), some("b", 2));
}

#[test]
fn a_name_that_is_no_text_is_found_all_the_same() {
    let folder = folder(&[("ä.js", "umlaut")]);
    assert_eq!(found("http://host/%C3%A4.js", &folder), "umlaut");
    let missing: PathBuf = folder.path().join("none");
    assert!(find_source("http://host/%FF.js", Some(&missing)).is_err());
}
