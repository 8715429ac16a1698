//! The session file: nothing that is stored gets lost, whatever happens to the file.

use std::fs;
use std::path::{Path, PathBuf};

use asyncscope_core::session::{
    MAX_RECENT, RecentFile, Session, SessionError, Theme, WindowSettings,
};
use asyncscope_core::warning::{Severity, Warning, Warnings};
use proptest::prelude::*;

fn recent(path: impl Into<PathBuf>, opened: u64) -> RecentFile {
    RecentFile { path: path.into(), opened, size: 1_234, format: "CPU profile".to_owned() }
}

fn session() -> Session {
    let mut session = Session::default();
    session.remember(recent("/data/first.cpuprofile", 1_700_000_000));
    session.remember(recent("/data/second.json.gz", 1_700_000_100));
    session.folder = Some("/data".into());
    session.window = WindowSettings { theme: Theme::Dark, zoom: 1.25 };
    session.settings = r#"{"wheel":"modern"}"#.into();
    session.arrangement = "side by side".into();
    session
}

#[track_caller]
fn decode(bytes: &[u8]) -> (Session, Vec<Warning>) {
    let warnings = Warnings::default();
    let session = Session::decode(bytes, &warnings).expect("a session");
    (session, warnings.into_vec())
}

/// A chunk with the checksums that belong to it, made by the layout that is documented.
fn chunk(tag: [u8; 4], bytes: &[u8]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum().to_le_bytes()
    };
    let length = u32::try_from(bytes.len()).expect("a short chunk");
    let mut chunk = tag.to_vec();
    chunk.extend(length.to_le_bytes());
    chunk.extend(crc(bytes));
    chunk.extend(crc(&chunk));
    chunk.extend(bytes);
    chunk
}

#[test]
fn what_is_saved_is_loaded_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("new folder").join("session");
    let warnings = Warnings::default();
    assert_eq!(Session::load(&path, &warnings).expect("no file yet"), Session::default());
    session().save(&path).expect("saved");
    assert_eq!(Session::load(&path, &warnings).expect("loaded"), session());
    let mut changed = session();
    changed.remember(recent("/data/third", 5));
    changed.save(&path).expect("saved over");
    assert_eq!(Session::load(&path, &warnings).expect("loaded"), changed);
    assert!(warnings.into_vec().is_empty());
    let files: Vec<_> = fs::read_dir(folder.path().join("new folder")).expect("it").collect();
    assert_eq!(files.len(), 1, "no temporary file stays behind");
}

#[test]
fn recent_files_stand_latest_first_and_each_once() {
    let mut session = Session::default();
    for i in 0..50 {
        session.remember(recent(format!("/{i}"), i));
    }
    assert_eq!(session.recent().len(), MAX_RECENT);
    session.remember(recent("/30", 99));
    assert_eq!(session.recent().len(), MAX_RECENT);
    assert_eq!(session.recent()[0], recent("/30", 99));
    assert_eq!(session.recent()[1].path, Path::new("/49"));
    session.forget(Path::new("/30"));
    assert_eq!(session.recent()[0].path, Path::new("/49"));
    assert_eq!(session.recent().len(), MAX_RECENT - 1);
}

#[test]
fn files_of_versions_without_settings_load() {
    let mut old = session();
    old.settings.clear();
    old.arrangement.clear();
    let bytes = old.encode();
    assert!(!bytes.windows(4).any(|it| it == b"SET1" || it == b"ARR1"), "as older versions wrote");
    assert_eq!(decode(&bytes), (old, Vec::new()));
}

#[cfg(unix)]
#[test]
fn paths_that_are_not_utf_8_survive() {
    use std::os::unix::ffi::OsStrExt as _;

    let path = Path::new(std::ffi::OsStr::from_bytes(b"/data/\xff\xfe\n\x80"));
    let mut session = Session::default();
    session.remember(recent(path, 1));
    session.folder = Some(path.to_owned());
    assert_eq!(decode(&session.encode()), (session, Vec::new()));
}

#[test]
fn chunks_of_newer_versions_are_kept_and_written_back() {
    let future = chunk(*b"NEW9", b"what a newer version stored");
    let bytes = [session().encode(), future.clone()].concat();
    let (mut loaded, warnings) = decode(&bytes);
    assert!(warnings.is_empty());
    assert_eq!(loaded.recent(), session().recent());
    loaded.forget(Path::new("/data/first.cpuprofile"));
    let saved = loaded.encode();
    assert!(saved.windows(future.len()).any(|it| it == future));
}

