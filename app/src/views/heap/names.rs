//! Names and colours of parts and sets of a heap.

use asyncscope_core::analysis::heap::{ContextOwner, HeapPart, HeapSet, RetainedBy};

use crate::questions::heap::{Known, node};
use crate::theme::BoxColor;
use crate::theme::Tokens;

/// What a part of the heap is called.
pub fn part_name(part: HeapPart) -> &'static str {
    match part {
        HeapPart::Code => "Code",
        HeapPart::Strings => "Strings",
        HeapPart::JsArrays => "Arrays",
        HeapPart::TypedArrays => "Typed arrays",
        HeapPart::Native => "Other native memory",
        HeapPart::System => "V8's own objects",
        HeapPart::Other => "Objects and functions",
    }
}

/// The colour of a part of the heap.
pub fn part_color(tokens: &Tokens, part: HeapPart) -> BoxColor {
    let at = match part {
        HeapPart::Other => 0,
        HeapPart::Strings => 1,
        HeapPart::JsArrays => 2,
        HeapPart::TypedArrays => 3,
        HeapPart::Native => 4,
        HeapPart::Code => 5,
        HeapPart::System => 6,
    };
    tokens.series()[at]
}

/// What the objects of a set are called; `known` names those that belong to a page.
pub fn set_name(set: HeapSet, known: Option<&Known>) -> String {
    let said = match set {
        HeapSet::All => "All objects",
        HeapSet::DuplicateStrings => "Duplicated strings",
        HeapSet::RetainedBy(RetainedBy::DetachedNodes) => "Kept by detached nodes",
        HeapSet::RetainedBy(RetainedBy::Contexts) => "Kept by contexts",
        HeapSet::RetainedBy(RetainedBy::EventListeners) => "Kept by event handlers",
        HeapSet::RetainedBy(RetainedBy::Console) => "Kept by the console",
        HeapSet::DetachedNodes => "Detached nodes",
        HeapSet::Part(part) => part_name(part),
        HeapSet::Closures => "Functions",
        HeapSet::Contexts => "Contexts of functions",
        HeapSet::NativeContext(ContextOwner::None) => "Of no native context",
        HeapSet::NativeContext(ContextOwner::Shared) => "Of several native contexts",
        HeapSet::NativeContext(ContextOwner::One(context)) => {
            let id =
                known.map(|it| format!("{} @{}", node::name(it, context), it.graph.id(context)));
            return format!("Of {}", id.unwrap_or_else(|| "one native context".to_owned()));
        }
    };
    said.to_owned()
}
