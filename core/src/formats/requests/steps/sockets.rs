//! Connections that stay open: `WebSocket`.

use super::rows::Texts;
use super::{Noted, Step};
use crate::formats::requests::links::{RawRequest, status_of};
use crate::model::Request;
use crate::model::requests::{Measure, Outcome, Phases, RequestKind};

/// The row of a WebSocket; `None` if these are not steps of one, or if its opening is not among
/// them.
pub(super) fn socket(steps: &[Noted<'_>], texts: &mut Texts<'_>) -> Option<RawRequest> {
    let (opened, sent) = steps.iter().find_map(|it| match &it.step {
        Step::Socket(sent) => Some((it, sent)),
        _ => None,
    })?;
    let (mut handshake, mut closed, mut failed) = (None, None, None);
    let mut messages = [0_u32; 2];
    for it in steps {
        match it.step {
            Step::Handshake(status) => handshake = Some((it.time, status)),
            Step::Message { is_sent } => {
                let count = &mut messages[usize::from(!is_sent)];
                *count = count.saturating_add(1);
            }
            Step::Closed => closed = Some(it.time),
            Step::Finish(finish) if finish.has_failed => failed = Some(finish.error),
            _ => {}
        }
    }
    let handshaking = steps.iter().find(|it| matches!(it.step, Step::Handshaking));
    let start = handshaking.map_or(opened.time, |it| it.time);
    let since = |time: i64| time.saturating_sub(start).max(0).unsigned_abs();
    let status = handshake.map(|(_, status)| status.and_then(status_of).unwrap_or(101));
    let outcome = match (closed, status) {
        (_, Some(400..)) => Outcome::HttpError,
        (Some(_), None) => Outcome::NoResponse,
        _ if failed.is_some() => Outcome::NoResponse,
        (None, _) => Outcome::Pending,
        (Some(_), Some(_)) => Outcome::Success,
    };
    let wait = handshake.map(|(time, _)| since(time));
    let request = Request {
        duration: Measure::from(closed.map(since)),
        phases: Phases {
            wait: wait.into(),
            receive: closed.zip(wait).map(|(end, wait)| since(end).saturating_sub(wait)).into(),
            ..Phases::default()
        },
        status,
        outcome,
        reason: failed.flatten().and_then(|it| texts.text(Some(it))),
        kind: RequestKind::WebSocket,
        messages,
        ..texts.request(sent, opened.place)
    };
    let operation_id = texts.text(sent.operation);
    Some(RawRequest { start, request, redirect_url: None, page_id: None, operation_id })
}
