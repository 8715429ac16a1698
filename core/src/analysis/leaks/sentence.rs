//! What is suspected, in a sentence that a person understands.

use super::groups::{GroupKey, GroupKind};
use super::holders::Holder;
use super::rules::{Rule, steps_to};
use super::trend::LeakVerdict;
use crate::units::{Bytes, Count};

/// What functions without a name are called.
pub(super) const ANONYMOUS: &str = "(anonymous)";

/// The longest text of a string that is shown, in characters.
const MAX_TEXT: usize = 40;

/// What objects of a group are called: ``500 `LeakyWidget` ``.
pub(super) fn what(key: &GroupKey, count: u64) -> String {
    let (count, name) = (Count(count), key.shown());
    match key.kind {
        GroupKind::Function => format!("{count} functions `{name}`"),
        GroupKind::Text => {
            let text: String = name.chars().take(MAX_TEXT).collect();
            let more = if text.len() < name.len() { "…" } else { "" };
            format!("{count} strings “{text}{more}”")
        }
        // What rules look for is named in words.
        GroupKind::Internal if count.0 == 1 => name,
        GroupKind::Internal => format!("{count} {name}"),
        GroupKind::Named | GroupKind::Plain => format!("{count} `{name}`"),
    }
}

/// By what the holder holds them, if there is something between: ``closures `onTopic` ``.
pub(super) fn via(
    rule: Rule,
    steps: &[String],
    (holder, callback): (Option<&Holder>, Option<String>),
) -> Option<String> {
    let near = steps_to(steps, holder);
    let function = near.iter().find_map(|it| it.split_once(" of function ")).map(|it| it.1);
    if rule == Rule::Timer {
        let function = callback.or(function.map(str::to_owned)).filter(|it| it != ANONYMOUS);
        let by = function.map(|it| format!(" that call `{it}`")).unwrap_or_default();
        return Some(format!("active timers{by}"));
    }
    if let Some(function) = function {
        return Some(format!("closures `{function}`"));
    }
    let first = near.first()?;
    let (property, class) = first.split_once(" of ")?;
    let is_telling = property.starts_with('.') && holder.is_none_or(|it| it.class != class);
    is_telling.then(|| format!("`{class}{property}`"))
}

/// What became of them, from one snapshot to the next.
pub(super) fn trend(verdict: LeakVerdict, counts: &[u64]) -> String {
    let rises: Vec<usize> = (1..counts.len()).filter(|&it| counts[it] > counts[it - 1]).collect();
    let n_steps = counts.len().saturating_sub(1);
    match verdict {
        LeakVerdict::Growing if rises.len() == n_steps => "grew in every step".to_owned(),
        LeakVerdict::Growing => format!("grew in {} of {n_steps} steps", rises.len()),
        LeakVerdict::Stayed => {
            let at = rises.last().copied().unwrap_or(1);
            format!("came between snapshots {at} and {} and stayed", at + 1)
        }
        LeakVerdict::Recent => "came in the last step".to_owned(),
        LeakVerdict::Grown => "grew between the two snapshots".to_owned(),
        LeakVerdict::Large => "alive in the one snapshot".to_owned(),
        LeakVerdict::Filled => "filled once and stayed".to_owned(),
        LeakVerdict::Replaced => "replaced by others, not more of them".to_owned(),
        LeakVerdict::NotMore => "not more than at first".to_owned(),
    }
}

/// The whole sentence.
pub(super) fn sentence(
    what: &str,
    retained: u64,
    (via, holder): (Option<&str>, Option<&Holder>),
    trend: &str,
) -> String {
    let kept = match (via, holder) {
        (Some(via), Some(holder)) => format!(", kept by {via} in the {}", holder.name),
        (Some(via), None) => format!(", kept by {via}"),
        (None, Some(holder)) => format!(", kept by the {}", holder.name),
        (None, None) => ", kept by several roots".to_owned(),
    };
    format!("{what}, {}{kept}; {trend}", Bytes(retained))
}
