//! When what happened to a request, as the browser's network service tells.

use super::values::{number, object};
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::requests::{Measure, Phases};
use crate::warning::Warnings;

/// Moments of a request: milliseconds since `request_time`, negative where one does not apply.
///
/// Source: `Network.ResourceTiming` of the DevTools protocol; traces hold the same.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Timing {
    /// Seconds on the recorder's clock.
    request_time: f64,
    dns: [f64; 2],
    connect: [f64; 2],
    ssl: [f64; 2],
    send: [f64; 2],
    headers_end: f64,
}

impl Timing {
    /// Reads the object that is next; `None` if it is none, or does not tell when it began.
    pub(in crate::formats) fn read(
        reader: &mut Reader<'_>,
        warnings: &Warnings,
    ) -> Result<Option<Self>, ParseError> {
        let none = [-1.0; 2];
        let mut timing = Self {
            request_time: -1.0,
            dns: none,
            connect: none,
            ssl: none,
            send: none,
            headers_end: -1.0,
        };
        let Some(mut members) = object(reader, "`timing`", warnings)? else { return Ok(None) };
        while let Some(key) = members.next(reader)? {
            let place = match key.raw {
                b"requestTime" => &mut timing.request_time,
                b"dnsStart" => &mut timing.dns[0],
                b"dnsEnd" => &mut timing.dns[1],
                b"connectStart" => &mut timing.connect[0],
                b"connectEnd" => &mut timing.connect[1],
                b"sslStart" => &mut timing.ssl[0],
                b"sslEnd" => &mut timing.ssl[1],
                b"sendStart" => &mut timing.send[0],
                b"sendEnd" => &mut timing.send[1],
                b"receiveHeadersEnd" => &mut timing.headers_end,
                _ => {
                    reader.skip()?;
                    continue;
                }
            };
            if let Some(value) = number(reader, "a moment of `timing`", warnings)? {
                *place = value;
            }
        }
        Ok((timing.request_time > 0.0).then_some(timing))
    }

    /// What the time from `start` to `end` went to. What one moment and the next do not tell is
    /// none; nothing is negative.
    pub(in crate::formats) fn phases(&self, start: i64, end: Option<i64>) -> Phases {
        let Some(base) = nanos_of_seconds(self.request_time) else { return Phases::default() };
        let at = |millis: f64| base.saturating_add(nanos_of(millis));
        let between = |it: [f64; 2]| -> Measure {
            let is_known = it[0] >= 0.0 && it[1] >= it[0];
            is_known.then(|| nanos_of(it[1] - it[0]).unsigned_abs()).into()
        };
        let firsts = [self.dns[0], self.connect[0], self.send[0]];
        let first = firsts.into_iter().find(|it| *it >= 0.0);
        let until = |from: i64, to: i64| to.saturating_sub(from).max(0).unsigned_abs();
        Phases {
            blocked: first.map(|it| until(start, at(it))).into(),
            dns: between(self.dns),
            connect: between(self.connect),
            ssl: between(self.ssl),
            send: between(self.send),
            wait: between([self.send[1], self.headers_end]),
            receive: end
                .filter(|_| self.headers_end >= 0.0)
                .map(|it| until(at(self.headers_end), it))
                .into(),
        }
    }
}

/// Seconds in nanoseconds, if they fit.
#[expect(clippy::cast_possible_truncation, reason = "checked to fit")]
pub(in crate::formats) fn nanos_of_seconds(seconds: f64) -> Option<i64> {
    let nanos = (seconds * 1e9).round();
    (nanos.abs() < 9.2e18).then_some(nanos as i64)
}

/// Milliseconds in nanoseconds; the nearest that fits.
#[expect(clippy::cast_possible_truncation, reason = "saturates, as documented")]
fn nanos_of(millis: f64) -> i64 {
    (millis * 1e6).round() as i64
}
