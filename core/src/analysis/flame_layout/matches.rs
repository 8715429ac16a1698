//! Finding boxes by name.

use std::sync::Arc;

use rayon::prelude::*;

use super::{BoxIndex, FlameItem, FlameKind, FlameLayout};
use crate::analysis::name_filter::NameFilter;
use crate::index::Column;
use crate::model::Recording;
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

/// Which rows of the tables that boxes name match a filter: asked once, for any number of layouts.
#[derive(Clone, Debug)]
pub struct ItemMatches {
    frames: Arc<Vec<bool>>,
    spans: Arc<Vec<bool>>,
    async_spans: Arc<Vec<bool>>,
    requests: Arc<Vec<bool>>,
}

impl ItemMatches {
    /// Searches functions by name and script, spans by name and detail, asynchronous spans by
    /// name. Each distinct text is searched once for each of the three.
    pub fn new(recording: &Recording, filter: &NameFilter, task: &Task) -> Result<Self, Cancelled> {
        Ok(Self {
            frames: Arc::new(filter.frames(recording).into_vec()),
            spans: Arc::new(matching_spans(recording, filter, task)?),
            async_spans: Arc::new(matching_async_spans(recording, filter)),
            requests: Arc::new(matching_requests(recording, filter)),
        })
    }

    /// Only asynchronous spans: those whose row is `true`.
    pub fn of_async_spans(rows: Vec<bool>) -> Self {
        Self {
            frames: Arc::default(),
            spans: Arc::default(),
            async_spans: Arc::new(rows),
            requests: Arc::default(),
        }
    }

    fn of(&self, kind: FlameKind) -> Arc<Vec<bool>> {
        match kind {
            FlameKind::Frames => Arc::clone(&self.frames),
            FlameKind::Spans => Arc::clone(&self.spans),
            FlameKind::AsyncSpans => Arc::clone(&self.async_spans),
            FlameKind::Requests => Arc::clone(&self.requests),
            FlameKind::Gcs => Arc::default(), // they have no names to be looked for
        }
    }
}

/// The boxes of a layout whose name matches, in order of start and then row.
#[derive(Clone, Debug, Default)]
pub struct FlameMatches {
    /// By row number of the table that the boxes name.
    is_match: Arc<Vec<bool>>,
    /// By row of the layout, its matching boxes from left to right.
    rows: Vec<Vec<u32>>,
    len: usize,
}

impl FlameMatches {
    /// Searches functions by name and script, spans by name and detail.
    ///
    /// Each distinct text is searched once; then every box of the layout is looked at.
    pub fn new(
        recording: &Recording,
        layout: &FlameLayout,
        filter: &NameFilter,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let is_match = match layout.kind() {
            FlameKind::Frames => filter.frames(recording).into_vec(),
            FlameKind::Spans => matching_spans(recording, filter, task)?,
            FlameKind::AsyncSpans => matching_async_spans(recording, filter),
            FlameKind::Requests => matching_requests(recording, filter),
            FlameKind::Gcs => Vec::new(),
        };
        Self::among(layout, Arc::new(is_match), task)
    }

    /// The boxes of `layout` that show one of `items`. Looks at every box.
    pub fn of(layout: &FlameLayout, items: &ItemMatches, task: &Task) -> Result<Self, Cancelled> {
        Self::among(layout, items.of(layout.kind()), task)
    }

    fn among(
        layout: &FlameLayout,
        is_match: Arc<Vec<bool>>,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let matches = |it: u32| is_match.get(it as usize).is_some_and(|&it| it);
        task.begin(layout.n_boxes() as u64);
        // A row is searched on one thread, so the lists are in order whatever their number.
        let rows = layout.rows().par_iter().map(|row| {
            task.advance(row.len() as u64)?;
            let found = (0..).zip(row.items()).filter(|&(_, &it)| matches(it));
            Ok(found.map(|(index, _)| index).collect())
        });
        let rows: Vec<Vec<u32>> = rows.collect::<Result<_, Cancelled>>()?;
        let len = rows.iter().map(Vec::len).sum();
        Ok(Self { is_match, rows, len })
    }

    /// Number of matching boxes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no box matches.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether boxes that show `item` match.
    pub fn shows(&self, item: FlameItem) -> bool {
        self.is_match.get(item.row()).is_some_and(|&it| it)
    }

