//! What comes through a pipe: no size, no end in sight, and perhaps nothing at all.

use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use asyncscope_core::error::LoadError;
use asyncscope_core::load::{LoadOptions, load_reader};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;

use super::{LONG, PROFILE, check_words, file, folder, open, summary};

fn read(reader: impl Read + Send + 'static) -> Result<Recording, LoadError> {
    load_reader(reader, Path::new("-"), &LoadOptions::default(), &Task::default())
}

/// Gives one byte at a time.
struct Drops(Cursor<Vec<u8>>);

impl Read for Drops {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = buffer.len().min(1);
        self.0.read(&mut buffer[..n])
    }
}

/// Tells when it is asked, and then gives nothing until its other end is dropped.
struct Silence {
    asked: Sender<()>,
    other_end: Receiver<()>,
}

impl Read for Silence {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.asked.send(()).ok();
        self.other_end.recv().ok();
        Ok(0)
    }
}

/// Fails after some bytes.
struct Broken(Cursor<Vec<u8>>);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the line went dead")),
            n => Ok(n),
        }
    }
}

#[test]
fn pipe_gives_the_same_as_a_file() {
    let folder = folder();
    let expected = open(&file(&folder, "x", PROFILE.as_bytes())).expect("a recording");
    let whole = read(Cursor::new(PROFILE)).expect("a recording");
    assert_eq!(summary(&whole), summary(&expected));
    let drops = read(Drops(Cursor::new(PROFILE.into()))).expect("a recording");
    assert_eq!(summary(&drops), summary(&expected));
    assert_eq!(drops.source, expected.source);
}

#[test]
fn standard_input_is_named_in_errors() {
    let error = read(Cursor::new("{}")).expect_err("no recording");
    check_words(&error, &["an empty object", "File: standard input"]);
    check_words(&read(Cursor::new("")).expect_err("no recording"), &["the file is empty"]);
}

#[test]
fn failing_reader_is_an_error() {
    let error = read(Broken(Cursor::new(PROFILE.into()))).expect_err("a failure");
    check_words(&error, &["the line went dead"]);
}

#[test]
fn endless_input_that_is_no_recording_is_refused_at_once() {
    let start = Instant::now();
    check_words(&read(io::repeat(0)).expect_err("no recording"), &["NUL bytes"]);
    check_words(&read(io::repeat(b'x')).expect_err("no recording"), &["text that begins with `xx"]);
    assert!(start.elapsed() < LONG);
}

#[test]
fn cancel_is_seen_while_nothing_comes() {
    let (asked, is_asked) = channel();
    let (silent, other_end) = channel();
    let task = Arc::new(Task::default());
    let seen = Arc::clone(&task);
    let canceller = thread::Builder::new().spawn(move || {
        is_asked.recv().expect("a reader that waits");
        seen.cancel();
        Instant::now()
    });
    let reader = Silence { asked, other_end };
    let loaded = load_reader(reader, Path::new("-"), &LoadOptions::default(), &task);
    let end = Instant::now();
    let cancelled_at = canceller.expect("a thread").join().expect("a time");
    check_words(&loaded.expect_err("cancelled"), &["cancelled"]);
    assert!(end.duration_since(cancelled_at) < LONG / 10);
    drop(silent);
}
