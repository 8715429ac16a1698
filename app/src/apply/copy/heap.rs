//! Copying what is selected in a heap.

use asyncscope_core::analysis::heap::ClassIndex;
use asyncscope_core::analysis::markdown_text;
use asyncscope_core::units::{Bytes, Count};

use super::{Copied, CopyAs, table};
use crate::heap::HeapEntity;
use crate::opened::Opened;
use crate::questions::heap::object::{ObjectFacts, PathLine};
use crate::views::heap::details::path_as_text;

/// The selected class with its figures, or the selected object with the way to it.
pub(super) fn selected(opened: &Opened, copy_as: CopyAs) -> Option<Copied> {
    match opened.heap.place.selected? {
        HeapEntity::Class(class) => of_class(opened, class, copy_as),
        HeapEntity::Object(node) => {
            let facts = opened.answers.heap.object.value().filter(|it| it.line.node == node)?;
            Some((of_object(facts, copy_as), "the object".to_owned()))
        }
    }
}

fn of_class(opened: &Opened, class: ClassIndex, copy_as: CopyAs) -> Option<Copied> {
    let known = opened.known()?;
    let name = known.facts.classes.class[class].name().into_owned();
    let totals = known.facts.classes.totals[class];
    let (count, shallow) = (Count(totals.count).to_string(), Bytes(totals.shallow).to_string());
    let retained = known.tree.as_ref().map(|it| Bytes(it.class_retained[class]).to_string());
    let retained = retained.unwrap_or_else(|| "–".to_owned());
    let said = match copy_as {
        CopyAs::Text => format!("{name}\t{count} objects\tshallow {shallow}\tretained {retained}"),
        CopyAs::Markdown => {
            let row = [markdown_text(&name), count, shallow, retained];
            table(&["Class", "Objects", "Shallow", "Retained"], [row])
        }
    };
    Some((said, "the class".to_owned()))
}

fn of_object(facts: &ObjectFacts, copy_as: CopyAs) -> String {
    match copy_as {
        CopyAs::Text => path_as_text(facts),
        CopyAs::Markdown => {
            let row = |it: &PathLine| {
                let by = it.edge.as_ref().map(|edge| markdown_text(&edge.name));
                let size = it.node.retained.map(|it| Bytes(it).to_string());
                [by.unwrap_or_default(), markdown_text(&it.node.title()), size.unwrap_or_default()]
            };
            table(&["By", "Object", "Retained"], facts.path.iter().map(row))
        }
    }
}
