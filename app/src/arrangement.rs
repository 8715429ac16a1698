//! How the views of a recording are arranged: groups of tabs, side by side and below each other.
//!
//! One arrangement serves all documents of a [`Kind`] and is remembered from run to run. It is
//! plain data: the panel that shows it makes the toolkit's tree of it, and hands back what the user
//! made of that.

mod stored;

use crate::kind::Kind;
use crate::views::View;

/// The arrangements of all kinds of documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrangements([Arrangement; 12]);

impl Default for Arrangements {
    fn default() -> Self {
        Self(Kind::ALL.map(Arrangement::usual))
    }
}

impl Arrangements {
    /// That of a kind.
    pub fn of(&self, kind: Kind) -> &Arrangement {
        &self.0[kind as usize]
    }

    /// The same, to change it.
    pub fn of_mut(&mut self, kind: Kind) -> &mut Arrangement {
        &mut self.0[kind as usize]
    }
}

/// Groups of tabs, each with one view to be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrangement {
    kind: Kind,
    root: Node,
}

/// A group of tabs, or several things side by side.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Tabs.
    Tabs(Group),
    /// Things beside or below each other, each with its share of the room.
    Split(Direction, Vec<(f32, Node)>),
}

/// Tabs of which one is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The views, from left to right; at least one.
    pub views: Vec<View>,
    /// The one that is shown.
    pub shown: View,
}

/// How the parts of a split lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Beside each other.
    Row,
    /// Below each other.
    Column,
}

impl Arrangement {
    /// All views of a kind as tabs of one group.
    pub fn usual(kind: Kind) -> Self {
        let group = Group { views: kind.views(), shown: kind.first_view() };
        Self { kind, root: Node::Tabs(group) }
    }

    /// The arrangement of `root`, made sound: each view at most once and only those of the kind, no
    /// empty group, no split of one part. Nothing if no view is left.
    pub fn new(kind: Kind, root: Node) -> Option<Self> {
        let mut seen: Vec<View> = View::ALL.into_iter().filter(|it| !it.fits(kind)).collect();
        sound(root, &mut seen).map(|root| Self { kind, root })
    }

    /// The kind of documents whose views it arranges.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The outermost node.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Every open view, group by group.
    pub fn open(&self) -> Vec<View> {
        self.groups().into_iter().flat_map(|it| it.views.iter().copied()).collect()
    }

    /// The views that are to be seen, one of each group.
    pub fn visible(&self) -> Vec<View> {
        self.groups().into_iter().map(|it| it.shown).collect()
    }

    /// Whether there is more than one group.
    pub fn is_split(&self) -> bool {
        matches!(self.root, Node::Split(..))
    }

    /// Shows a view; one that is closed opens in the group of `beside`, one of another kind of
    /// document does not.
    pub fn show(&mut self, view: View, beside: View) {
        if !view.fits(self.kind) {
            return;
        }
        let is_open = self.open().contains(&view);
        let mut groups = self.groups_mut();
        let home = if is_open { view } else { beside };
        let at = groups.iter().position(|it| it.views.contains(&home)).unwrap_or(0);
        let group = &mut *groups[at];
        if !is_open {
            let rank = |it: &View| View::ALL.iter().position(|view| view == it);
            let place = group.views.iter().position(|it| rank(it) > rank(&view));
            group.views.insert(place.unwrap_or(group.views.len()), view);
        }
        group.shown = view;
    }

    /// Takes a view away, unless it is the last one. Returns the view that stands in its place.
    pub fn close(&mut self, view: View) -> Option<View> {
        if self.open().len() < 2 {
            return None;
        }
        let mut groups = self.groups_mut();
        let group = groups.iter_mut().find(|it| it.views.contains(&view))?;
        let at = group.views.iter().position(|it| *it == view)?;
        group.views.remove(at);
        let next = group.views.get(at).or(group.views.last()).copied();
        if let Some(next) = next.filter(|_| group.shown == view) {
            group.shown = next;
        }
        let next = next.is_some().then_some(group.shown);
        self.tidy();
        next.or_else(|| self.visible().first().copied())
    }

    /// Puts a view into a group of its own beside or below its group. Nothing happens to a view
    /// that is alone in its group.
    pub fn split(&mut self, view: View, direction: Direction) {
        split_group(&mut self.root, view, direction);
        self.tidy();
    }

