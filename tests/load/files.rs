//! Regular files are read, whatever they are called; everything else is refused.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::task::Task;
use asyncscope_core::warning::Severity;

use super::{LONG, PROFILE, TRACE, check_error, check_words, file, folder, has, open, summary};

#[test]
fn name_of_a_file_changes_nothing() {
    let folder = folder();
    for content in [PROFILE, TRACE] {
        let expected = open(&file(&folder, "unknown", content.as_bytes())).expect("a recording");
        for name in ["a.cpuprofile", "a.json", "a.json.gz", "a.har", "a.heapsnapshot", "-", "ü .x"]
        {
            let found = open(&file(&folder, name, content.as_bytes())).expect("a recording");
            assert_eq!(summary(&found), summary(&expected), "{name}");
            assert_eq!(found.source, expected.source, "{name}");
        }
    }
}

#[test]
fn source_tells_format_and_size() {
    let folder = folder();
    let recording = open(&file(&folder, "x", PROFILE.as_bytes())).expect("a recording");
    assert_eq!(recording.source.format, "CPU profile");
    assert_eq!(recording.source.size, PROFILE.len() as u64);
    assert_eq!(recording.source.compression, None);
    assert!(recording.warnings.is_empty(), "{:?}", recording.warnings);
}

#[test]
fn directory_is_refused() {
    let folder = folder();
    check_error(folder.path(), &["expected a regular file", "a directory"]);
}

#[test]
fn missing_file_is_named() {
    let folder = folder();
    check_error(&folder.path().join("not-there.json"), &["cannot read", "not-there.json"]);
}

#[test]
fn empty_file_is_said_to_be_empty() {
    let folder = folder();
    check_error(&file(&folder, "x", b""), &["the file is empty, at byte 0"]);
    check_error(&file(&folder, "x", b" \r\n\t "), &["empty but for white space, at byte 5"]);
    check_error(&file(&folder, "x", b"\xef\xbb\xbf\n"), &["empty but for white space, at byte 4"]);
}

#[test]
fn byte_order_mark_is_skipped() {
    let folder = folder();
    let content = [b"\xef\xbb\xbf", PROFILE.as_bytes()].concat();
    let recording = open(&file(&folder, "x", &content)).expect("a recording");
    assert_eq!(recording.frames.len(), 3);
}

#[test]
fn gigabytes_of_nothing_are_refused_at_once() {
    let folder = folder();
    let path = file(&folder, "x.heapsnapshot", b"");
    let sparse = OpenOptions::new().write(true).open(&path).expect("a file");
    sparse.set_len(8 << 30).expect("a sparse file");
    let start = Instant::now();
    check_error(&path, &["NUL bytes", "at byte 0"]);
    assert!(start.elapsed() < LONG);
}

