//! The toolkit's tree of an arrangement, and back.

use egui_tiles::{Container, Linear, LinearDir, Tile, TileId, Tiles, Tree};

use crate::arrangement::{Arrangement, Direction, Group, Node};
use crate::kind::Kind;
use crate::views::View;

/// Numbers of groups and splits begin here; below are the views.
const FIRST_CONTAINER: u64 = 1000;

/// The tree of an arrangement. The same arrangement gives the same names to the same parts.
pub(super) fn of(arrangement: &Arrangement) -> Tree<View> {
    let mut tiles = Tiles::default();
    let mut next = FIRST_CONTAINER;
    let root = insert(arrangement.root(), &mut tiles, &mut next);
    Tree::new(egui::Id::unique("views"), root, tiles)
}

fn insert(node: &Node, tiles: &mut Tiles<View>, next: &mut u64) -> TileId {
    let id = TileId::from_u64(*next);
    *next += 1;
    let container = match node {
        Node::Tabs(group) => {
            let children = group.views.iter().map(|view| {
                let id = id_of(*view);
                tiles.insert(id, Tile::Pane(*view));
                id
            });
            let mut tabs = egui_tiles::Tabs::new(children.collect());
            tabs.set_active(id_of(group.shown));
            Container::Tabs(tabs)
        }
        Node::Split(direction, parts) => {
            let dir = match direction {
                Direction::Row => LinearDir::Horizontal,
                Direction::Column => LinearDir::Vertical,
            };
            let children = parts.iter().map(|(_, node)| insert(node, tiles, next)).collect();
            let mut linear = Linear::new(dir, children);
            for (i, (share, _)) in parts.iter().enumerate() {
                linear.shares.set_share(linear.children[i], *share);
            }
            Container::Linear(linear)
        }
    };
    tiles.insert(id, Tile::Container(container));
    id
}

fn id_of(view: View) -> TileId {
    let at = View::ALL.iter().position(|it| *it == view).unwrap_or(0);
    TileId::from_u64(at as u64 + 1)
}

/// The view whose tab is being dragged.
pub(super) fn dragged(tree: &Tree<View>, ctx: &egui::Context) -> Option<View> {
    tree.tiles.get_pane(&tree.dragged_id(ctx)?).copied()
}

/// The arrangement of a tree into which `dragged` was dropped, if anything was.
pub(super) fn arrangement(
    kind: Kind,
    tree: &Tree<View>,
    dragged: Option<View>,
) -> Option<Arrangement> {
    Arrangement::new(kind, node(&tree.tiles, tree.root()?, dragged)?)
}

/// The node of a tile. A tree is as deep as hands have nested it.
fn node(tiles: &Tiles<View>, tile: TileId, dragged: Option<View>) -> Option<Node> {
    Some(match tiles.get(tile)? {
        Tile::Pane(view) => alone(*view),
        Tile::Container(Container::Tabs(tabs)) => return group(tiles, tabs, dragged),
        Tile::Container(Container::Linear(linear)) => {
            let share = |child: TileId| {
                linear.shares.iter().find(|it| *it.0 == child).map_or(1.0, |it| *it.1)
            };
            let parts = linear.children.iter();
            let parts = parts.filter_map(|it| Some((share(*it), node(tiles, *it, dragged)?)));
            Node::Split(direction(linear), parts.collect())
        }
        Tile::Container(Container::Grid(grid)) => {
            let parts = grid.children().filter_map(|it| Some((1.0, node(tiles, *it, dragged)?)));
            Node::Split(Direction::Row, parts.collect())
        }
    })
}

fn alone(view: View) -> Node {
    Node::Tabs(Group { views: vec![view], shown: view })
}

fn direction(linear: &Linear) -> Direction {
    match linear.dir {
        LinearDir::Horizontal => Direction::Row,
        LinearDir::Vertical => Direction::Column,
    }
}

/// The node of tabs. What is dropped beside one view of a group stands beside the group: the toolkit
/// would nest both inside a tab.
fn group(tiles: &Tiles<View>, tabs: &egui_tiles::Tabs, dragged: Option<View>) -> Option<Node> {
    let mut views = Vec::new();
    let (mut beside, mut host) = (None, None);
    for child in &tabs.children {
        match tiles.get(*child) {
            Some(Tile::Pane(view)) => views.push(*view),
            Some(Tile::Container(inner)) => {
                let inside: Vec<View> =
                    inner.children().filter_map(|it| tiles.get_pane(it).copied()).collect();
                let new = inside.iter().position(|it| Some(*it) == dragged);
                match (inner, new) {
                    (Container::Linear(linear), Some(at)) => {
                        beside = Some((direction(linear), at == 0, inside[at]));
                        host = inside.iter().copied().find(|it| *it != inside[at]);
                        views.extend(host);
                    }
                    _ => views.extend(inside),
                }
            }
            None => {}
        }
    }
    let shown = tabs.active.and_then(|it| tiles.get_pane(&it).copied());
    let shown = shown.filter(|it| views.contains(it));
    let shown = shown.or(host).or_else(|| views.first().copied())?;
    let node = Node::Tabs(Group { views, shown });
    Some(match beside {
        None => node,
        Some((direction, true, view)) => {
            Node::Split(direction, vec![(1.0, alone(view)), (1.0, node)])
        }
        Some((direction, false, view)) => {
            Node::Split(direction, vec![(1.0, node), (1.0, alone(view))])
        }
    })
}