    /// Moves a view to the group after its own, beginning again at the first.
    pub fn move_to_next_group(&mut self, view: View) {
        let mut groups = self.groups_mut();
        let n = groups.len();
        let Some(at) = groups.iter().position(|it| it.views.contains(&view)) else { return };
        if n < 2 {
            return;
        }
        take(groups[at], view);
        let next = &mut *groups[(at + 1) % n];
        next.views.push(view);
        next.shown = view;
        self.tidy();
    }

    /// The open view that stands `step` tabs after `view`, beginning again at the end.
    pub fn neighbour(&self, view: View, step: isize) -> Option<View> {
        let open = self.open();
        let at = open.iter().position(|it| *it == view)?;
        let next = at.wrapping_add_signed(step).wrapping_add(open.len());
        open.get(next % open.len()).copied()
    }

    fn groups(&self) -> Vec<&Group> {
        let (mut open, mut found) = (vec![&self.root], Vec::new());
        while let Some(node) = open.pop() {
            match node {
                Node::Tabs(group) => found.push(group),
                Node::Split(_, parts) => open.extend(parts.iter().rev().map(|it| &it.1)),
            }
        }
        found
    }

    fn groups_mut(&mut self) -> Vec<&mut Group> {
        let (mut open, mut found) = (vec![&mut self.root], Vec::new());
        while let Some(node) = open.pop() {
            match node {
                Node::Tabs(group) => found.push(group),
                Node::Split(_, parts) => open.extend(parts.iter_mut().rev().map(|it| &mut it.1)),
            }
        }
        found
    }

    fn tidy(&mut self) {
        if let Some(sound) = Self::new(self.kind, self.root.clone()) {
            *self = sound;
        }
    }
}

fn take(group: &mut Group, view: View) {
    let at = group.views.iter().position(|it| *it == view);
    group.views.retain(|it| *it != view);
    if group.shown == view {
        let at = at.unwrap_or(0);
        let next = group.views.get(at).or(group.views.last());
        group.shown = next.copied().unwrap_or(view);
    }
}

/// Splits the group that holds `view`, if it holds others.
fn split_group(node: &mut Node, view: View, direction: Direction) {
    match node {
        Node::Split(_, parts) => {
            for (_, part) in parts {
                split_group(part, view, direction);
            }
        }
        Node::Tabs(group) if group.views.contains(&view) && group.views.len() > 1 => {
            take(group, view);
            let alone = Group { views: vec![view], shown: view };
            let parts = vec![(1.0, Node::Tabs(group.clone())), (1.0, Node::Tabs(alone))];
            *node = Node::Split(direction, parts);
        }
        Node::Tabs(_) => {}
    }
}

/// A share that leaves every part to be seen.
fn sound_share(share: f32) -> f32 {
    if share.is_finite() { share.clamp(0.05, 20.0) } else { 1.0 }
}

/// A node without views that were `seen`, empty groups and splits of one part.
fn sound(node: Node, seen: &mut Vec<View>) -> Option<Node> {
    match node {
        Node::Tabs(mut group) => {
            let mut is_new = |view: &View| {
                let is_new = !seen.contains(view);
                seen.push(*view);
                is_new
            };
            group.views.retain(&mut is_new);
            let first = *group.views.first()?;
            if !group.views.contains(&group.shown) {
                group.shown = first;
            }
            Some(Node::Tabs(group))
        }
        Node::Split(direction, parts) => {
            let mut kept = Vec::new();
            for (share, part) in parts {
                let share = sound_share(share);
                match sound(part, seen) {
                    // Parts of a part that lies the same way are parts of this one.
                    Some(Node::Split(inner, parts)) if inner == direction => {
                        let whole: f32 = parts.iter().map(|it| it.0).sum();
                        let part = |it: f32| sound_share(it / whole * share);
                        kept.extend(parts.into_iter().map(|(it, node)| (part(it), node)));
                    }
                    Some(node) => kept.push((share, node)),
                    None => {}
                }
            }
            match kept.len() {
                0 => None,
                1 => kept.pop().map(|it| it.1),
                _ => Some(Node::Split(direction, kept)),
            }
        }
    }
}
