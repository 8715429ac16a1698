//! What a script's URL says of where its source may lie.

use std::path::PathBuf;

/// Folders that a path may be deep; what is deeper is no path of a source.
const MOST_SEGMENTS: usize = 64;

/// Where the source of a script may lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SourceUrl {
    /// The file that the URL itself names, if it names one of this computer.
    pub(super) file: Option<PathBuf>,
    /// The folders and the file of its path, without any that lead upwards; empty if it has none.
    pub(super) segments: Vec<String>,
}

impl SourceUrl {
    /// Takes `url` apart: `file:` and plain paths, `http:`, `https:` and `webpack:`; any other
    /// scheme (`node:`, `wasm:`, `data:`) has no source.
    pub(super) fn parse(url: &str) -> Self {
        let Some((scheme, rest)) = scheme(url) else { return Self::of_path(url) };
        match scheme.to_ascii_lowercase().as_str() {
            "file" => Self::of_file(rest),
            "http" | "https" | "webpack" | "webpack-internal" | "ng" | "vite" => {
                let path = without_query(rest.strip_prefix("//").unwrap_or(rest));
                // Before the first slash stands the host, or the name of the bundle.
                let path = path.split_once('/').map_or("", |it| it.1);
                Self { file: None, segments: segments(path).unwrap_or_default() }
            }
            _ => Self::default(),
        }
    }

    /// Of a path as Node.js gives it for modules that are required.
    fn of_path(path: &str) -> Self {
        let is_network = path.starts_with("//") || path.starts_with("\\\\");
        // Such as `evalmachine.<anonymous>`: what was never a file.
        let is_made_up = path.contains(['<', '>']);
        if path.is_empty() || is_network || is_made_up {
            return Self::default();
        }
        let is_absolute = path.starts_with('/') || drive(path).is_some();
        let file = is_absolute.then(|| PathBuf::from(path));
        let plain = drive(path).map_or(path, |it| &path[it.len()..]);
        let plain = if drive(path).is_some() { plain.replace('\\', "/") } else { plain.to_owned() };
        let segments = plain_segments(&plain).unwrap_or_default();
        Self { file: file.filter(|_| !segments.is_empty()), segments }
    }

    /// Of what stands behind `file:`. The file of another host is never opened: only its name is
    /// looked for.
    fn of_file(rest: &str) -> Self {
        let rest = without_query(rest);
        let (host, path) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
            None => ("", rest),
        };
        let Some(segments) = segments(path) else { return Self::default() };
        let is_here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
        let is_plain = !path.starts_with("//");
        let file = (is_here && is_plain && path.starts_with('/') && !segments.is_empty())
            .then(|| absolute(&segments));
        Self { file, segments }
    }
}

/// The absolute path of segments; on Windows the first is the drive.
fn absolute(segments: &[String]) -> PathBuf {
    let path = segments.join("/");
    if cfg!(windows) { PathBuf::from(path) } else { PathBuf::from(format!("/{path}")) }
}

/// The scheme of a URL and what follows its colon. One letter is a drive of Windows.
fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let mut letters = scheme.chars();
    let begins = letters.next().is_some_and(|it| it.is_ascii_alphabetic());
    let is_scheme = letters.all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it));
    (begins && is_scheme && scheme.len() > 1).then_some((scheme, rest))
}

/// The drive that a path of Windows begins with, such as `C:`.
fn drive(path: &str) -> Option<&str> {
    let mut letters = path.chars();
    let is_drive = letters.next()?.is_ascii_alphabetic() && letters.next()? == ':';
    let is_rooted = matches!(letters.next(), Some('/' | '\\'));
    (is_drive && is_rooted).then(|| &path[..2])
}

fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// The decoded segments of a path; `None` if it is no path of a file.
fn segments(path: &str) -> Option<Vec<String>> {
    let decoded = path.split('/').map(decode).collect::<Option<Vec<String>>>()?;
    sound(decoded.iter().map(String::as_str))
}

fn plain_segments(path: &str) -> Option<Vec<String>> {
    sound(path.split('/'))
}

/// Segments that lead down only.
fn sound<'a>(all: impl Iterator<Item = &'a str>) -> Option<Vec<String>> {
    let mut kept = Vec::new();
    for segment in all {
        match segment {
            "" | "." => {}
            // Upwards from nothing is nowhere: a URL leads out of no folder.
            ".." => drop(kept.pop()),
            _ if segment.contains(['/', '\\', '\0']) => return None,
            _ => kept.push(segment.to_owned()),
        }
    }
    (kept.len() <= MOST_SEGMENTS).then_some(kept)
}

/// Text with `%41` for `A`, decoded; `None` if that is no text.
fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let digits = after.get(..2).filter(|it| *byte == b'%' && it.is_ascii());
        let decoded = digits
            .and_then(|it| std::str::from_utf8(it).ok())
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        bytes.push(decoded.unwrap_or(*byte));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).ok()
}
