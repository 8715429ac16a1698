//! Which functions of two sides are the same one.
//!
//! Within a side, two functions are one if name, script and place agree. Across sides the place may
//! differ, since code above may have grown: names and scripts must agree, and places are paired by
//! how much the code around them moved (`places`). Scripts are told by an address without what
//! changes from build to build (`address`), or else by how far their folders agree (`scripts`).

mod address;
mod anchors;
mod places;
mod scripts;

use hashbrown::HashMap;

use super::profile::FunctionPlace;
use super::sides::{Run, Runs, Sides};
use crate::analysis::pace::Pace;
use crate::index::{Column, RowIndex as _};
use crate::model::{Frame, FrameIndex, Recording};
use crate::task::{Cancelled, Task};

use places::Spot;
use scripts::{Scripts, script_numbers};

/// The functions of both sides in one table.
pub(super) struct Matching {
    /// Strings and functions; named as they are after, where they are.
    pub(super) names: Recording,
    /// For each run of each side, which function of `names` one of its own is.
    pub(super) of_runs: Sides<Vec<Column<FrameIndex, FrameIndex>>>,
    /// Where each function is on each side.
    pub(super) places: Column<FrameIndex, Sides<Option<FunctionPlace>>>,
}

/// A function of one side.
#[derive(Clone, Copy)]
struct Function {
    script: u32,
    name: u32,
    spot: Spot,
    /// The first run that has it, and its row there.
    first: (usize, FrameIndex),
}

/// The functions of one side, in order of first appearance.
#[derive(Default)]
struct Side {
    functions: Vec<Function>,
    /// For each run, the place in `functions` of each of its own.
    of_runs: Vec<Vec<u32>>,
}

/// Matches the functions of all runs.
pub(super) fn match_functions(runs: Runs<'_>, task: &Task) -> Result<Matching, Cancelled> {
    let scripts = script_numbers(runs);
    let mut names = HashMap::new();
    let before = side(runs.before, &scripts, &mut names, task)?;
    let after = side(runs.after, &scripts, &mut names, task)?;
    let pairs = places::pair(&before.functions, &after.functions, task)?;
    Ok(unite(runs, &Sides::new(before, after), &pairs))
}

/// Collects the functions of one side.
fn side<'a>(
    runs: &'a [Run<'a>],
    scripts: &Scripts,
    names: &mut HashMap<&'a str, u32>,
    task: &Task,
) -> Result<Side, Cancelled> {
    let mut known: HashMap<(u32, u32, Spot), u32> = HashMap::new();
    let mut side = Side::default();
    let mut pace = Pace::new(task);
    for (number, run) in runs.iter().enumerate() {
        let frames = &run.recording.frames;
        let mut of_run = Vec::with_capacity(frames.len());
        for index in frames.indices() {
            pace.step()?;
            let frame = frames.get(index);
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let name = *names.entry(run.recording.text(frame.name)).or_insert(next);
            let script = scripts.of(run.recording.text(frame.url));
            let spot = Spot::of(frame);
            let place = *known.entry((script, name, spot)).or_insert_with(|| {
                side.functions.push(Function { script, name, spot, first: (number, index) });
                u32::try_from(side.functions.len() - 1).unwrap_or(u32::MAX)
            });
            of_run.push(place);
        }
        side.of_runs.push(of_run);
    }
    Ok(side)
}

/// One table of the functions of both sides: those before in their order, then those only after.
fn unite(runs: Runs<'_>, sides: &Sides<Side>, pairs: &[(u32, u32)]) -> Matching {
    let mut after_of = vec![None; sides.before.functions.len()];
    let mut before_of = vec![None; sides.after.functions.len()];
    for &(before, after) in pairs {
        after_of[before as usize] = Some(after);
        before_of[after as usize] = Some(before);
    }
    let mut names = Recording::default();
    let mut places = Column::default();
    let mut row_before = Vec::with_capacity(after_of.len());
    let mut row_after = vec![FrameIndex::from_row(0); before_of.len()];
    let mut add = |before: Option<&Function>, after: Option<&Function>| {
        let before = before.map(|it| frame_of(runs.before, it));
        let after = after.map(|it| frame_of(runs.after, it));
        let place = |it: Option<(&Recording, Frame)>| {
            it.map(|(from, frame)| FunctionPlace::of(from, frame))
        };
        places.push(Sides::new(place(before), place(after)));
        add_function(&mut names, after.or(before))
    };
    for (function, after) in sides.before.functions.iter().zip(&after_of) {
        let other = after.map(|it| &sides.after.functions[it as usize]);
        let row = add(Some(function), other);
        row_before.push(row);
        if let Some(after) = *after {
            row_after[after as usize] = row;
        }
    }
    for (at, function) in sides.after.functions.iter().enumerate() {
        if before_of[at].is_none() {
            row_after[at] = add(None, Some(function));
        }
    }
    let maps = |side: &Side, rows: &[FrameIndex]| -> Vec<Column<FrameIndex, FrameIndex>> {
        let of_run = |it: &Vec<u32>| it.iter().map(|&at| rows[at as usize]).collect::<Vec<_>>();
        side.of_runs.iter().map(|it| of_run(it).into()).collect()
    };
    let of_runs = Sides::new(maps(&sides.before, &row_before), maps(&sides.after, &row_after));
    Matching { names, of_runs, places }
}

/// A function of a side, and the recording that names it.
fn frame_of<'a>(runs: &[Run<'a>], function: &Function) -> (&'a Recording, Frame) {
    let (run, frame) = function.first;
    let recording = runs[run].recording;
    (recording, recording.frames.get(frame))
}

/// Adds a function, named as in the recording it comes from.
fn add_function(names: &mut Recording, from: Option<(&Recording, Frame)>) -> FrameIndex {
    let (name, url, line, column) = from.map_or(("", "", None, None), |(recording, it)| {
        (recording.text(it.name), recording.text(it.url), it.line, it.column)
    });
    let (name, url) = (names.strings.intern(name), names.strings.intern(url));
    names.frames.add_apart(Frame { name, url, line, column }, &mut names.strings)
}
