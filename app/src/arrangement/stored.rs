//! The arrangements as text, for the session: JSON with the keys of views, so that it can be read by
//! versions that know other views.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Arrangement, Arrangements, Direction, Group, Node};
use crate::kind::Kind;
use crate::views::View;

/// How deep splits are nested at most: deeper ones cannot be made by hand.
const MAX_DEPTH: usize = 8;

/// The arrangement as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    root: StoredNode,
    /// Views that were closed by hand. Any other that is missing is new, and opens.
    closed: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StoredNode {
    Tabs { views: Vec<String>, shown: String },
    Row(Vec<(f32, StoredNode)>),
    Column(Vec<(f32, StoredNode)>),
}

impl Arrangements {
    /// The arrangements as text; empty while all are as usual.
    pub fn to_text(&self) -> String {
        let unusual = Kind::ALL.into_iter().filter(|&kind| {
            let (mine, usual) = (self.of(kind), Arrangement::usual(kind));
            mine.is_split() || mine.open() != usual.open()
        });
        let all: BTreeMap<&str, Stored> =
            unusual.map(|kind| (kind.key(), self.of(kind).store())).collect();
        if all.is_empty() {
            return String::new();
        }
        serde_json::to_string(&all).unwrap_or_default()
    }

    /// The arrangements of such a text; the usual ones where the text is damaged or of an older
    /// version, which had one for all.
    pub fn from_text(text: &str) -> Self {
        let mut found = Self::default();
        let stored = serde_json::from_str::<BTreeMap<String, Stored>>(text).unwrap_or_default();
        for (key, stored) in stored {
            if let Some(kind) = Kind::ALL.into_iter().find(|it| it.key() == key) {
                *found.of_mut(kind) = Arrangement::restore(kind, stored);
            }
        }
        for kind in [Kind::Profile, Kind::Recording, Kind::Recorded] {
            if let Ok(stored) = serde_json::from_str::<Stored>(text) {
                *found.of_mut(kind) = Arrangement::restore(kind, stored);
            }
        }
        found
    }
}

impl Arrangement {
    fn store(&self) -> Stored {
        let open = self.open();
        let closed = self.kind.views().into_iter().filter(|it| !open.contains(it));
        let closed = closed.map(|it| it.key().to_owned()).collect();
        Stored { root: store(&self.root), closed }
    }

    fn restore(kind: Kind, stored: Stored) -> Self {
        let found = restore(stored.root, 0).and_then(|it| Self::new(kind, it));
        let Some(mut arrangement) = found else { return Self::usual(kind) };
        let shown = arrangement.visible();
        for view in kind.views() {
            let was_closed = stored.closed.iter().any(|it| it == view.key());
            if !was_closed && !arrangement.open().contains(&view) {
                arrangement.show(view, kind.first_view());
            }
        }
        for view in shown {
            arrangement.show(view, view);
        }
        arrangement
    }
}

fn store(node: &Node) -> StoredNode {
    match node {
        Node::Tabs(Group { views, shown }) => StoredNode::Tabs {
            views: views.iter().map(|it| it.key().to_owned()).collect(),
            shown: shown.key().to_owned(),
        },
        Node::Split(direction, parts) => {
            let parts = parts.iter().map(|(share, node)| (*share, store(node))).collect();
            match direction {
                Direction::Row => StoredNode::Row(parts),
                Direction::Column => StoredNode::Column(parts),
            }
        }
    }
}

fn restore(node: StoredNode, depth: usize) -> Option<Node> {
    if depth > MAX_DEPTH {
        return None;
    }
    let all = |direction, parts: Vec<(f32, StoredNode)>| {
        let parts = parts.into_iter();
        let parts = parts.filter_map(|(share, node)| Some((share, restore(node, depth + 1)?)));
        Node::Split(direction, parts.collect())
    };
    Some(match node {
        StoredNode::Tabs { views, shown } => {
            let views: Vec<View> = views.iter().filter_map(|it| View::of_key(it)).collect();
            let shown = View::of_key(&shown).or_else(|| views.first().copied())?;
            Node::Tabs(Group { views, shown })
        }
        StoredNode::Row(parts) => all(Direction::Row, parts),
        StoredNode::Column(parts) => all(Direction::Column, parts),
    })
}
