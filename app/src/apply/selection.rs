//! Running the actions that change what is selected, and which stacks are shown.

use asyncscope_core::analysis::{Direction, Transform};
use asyncscope_core::units::TimeRange;

use crate::actions::Action;
use crate::opened::Opened;
use crate::questions::tree::TreeStep;
use crate::selection::{Entity, Selection};
use crate::transforms::TransformKind;
use crate::views::View;

/// Runs an action about what is selected in a recording.
pub(super) fn run(opened: &mut Opened, action: Action) {
    let time = time_of_selected(opened);
    let transform = match action {
        Action::Transform(change) => transform(opened, change),
        _ => None,
    };
    let selection = &mut opened.selection;
    match action {
        Action::ShowSelected => {
            if let Some(range) = time.or_else(|| selection.range.clone()) {
                selection.shown = Some(range);
            }
        }
        Action::ShowAll => selection.shown = None,
        Action::RangeOfSelected => {
            if let Some(range) = time {
                selection.range = Some(range);
            }
        }
        Action::ClearRange => selection.range = None,
        Action::AllThreads => selection.threads = None,
        Action::ClearSelection => selection.select(None),
        Action::ClearTransforms => selection.transforms.clear(),
        Action::Transform(_) => selection.transforms.extend(transform),
        Action::Invert => {
            let direction = match opened.view {
                View::FlameGraph => &mut opened.flame.direction,
                _ => &mut opened.tree.direction,
            };
            *direction = match *direction {
                Direction::TopDown => Direction::BottomUp,
                Direction::BottomUp => Direction::TopDown,
            };
        }
        Action::HotPath => opened.tree.step(TreeStep::HotPath(opened.tree.selected)),
        Action::OpenAll => {
            if let Some(node) = opened.tree.selected {
                opened.tree.step(TreeStep::OpenAll(node));
            }
        }
        _ => {} // `actions::run` took the others
    }
}

/// When the selected thing ran: the one time that is meant, or all of a span.
fn time_of_selected(opened: &Opened) -> Option<TimeRange> {
    let Selection { entity, occurrence, .. } = &opened.selection;
    let recording = &opened.recording;
    let of_entity = || match (*entity)? {
        Entity::Function(_) | Entity::Instant(_) => None,
        Entity::Span(span) => Some(recording.spans.range(span)),
        Entity::AsyncSpan(span) => Some(recording.async_spans.range(span)),
        Entity::Gc(gc) => {
            let start = recording.gcs.start[gc];
            Some(start..start + recording.gcs.duration[gc])
        }
    };
    let time = occurrence.as_ref().map(|it| it.range.clone()).or_else(of_entity);
    time.filter(|it| it.start < it.end)
}

/// The change of stacks that what is selected makes of `kind`; none where nothing fitting is.
fn transform(opened: &Opened, kind: TransformKind) -> Option<Transform> {
    let Selection { path, transforms, .. } = &opened.selection;
    if kind == TransformKind::CollapseRecursion {
        let is_new = !transforms.contains(&Transform::CollapseRecursion);
        return is_new.then_some(Transform::CollapseRecursion);
    }
    kind.of(&opened.recording, opened.selection.function()?, path)
}
