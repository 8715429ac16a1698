//! The map of where a heap grew.

use std::sync::Arc;

use asyncscope_core::analysis::heap::{Growth, GrowthMap, growth_map};

use crate::compared::Compared;
use crate::jobs::Job;

/// Which map is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct MapQuestion {
    root: u32,
    room: (u16, u16),
}

/// A map, and what its boxes stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledGrowth {
    /// The boxes.
    pub map: GrowthMap,
    /// The places.
    pub growth: Arc<Growth>,
    /// Rows of the places from the root of the heap to that of the map.
    pub crumbs: Vec<u32>,
}

impl Compared {
    /// Asks for the map as large as there is room for.
    pub(super) fn ask_map(&mut self, ctx: &egui::Context) {
        let Some(growth) = self.answers.growth.current().map(Arc::clone) else { return };
        let room = self.map_room;
        if room.0 == 0 || room.1 == 0 {
            return;
        }
        let is_place = |it: &u32| (*it as usize) < growth.places.len();
        let root = self.place.map_root.filter(is_place).unwrap_or(0);
        self.answers.map.ask(MapQuestion { root, room }, || {
            Job::spawn("Drawing the map", ctx, move |task| {
                task.advance(0)?;
                let map = growth_map(&growth, root, (room.0.into(), room.1.into()));
                let above = |it: &u32| growth.places[*it as usize].parent;
                let mut crumbs: Vec<u32> = std::iter::successors(Some(root), above).collect();
                crumbs.reverse(); // the root first
                Ok(Arc::new(LabelledGrowth { map, growth, crumbs }))
            })
        });
    }
}
