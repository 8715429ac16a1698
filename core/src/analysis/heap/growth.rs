//! What keeps how much alive before and after: two dominator trees laid over each other by class.
//!
//! Objects of one class that stand below the same line of classes are one place, and steps within
//! a class are none, so that a longer list is one place that grew. Eclipse MAT calls the tree of
//! one snapshot the dominator tree grouped by class. Classes are matched by name: it holds in two
//! processes and two builds alike, where numbers of scripts and lines do not.

use hashbrown::HashMap;

use crate::analysis::heap::classes::Classes;
use crate::analysis::heap::compare::Snapshot;
use crate::index::RowIndex as _;
use crate::model::heap::show_wtf8;
use crate::task::{Cancelled, Task};

/// Two dominator trees, laid over each other by class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// The root first, and each place after the one above it.
    pub places: Vec<GrowthPlace>,
}

/// Objects of one class below one line of classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrowthPlace {
    /// The place above; `None` for the root.
    pub parent: Option<u32>,
    /// The name of the class.
    pub class: String,
    /// How many objects before and after.
    pub count: [u64; 2],
    /// The sum of their shallow sizes before and after, in bytes.
    pub own: [u64; 2],
    /// What they keep alive together with themselves before and after, in bytes.
    pub retained: [u64; 2],
}

impl GrowthPlace {
    /// How many bytes more it keeps alive; negative if fewer.
    pub fn delta(&self) -> i64 {
        let [before, after] = self.retained;
        i64::try_from(i128::from(after) - i128::from(before)).unwrap_or(i64::MAX)
    }

    /// The larger of what it keeps alive before and after, in bytes.
    pub fn larger(&self) -> u64 {
        self.retained[0].max(self.retained[1])
    }
}

/// Lays the dominator trees of two snapshots over each other.
///
/// Places that keep less than the `least` part of the larger snapshot alive, before and after, are
/// left out: what is missing from the sum of a place belongs to them. `least` of 0 keeps all.
pub fn growth(
    before: Snapshot<'_>,
    after: Snapshot<'_>,
    least: f64,
    task: &Task,
) -> Result<Growth, Cancelled> {
    task.begin((before.graph.n_nodes() + after.graph.n_nodes()) as u64);
    let shapes = after.facts.classes.shapes.clone();
    let before_classes = before.facts.classes_with(before.graph, shapes, task)?;
    let mut places = Places::default();
    for (side, snapshot, classes) in
        [(0, before, &before_classes), (1, after, &after.facts.classes)]
    {
        places.add(snapshot, classes, side, task)?;
    }
    places.sum_up();
    Ok(places.largest(least))
}

/// Places while they are found. The root is row 0.
#[derive(Default)]
struct Places {
    names: Vec<Vec<u8>>,
    name_rows: HashMap<Vec<u8>, u32>,
    rows: Vec<Place>,
    /// The place of a class below a place.
    below: HashMap<(u32, u32), u32>,
}

#[derive(Clone, Copy)]
struct Place {
    parent: u32,
    name: u32,
    count: [u64; 2],
    own: [u64; 2],
    retained: [u64; 2],
}

impl Places {
    /// Adds all that the root of a snapshot keeps alive.
    fn add(
        &mut self,
        snapshot: Snapshot<'_>,
        classes: &Classes,
        side: usize,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let names: Vec<u32> = classes.class.iter().map(|it| self.name(&it.name)).collect();
        let root = snapshot.graph.root.row();
        if self.rows.is_empty() {
            self.rows.push(Place::new(0, names[classes.of_nodes()[root] as usize]));
        }
        let mut stack = vec![(root as u32, 0_u32)];
        let mut n_done = 0_u64;
        while let Some((node, place)) = stack.pop() {
            n_done += 1;
            if n_done.is_multiple_of(1 << 16) {
                task.advance(1 << 16)?;
            }
            let row = &mut self.rows[place as usize];
            row.count[side] += 1;
            row.own[side] += snapshot.facts.shallow.get(node as usize);
            for &child in snapshot.tree.dominated.children(node as usize) {
                let name = names[classes.of_nodes()[child as usize] as usize];
                stack.push((child, self.below(place, name)));
            }
        }
        Ok(())
    }

    fn name(&mut self, name: &[u8]) -> u32 {
        if let Some(&row) = self.name_rows.get(name) {
            return row;
        }
        let row = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.name_rows.insert(name.to_owned(), row);
        row
    }

    /// The place of a class below another place; the same place if that is of this class.
    fn below(&mut self, place: u32, name: u32) -> u32 {
        if place != 0 && self.rows[place as usize].name == name {
            return place;
        }
        *self.below.entry((place, name)).or_insert_with(|| {
            self.rows.push(Place::new(place, name));
            (self.rows.len() - 1) as u32
        })
    }

    /// Adds what each place holds to all above it, which stand in earlier rows.
    fn sum_up(&mut self) {
        for row in (0..self.rows.len()).rev() {
            let place = &mut self.rows[row];
            for side in 0..2 {
                place.retained[side] += place.own[side];
            }
            let Place { parent, retained, .. } = *place;
            if row > 0 {
                let above = &mut self.rows[parent as usize].retained;
                *above = [above[0] + retained[0], above[1] + retained[1]];
            }
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a bound for what is too small to be drawn"
    )]
    fn largest(self, least: f64) -> Growth {
        let whole = self.rows.first().map_or(0, |it| it.retained[0].max(it.retained[1]));
        let least = (whole as f64 * least) as u64;
        let mut new_row = vec![0_u32; self.rows.len()];
        let mut places = Vec::new();
        for (row, place) in self.rows.iter().enumerate() {
            // What stands above keeps at least as much alive, so it is there.
            if row > 0 && place.retained[0].max(place.retained[1]) < least {
                continue;
            }
            new_row[row] = places.len() as u32;
            places.push(GrowthPlace {
                parent: (row > 0).then(|| new_row[place.parent as usize]),
                class: show_wtf8(&self.names[place.name as usize]).into_owned(),
                count: place.count,
                own: place.own,
                retained: place.retained,
            });
        }
        Growth { places }
    }
}

impl Place {
    fn new(parent: u32, name: u32) -> Self {
        Self { parent, name, count: [0; 2], own: [0; 2], retained: [0; 2] }
    }
}