#[test]
fn more_than_4_gib_must_be_allowed() {
    let folder = folder();
    let path = file(&folder, "x", br#"{"nodes":[{"id":1,"callFrame":{"functionName":"a"}},"#);
    let sparse = OpenOptions::new().write(true).open(&path).expect("a file");
    sparse.set_len(5 << 30).expect("a sparse file");
    let start = Instant::now();
    check_error(&path, &["larger than 4 GiB", "--allow-large"]);
    assert!(start.elapsed() < LONG);
}

#[test]
fn cancelled_task_stops_the_loading() {
    let folder = folder();
    let path = file(&folder, "x", PROFILE.as_bytes());
    let task = Task::default();
    task.cancel();
    let error = load(&path, &LoadOptions::default(), &task).expect_err("cancelled");
    check_words(&error, &["cancelled"]);
}

#[test]
fn progress_counts_the_bytes_of_the_content() {
    let folder = folder();
    let path = file(&folder, "x", PROFILE.as_bytes());
    let task = Task::default();
    load(&path, &LoadOptions::default(), &task).expect("a recording");
    assert_eq!(task.total(), PROFILE.len() as u64);
    assert!(task.done() <= task.total());
}

#[test]
fn file_that_grows_is_read_up_to_the_size_it_had() {
    let folder = folder();
    let path = file(&folder, "x", PROFILE.as_bytes());
    let mut writer = OpenOptions::new().append(true).open(&path).expect("a file");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                writer.write_all(b" \n").expect("room on the disk");
            }
        });
        for _ in 0..100 {
            let recording = open(&path).expect("a recording");
            assert!(!has(&recording, Severity::Loss), "{:?}", recording.warnings);
        }
        is_done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn file_that_shrinks_breaks_nothing() {
    let folder = folder();
    let path = file(&folder, "x", b"");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let changing = File::options().write(true).open(&path).expect("a file");
            while !is_done.load(Ordering::Relaxed) {
                fs::write(&path, PROFILE.repeat(40)).expect("room on the disk");
                changing.set_len(PROFILE.len() as u64 / 2).expect("a shorter file");
            }
        });
        for _ in 0..200 {
            open(&path).ok(); // whatever was there at that moment
        }
        is_done.store(true, Ordering::Relaxed);
    });
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;
    use std::path::Path;
    use std::process::Command;
    use std::sync::mpsc::channel;

    use super::super::{LONG, PROFILE, check_error, file, folder, open};

    #[test]
    fn fifo_is_refused_without_waiting_for_its_writer() {
        let folder = folder();
        let path = folder.path().join("fifo.cpuprofile");
        let made = Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        let (sender, receiver) = channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                check_error(&path, &["expected a regular file", "pipe", "fifo.cpuprofile"]);
                sender.send(()).expect("a listener");
            });
            receiver.recv_timeout(LONG).expect("an answer at once");
        });
    }

    #[test]
    fn socket_is_refused() {
        let folder = folder();
        let path = folder.path().join("socket");
        let _listener = UnixListener::bind(&path).expect("a socket");
        check_error(&path, &["expected a regular file", "a socket"]);
    }

    #[test]
    fn devices_are_refused_also_behind_a_link() {
        let folder = folder();
        for device in ["/dev/zero", "/dev/null"] {
            let link = folder.path().join(device.replace('/', "_"));
            symlink(device, &link).expect("a link");
            check_error(&link, &["expected a regular file", "a device"]);
        }
    }

    #[test]
    fn links_are_followed_to_files_and_nowhere_else() {
        let folder = folder();
        let target = file(&folder, "target", PROFILE.as_bytes());
        for (to, name) in [(target.as_path(), "link"), (Path::new("link"), "link-to-link")] {
            let link = folder.path().join(name);
            symlink(to, &link).expect("a link");
            assert!(open(&link).is_ok(), "{name}");
        }
        for (to, name) in [("nowhere", "dangling"), ("loop", "loop")] {
            let link = folder.path().join(name);
            symlink(to, &link).expect("a link");
            check_error(&link, &["cannot read the file: ", name]);
        }
    }

    #[test]
    fn unreadable_file_is_refused_except_to_root() {
        let folder = folder();
        let path = file(&folder, "x", PROFILE.as_bytes());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
        if fs::File::open(&path).is_err() {
            check_error(&path, &["cannot read the file: Permission denied"]);
        } else {
            assert!(open(&path).is_ok());
        }
    }

    #[test]
    fn name_that_is_not_utf_8_works_and_is_shown() {
        let folder = folder();
        let path = folder.path().join(OsStr::from_bytes(b"bad\xffname"));
        fs::write(&path, PROFILE).expect("a file");
        assert!(open(&path).is_ok());
        fs::write(&path, "{}").expect("a file");
        check_error(&path, &["an empty object", "bad\u{fffd}name"]);
    }

    #[test]
    fn control_characters_in_a_name_are_shown_escaped() {
        let folder = folder();
        let path = file(&folder, "n\n\x1b[31m=cmd", b"{}");
        check_error(&path, &[r"/n\n\u{1b}[31m=cmd"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn files_that_the_kernel_makes_up_are_read_to_their_end() {
        check_error(Path::new("/proc/self/maps"), &["expected a CPU profile"]);
        check_error(Path::new("/proc/self/mem"), &["cannot read the file"]);
    }
}
