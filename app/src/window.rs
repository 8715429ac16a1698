//! Opening the window.

use std::path::PathBuf;

use crate::app::{WorkbenchApp, WorkbenchOptions};
use crate::cache_folder::cache_folder;
use crate::remembered;

const DISPLAY_REFUSED: &str = "the display that DISPLAY or WAYLAND_DISPLAY names cannot be opened";

/// The window could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WindowError {
    /// There is no display to show it on.
    #[error(
        "no window can be shown, since there is no display (neither DISPLAY nor WAYLAND_DISPLAY \
         is set); the commands check, summary, functions, tree, hot, tables and export answer the \
         same questions here, such as `asyncscope summary FILE`"
    )]
    NoDisplay,
    /// The display cannot be used, or has no graphics.
    #[error(
        "no window can be shown: {0}; the commands check, summary, functions, tree, hot, tables \
         and export answer the same questions here, such as `asyncscope summary FILE`"
    )]
    Failed(String),
}

/// Opens the window with `files` in it, and returns when it is closed.
///
/// # Errors
///
/// If there is no display, or no graphics on it.
pub fn run_window(files: Vec<PathBuf>) -> Result<(), WindowError> {
    if !has_display() {
        return Err(WindowError::NoDisplay);
    }
    let home = std::env::home_dir();
    let session = remembered::session_path();
    let options = WorkbenchOptions {
        files,
        session,
        cache: cache_folder(),
        home,
        uses_dialogs: true,
        is_repeatable: false,
    };
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../icons/asyncscope.png"));
    let viewport = egui::ViewportBuilder::default()
        .with_title("Asyncscope")
        .with_app_id("asyncscope") // the name of the .desktop file, where Wayland finds the icon
        .with_icon(icon.unwrap_or_default())
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([960.0, 600.0]);
    let native = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let app = |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        Ok(Box::new(WorkbenchApp::new(cc, options)))
    };
    eframe::run_native("Asyncscope", native, Box::new(app)).map_err(|error| match error {
        // Its text names a place in the source of a library.
        eframe::Error::WinitEventLoop(_) => WindowError::Failed(DISPLAY_REFUSED.to_owned()),
        other => WindowError::Failed(other.to_string()),
    })
}

/// Whether there may be a display. Elsewhere than on Unix there is always one.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    if cfg!(all(unix, not(target_os = "macos"))) {
        is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
    } else {
        true
    }
}
