//! Sending signals to a program that runs.

use std::io;
use std::process::Child;

/// Sends signals to one program.
#[derive(Clone, Copy, Debug)]
pub struct Stopper {
    pid: u32,
}

/// What sends signals to `child`.
pub(super) fn stopper(child: &Child) -> Stopper {
    Stopper { pid: child.id() }
}

#[cfg(unix)]
impl Stopper {
    /// Asks the program to end, as Ctrl+C does.
    pub fn interrupt(self) -> io::Result<()> {
        self.send(rustix::process::Signal::INT)
    }

    /// Ends the program at once. What it recorded in the last quarter of a second is lost.
    pub fn kill(self) -> io::Result<()> {
        self.send(rustix::process::Signal::KILL)
    }

    /// Sends a signal by its number.
    pub(super) fn forward(self, number: i32) -> io::Result<()> {
        match rustix::process::Signal::from_named_raw(number) {
            Some(signal) => self.send(signal),
            None => Ok(()),
        }
    }

    fn send(self, signal: rustix::process::Signal) -> io::Result<()> {
        let pid = i32::try_from(self.pid).ok().and_then(rustix::process::Pid::from_raw);
        let pid = pid.ok_or(io::ErrorKind::NotFound)?;
        Ok(rustix::process::kill_process(pid, signal)?)
    }
}

#[cfg(not(unix))]
impl Stopper {
    /// Ends the program: this system has no way to ask.
    pub fn interrupt(self) -> io::Result<()> {
        self.kill()
    }

    /// Ends the program at once. What it recorded in the last quarter of a second is lost.
    pub fn kill(self) -> io::Result<()> {
        let pid = self.pid.to_string();
        let status = std::process::Command::new("taskkill").args(["/F", "/PID", &pid]).status()?;
        if status.success() { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}
