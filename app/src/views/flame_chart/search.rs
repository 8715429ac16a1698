//! Going from match to match.

use std::cmp::Ordering;
use std::ops::Range;

use asyncscope_core::analysis::FlameMatches;
use asyncscope_core::units::Count;
use egui::Ui;

use super::rows::RowAt;
use super::state::FlameChartState;
use super::viewport::Viewport;
use super::{BoxAt, FlameChart, facts, input};
use crate::command::Commands;

/// A found box that fills less of the chart than this is zoomed to, else it is only centred.
const LEAST_SHARE: f64 = 0.02;
/// How much of the chart such a box then fills.
const FOUND_SHARE: f64 = 0.2;

/// Which match to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next one to the right, or the first.
    Next,
    /// The next one to the left, or the last.
    Previous,
}

impl FlameChartState {
    /// Goes to the next or previous match, centres on it and selects it.
    pub fn find(&mut self, ui: &Ui, chart: FlameChart<'_>, step: Step, commands: &mut Commands) {
        let Some(found) = self.next_match(chart, step) else { return };
        let (Some(range), Some(item)) = (chart.range(found), chart.item(found)) else { return };
        self.found = Some((found, rank(chart, found, range.start)));
        input::choose(chart, self, Some(found), Some(facts::entity(item)), commands);
        self.reveal(RowAt { lane: found.lane, row: found.at.row as usize });
        let view = centered(self.target(), &range);
        self.go(ui, view);
    }

    /// How many matches there are, and which was gone to: `12 of 340 matches`. `None` if nothing
    /// is searched.
    pub fn matches_in_words(&self, chart: FlameChart<'_>) -> Option<String> {
        if !chart.is_searched() {
            return None;
        }
        let n: usize = chart.lanes.iter().filter_map(|it| it.matches).map(FlameMatches::len).sum();
        let all = Count(n as u64);
        Some(match (n, self.found) {
            (0, _) => "No matches".to_owned(),
            (1, _) => "1 match".to_owned(),
            (_, None) => format!("{all} matches"),
            (_, Some((_, number))) => format!("{} of {all} matches", Count(number as u64)),
        })
    }

    /// The match after where we are: the one gone to last, or the left edge of the chart.
    fn next_match(&self, chart: FlameChart<'_>, step: Step) -> Option<BoxAt> {
        let edge = self.shown().start;
        let here = self.found.map(|(it, _)| place(chart, it));
        match step {
            Step::Next => {
                let here = here.or_else(|| edge.checked_sub(1).map(Place::last_of));
                first_after(chart, here).or_else(|| first_after(chart, None))
            }
            Step::Previous => {
                let here = here.unwrap_or(Place { position: edge, lane: 0, row: 0 });
                let end = Place::last_of(u64::MAX);
                last_before(chart, here).or_else(|| last_before(chart, end))
            }
        }
    }
}

/// Where a match is: matches are in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    position: u64,
    lane: usize,
    row: u32,
}

impl Place {
    /// Behind everything that starts at `position`.
    fn last_of(position: u64) -> Self {
        Self { position, lane: usize::MAX, row: u32::MAX }
    }
}

fn place(chart: FlameChart<'_>, it: BoxAt) -> Place {
    let position = chart.range(it).map_or(0, |it| it.start);
    Place { position, lane: it.lane, row: it.at.row }
}

/// The first match behind `here`, or of all.
fn first_after(chart: FlameChart<'_>, here: Option<Place>) -> Option<BoxAt> {
    let found = chart.lanes.iter().enumerate().filter_map(|(lane, it)| {
        let (matches, layout) = (it.matches?, it.layout);
        let Some(here) = here else { return Some(BoxAt { lane, at: matches.first(layout)? }) };
        let at = match lane.cmp(&here.lane) {
            Ordering::Less => matches.after(layout, here.position, u32::MAX),
            Ordering::Equal => matches.after(layout, here.position, here.row),
            Ordering::Greater => match here.position.checked_sub(1) {
                Some(before) => matches.after(layout, before, u32::MAX),
                None => matches.first(layout),
            },
        };
        Some(BoxAt { lane, at: at? })
    });
    found.min_by_key(|&it| place(chart, it))
}

/// The last match in front of `here`.
fn last_before(chart: FlameChart<'_>, here: Place) -> Option<BoxAt> {
    let found = chart.lanes.iter().enumerate().filter_map(|(lane, it)| {
        let row = match lane.cmp(&here.lane) {
            Ordering::Less => u32::MAX,
            Ordering::Equal => here.row,
            Ordering::Greater => 0,
        };
        let at = it.matches?.before(it.layout, here.position, row)?;
        Some(BoxAt { lane, at })
    });
    found.max_by_key(|&it| place(chart, it))
}

/// The number of a match among all, counted from 1.
fn rank(chart: FlameChart<'_>, found: BoxAt, position: u64) -> usize {
    let ranks = chart.lanes.iter().enumerate().filter_map(|(lane, it)| {
        let matches = it.matches?;
        Some(match lane.cmp(&found.lane) {
            Ordering::Less => matches.rank(it.layout, position, u32::MAX),
            Ordering::Equal => matches.rank(it.layout, position, found.at.row),
            Ordering::Greater => match position.checked_sub(1) {
                Some(before) => matches.rank(it.layout, before, u32::MAX),
                None => 0,
            },
        })
    });
    ranks.sum()
}

/// `view` moved so that `range` is in its middle, and zoomed if it would not fit or not be seen.
#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn centered(view: Viewport, range: &Range<u64>) -> Viewport {
    let length = (range.end - range.start) as f64;
    if view.span < length {
        return Viewport::around(range);
    }
    let middle = range.start as f64 + length / 2.0;
    if length < view.span * LEAST_SHARE {
        return Viewport { span: length / FOUND_SHARE, ..view }.centered(middle);
    }
    view.centered(middle)
}
