//! Places that the user was at, to go back and forward.

use crate::compared::ComparedPlace;
use crate::diff::DiffPlace;
use crate::document::DocumentId;
use crate::filter::Filter;
use crate::heap::HeapPlace;
use crate::requests::RequestPlace;
use crate::selection::Selection;
use crate::snapshots::SnapshotsPlace;
use crate::views::View;

/// How many places are remembered.
pub const MOST_PLACES: usize = 200;

/// What was to be seen: which recording, which view of it, and what was selected in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The recording.
    pub document: DocumentId,
    /// The view that had the keys.
    pub view: View,
    /// What was selected and shown; nothing in it is hovered.
    pub selection: Selection,
    /// The filter of the list of functions.
    pub functions: Filter,
    /// The filter of the list of spans.
    pub spans: Filter,
    /// The filter of the call tree.
    pub tree: Filter,
    /// What was looked for in charts.
    pub search: Filter,
    /// Which requests were looked at.
    pub requests: RequestPlace,
    /// What was chosen in a heap.
    pub heap: HeapPlace,
    /// What was chosen in a comparison of heaps.
    pub compared: Option<ComparedPlace>,
    /// What was chosen in a comparison of recordings.
    pub diff: Option<DiffPlace>,
    /// What was chosen of several snapshots.
    pub snapshots: Option<SnapshotsPlace>,
}

/// The places, from the first to the last, and the one the user is at.
#[derive(Debug, Default)]
pub struct History {
    places: Vec<Place>,
    at: usize,
}

impl History {
    /// Records a place, unless it is the one the user is at. What lay ahead is forgotten.
    pub fn record(&mut self, place: Place) {
        if self.places.get(self.at) == Some(&place) {
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(place);
        if self.places.len() > MOST_PLACES {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// Goes to the place before, if there is one.
    pub fn back(&mut self) -> Option<&Place> {
        self.at = self.at.checked_sub(1)?;
        self.places.get(self.at)
    }

    /// Goes to the place after, if there is one.
    pub fn forward(&mut self) -> Option<&Place> {
        if !self.can_go_forward() {
            return None;
        }
        self.at += 1;
        self.places.get(self.at)
    }

    /// Whether there is a place before.
    pub fn can_go_back(&self) -> bool {
        self.at > 0
    }

    /// Whether there is a place after.
    pub fn can_go_forward(&self) -> bool {
        self.at + 1 < self.places.len()
    }

    /// Forgets the places in a recording that is closed. What is then twice in a row stays once.
    pub fn forget(&mut self, document: DocumentId) {
        let before = self.places.iter().take(self.at + 1);
        let gone = before.filter(|it| it.document == document).count();
        self.at = (self.at + 1).saturating_sub(gone).saturating_sub(1);
        self.places.retain(|it| it.document != document);
        let mut i = 1;
        while i < self.places.len() {
            if self.places[i] == self.places[i - 1] {
                self.places.remove(i);
                self.at -= usize::from(self.at >= i);
            } else {
                i += 1;
            }
        }
    }
}
