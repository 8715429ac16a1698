//! Amounts that may not apply, and the phases of a request, which are made of them.

use crate::units::Nanos;

/// A number that may not apply, in eight bytes.
///
/// Requests have a dozen of them, and there may be millions of requests.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(u64);

impl Measure {
    /// Does not apply, or is not known. Never to be taken for 0.
    pub const NONE: Measure = Measure(u64::MAX);

    /// This number; the largest one of all counts as the one before.
    pub const fn of(number: u64) -> Self {
        Measure(if number == u64::MAX { u64::MAX - 1 } else { number })
    }

    /// The number, if it applies.
    pub fn get(self) -> Option<u64> {
        (self != Self::NONE).then_some(self.0)
    }

    /// The number as a time, if it applies.
    pub fn nanos(self) -> Option<Nanos> {
        self.get().map(Nanos)
    }
}

impl Default for Measure {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<Option<u64>> for Measure {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Self::NONE, Self::of)
    }
}

impl From<Nanos> for Measure {
    fn from(time: Nanos) -> Self {
        Self::of(time.0)
    }
}

impl std::fmt::Debug for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}

/// A stretch of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Waiting to be sent: for a connection, a proxy, or because others go first.
    Blocked,
    /// Looking up the host's address.
    Dns,
    /// Connecting; with TLS, all but that.
    Connect,
    /// Agreeing on TLS, which is part of connecting.
    Ssl,
    /// Sending the request.
    Send,
    /// Waiting for the first byte of the answer.
    Wait,
    /// Receiving the answer.
    Receive,
}

impl Phase {
    /// Every phase in order of time.
    pub const ALL: [Phase; 7] =
        [Self::Blocked, Self::Dns, Self::Connect, Self::Ssl, Self::Send, Self::Wait, Self::Receive];

    /// Its name in tables, as in HAR.
    pub fn key(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Ssl => "ssl",
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Receive => "receive",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "Blocked",
            Self::Dns => "DNS",
            Self::Connect => "Connect",
            Self::Ssl => "TLS",
            Self::Send => "Send",
            Self::Wait => "Wait",
            Self::Receive => "Receive",
        }
    }
}

/// What the time of a request went to, in nanoseconds. `ssl` is part of `connect`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Phases {
    /// See [`Phase::Blocked`].
    pub blocked: Measure,
    /// See [`Phase::Dns`].
    pub dns: Measure,
    /// Connecting, TLS included.
    pub connect: Measure,
    /// See [`Phase::Ssl`].
    pub ssl: Measure,
    /// See [`Phase::Send`].
    pub send: Measure,
    /// See [`Phase::Wait`].
    pub wait: Measure,
    /// See [`Phase::Receive`].
    pub receive: Measure,
}

impl Phases {
    /// A phase as recorded: `connect` includes `ssl`.
    pub fn get(&self, phase: Phase) -> Measure {
        match phase {
            Phase::Blocked => self.blocked,
            Phase::Dns => self.dns,
            Phase::Connect => self.connect,
            Phase::Ssl => self.ssl,
            Phase::Send => self.send,
            Phase::Wait => self.wait,
            Phase::Receive => self.receive,
        }
    }

    /// All phases together; `None` if none applies.
    pub fn sum(&self) -> Option<u64> {
        let parts = Phase::ALL.iter().filter(|it| **it != Phase::Ssl);
        let known = parts.filter_map(|&it| self.get(it).get());
        known.fold(None, |sum: Option<u64>, it| Some(sum.unwrap_or(0).saturating_add(it)))
    }

    /// Where each phase that applies lies, from the request's start: one after the other, with TLS
    /// at the end of the connecting that it is part of.
    ///
    /// Source: `Importer.setupTiming` of Chrome DevTools.
    pub fn spans(&self) -> impl Iterator<Item = (Phase, Nanos, Nanos)> + use<> {
        let ssl = self.ssl.get().unwrap_or(0);
        let phases = *self;
        let mut at = Nanos(0);
        Phase::ALL.into_iter().filter_map(move |phase| {
            let mut length = phases.get(phase).get()?;
            if phase == Phase::Connect {
                length = length.saturating_sub(ssl);
            }
            let start = at;
            at = start + Nanos(length);
            Some((phase, start, at))
        })
    }
}
