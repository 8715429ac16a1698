//! The layouts of the chunks. Each is as it is for ever: a new one gets a new tag.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{RecentFile, Theme, WindowSettings};

/// A path as the system has it, which need not be Unicode.
#[derive(Serialize, Deserialize)]
enum StoredPath {
    /// Of Unix: bytes.
    Bytes(Vec<u8>),
    /// Of Windows: 16-bit units.
    Wide(Vec<u16>),
}

#[cfg(unix)]
impl From<&Path> for StoredPath {
    fn from(path: &Path) -> Self {
        use std::os::unix::ffi::OsStrExt as _;

        Self::Bytes(path.as_os_str().as_bytes().to_vec())
    }
}

#[cfg(windows)]
impl From<&Path> for StoredPath {
    fn from(path: &Path) -> Self {
        use std::os::windows::ffi::OsStrExt as _;

        Self::Wide(path.as_os_str().encode_wide().collect())
    }
}

#[cfg(unix)]
impl From<StoredPath> for PathBuf {
    fn from(stored: StoredPath) -> Self {
        use std::os::unix::ffi::OsStringExt as _;

        match stored {
            StoredPath::Bytes(bytes) => std::ffi::OsString::from_vec(bytes).into(),
            StoredPath::Wide(units) => String::from_utf16_lossy(&units).into(),
        }
    }
}

#[cfg(windows)]
impl From<StoredPath> for PathBuf {
    fn from(stored: StoredPath) -> Self {
        use std::os::windows::ffi::OsStringExt as _;

        match stored {
            StoredPath::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
            StoredPath::Wide(units) => std::ffi::OsString::from_wide(&units).into(),
        }
    }
}

/// One entry of the chunk `RCT1`, which is a list of them, the latest first.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredRecent {
    path: StoredPath,
    opened: u64,
    size: u64,
    format: String,
}

impl From<&RecentFile> for StoredRecent {
    fn from(file: &RecentFile) -> Self {
        let path = StoredPath::from(file.path.as_path());
        Self { path, opened: file.opened, size: file.size, format: file.format.clone() }
    }
}

impl From<StoredRecent> for RecentFile {
    fn from(stored: StoredRecent) -> Self {
        let StoredRecent { path, opened, size, format } = stored;
        Self { path: path.into(), opened, size, format }
    }
}

/// The chunk `FLD1`.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredFolder(StoredPath);

impl From<&Path> for StoredFolder {
    fn from(folder: &Path) -> Self {
        Self(folder.into())
    }
}

impl From<StoredFolder> for PathBuf {
    fn from(stored: StoredFolder) -> Self {
        stored.0.into()
    }
}

/// The chunk `WIN1`.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredWindow {
    theme: StoredTheme,
    zoom: f32,
}

#[derive(Serialize, Deserialize)]
enum StoredTheme {
    System,
    Light,
    Dark,
}

impl From<WindowSettings> for StoredWindow {
    fn from(window: WindowSettings) -> Self {
        let theme = match window.theme {
            Theme::System => StoredTheme::System,
            Theme::Light => StoredTheme::Light,
            Theme::Dark => StoredTheme::Dark,
        };
        Self { theme, zoom: window.zoom }
    }
}

impl From<StoredWindow> for WindowSettings {
    fn from(stored: StoredWindow) -> Self {
        let theme = match stored.theme {
            StoredTheme::System => Theme::System,
            StoredTheme::Light => Theme::Light,
            StoredTheme::Dark => Theme::Dark,
        };
        Self { theme, zoom: stored.zoom }
    }
}
