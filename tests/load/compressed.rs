//! gzip and zstd: by content, within limits, and as much of damaged data as there is.

use std::io::Write as _;
use std::time::Instant;

use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::warning::Severity;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{
    LONG, PROFILE, check_error, check_words, file, folder, has, open_bytes, summary, warnings,
};

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(content: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("an encoder");
    encoder.include_checksum(true).expect("a checksum");
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

/// A zstd frame that must be skipped.
fn skippable(length: usize) -> Vec<u8> {
    let mut frame = b"\x5a\x2a\x4d\x18".to_vec();
    frame.extend(u32::try_from(length).expect("a short frame").to_le_bytes());
    frame.extend(vec![7; length]);
    frame
}

/// A profile with that many spaces in it.
fn spacious(n_spaces: usize) -> Vec<u8> {
    [b"{", b" ".repeat(n_spaces).as_slice(), &PROFILE.as_bytes()[1..]].concat()
}

/// Checks that content opens as the profile does, and gives its recording.
#[track_caller]
fn check_profile(content: &[u8]) -> Recording {
    let expected = open_bytes(PROFILE.as_bytes()).expect("a recording");
    let found = open_bytes(content).expect("a recording");
    assert_eq!(summary(&found), summary(&expected));
    found
}

/// Checks that content opens as the profile does, with a loss that is told in these words.
#[track_caller]
fn check_loss(content: &[u8], words: &[&str]) {
    let recording = check_profile(content);
    assert!(recording.has_losses());
    let text = warnings(&recording);
    for word in words {
        assert!(text.contains(word), "{word:?} is not in: {text}");
    }
}

#[track_caller]
fn check_refused(content: &[u8], words: &[&str]) {
    let folder = folder();
    check_error(&file(&folder, "unknown", content), words);
}

#[test]
fn compression_is_told_by_content() {
    for (content, name) in [(gzip(PROFILE.as_bytes()), "gzip"), (zstd(PROFILE.as_bytes()), "zstd")]
    {
        let recording = check_profile(&content);
        assert_eq!(recording.source.compression, Some(name));
        assert_eq!(recording.source.size, PROFILE.len() as u64);
        assert!(recording.warnings.is_empty(), "{}", warnings(&recording));
    }
}

#[test]
fn content_may_lie_in_many_members_or_frames() {
    for pack in [gzip, zstd] {
        let parts: Vec<u8> = PROFILE.as_bytes().chunks(50).flat_map(pack).collect();
        assert!(check_profile(&parts).warnings.is_empty());
        let with_empty = [pack(b""), pack(PROFILE.as_bytes()), pack(b"").repeat(3_000)].concat();
        assert!(check_profile(&with_empty).warnings.is_empty());
        check_refused(&pack(b"").repeat(3_000), &["the file is empty"]);
    }
    let skipped = [skippable(5), zstd(PROFILE.as_bytes()), skippable(300_000)].concat();
    assert!(check_profile(&skipped).warnings.is_empty());
}

#[test]
fn optional_fields_of_a_gzip_header_are_skipped() {
    let plain = gzip(PROFILE.as_bytes());
    let mut content = vec![0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3];
    content.extend([3, 0, b'x', b'y', b'z']);
    content.extend(b"a name\0a comment\0");
    content.extend([0x12, 0x34]);
    content.extend(&plain[10..]);
    assert!(check_profile(&content).warnings.is_empty());
    for length in 2..30 {
        check_refused(&content[..length], &["cannot decompress the gzip data", "truncated"]);
    }
}

#[test]
fn compressed_data_may_be_compressed_once_more() {
    let twice = [gzip(&gzip(PROFILE.as_bytes())), zstd(&gzip(PROFILE.as_bytes()))];
    assert_eq!(check_profile(&twice[0]).source.compression, Some("gzip"));
    assert_eq!(check_profile(&twice[1]).source.compression, Some("zstd"));
    check_refused(&gzip(&twice[0]), &["found gzip data inside compressed data", "at byte 0"]);
}

#[test]
fn bytes_after_the_compressed_data_are_left_out() {
    for content in [gzip(PROFILE.as_bytes()), zstd(PROFILE.as_bytes())] {
        let at = format!("at byte {} of the compressed file", content.len());
        let garbage = [content.as_slice(), b"garbage"].concat();
        check_loss(&garbage, &["after the compressed data", &at]);
    }
    let padded = [gzip(PROFILE.as_bytes()).as_slice(), &[0; 1000]].concat();
    assert!(!has(&check_profile(&padded), Severity::Loss));
}

#[test]
fn wrong_checksum_and_length_are_told() {
    let good = gzip(PROFILE.as_bytes());
    let (checksum, length) = (good.len() - 8, good.len() - 4);
    let mut content = good.clone();
    content[checksum] ^= 1;
    check_loss(&content, &["checksum (CRC-32)", &format!("at byte {checksum} of the compressed")]);
    let mut content = good.clone();
    content[length..].fill(0xff);
    check_loss(&content, &["length field", &format!("at byte {length} of the compressed")]);
}

#[test]
fn missing_end_of_the_compressed_data_is_told() {
    let content = gzip(PROFILE.as_bytes());
    let cut = content.len() - 5;
    let at = format!("at byte {cut} of the compressed file");
    check_loss(&content[..cut], &["ends too early (truncated?)", &at]);
    check_refused(b"\x1f\x8b", &["cannot decompress the gzip data", "at byte 2"]);
    check_refused(b"\x28\xb5\x2f\xfd", &["cannot decompress the zstd data", "truncated"]);
}

#[test]
fn every_cut_and_every_flipped_bit_opens_with_a_loss_or_is_refused() {
    let expected = summary(&open_bytes(PROFILE.as_bytes()).expect("a recording"));
    for good in [gzip(PROFILE.as_bytes()), zstd(PROFILE.as_bytes())] {
        for at in 0..good.len() {
            if let Ok(recording) = open_bytes(&good[..at]) {
                assert!(recording.has_losses(), "cut at {at}");
            }
            let mut flipped = good.clone();
            flipped[at] ^= 1 << (at % 8);
            if let Ok(recording) = open_bytes(&flipped) {
                let is_same = summary(&recording) == expected;
                assert!(is_same || recording.has_losses(), "bit flipped at {at}");
            }
        }
    }
}

#[test]
fn error_of_a_cut_file_tells_that_its_compressed_data_are_cut() {
    let content = gzip(PROFILE.as_bytes());
    let cut = &content[..content.len() / 3];
    check_refused(cut, &["at byte", "the file is damaged", "ends too early (truncated?)", "gzip"]);
}

#[test]
fn content_that_expands_too_far_must_be_allowed() {
    let folder = folder();
    for (pack, name) in [(gzip as fn(&[u8]) -> Vec<u8>, "gzip"), (zstd, "zstd")] {
        let path = file(&folder, "x", &pack(&spacious(70 << 20)));
        let start = Instant::now();
        check_error(&path, &["stopped decompressing", name, "200:1", "--allow-large"]);
        assert!(start.elapsed() < LONG);
        let allowed = load(&path, &LoadOptions { allow_large: true }, &Task::default());
        assert_eq!(allowed.expect("a recording").frames.len(), 3);
        assert!(open_bytes(&pack(&spacious(60 << 20))).is_ok(), "below 64 MiB nothing is too far");
    }
}

#[test]
fn bomb_inside_a_bomb_is_stopped() {
    let inner = gzip(&spacious(70 << 20));
    check_refused(&gzip(&inner), &["stopped decompressing inner gzip data", "200:1"]);
}

#[test]
fn declared_sizes_are_not_believed() {
    // A frame whose window is 2 GiB, and one that declares 2^62 bytes of content.
    check_refused(b"\x28\xb5\x2f\xfd\x00\xa8\x11\0\0[]", &["zstd", "too much memory"]);
    let mut lie = b"\x28\xb5\x2f\xfd\xc0\x38".to_vec();
    lie.extend((1_u64 << 62).to_le_bytes());
    lie.extend([0x11, 0, 0, b'[', b']']);
    check_refused(&lie, &["cannot decompress the zstd data"]);
}

#[test]
fn cancel_stops_the_decompressing() {
    let folder = folder();
    let path = file(&folder, "x", &gzip(PROFILE.as_bytes()));
    let task = Task::default();
    task.cancel();
    let error = load(&path, &LoadOptions::default(), &task).expect_err("cancelled");
    check_words(&error, &["cancelled"]);
}
