//! The recorder's own files, which the program carries with it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use asyncscope_core::export::save;

use crate::cache_folder::cache_folder;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../recorder/", $name)))),*]
    };
}

/// Every file of the recorder, by its name within its folder.
pub const FILES: &[(&str, &str)] = files![
    "api.cjs",
    "index.d.ts",
    "index.js",
    "lib/allocations.js",
    "lib/clock.js",
    "lib/config.js",
    "lib/counters.js",
    "lib/cpu.js",
    "lib/deep.js",
    "lib/durations.js",
    "lib/ending.js",
    "lib/failures.js",
    "lib/fetch.js",
    "lib/file.js",
    "lib/gc-observed.js",
    "lib/gc-traced.js",
    "lib/gc.js",
    "lib/header.js",
    "lib/http-client.js",
    "lib/http-server.js",
    "lib/leaks.js",
    "lib/line.js",
    "lib/operation-log.js",
    "lib/operations.js",
    "lib/preload.js",
    "lib/recorder.js",
    "lib/requests.js",
    "lib/sample-tree.js",
    "lib/snapshots.js",
    "lib/text.js",
    "lib/thread.js",
    "lib/tracked.js",
    "lib/urls.js",
    "lib/user-timings.js",
    "lib/writer.js",
    "package.json",
    "start.js",
];

/// Writes the recorder where it is not yet, and returns its first module.
///
/// The folder is the user's own, and its name says what is in it: another version has another.
pub fn install() -> io::Result<PathBuf> {
    let no_home = || io::Error::other("there is no folder for it: set HOME or XDG_CACHE_HOME");
    let cache = cache_folder().ok_or_else(no_home)?;
    let folder = cache.join(format!("recorder-{}-{:016x}", env!("CARGO_PKG_VERSION"), digest()));
    install_into(&folder)?;
    Ok(folder.join("start.js"))
}

/// Writes every file that is not there as it should be.
fn install_into(folder: &Path) -> io::Result<()> {
    create_private(folder)?;
    fs::create_dir_all(folder.join("lib"))?;
    for (name, text) in FILES {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|it| it == text.as_bytes()) {
            continue;
        }
        save(&path, |out| Ok(out.write_all(text.as_bytes())?)).map_err(io::Error::other)?;
    }
    Ok(())
}

/// Nobody else may write what programs will run.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A number that is another for other files: FNV-1a.
fn digest() -> u64 {
    let bytes = FILES.iter().flat_map(|(name, text)| name.bytes().chain(text.bytes()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// `path` as the URL of a file.
///
/// Every byte that a URL or the list of options in `NODE_OPTIONS` could misread is escaped.
pub fn file_url(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut url = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'/' | b':' | b'-' | b'_' | b'.' | b'~' => url.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}
