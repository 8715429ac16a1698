//! What is known of a group becomes a suspect.

use hashbrown::HashMap;

use super::confidence::Confidence;
use super::groups::GroupKey;
use super::holders::{callback, holder, holder_at};
use super::report::{LeakPath, Suspect};
use super::rules::Rule;
use super::sentence::{sentence, trend, via, what};
use super::steps::Alive;
use super::trend::{LeakVerdict, steadiness};
use super::ways::Ways;
use crate::analysis::heap::Snapshot;
use crate::model::heap::NodeIndex;

/// The most looks of ways that a suspect lists.
const MAX_PATHS: usize = 8;
/// The most steps of a way that are listed.
const MAX_STEPS: usize = 20;

/// What is known of a group that is reported.
pub(super) struct Told<'a> {
    pub(super) key: &'a GroupKey,
    pub(super) counts: &'a [Alive],
    pub(super) verdict: LeakVerdict,
    pub(super) retained: u64,
    /// The rule by which it was looked for; else its way to the roots tells.
    pub(super) rule: Option<Rule>,
    /// Where it piles up, if that is known; else its ways to the roots tell.
    pub(super) point: Option<NodeIndex>,
}

impl Told<'_> {
    #[expect(clippy::cast_precision_loss, reason = "an average has few digits")]
    pub(super) fn suspect(
        &self,
        last: Snapshot<'_>,
        ways: &mut Ways<'_>,
        objects: Vec<NodeIndex>,
    ) -> Suspect {
        let Self { key, counts, verdict, retained, .. } = *self;
        let (paths, typical) = paths(ways, &objects);
        let holder = match self.point {
            Some(point) => Some(holder_at(last, ways, point)),
            None => holder(last, ways, &typical),
        };
        let steps = paths.first().map_or(&[][..], |it| &it.steps);
        let rule = self.rule.unwrap_or_else(|| Rule::of(key, steps, holder.as_ref()));
        let via = via(
            rule,
            steps,
            (holder.as_ref(), objects.first().and_then(|it| callback(last, ways, *it))),
        );
        let bytes = counts.iter().map(|it| it.bytes).collect();
        let counts: Vec<u64> = counts.iter().map(|it| it.count).collect();
        let steadiness = steadiness(&counts);
        let (confidence, reasons) = Confidence::of(verdict, steadiness, rule, holder.is_some());
        let rise = match counts.as_slice() {
            [first, .., last] => (*last as f64 - *first as f64) / (counts.len() - 1) as f64,
            _ => 0.0,
        };
        let count = objects.len() as u64;
        let (by, trend) = ((via.as_deref(), holder.as_ref()), trend(verdict, &counts));
        Suspect {
            kind: key.kind,
            class: key.shown(),
            count,
            sentence: sentence(&what(key, count), retained, by, &trend),
            counts,
            bytes,
            growth_per_step: rise,
            steadiness,
            retained,
            holder,
            via,
            paths,
            rule,
            verdict,
            confidence,
            reasons,
            within: None,
            objects,
            apart: String::new(),
        }
    }
}

/// The ways of `objects` by look, and the objects of the most common one if nearly all have it.
fn paths(ways: &mut Ways<'_>, objects: &[NodeIndex]) -> (Vec<LeakPath>, Vec<NodeIndex>) {
    let mut looks: HashMap<u32, Vec<NodeIndex>> = HashMap::new();
    for &object in objects {
        looks.entry(ways.look(object)).or_default().push(object);
    }
    let mut sorted: Vec<(u32, Vec<NodeIndex>)> = looks.into_iter().collect();
    sorted.sort_unstable_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.1.cmp(&b.1)));
    let path = |(look, objects): &(u32, Vec<NodeIndex>)| LeakPath {
        count: objects.len() as u64,
        steps: ways.steps_of(*look, MAX_STEPS),
        example: objects[0],
    };
    let paths = sorted.iter().take(MAX_PATHS).map(path).collect();
    let typical = match sorted.into_iter().next() {
        Some((_, most)) if most.len() * 10 >= objects.len() * 9 => most,
        _ => objects.to_vec(),
    };
    (paths, typical)
}
