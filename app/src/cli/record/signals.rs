//! Handing signals on to the program that is recorded.

use std::io;

use super::stop::Stopper;

/// Signals that wait to be handed on.
///
/// What the terminal sends, as for Ctrl+C, the program gets by itself: it is of the same group. Two
/// of them would make many programs give up at once.
#[cfg(unix)]
pub(super) struct Forwarding(
    signal_hook::iterator::SignalsInfo<signal_hook::iterator::exfiltrator::WithOrigin>,
);

#[cfg(unix)]
impl Forwarding {
    /// From now on signals no longer end this process.
    pub(super) fn prepare() -> io::Result<Self> {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
        let all = [SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2];
        signal_hook::iterator::SignalsInfo::new(all).map(Self)
    }

    /// Hands them on until this process ends.
    pub(super) fn to(mut self, stopper: Stopper) -> io::Result<()> {
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for origin in self.0.forever() {
                if origin.process.is_some() {
                    stopper.forward(origin.signal).ok(); // the program may have ended by now
                }
            }
        })?;
        Ok(())
    }
}

/// This system has no signals to hand on.
#[cfg(not(unix))]
pub(super) struct Forwarding;

#[cfg(not(unix))]
impl Forwarding {
    pub(super) fn prepare() -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) fn to(self, _: Stopper) -> io::Result<()> {
        Ok(())
    }
}