    /// The matching boxes of a row, from left to right.
    pub fn in_row(&self, row: usize) -> &[u32] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// The first match of all.
    pub fn first(&self, layout: &FlameLayout) -> Option<BoxIndex> {
        let rows = self.rows.iter().enumerate();
        let found = rows.filter_map(|(row, it)| BoxIndex::new(row, *it.first()? as usize));
        found.min_by_key(|&it| key(layout, it))
    }

    /// The first match that starts after `position`, or at it and below `row`.
    pub fn after(&self, layout: &FlameLayout, position: u64, row: u32) -> Option<BoxIndex> {
        let found = self.counts(layout, position, row).filter_map(|(row, count)| {
            let &index = self.rows[row].get(count)?;
            BoxIndex::new(row, index as usize)
        });
        found.min_by_key(|&it| key(layout, it))
    }

    /// The last match that starts before `position`, or at it and above `row`.
    pub fn before(&self, layout: &FlameLayout, position: u64, row: u32) -> Option<BoxIndex> {
        let Some(row) = row.checked_sub(1) else {
            let position = position.checked_sub(1)?;
            return self.until(layout, position, u32::MAX);
        };
        self.until(layout, position, row)
    }

    /// The number of matches up to the one at `position` and `row`, this one counted.
    pub fn rank(&self, layout: &FlameLayout, position: u64, row: u32) -> usize {
        self.counts(layout, position, row).map(|(_, count)| count).sum()
    }

    /// The last match that is not after `position` and `row`.
    fn until(&self, layout: &FlameLayout, position: u64, row: u32) -> Option<BoxIndex> {
        let found = self.counts(layout, position, row).filter_map(|(row, count)| {
            let &index = self.rows[row].get(count.checked_sub(1)?)?;
            BoxIndex::new(row, index as usize)
        });
        found.max_by_key(|&it| key(layout, it))
    }

    /// Each row, and how many of its matches are not after `position` and `row`.
    fn counts<'a>(
        &'a self,
        layout: &'a FlameLayout,
        position: u64,
        row: u32,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let rows = layout.rows().iter().zip(&self.rows).enumerate();
        rows.map(move |(it, (boxes, matches))| {
            let starts = boxes.starts();
            let is_before = |&index: &u32| match starts[index as usize] {
                start if start == position => it <= row as usize,
                start => start < position,
            };
            (it, matches.partition_point(is_before))
        })
    }
}

fn key(layout: &FlameLayout, at: BoxIndex) -> (u64, u32) {
    (layout.range(at).map_or(0, |it| it.start), at.row)
}

/// For each span whether it matches; each distinct text is searched once.
fn matching_spans(
    recording: &Recording,
    filter: &NameFilter,
    task: &Task,
) -> Result<Vec<bool>, Cancelled> {
    let mut known: Column<StringIndex, Option<bool>> = vec![None; recording.strings.len()].into();
    let mut has = |text: StringIndex| match known[text] {
        Some(has) => has,
        None => *known[text].insert(filter.matches_text(recording.text(text))),
    };
    let spans = &recording.spans;
    let mut found = Vec::with_capacity(spans.len());
    task.begin(spans.len() as u64);
    for (name, detail) in spans.name.iter().zip(&spans.detail) {
        found.push(has(*name) || detail.is_some_and(&mut has));
        if found.len() % (1 << 16) == 0 {
            task.advance(1 << 16)?;
        }
    }
    Ok(found)
}

/// For each asynchronous span whether it matches; each distinct text is searched once.
fn matching_async_spans(recording: &Recording, filter: &NameFilter) -> Vec<bool> {
    let mut known: Column<StringIndex, Option<bool>> = vec![None; recording.strings.len()].into();
    let mut has = |text: StringIndex| match known[text] {
        Some(has) => has,
        None => *known[text].insert(filter.matches_text(recording.text(text))),
    };
    recording.async_spans.name.iter().map(|&it| has(it)).collect()
}

/// Which requests went to an address that matches.
fn matching_requests(recording: &Recording, filter: &NameFilter) -> Vec<bool> {
    let requests = recording.requests.rows();
    requests.iter().map(|it| filter.matches_text(recording.text(it.url))).collect()
}
