//! How much memory this program uses, for the status bar.

use std::time::{Duration, Instant};

/// How often it is asked at most; it costs nothing while the window sleeps.
const EVERY: Duration = Duration::from_secs(1);

/// The memory this program uses, as last asked.
#[derive(Debug, Default)]
pub struct OwnMemory {
    asked: Option<Instant>,
    bytes: Option<u64>,
}

impl OwnMemory {
    /// Bytes of memory in use, or `None` where the system does not tell.
    pub fn read(&mut self) -> Option<u64> {
        if self.asked.is_none_or(|it| it.elapsed() >= EVERY) {
            self.asked = Some(Instant::now());
            self.bytes = resident();
        }
        self.bytes
    }
}

/// Resident memory as Linux tells it; a file that is made by the system, so reading never waits.
#[cfg(target_os = "linux")]
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(not(target_os = "linux"))]
fn resident() -> Option<u64> {
    None
}