#[test]
fn damage_costs_the_chunk_it_hits_and_no_other() {
    let good = session().encode();
    let known = [b"RCT1", b"WIN1", b"FLD1", b"SET1", b"ARR1"];
    let starts: Vec<usize> = known
        .iter()
        .map(|tag| good.windows(4).position(|it| it == *tag).expect("the chunk"))
        .collect();
    for at in 12..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        let (found, warnings) = decode(&bytes);
        let hit = starts.iter().rposition(|&it| it <= at).expect("a chunk");
        let sound = [
            found.recent() == session().recent(),
            found.window == session().window,
            found.folder == session().folder,
            found.settings == session().settings,
            found.arrangement == session().arrangement,
        ];
        let expected = [0, 1, 2, 3, 4].map(|it| hit != it);
        assert_eq!(sound, expected, "a bit flipped at {at}");
        assert_eq!(warnings.len(), 1, "a bit flipped at {at}: {warnings:?}");
        assert_eq!(warnings[0].severity, Severity::Loss);
        assert_eq!(warnings[0].offset, Some(starts[hit] as u64));
    }
}

#[test]
fn cut_file_keeps_what_is_whole() {
    let good = session().encode();
    for length in 12..good.len() {
        let (found, warnings) = decode(&good[..length]);
        let is_boundary = found.encode().len() >= length;
        assert!(!warnings.is_empty() || is_boundary, "cut at {length}");
    }
}

#[test]
fn sound_chunk_with_senseless_content_is_told() {
    let head = &session().encode()[..12];
    for content in [&b""[..], b"\xff", &[0xff; 64], &[0; 64]] {
        let (found, warnings) = decode(&[head, &chunk(*b"RCT1", content)].concat());
        assert_eq!(found, Session::default());
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].what.contains("cannot be understood"));
    }
}

#[test]
fn zoom_that_nobody_can_use_is_put_back() {
    for zoom in [f32::NAN, f32::INFINITY, -1.0, 0.0, 100.0] {
        let mut session = Session::default();
        session.window.zoom = zoom;
        let (found, _) = decode(&session.encode());
        assert!((found.window.zoom - 1.0).abs() < f32::EPSILON);
    }
}

#[test]
fn other_files_are_refused_and_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("session");
    let warnings = Warnings::default();
    let mut newer = session().encode();
    newer[8] = 2;
    for (content, expected) in [
        (&b""[..], "found something else, at byte 0"),
        (b"{\"nodes\":[]}", "found something else, at byte 0"),
        (b"ASYNCSES\x01", "found something else, at byte 0"),
        (&newer, "found version 2, at byte 8"),
        (&vec![0; (16 << 20) + 5], "at most 16 MiB"),
    ] {
        fs::write(&path, content).expect("a file");
        let error = Session::load(&path, &warnings).expect_err("refused").to_string();
        assert!(error.contains(expected) && error.contains("\nFile: "), "{error}");
    }
    let error = Session::load(folder.path(), &warnings).expect_err("a directory");
    assert!(matches!(error, SessionError::Read { .. }));
    assert!(matches!(session().save(folder.path()), Err(SessionError::Save(_))));
}

fn any_session() -> impl Strategy<Value = Session> {
    let path = "[a-z/ü\n]{0,40}";
    let file = (path, any::<u64>(), any::<u64>(), ".{0,20}");
    let theme = prop_oneof![Just(Theme::System), Just(Theme::Light), Just(Theme::Dark)];
    let files = prop::collection::vec(file, 0..40);
    (files, prop::option::of(path), theme, 0.2_f32..5.0).prop_map(|(files, folder, theme, zoom)| {
        let mut session = Session::default();
        for (path, opened, size, format) in files {
            session.remember(RecentFile { path: path.into(), opened, size, format });
        }
        session.folder = folder.map(PathBuf::from);
        session.window = WindowSettings { theme, zoom };
        session
    })
}

proptest! {
    #[test]
    fn any_session_survives_encoding(session in any_session()) {
        let (found, warnings) = decode(&session.encode());
        prop_assert_eq!(found, session);
        prop_assert!(warnings.is_empty());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        Session::decode(&bytes, &Warnings::default()).ok();
        let framed = [&session().encode()[..12], bytes.as_slice()].concat();
        let (found, warnings) = decode(&framed);
        prop_assert!(bytes.is_empty() || !warnings.is_empty());
        prop_assert_eq!(found, Session::default());
    }

    #[test]
    fn arbitrary_chunk_contents_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let head = &session().encode()[..12];
        for tag in [b"RCT1", b"WIN1", b"FLD1"] {
            let (found, _) = decode(&[head, &chunk(*tag, &bytes)].concat());
            decode(&found.encode());
        }
    }

    #[test]
    fn spoilt_files_keep_their_last_chunk(at in 12_usize..60, with in any::<[u8; 8]>()) {
        let mut bytes = session().encode();
        bytes[at..at + 8].copy_from_slice(&with);
        let (found, _) = decode(&bytes);
        prop_assert_eq!(found.folder, session().folder);
    }
}
