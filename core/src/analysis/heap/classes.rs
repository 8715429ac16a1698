//! Classes: what DevTools groups objects by.

use std::borrow::Cow;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::analysis::heap::detachedness::Detachedness;
use crate::analysis::heap::distances::UNREACHED;
use crate::analysis::heap::shapes::{PlainObjects, Shape};
use crate::define_index;
use crate::index::{Column, RowIndex as _};
use crate::model::HeapGraph;
use crate::model::heap::{Location, NodeIndex, NodeKind, WideColumn, show_wtf8};
use crate::task::{Cancelled, Task};

define_index! {
    /// A row of [`Classes`].
    ClassIndex
}

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// Objects that belong together: of one constructor, of one shape, or of one kind.
///
/// Objects whose constructor's place is known are told apart by it: two classes may have one name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Class {
    /// Such as `Array`, `{id, name}` or `(string)`, in WTF-8.
    pub name: Vec<u8>,
    /// Where its constructor is, if that is known.
    pub place: Option<ClassPlace>,
}

/// Where a constructor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassPlace {
    /// V8's number of the script.
    pub script_id: u64,
    /// Line counted from 0.
    pub line: u64,
    /// Column counted from 0.
    pub column: u64,
}

impl Class {
    /// Its name for people.
    pub fn name(&self) -> Cow<'_, str> {
        show_wtf8(&self.name)
    }

    /// What DevTools knows it by: `script,line,column,name`, or `,name`.
    pub fn key(&self) -> String {
        let name = self.name();
        match self.place {
            Some(it) => format!("{},{},{},{name}", it.script_id, it.line, it.column),
            None => format!(",{name}"),
        }
    }
}

/// How many objects a class has, and how much they take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassTotals {
    /// Objects that take any memory.
    pub count: u64,
    /// Sum of their shallow sizes in bytes.
    pub shallow: u64,
    /// The least distance of any; may be -5 where nothing leads to them.
    pub distance: i32,
}

/// The classes of a snapshot, and the class of each object.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    /// In order of first appearance.
    pub class: Column<ClassIndex, Class>,
    /// Totals of each class.
    pub totals: Column<ClassIndex, ClassTotals>,
    /// Row of the class of each node.
    of_node: Vec<u32>,
    /// What stands in for classes of objects that have none, most common first.
    pub shapes: Vec<Shape>,
}

impl Classes {
    /// The class of a node.
    pub fn of(&self, node: NodeIndex) -> ClassIndex {
        ClassIndex::from_row(self.of_node[node.row()] as usize)
    }

    /// Rows of the classes of all nodes.
    pub fn of_nodes(&self) -> &[u32] {
        &self.of_node
    }

    /// The class of that DevTools key.
    pub fn find(&self, key: &str) -> Option<ClassIndex> {
        self.class.indices().find(|&it| self.class[it].key() == key)
    }

    /// Classes from parts that were kept; `None` if they do not fit together.
    pub(crate) fn from_parts(
        class: Vec<Class>,
        totals: Vec<ClassTotals>,
        of_node: Vec<u32>,
        shapes: Vec<Shape>,
    ) -> Option<Self> {
        let n = class.len();
        let is_sound = totals.len() == n && of_node.par_iter().all(|&it| (it as usize) < n);
        is_sound.then(|| Self { class: class.into(), totals: totals.into(), of_node, shapes })
    }
}

/// What classes are made from.
#[derive(Clone, Copy)]
pub(super) struct ClassInputs<'a> {
    pub(super) graph: &'a HeapGraph,
    pub(super) detachedness: &'a Detachedness,
    pub(super) plain: &'a PlainObjects,
}

/// Gives each object its class; `shapes` stand in for the classes of plain objects.
///
/// Totals come later: see [`total_classes`].
pub(super) fn assign_classes(
    inputs: ClassInputs<'_>,
    shapes: Vec<Shape>,
    task: &Task,
) -> Result<Classes, Cancelled> {
    let ClassInputs { graph, detachedness, plain } = inputs;
    let mut namer = Namer::new(graph);
    let matches = plain.matches(graph, &shapes);
    let shape_names: Vec<u32> = shapes.iter().map(|it| namer.name(&it.name)).collect();
    let n = graph.n_nodes();
    let is_object = graph.node_kinds.map_codes(NodeKind::Other, |it| it == NodeKind::Object);
    let mut of_node = Vec::with_capacity(n);
    let mut objects = plain.objects.iter().peekable();
    let mut locations = graph.locations.iter().peekable();
    for node in 0..n {
        if node.is_multiple_of(PACE) {
            task.advance(PACE as u64)?;
        }
        let shape = objects.next_if(|it| it.0 as usize == node);
        let name = match shape.and_then(|it| matches[it.1 as usize]) {
            Some(shape) => shape_names[shape as usize],
            None => namer.of_node(node, detachedness.is_renamed(node)),
        };
        let location = locations.next_if(|it| it.node as usize <= node);
        let location = location.as_ref().filter(|_| is_object[usize::from(graph.nodes.kind[node])]);
        of_node.push(namer.class(name, location));
    }
    let class: Column<ClassIndex, Class> = namer.classes.into();
    Ok(Classes { class, totals: Column::default(), of_node, shapes })
}

