//! What the program remembers from one run to the next: recent files and how the window looks.
//!
//! It lies in one small file, in a frame of our own (see the module `chunks`): a list of chunks, each with
//! a checksum, so that damage to one costs that one. Chunks that this version does not know are
//! kept and written back, so that an older version does not take away what a newer one stored.
//! What stands inside a chunk is written by the module `payload` alone.
//!
//! A tag names one layout for ever: a chunk whose content changes gets a new tag.

mod chunks;
pub mod dismissed;
pub mod heap_cache;
mod payload;
mod stored;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::error::show_path;
use crate::export::{SaveError, save};
use crate::session::chunks::{Chunk, Tag};
use crate::session::stored::{StoredFolder, StoredRecent, StoredWindow};
use crate::warning::{Severity, Warnings};

/// The most recent files that are remembered.
pub const MAX_RECENT: usize = 30;

/// The largest file that is read, in bytes.
const MAX_SIZE: u64 = 16 << 20;

const RECENT: Tag = *b"RCT1";
const FOLDER: Tag = *b"FLD1";
const WINDOW: Tag = *b"WIN1";
const SETTINGS: Tag = *b"SET1";
const ARRANGEMENT: Tag = *b"ARR1";

/// What the program remembers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    recent: Vec<RecentFile>,
    /// Where the last file was opened from.
    pub folder: Option<PathBuf>,
    /// How the window looks.
    pub window: WindowSettings,
    /// The settings, as text of the window's own; empty while nobody changed one.
    pub settings: String,
    /// How views are arranged, as text of the window's own; empty while nobody moved one.
    pub arrangement: String,
    /// What a newer version stored, in the order of the file.
    unknown: Vec<Chunk>,
}

/// A file that was opened before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentFile {
    /// Where it is; any name that the system allows.
    pub path: PathBuf,
    /// When it was last opened, in seconds since 1970.
    pub opened: u64,
    /// Its size on disk in bytes, when it was last opened.
    pub size: u64,
    /// Its format for people, such as "CPU profile".
    pub format: String,
}

/// How the window looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowSettings {
    /// Light or dark.
    pub theme: Theme,
    /// Size of everything, 1 for the system's own; from 0.2 to 5.
    pub zoom: f32,
}

impl Default for WindowSettings {
    fn default() -> Self {
        Self { theme: Theme::System, zoom: 1.0 }
    }
}

impl WindowSettings {
    /// The same, with a zoom that nobody can use put back to 1.
    fn sound(self) -> Self {
        let is_usable = (0.2..=5.0).contains(&self.zoom);
        Self { zoom: if is_usable { self.zoom } else { 1.0 }, ..self }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark text on white.
    Light,
    /// Light text on black.
    Dark,
}

/// The session file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The operating system refused to open or read the file.
    #[error("cannot read the session file: {source}\nFile: {}", show_path(path))]
    Read {
        /// The file that was to be read.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is no session of ours, or one of a newer kind. It should not be overwritten.
    #[error("{problem}\nFile: {}", show_path(path))]
    Content {
        /// The file that was read.
        path: PathBuf,
        /// What is wrong with it.
        problem: ContentError,
    },
    /// The file could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// Why some bytes are not a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// Something else begins here.
    #[error("expected a session file of Asyncscope, found something else, at byte 0")]
    NotASession,
    /// The frame itself is of a newer kind.
    #[error("expected a session file of version 1, found version {version}, at byte 8")]
    Newer {
        /// The version it has.
        version: u32,
    },
    /// Larger than any session.
    #[error("expected a session file of at most 16 MiB, found a larger one")]
    TooLarge,
}

impl Session {
    /// Reads the session file `path`. There is none on the first run: then it is empty.
    ///
    /// What is damaged is counted in `warnings` and left out; the rest is there.
    pub fn load(path: &Path, warnings: &Warnings) -> Result<Self, SessionError> {
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(SessionError::Read { path: path.to_owned(), source }),
        };
        let session = Self::decode(&bytes, warnings);
        session.map_err(|problem| SessionError::Content { path: path.to_owned(), problem })
    }

    /// Writes the session file `path`, and the folder it lies in if there is none yet.
    ///
    /// The file is either the old one or the new one, whatever happens while it is written.
    pub fn save(&self, path: &Path) -> Result<(), SessionError> {
        if let Some(folder) = path.parent().filter(|it| *it != Path::new("")) {
            // If this fails, so does the saving, which says where.
            fs::create_dir_all(folder).ok();
        }
        let bytes = self.encode();
        Ok(save(path, |out| Ok(out.write_all(&bytes)?))?)
    }

    /// The session that a session file of this content holds.
    ///
    /// What is damaged is counted in `warnings` and left out.
    pub fn decode(bytes: &[u8], warnings: &Warnings) -> Result<Self, ContentError> {
        if bytes.len() as u64 > MAX_SIZE {
            return Err(ContentError::TooLarge);
        }
        let mut session = Self::default();
        for (offset, chunk) in chunks::decode(bytes, warnings)? {
            if let Err(error) = session.take(chunk) {
                let what = "part of the session cannot be understood, and is left out";
                warnings.add(Severity::Loss, what, Some(offset), || error);
            }
        }
        Ok(session)
    }

    /// The content of a session file.
    pub fn encode(&self) -> Vec<u8> {
        let recent: Vec<_> = self.recent.iter().map(StoredRecent::from).collect();
        let mut all = vec![
            Chunk::new(RECENT, payload::encode(&recent)),
            Chunk::new(WINDOW, payload::encode(&StoredWindow::from(self.window))),
        ];
        if let Some(folder) = &self.folder {
            all.push(Chunk::new(FOLDER, payload::encode(&StoredFolder::from(folder.as_path()))));
        }
        for (tag, text) in [(SETTINGS, &self.settings), (ARRANGEMENT, &self.arrangement)] {
            if !text.is_empty() {
                all.push(Chunk::new(tag, payload::encode(text)));
            }
        }
        all.extend(self.unknown.iter().cloned());
        chunks::encode(&all)
    }

    /// Files that were opened before, the latest first, each once.
    pub fn recent(&self) -> &[RecentFile] {
        &self.recent
    }

    /// Puts `file` first among the recent ones. Of more than [`MAX_RECENT`] the oldest goes.
    pub fn remember(&mut self, file: RecentFile) {
        self.forget(&file.path);
        self.recent.insert(0, file);
        self.recent.truncate(MAX_RECENT);
    }

    /// Takes `path` off the recent files.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|it| it.path != path);
    }

    /// Takes in what one chunk holds.
    fn take(&mut self, chunk: Chunk) -> Result<(), String> {
        match chunk.tag {
            RECENT => {
                let stored: Vec<StoredRecent> = payload::decode(&chunk.bytes)?;
                for it in stored.into_iter().rev() {
                    self.remember(it.into());
                }
            }
            FOLDER => {
                let stored: StoredFolder = payload::decode(&chunk.bytes)?;
                self.folder = Some(stored.into());
            }
            WINDOW => {
                let stored: StoredWindow = payload::decode(&chunk.bytes)?;
                self.window = WindowSettings::from(stored).sound();
            }
            SETTINGS => self.settings = payload::decode(&chunk.bytes)?,
            ARRANGEMENT => self.arrangement = payload::decode(&chunk.bytes)?,
            _ => self.unknown.push(chunk),
        }
        Ok(())
    }
}

/// Reads a regular file, a little past the largest size that a session may have.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
