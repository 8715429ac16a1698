//! Where what can be found out again is kept.

use std::path::PathBuf;

/// The folder of this program within the user's cache folder; `None` where the system has none.
///
/// Sources: the XDG Base Directory Specification, Apple's File System Programming Guide, and
/// Microsoft's Known Folders.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let folder = if cfg!(target_os = "macos") {
        variable("HOME")?.join("Library/Caches")
    } else if cfg!(windows) {
        variable("LOCALAPPDATA")?
    } else {
        variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?
    };
    Some(folder.join("asyncscope"))
}
