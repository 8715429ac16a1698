//! Callbacks that were asked for and ran: timers, frames, idle time, messages.

use hashbrown::HashMap;

use super::super::details::seek;
use super::super::event::{Event, id_text};
use super::super::metadata::args;
use super::RawFlow;
use super::bind::RawEnd;
use super::requests::RequestStep;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::{FlowKind, ThreadIndex};
use crate::strings::StringIndex;

/// What events of a name have to do with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Link {
    /// They ask for a callback, or are one.
    Call(Call),
    /// They are a step of a request.
    Request(RequestStep),
}

/// Part of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Call {
    kind: FlowKind,
    step: CallStep,
    /// The member of `args.data` that both parts have in common.
    member: &'static str,
}

/// Which part of a callback it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallStep {
    /// It is asked for.
    Ask,
    /// It runs; a timer may do so again and again.
    Run,
    /// It will not run any more.
    Cancel,
}

/// What events named `name` have to do with others.
pub(in super::super) fn of_name(name: &str) -> Option<Link> {
    use CallStep::{Ask, Cancel, Run};
    let (kind, step, member) = match name {
        "TimerInstall" => (FlowKind::Timer, Ask, "timerId"),
        "TimerFire" => (FlowKind::Timer, Run, "timerId"),
        "TimerRemove" => (FlowKind::Timer, Cancel, "timerId"),
        "RequestAnimationFrame" => (FlowKind::AnimationFrame, Ask, "id"),
        "FireAnimationFrame" => (FlowKind::AnimationFrame, Run, "id"),
        "CancelAnimationFrame" => (FlowKind::AnimationFrame, Cancel, "id"),
        "RequestIdleCallback" => (FlowKind::IdleCallback, Ask, "id"),
        "FireIdleCallback" => (FlowKind::IdleCallback, Run, "id"),
        "CancelIdleCallback" => (FlowKind::IdleCallback, Cancel, "id"),
        "SchedulePostTaskCallback" => (FlowKind::PostTask, Ask, "taskId"),
        "RunPostTaskCallback" => (FlowKind::PostTask, Run, "taskId"),
        "AbortPostTaskCallback" => (FlowKind::PostTask, Cancel, "taskId"),
        "SchedulePostMessage" => (FlowKind::Message, Ask, "traceId"),
        "HandlePostMessage" => (FlowKind::Message, Run, "traceId"),
        "ResourceSendRequest" => return Some(Link::Request(RequestStep::Send)),
        "ResourceReceiveResponse" => return Some(Link::Request(RequestStep::Answer)),
        _ => return None,
    };
    Some(Link::Call(Call { kind, step, member }))
}

/// What the parts of a callback have in common.
///
/// Ids of timers and callbacks are counted from 1 in each page and worker; those of messages mean
/// the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key<'a> {
    kind: FlowKind,
    thread: Option<ThreadIndex>,
    frame: &'a [u8],
    id: &'a [u8],
}

/// Every part of every callback, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Calls<'a>(Vec<(Key<'a>, CallStep, RawEnd, StringIndex)>);

impl<'a> Calls<'a> {
    /// Takes in a part of a callback. One that does not tell which it is is left out: its event is
    /// in the recording as what it is.
    pub(super) fn add(
        &mut self,
        call: Call,
        event: &Event<'a>,
        (end, name): (RawEnd, StringIndex),
        reader: &Reader<'a>,
    ) {
        let Call { kind, step, member } = call;
        let identity = args(event, reader).and_then(|mut it| identity(&mut it, member).ok()?);
        if let Some((frame, id)) = identity {
            let thread = Some(end.thread).filter(|_| kind != FlowKind::Message);
            self.0.push((Key { kind, thread, frame, id }, step, end, name));
        }
    }

    /// An arrow from where each callback was last asked for to each time it ran.
    pub(super) fn finish(mut self) -> Vec<RawFlow> {
        self.0.sort_by_key(|it| it.2.time);
        let mut asked: HashMap<Key<'a>, (RawEnd, StringIndex)> = HashMap::new();
        // Messages that were handled before it was noted that they were posted.
        let mut early: HashMap<Key<'a>, RawEnd> = HashMap::new();
        let mut flows = Vec::new();
        for (key, step, end, name) in self.0 {
            let mut draw = |from, to, name| flows.push(RawFlow { from, to, kind: key.kind, name });
            match step {
                CallStep::Ask => match early.remove(&key) {
                    Some(run) => draw(end, run, name),
                    None => drop(asked.insert(key, (end, name))),
                },
                CallStep::Run => match asked.get(&key) {
                    Some(&(from, name)) => draw(from, end, name),
                    None if key.kind == FlowKind::Message => drop(early.insert(key, end)),
                    None => {}
                },
                CallStep::Cancel => drop(asked.remove(&key)),
            }
        }
        flows
    }
}

/// A page's frame, or empty if there is none, and what tells callbacks apart.
type Identity<'a> = (&'a [u8], &'a [u8]);

/// What tells which callback it is, as it stands in the file.
fn identity<'a>(reader: &mut Reader<'a>, member: &str) -> Result<Option<Identity<'a>>, ParseError> {
    if !seek(reader, &["data"])? || reader.peek() != Some(b'{') {
        return Ok(None);
    }
    let (mut frame, mut id) = (&b""[..], None);
    let mut members = reader.object("`data`")?;
    while let Some(key) = members.next(reader)? {
        match (key.raw, reader.peek()) {
            (b"frame", Some(b'"')) => frame = reader.text("`frame`")?.raw,
            (raw, _) if raw == member.as_bytes() => id = id_text(reader, "the id of a callback")?,
            _ => reader.skip()?,
        }
    }
    Ok(id.map(|it| (frame, it)))
}
