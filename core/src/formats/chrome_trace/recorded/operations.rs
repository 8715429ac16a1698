//! What the two ends of an operation tell.

use super::values;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::{OperationFacts, Outcome};
use crate::strings::{StringIndex, StringTable};

/// What one end of an operation tells.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Told {
    /// What kind of operation it is.
    pub(in super::super) kind: Option<StringIndex>,
    /// The id of the operation it is a part of.
    pub(in super::super) parent: Option<StringIndex>,
    /// How it ended.
    pub(in super::super) outcome: Outcome,
    /// What else is told.
    pub(in super::super) facts: OperationFacts,
}

impl Told {
    /// Reads `args`, which are next; `None` if they tell nothing of an operation, or are damaged.
    pub(in super::super) fn read(
        reader: &mut Reader<'_>,
        strings: &mut StringTable,
    ) -> Option<Self> {
        let told = Self::read_members(reader, strings).ok()?;
        let is_empty = told.kind.is_none()
            && told.parent.is_none()
            && told.outcome == Outcome::Unknown
            && told.facts.is_empty();
        (!is_empty).then_some(told)
    }

    fn read_members(
        reader: &mut Reader<'_>,
        strings: &mut StringTable,
    ) -> Result<Self, ParseError> {
        let mut told = Self::default();
        let (mut is_ok, mut is_aborted) = (None, false);
        let mut members = reader.object("`args` of an operation")?;
        while let Some(key) = members.next(reader)? {
            let facts = &mut told.facts;
            match key.raw {
                b"kind" => told.kind = values::text(reader, strings)?,
                b"parent" => told.parent = values::text(reader, strings)?,
                b"attrs" => facts.attrs = values::json(reader, strings)?,
                b"error" => facts.error = values::text(reader, strings)?,
                b"message" => facts.message = values::text(reader, strings)?,
                b"status" => facts.status = status(reader)?,
                b"bytes" => facts.bytes = values::number(reader)?,
                b"ok" => is_ok = values::flag(reader)?,
                b"aborted" => is_aborted = values::flag(reader)? == Some(true),
                _ => reader.skip()?,
            }
        }
        told.outcome = outcome(is_ok, is_aborted, told.facts.status);
        Ok(told)
    }
}

/// Reads a status, which has few digits.
pub(super) fn status(reader: &mut Reader<'_>) -> Result<Option<u32>, ParseError> {
    Ok(values::number(reader)?.and_then(|it| u32::try_from(it).ok()).filter(|&it| it > 0))
}

/// How an operation ended. Where it does not say, its status tells: an answer below 400 is good.
fn outcome(is_ok: Option<bool>, is_aborted: bool, status: Option<u32>) -> Outcome {
    match (is_aborted, is_ok, status) {
        (true, ..) => Outcome::Aborted,
        (_, Some(true), _) => Outcome::Ok,
        (_, None, Some(status)) if status < 400 => Outcome::Ok,
        (_, None, None) => Outcome::Unknown,
        (_, Some(false), _) | (_, None, Some(_)) => Outcome::Failed,
    }
}

/// What kind of operation the spans of `groups` are that do not say so themselves: `measure` for
/// `performance.measure`, `console.time`, or the groups as they stand.
pub(in super::super) fn kind_of_group(groups: &str) -> &str {
    let mut names = groups.split(',').map(str::trim);
    let kind = names.find_map(|it| match it {
        "blink.user_timing" | "node.perf.usertiming" => Some("measure"),
        "blink.console" | "node.console" => Some("console.time"),
        _ => None,
    });
    kind.unwrap_or(groups)
}
