//! Running the actions that change what is selected, and which stacks are shown.

use asyncscope_core::analysis::{Direction, Transform, TreeForm};
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
        Action::ClearTransforms => selection.clear_transforms(),
        Action::Transform(_) => {
            if let Some(transform) = transform {
                selection.transform(&opened.recording, transform);
            }
        }
        Action::Invert => invert(opened),
        Action::HotPath => opened.tree.step(TreeStep::HotPath(opened.tree.selected)),
        Action::OpenAll => {
            if let Some(node) = opened.tree.selected {
                opened.tree.step(TreeStep::OpenAll(node));
            }
        }
        _ => {} // `actions::run` took the others
    }
}

/// Lets the flame graph, or else the call tree, grow the other way.
fn invert(opened: &mut Opened) {
    if opened.view == View::FlameGraph {
        let direction = &mut opened.flame.direction;
        *direction = match direction {
            Direction::TopDown => Direction::BottomUp,
            Direction::BottomUp => Direction::TopDown,
        };
    } else {
        let form = &mut opened.tree.shape.form;
        *form = match form {
            TreeForm::TopDown | TreeForm::Flat => TreeForm::BottomUp,
            TreeForm::BottomUp => TreeForm::TopDown,
        };
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
        Entity::Request(request) => Some(recording.requests.get(request).range(recording.duration)),
        Entity::Gc(gc) => {
            let start = recording.gcs.start[gc];
            Some(start..start + recording.gcs.duration[gc])
        }
    };
    let time = occurrence.as_ref().map(|it| it.range.clone()).or_else(of_entity);
    time.filter(|it| it.start < it.end)
}

/// The change of stacks that what is selected makes of `kind`; none where nothing fitting is.
pub(crate) fn transform(opened: &Opened, kind: TransformKind) -> Option<Transform> {
    let selection = &opened.selection;
    kind.of(&opened.recording, selection.function(), &selection.path)
}
