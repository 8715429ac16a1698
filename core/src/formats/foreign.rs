//! Files that are not read: what they are, so that the error can say more than "unknown".

use super::outline::Outline;

/// A kind of JSON file that is known by its keys but not read.
#[derive(Clone, Copy)]
struct Foreign {
    /// Such as "a heap snapshot".
    name: &'static str,
    /// What to do about it, or why it cannot be read.
    advice: &'static str,
    recognizes: fn(&Outline) -> bool,
}

const NOT_YET: &str = "which this version cannot read yet";

/// Most telling first. A format that gets a reader moves from here to `FORMATS`.
const FOREIGN: &[Foreign] = &[
    Foreign {
        name: "a speedscope file",
        advice: NOT_YET,
        recognizes: |it| it.has("shared.frames") || it.has("$schema") && it.has("profiles"),
    },
    Foreign {
        name: "a Firefox profile",
        advice: "which this version cannot read",
        recognizes: |it| {
            it.has("meta") && it.has_any(&["threads", "libs", "shared", "profileJSON"])
        },
    },
    Foreign {
        name: "a CPU profile inside another object",
        advice: "save only what `profile` holds",
        recognizes: |it| it.has_any(&["profile.nodes", "result.profile"]),
    },
    Foreign {
        name: "a list of trace events that is not a JSON array",
        advice: "put `[` before the first line and a comma behind each",
        recognizes: |it| it.has("ph"),
    },
    Foreign {
        name: "a diagnostic report of Node.js",
        advice: "which holds no recording",
        recognizes: |it| it.has("header.reportVersion"),
    },
    Foreign {
        name: "a Lighthouse report",
        advice: "open the trace it was made from",
        recognizes: |it| it.has("lighthouseVersion"),
    },
    Foreign {
        name: "a network log of Chromium (NetLog)",
        advice: "which this version cannot read",
        recognizes: |it| it.has("constants") && it.has("events"),
    },
];

/// What a JSON text is, with advice, if it is known but not read.
pub(super) fn json(outline: &Outline) -> Option<String> {
    let foreign = FOREIGN.iter().find(|it| (it.recognizes)(outline))?;
    Some(format!("this is {}, {}", foreign.name, foreign.advice))
}

/// First bytes of files that hold no JSON.
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive; unpack it first"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip data inside compressed data inside compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd data inside compressed data inside compressed data"),
    (b"BZh", "bzip2 data; decompress it first"),
    (b"\xfd7zXZ\0", "xz data; decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"\x04\x22\x4d\x18", "LZ4 data; decompress it first"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "an ELF program"),
    (b"MZ", "a Windows program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\0asm", "a WebAssembly module"),
    (b"PERFILE2", "a perf.data file; this version cannot read it"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"v8-version,", "a log of V8 (--prof); record with --cpu-prof instead"),
];

/// Text whose characters take two or four bytes each, if this is such.
pub(super) fn wide_text(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32 text; save it as UTF-8"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{' | b'[', 0, ..] | [0, b'{' | b'[', ..] => {
            Some("UTF-16 text (PowerShell writes it with `>`); save it as UTF-8")
        }
        _ => None,
    }
}

/// What a file is whose beginning is not JSON, if that can be told.
pub(super) fn bytes(head: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some("a tar archive; unpack it first");
    }
    if !head.is_empty() && head.iter().all(|&it| it == 0) {
        return Some("NUL bytes, as in a file that was never written to its end");
    }
    if is_protobuf(head) {
        return Some("binary data, perhaps a Perfetto trace (protobuf); convert it to JSON first");
    }
    if is_binary(head) {
        return Some("binary data");
    }
    markup(head)
}

/// HTML and XML.
fn markup(head: &[u8]) -> Option<&'static str> {
    let text = head.trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    let begins =
        |tag: &str| text.get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes()));
    if begins("<!doctype html") || begins("<html") || begins("<head") || begins("<body") {
        Some("an HTML page; was it downloaded from behind a login or an error page?")
    } else if begins("<") {
        Some("XML or HTML")
    } else {
        None
    }
}

/// Whether the bytes begin like a list of messages, as Perfetto's traces and pprof's profiles do:
/// the first is field 1, and where it ends another field begins.
fn is_protobuf(head: &[u8]) -> bool {
    let (length, begin) = match head {
        [0x0a, length @ 1..0x80, ..] => (usize::from(*length), 2),
        [0x0a, low @ 0x80..=0xff, high @ 1..0x80, ..] => {
            (usize::from(*low & 0x7f) | usize::from(*high) << 7, 3)
        }
        _ => return false,
    };
    let is_field = |tag: u8| (0x08..0x80).contains(&tag) && matches!(tag & 7, 0 | 1 | 2 | 5);
    let next = head.get(begin + length).copied();
    is_binary(head) && head.get(begin).is_some_and(|it| is_field(*it)) && next.is_none_or(is_field)
}

/// Whether this is no text: control characters, or bytes that are no UTF-8.
fn is_binary(head: &[u8]) -> bool {
    let start = &head[..head.len().min(1_024)];
    let is_control = |it: &u8| matches!(it, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let is_utf8 = match std::str::from_utf8(start) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(), // a character cut at the end
    };
    !is_utf8 || start.iter().any(is_control)
}

/// What a text is that holds one record or frame per line, with advice, if it is known.
pub(super) fn lines(head: &[u8]) -> Option<&'static str> {
    let lines = || head.split(|&it| it == b'\n').map(<[u8]>::trim_ascii_end).take(50);
    if lines().any(is_perf_frame) {
        return Some("this is the output of `perf script`, which this version cannot read");
    }
    let mut full = lines().filter(|it| !it.is_empty()).take(10).peekable();
    let has_stack = lines().any(|it| it.contains(&b';'));
    if full.peek().is_some() && has_stack && full.all(is_collapsed_stack) {
        return Some("this is a list of collapsed stacks, which this version cannot read yet");
    }
    None
}

/// Such as `    7f2e0a1b main+0x10 (/usr/bin/node)`.
fn is_perf_frame(line: &[u8]) -> bool {
    let text = line.trim_ascii_start();
    let n_hex = text.iter().take_while(|it| it.is_ascii_hexdigit()).count();
    let is_name_next = matches!(text.get(n_hex), Some(b' ' | b'\t'));
    text.len() < line.len() && n_hex >= 3 && is_name_next && text.ends_with(b")")
}

/// Such as `main;work;leaf 17`.
fn is_collapsed_stack(line: &[u8]) -> bool {
    let n_digits = line.iter().rev().take_while(|it| it.is_ascii_digit()).count();
    let stack = &line[..line.len() - n_digits];
    n_digits > 0 && stack.len() > 1 && stack.ends_with(b" ")
}
