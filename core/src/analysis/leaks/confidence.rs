//! How sure a report is of a suspect, and why.

use super::rules::Rule;
use super::trend::LeakVerdict;

/// How sure a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// It may as well be meant so.
    Low,
    /// Some of it speaks for a leak.
    Medium,
    /// It grows evenly, and one thing keeps it.
    High,
}

impl Confidence {
    /// Its name in JSON and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// How sure a report can be, and the reasons, in the order in which they count.
    pub(super) fn of(
        verdict: LeakVerdict,
        steadiness: Option<f64>,
        rule: Rule,
        one_holder: bool,
    ) -> (Self, Vec<String>) {
        let (mut level, why) = match verdict {
            LeakVerdict::Growing => (2, "it rose in several steps and never fell back"),
            LeakVerdict::Stayed => (1, "it rose in one step and nothing of it was let go after"),
            LeakVerdict::Recent => (0, "it rose in the last step: what comes after is not known"),
            LeakVerdict::Grown => (0, "two snapshots tell growth, but no trend"),
            LeakVerdict::Large => (0, "one snapshot tells size, but no growth"),
            _ => (0, "it does not grow"),
        };
        let mut reasons = vec![why.to_owned()];
        if let Some(share) = steadiness.filter(|_| verdict == LeakVerdict::Growing) {
            reasons.push(format!("steps are even to {:.0} %", share * 100.0));
        }
        if one_holder {
            reasons.push("all of them are kept by one object".to_owned());
        } else {
            level -= 1;
            reasons.push("no single object keeps them all".to_owned());
        }
        if rule == Rule::DetachedDom {
            level += 1;
        }
        reasons.push(as_part(rule.sentence()));
        let level = match level {
            2.. => Self::High,
            1 => Self::Medium,
            _ => Self::Low,
        };
        (level, reasons)
    }
}

/// A sentence as a part of another one.
fn as_part(sentence: &str) -> String {
    let mut part = sentence.trim_end_matches('.').to_owned();
    if let Some(first) = part.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    part
}