/// Counts the objects of each class and their sizes.
pub(super) fn total_classes(classes: &mut Classes, shallow: &WideColumn, distance: &[i32]) {
    let none = ClassTotals { count: 0, shallow: 0, distance: i32::MAX };
    let mut totals = vec![none; classes.class.len()];
    for ((&class, size), &distance) in classes.of_node.iter().zip(shallow.iter()).zip(distance) {
        if size == 0 {
            continue;
        }
        let total = &mut totals[class as usize];
        total.count += 1;
        total.shallow = total.shallow.saturating_add(size);
        total.distance = total.distance.min(distance);
    }
    for it in totals.iter_mut().filter(|it| it.count == 0) {
        it.distance = UNREACHED;
    }
    classes.totals = totals.into();
}

/// Names classes, each once.
struct Namer<'g> {
    graph: &'g HeapGraph,
    /// The name of each kind of node whose class does not depend on its own; in `names`.
    by_kind: [Option<u32>; 256],
    /// Names by the number of the text, `NONE` while not known.
    by_text: Vec<u32>,
    /// The same with the prefix of detached nodes.
    by_detached_text: HashMap<u32, u32>,
    names: Vec<Vec<u8>>,
    by_name: HashMap<Vec<u8>, u32>,
    /// The class without a place of each name, `NONE` while there is none.
    plain_class: Vec<u32>,
    placed: HashMap<(ClassPlace, u32), u32>,
    classes: Vec<Class>,
}

const NONE: u32 = u32::MAX;

impl<'g> Namer<'g> {
    fn new(graph: &'g HeapGraph) -> Self {
        let mut namer = Self {
            graph,
            by_kind: [None; 256],
            by_text: vec![NONE; graph.strings.len() + 1],
            by_detached_text: HashMap::new(),
            names: Vec::new(),
            by_name: HashMap::new(),
            plain_class: Vec::new(),
            placed: HashMap::new(),
            classes: Vec::new(),
        };
        for code in 0..=u8::MAX {
            namer.by_kind[usize::from(code)] = namer.name_of_kind(code);
        }
        namer
    }

    fn name_of_kind(&mut self, code: u8) -> Option<u32> {
        let name = match self.graph.node_kinds.kind(code).unwrap_or(NodeKind::Other) {
            NodeKind::Hidden => "(system)".to_owned(),
            NodeKind::Code => "(compiled code)".to_owned(),
            NodeKind::Closure => "Function".to_owned(),
            NodeKind::RegExp => "RegExp".to_owned(),
            NodeKind::Object | NodeKind::Native => return None,
            _ => format!("({})", self.graph.node_kinds.name(code)),
        };
        Some(self.name(name.as_bytes()))
    }

    fn name(&mut self, name: &[u8]) -> u32 {
        if let Some(&known) = self.by_name.get(name) {
            return known;
        }
        let index = u32::try_from(self.names.len()).unwrap_or(NONE);
        self.names.push(name.to_vec());
        self.plain_class.push(NONE);
        self.by_name.insert(name.to_vec(), index);
        index
    }

    /// The name of the class of a node, but for its shape.
    #[inline]
    fn of_node(&mut self, node: usize, is_detached: bool) -> u32 {
        if let Some(name) = self.by_kind[usize::from(self.graph.nodes.kind[node])] {
            return name;
        }
        let text = self.graph.nodes.name[node];
        if is_detached {
            return self.of_detached(text);
        }
        match self.by_text.get(text as usize) {
            Some(&known) if known != NONE => known,
            _ => {
                let name = self.name(without_attributes(self.graph.strings.bytes(text)).as_ref());
                if let Some(slot) = self.by_text.get_mut(text as usize) {
                    *slot = name;
                }
                name
            }
        }
    }

    #[cold]
    fn of_detached(&mut self, text: u32) -> u32 {
        if let Some(&known) = self.by_detached_text.get(&text) {
            return known;
        }
        let full = [b"Detached ", self.graph.strings.bytes(text)].concat();
        let name = self.name(without_attributes(&full).as_ref());
        self.by_detached_text.insert(text, name);
        name
    }

    /// The class of that name, at the place of its constructor if that is known.
    #[inline]
    fn class(&mut self, name: u32, location: Option<&Location>) -> u32 {
        let Some(location) = location else {
            let known = self.plain_class[name as usize];
            return if known == NONE { self.add_class(name, None) } else { known };
        };
        let place = ClassPlace {
            script_id: location.script_id,
            line: location.line,
            column: location.column,
        };
        match self.placed.get(&(place, name)) {
            Some(&known) => known,
            None => self.add_class(name, Some(place)),
        }
    }

    fn add_class(&mut self, name: u32, place: Option<ClassPlace>) -> u32 {
        let index = u32::try_from(self.classes.len()).unwrap_or(NONE);
        self.classes.push(Class { name: self.names[name as usize].clone(), place });
        match place {
            Some(place) => {
                self.placed.insert((place, name), index);
            }
            None => self.plain_class[name as usize] = index,
        }
        index
    }
}

/// The name of an element without its attributes: `<div id="a">` is of the class `<div>`.
fn without_attributes(name: &[u8]) -> Cow<'_, [u8]> {
    let begin = match name {
        [b'<', ..] => 0,
        _ if name.starts_with(b"Detached <") => 10,
        _ => return Cow::Borrowed(name),
    };
    match name.iter().skip(begin).position(|&it| it == b' ') {
        Some(space) => Cow::Owned([&name[..begin + space], b">"].concat()),
        None => Cow::Borrowed(name),
    }
}
