//! What is remembered from one run to the next, and when it is written.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use asyncscope_core::session::{RecentFile, Session, Theme, WindowSettings};
use asyncscope_core::warning::Warnings;
use egui::ThemePreference;

use crate::jobs::{Job, JobState};
use crate::state::Look;

/// The session, and the file it lies in.
#[derive(Debug, Default)]
pub struct Remembered {
    /// What is remembered.
    pub session: Session,
    /// What lies in the file, as far as is known.
    saved: Session,
    /// The file; without one nothing is kept.
    path: Option<PathBuf>,
    saving: Option<Job<Option<String>>>,
}

impl Remembered {
    /// Reads the file; also returns what is to be said about it.
    pub fn load(path: Option<PathBuf>) -> (Self, Option<String>) {
        let Some(path) = path else { return (Self::default(), None) };
        let warnings = Warnings::default();
        match Session::load(&path, &warnings) {
            Ok(session) => {
                let told = warnings.into_vec().first().map(ToString::to_string);
                (Self { saved: session.clone(), session, path: Some(path), saving: None }, told)
            }
            // It is not ours to overwrite.
            Err(error) => (Self::default(), Some(error.to_string())),
        }
    }

    /// Writes the file if there is something new. Returns what went wrong.
    pub fn save(&mut self, ctx: &egui::Context) -> Option<String> {
        if let Some(job) = self.saving.take() {
            match job.poll() {
                JobState::Running => {
                    self.saving = Some(job);
                    return None;
                }
                JobState::Done(Some(error)) | JobState::Panicked(error) => {
                    self.path = None; // said once, not with every change
                    return Some(error);
                }
                JobState::Done(None) | JobState::Gone => {}
            }
        }
        let path = self.path.clone().filter(|_| self.session != self.saved)?;
        self.saved = self.session.clone();
        let session = self.session.clone();
        let job = Job::spawn("Saving the session", ctx, move |_task| {
            Ok(session.save(&path).err().map(|it| it.to_string()))
        });
        self.saving = job.ok();
        None
    }

    /// Writes the file now, at the end of the program.
    pub fn save_now(&mut self) {
        self.saving = None;
        if let Some(path) = self.path.take().filter(|_| self.session != self.saved) {
            self.session.save(&path).ok(); // there is nobody left to tell
        }
    }

    /// Puts a file first among the recent ones.
    pub fn remember(&mut self, path: &Path, size: u64, format: &str) {
        let (path, format) = (path.to_owned(), format.to_owned());
        self.session.remember(RecentFile { path, opened: now(), size, format });
    }

    /// Forgets the recent files.
    pub fn clear_recent(&mut self) {
        let all: Vec<PathBuf> = self.session.recent().iter().map(|it| it.path.clone()).collect();
        for path in all {
            self.session.forget(&path);
        }
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs())
}

/// The file that the session lies in, by the custom of the system.
pub fn session_path() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let config = if cfg!(windows) {
        folder("APPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|it| it.join("Library/Application Support"))
    } else {
        let given = folder("XDG_CONFIG_HOME").filter(|it| it.is_absolute());
        given.or_else(|| folder("HOME").map(|it| it.join(".config")))
    };
    Some(config?.join("asyncscope").join("session"))
}

impl From<WindowSettings> for Look {
    fn from(window: WindowSettings) -> Self {
        let theme = match window.theme {
            Theme::System => ThemePreference::System,
            Theme::Light => ThemePreference::Light,
            Theme::Dark => ThemePreference::Dark,
        };
        Self { theme, zoom: window.zoom.clamp(0.8, 2.0), ..Self::default() }
    }
}

impl From<Look> for WindowSettings {
    fn from(look: Look) -> Self {
        let theme = match look.theme {
            ThemePreference::System => Theme::System,
            ThemePreference::Light => Theme::Light,
            ThemePreference::Dark => Theme::Dark,
        };
        Self { theme, zoom: look.zoom }
    }
}
