//! The source of a script: found by its URL, on this computer or below a folder of the user.

use std::io::Read as _;
use std::num::NonZeroU32;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::source_url::SourceUrl;
use crate::error::{LoadError, show_path, show_text};
use crate::load::regular_file;
use crate::units::Bytes;

/// The largest source that is read, in bytes: more than any script that people read.
pub const MAX_SOURCE: u64 = 32 << 20;

/// Bytes in which a text has no zero.
const LOOKED_AT: usize = 8 << 10;

/// The source of a script.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The file it was read from.
    pub path: PathBuf,
    text: String,
    /// Where lines begin, and where the last ends.
    starts: Vec<u32>,
}

/// Why there is no source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The URL names no file, or there is none.
    #[error("there is no source to look for: {}", not_a_file(url))]
    NoFile {
        /// The script's URL.
        url: String,
    },
    /// No such file.
    #[error("{}", not_found(url, looked, folder.as_deref()))]
    NotFound {
        /// The script's URL.
        url: String,
        /// The paths that were looked for, in this order; below the folder if there is one.
        looked: Vec<PathBuf>,
        /// The folder that they were looked for in.
        folder: Option<PathBuf>,
    },
    /// The file is there, and cannot be read.
    #[error(transparent)]
    Read(#[from] LoadError),
    /// It is larger than sources are.
    #[error(
        "expected a source of at most {}, found more\nFile: {}",
        Bytes(MAX_SOURCE),
        show_path(path)
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// It is no text.
    #[error("expected text, found a zero at byte {offset}\nFile: {}", show_path(path))]
    NoText {
        /// The file.
        path: PathBuf,
        /// Where the zero is.
        offset: usize,
    },
}

/// Finds and reads the source of the script `url`.
///
/// A `file:` URL or an absolute path is tried as it stands. Then, below `folder`, what stands
/// behind the host is looked for, and with one folder after the other taken off its beginning: of
/// `http://host/a/b/c.js` the files `a/b/c.js`, `b/c.js` and `c.js`. So the longest end that there
/// is wins. Only regular files are opened, and nothing outside of `folder` by way of `..`.
///
/// # Errors
///
/// If the URL names no file, if there is none, or if it cannot be read as text.
pub fn find_source(url: &str, folder: Option<&Path>) -> Result<SourceText, SourceError> {
    let place = SourceUrl::parse(url);
    if place.segments.is_empty() {
        return Err(SourceError::NoFile { url: url.to_owned() });
    }
    let mut looked: Vec<PathBuf> = place.file.into_iter().collect();
    let ends = (0..place.segments.len()).map(|it| place.segments[it..].iter().collect::<PathBuf>());
    let below: Vec<PathBuf> = if folder.is_some() { ends.collect() } else { Vec::new() };
    let mut candidates = looked.clone();
    candidates.extend(folder.into_iter().flat_map(|it| below.iter().map(|end| it.join(end))));
    for candidate in candidates {
        match read(candidate) {
            Err(SourceError::Read(error)) if is_missing(&error) => {}
            other => return other,
        }
    }
    looked.extend(below);
    Err(SourceError::NotFound { url: url.to_owned(), looked, folder: folder.map(Path::to_owned) })
}

/// Whether a file is not there: one that may not be read is there.
fn is_missing(error: &LoadError) -> bool {
    match error {
        LoadError::Read { source, .. } => matches!(
            source.kind(),
            std::io::ErrorKind::NotFound
                | std::io::ErrorKind::NotADirectory
                | std::io::ErrorKind::InvalidFilename
                | std::io::ErrorKind::InvalidInput
        ),
        LoadError::NotRegular { found, .. } => *found == "a directory",
        _ => false,
    }
}

fn read(path: PathBuf) -> Result<SourceText, SourceError> {
    let file = regular_file(&path)?;
    let mut bytes = Vec::new();
    let read = file.take(MAX_SOURCE + 1).read_to_end(&mut bytes);
    read.map_err(|source| LoadError::Read { path: path.clone(), source })?;
    if bytes.len() as u64 > MAX_SOURCE {
        return Err(SourceError::TooLarge { path });
    }
    if let Some(offset) = bytes.iter().take(LOOKED_AT).position(|&it| it == 0) {
        return Err(SourceError::NoText { path, offset });
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    Ok(SourceText::new(path, text))
}

impl SourceText {
    fn new(path: PathBuf, text: String) -> Self {
        let ends = text.bytes().enumerate().filter(|it| it.1 == b'\n').map(|it| it.0 + 1);
        let offset = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        let mut starts: Vec<u32> = std::iter::once(0).chain(ends.map(offset)).collect();
        if !text.ends_with('\n') || text.is_empty() {
            starts.push(offset(text.len()));
        }
        Self { path, text, starts }
    }

    /// Number of lines.
    pub fn n_lines(&self) -> usize {
        self.starts.len() - 1
    }

    /// A line, counted from 1, without its end.
    pub fn line(&self, number: NonZeroU32) -> Option<&str> {
        let row = number.get() as usize - 1;
        let range: Range<usize> =
            *self.starts.get(row)? as usize..*self.starts.get(row + 1)? as usize;
        Some(self.text.get(range)?.trim_end_matches(['\n', '\r']))
    }
}

/// Says of a script that its URL names no file.
fn not_a_file(url: &str) -> String {
    match url {
        "" => "it belongs to no script".to_owned(),
        url => format!("the script is called {}", show_text(url)),
    }
}

fn not_found(url: &str, looked: &[PathBuf], folder: Option<&Path>) -> String {
    let names: Vec<String> = looked.iter().map(|it| show_path(it)).collect();
    let url = show_text(url);
    match (folder, looked.is_empty()) {
        (_, true) => format!("the script {url} is no file of this computer"),
        (None, false) => format!("no such file on this computer: {}", names.join(", ")),
        (Some(folder), false) => {
            let folder = show_path(folder);
            format!("no source of {url} in {folder}: looked for {}", names.join(", "))
        }
    }
}
