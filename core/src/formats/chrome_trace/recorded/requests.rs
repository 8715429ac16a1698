//! Outgoing requests, each told by up to three events.

use hashbrown::HashMap;

use super::super::event::id_text;
use super::super::skipped::{Skip, Skipped};
use super::super::times::Times;
use super::operations::status;
use super::values;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::{AsyncSpanIndex, RequestTable, ThreadIndex};
use crate::strings::{StringIndex, StringTable};

/// Which step of a request an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Step {
    /// It is sent.
    Send,
    /// The head of the answer is there.
    Answer,
    /// It is over.
    Finish,
}

impl Step {
    /// The step that events named `name` are.
    pub(super) fn of_name(name: &[u8]) -> Option<Self> {
        match name {
            b"ResourceSendRequest" => Some(Self::Send),
            b"ResourceReceiveResponse" => Some(Self::Answer),
            b"ResourceFinish" => Some(Self::Finish),
            _ => None,
        }
    }
}

/// What an event tells of its request.
#[derive(Clone, Copy, Debug, Default)]
struct Told<'a> {
    id: &'a [u8],
    url: Option<StringIndex>,
    method: Option<StringIndex>,
    status: Option<u32>,
    transferred: Option<u64>,
    has_failed: bool,
    error: Option<StringIndex>,
    operation: Option<StringIndex>,
}

/// Every step of every request, in the order of the file.
#[derive(Debug, Default)]
pub(in super::super) struct Requests<'a> {
    steps: Vec<(i64, ThreadIndex, Step, Told<'a>)>,
}

impl<'a> Requests<'a> {
    /// Whether there are none.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Takes in a step; says whether it tells of which request.
    pub(super) fn add(
        &mut self,
        step: Step,
        (time, thread): (i64, ThreadIndex),
        args: Option<Reader<'a>>,
        strings: &mut StringTable,
    ) -> bool {
        let told =
            values::member(args, "data").and_then(|mut it| Told::read(&mut it, strings).ok());
        let told = told.filter(|it| !it.id.is_empty());
        self.steps.extend(told.map(|it| (time, thread, step, it)));
        told.is_some()
    }

    /// The requests, in order of when they were sent. `operation` finds an operation by its id.
    pub(in super::super) fn finish(
        mut self,
        times: &Times,
        strings: &mut StringTable,
        operation: impl Fn(StringIndex) -> Option<AsyncSpanIndex>,
        skipped: &mut Skipped,
    ) -> RequestTable {
        self.steps.sort_by_key(|it| it.0);
        let none = strings.intern("");
        let mut table = RequestTable::default();
        let mut open: HashMap<&[u8], usize> = HashMap::new();
        for (time, thread, step, told) in self.steps {
            if step == Step::Send {
                open.insert(told.id, table.len());
                table.thread.push(thread);
                table.start.push(times.since_origin(time));
                table.duration.push(Times::between(time, times.last));
                table.is_open.push(true);
                table.answered.push(None);
                table.url.push(told.url.unwrap_or(none));
                table.method.push(told.method.unwrap_or(none));
                table.status.push(None);
                table.has_failed.push(false);
                table.error.push(None);
                table.transferred.push(None);
                table.operation.push(told.operation.and_then(&operation));
                continue;
            }
            let Some(&row) = open.get(told.id) else {
                skipped.add(Skip::RequestStep, None);
                continue;
            };
            let at = times.since_origin(time);
            if told.status.is_some() {
                table.status.as_mut_slice()[row] = told.status;
            }
            if step == Step::Answer {
                table.answered.as_mut_slice()[row] = Some(at);
                continue;
            }
            open.remove(told.id);
            let start = table.start.as_slice()[row];
            table.duration.as_mut_slice()[row] = at.since(start);
            table.is_open.as_mut_slice()[row] = false;
            table.has_failed.as_mut_slice()[row] = told.has_failed;
            table.error.as_mut_slice()[row] = told.error;
            table.transferred.as_mut_slice()[row] = told.transferred;
        }
        table
    }
}

impl<'a> Told<'a> {
    fn read(reader: &mut Reader<'a>, strings: &mut StringTable) -> Result<Self, ParseError> {
        let mut told = Self::default();
        let mut members = reader.object("`data` of a request")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"requestId" => told.id = id_text(reader, "`requestId`")?.unwrap_or_default(),
                b"url" => told.url = values::text(reader, strings)?,
                b"requestMethod" => told.method = values::text(reader, strings)?,
                b"statusCode" => told.status = status(reader)?,
                b"encodedDataLength" => told.transferred = values::number(reader)?,
                b"didFail" => told.has_failed = values::flag(reader)? == Some(true),
                b"error" => told.error = values::text(reader, strings)?,
                b"asyncscopeParent" => told.operation = values::text(reader, strings)?,
                _ => reader.skip()?,
            }
        }
        Ok(told)
    }
}
