//! Finding classes by name and objects by number in a heap.

use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::{Bytes, Count};

use super::search::STRIDE;
use super::{Entry, Target, fuzzy};
use crate::questions::heap::Known;
use crate::questions::heap::node::NodeLine;

/// The classes that have objects and fit; only those that are shown get their words.
pub(super) fn classes(known: &Known, typed: &str, task: &Task) -> Result<Vec<Entry>, Cancelled> {
    let classes = &known.facts.classes;
    let mut found = Vec::new();
    for (i, class) in classes.class.indices().enumerate() {
        if i.is_multiple_of(STRIDE) {
            task.advance(0)?;
        }
        if classes.totals[class].count == 0 {
            continue;
        }
        if let Some(fit) = fuzzy::find(typed, &classes.class[class].name()) {
            found.push(Entry {
                target: Target::Class(class),
                text: String::new(),
                detail: String::new(),
                letters: Vec::new(),
                score: fit.score,
            });
        }
    }
    // Of classes whose names fit alike, the one that takes most is meant.
    let shallow = |it: &Entry| match it.target {
        Target::Class(class) => classes.totals[class].shallow,
        _ => 0,
    };
    found.sort_by_key(|it| std::cmp::Reverse(shallow(it)));
    Ok(found)
}

/// Gives the classes among `entries` their words.
pub(super) fn say(known: &Known, typed: &str, entries: &mut [Entry]) {
    let classes = &known.facts.classes;
    for entry in entries {
        let Target::Class(class) = entry.target else { continue };
        let (name, totals) = (classes.class[class].name(), classes.totals[class]);
        entry.letters = fuzzy::find(typed, &name).map(|it| it.letters).unwrap_or_default();
        entry.text = name.into_owned();
        let (count, shallow) = (Count(totals.count), Bytes(totals.shallow));
        let objects = if totals.count == 1 { "object" } else { "objects" };
        entry.detail = format!("class · {count} {objects} · {shallow}");
    }
}

/// The object whose number was typed, with or without its sign.
pub(super) fn object(known: &Known, typed: &str) -> Vec<Entry> {
    let id = typed.trim().trim_start_matches('@').parse().ok();
    let Some(node) = id.and_then(|it| known.graph.find_id(it)) else { return Vec::new() };
    let line = NodeLine::new(known, node);
    let sizes = match line.retained {
        Some(retained) => format!("object · {} retained", Bytes(retained)),
        None => format!("object · {} shallow", Bytes(line.shallow)),
    };
    vec![Entry {
        target: Target::Object(node),
        text: line.title(),
        detail: sizes,
        letters: Vec::new(),
        score: i32::MAX, // nothing else is meant by its number
    }]
}
