//! CPU profiles as plain values: written in every form there is, and weighed the slow way.

use std::collections::{BTreeMap, BTreeSet};

use asyncscope_core::error::ParseError;
use asyncscope_core::formats::cpuprofile::FORMAT;
use asyncscope_core::model::{FrameIndex, Recording, StackIndex};
use asyncscope_core::task::Task;
use asyncscope_core::warning::{Severity, Warning, Warnings};
use serde_json::{Value, json};

/// Own and total weight by function, in nanoseconds. Functions that weigh nothing are left out.
pub type Weights = BTreeMap<String, (u64, u64)>;

/// A CPU profile of V8. Times are whole microseconds.
#[derive(Clone, Debug, Default)]
pub struct PlainProfile {
    /// Name and caller of each node, callers first. The first one is the root; ids are rows + 1.
    pub nodes: Vec<(String, Option<usize>)>,
    /// When recording began.
    pub start: i64,
    /// When it ended.
    pub end: i64,
    /// Rows of nodes.
    pub samples: Vec<usize>,
    /// Time since the sample before.
    pub deltas: Vec<i64>,
}

impl PlainProfile {
    /// As V8 writes it: nodes list their children.
    pub fn to_list(&self) -> Value {
        let nodes: Vec<Value> = (0..self.nodes.len())
            .map(|row| {
                let mut node = self.node(row);
                node["children"] = self.children(row).map(|it| it + 1).collect();
                node
            })
            .collect();
        self.with_nodes(&nodes.into())
    }

    /// The same with the last node first.
    pub fn to_reversed_list(&self) -> Value {
        let mut profile = self.to_list();
        profile["nodes"].as_array_mut().expect("nodes").reverse();
        profile
    }

    /// Nodes name their parent, as in traces.
    pub fn to_parent_list(&self) -> Value {
        let nodes: Vec<Value> = (0..self.nodes.len())
            .map(|row| {
                let mut node = self.node(row);
                if let Some(parent) = self.nodes[row].1 {
                    node["parent"] = (parent + 1).into();
                }
                node
            })
            .collect();
        self.with_nodes(&nodes.into())
    }

    /// As Chrome wrote it before 2016: a tree, time stamps, and seconds.
    #[expect(clippy::cast_precision_loss, reason = "times of tests are short")]
    pub fn to_old_tree(&self) -> Value {
        let mut made: Vec<Value> = Vec::new();
        for row in (0..self.nodes.len()).rev() {
            let at = |child: usize| made[self.nodes.len() - 1 - child].clone();
            let children: Vec<Value> = self.children(row).map(at).collect();
            made.push(json!({
                "functionName": self.nodes[row].0, "scriptId": "0", "url": "", "lineNumber": 0,
                "columnNumber": 0, "hitCount": 0, "callUID": row, "children": children,
                "deoptReason": "", "id": row + 1, "positionTicks": [],
            }));
        }
        json!({
            "head": made.last(), "startTime": self.start as f64 / 1e6,
            "endTime": self.end as f64 / 1e6, "samples": self.ids(), "timestamps": self.times(),
        })
    }

    fn with_nodes(&self, nodes: &Value) -> Value {
        json!({
            "nodes": nodes, "startTime": self.start, "endTime": self.end, "samples": self.ids(),
            "timeDeltas": self.deltas,
        })
    }

    fn node(&self, row: usize) -> Value {
        let name = &self.nodes[row].0;
        let call_frame = json!({
            "functionName": name, "scriptId": "0", "url": "", "lineNumber": -1, "columnNumber": -1,
        });
        json!({"id": row + 1, "callFrame": call_frame, "hitCount": 0})
    }

    fn children(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(move |&it| self.nodes[it].1 == Some(row))
    }

    fn ids(&self) -> Vec<usize> {
        self.samples.iter().map(|it| it + 1).collect()
    }

    fn times(&self) -> Vec<i64> {
        let mut now = self.start;
        self.deltas
            .iter()
            .map(|it| {
                now += it;
                now
            })
            .collect()
    }

    /// What each function weighs, by the definition: every sample gets a list of names, and is
    /// added to the last of them and once to each.
    pub fn weights(&self) -> Weights {
        let mut samples: Vec<(i64, usize)> =
            self.times().into_iter().zip(self.samples.iter().copied()).collect();
        samples.sort_by_key(|it| it.0);
        let rows = self.without_single_program(&samples);
        let ends = self.ends(&samples);
        let mut weights = Weights::new();
        let mut before: Vec<&str> = Vec::new();
        let mut was_collecting = false;
        for (at, &row) in rows.iter().enumerate() {
            let is_collecting = self.is(row, "(garbage collector)");
            if !is_collecting {
                before = self.path(row);
            } else if !was_collecting {
                before.push("(garbage collector)");
            }
            was_collecting = is_collecting;
            let weight = (ends[at] - samples[at].0 * 1_000).unsigned_abs();
            if let Some(&last) = before.last() {
                weights.entry(last.to_owned()).or_default().0 += weight;
            }
            for name in before.iter().collect::<BTreeSet<_>>() {
                weights.entry((*name).to_owned()).or_default().1 += weight;
            }
        }
        weights.retain(|_, it| *it != (0, 0));
        weights
    }

    /// When each sample ends, in nanoseconds.
    fn ends(&self, samples: &[(i64, usize)]) -> Vec<i64> {
        let nanos: Vec<i64> = samples.iter().map(|it| it.0 * 1_000).collect();
        let mut ends: Vec<i64> = nanos.iter().skip(1).copied().collect();
        match nanos[..] {
            [] => {}
            [only] => ends.push(only.max(self.end * 1_000)),
            [first, .., last] => {
                let n_intervals = i64::try_from(nanos.len() - 1).expect("few");
                ends.push(last + (last - first + n_intervals / 2) / n_intervals);
            }
        }
        ends
    }

    fn without_single_program(&self, samples: &[(i64, usize)]) -> Vec<usize> {
        let rows: Vec<usize> = samples.iter().map(|it| it.1).collect();
        let mut fixed = rows.clone();
        for at in 1..rows.len().saturating_sub(1) {
            let (before, after) = (rows[at - 1], rows[at + 1]);
            if self.is(rows[at], "(program)")
                && !self.is_meta(before)
                && !self.is_meta(after)
                && self.outermost(before) == self.outermost(after)
            {
                fixed[at] = before;
            }
        }
        fixed
    }

    fn is(&self, row: usize, name: &str) -> bool {
        self.nodes[row].0 == name
    }

    fn is_meta(&self, row: usize) -> bool {
        ["(program)", "(idle)", "(garbage collector)"].iter().any(|it| self.is(row, it))
    }

    fn outermost(&self, row: usize) -> usize {
        match self.nodes[row].1 {
            None | Some(0) => row,
            Some(caller) => self.outermost(caller),
        }
    }

    /// The names from the outermost inwards, without the root.
    fn path(&self, row: usize) -> Vec<&str> {
        let Some(caller) = self.nodes[row].1 else { return Vec::new() };
        let mut path = self.path(caller);
        path.push(&self.nodes[row].0);
        path
    }
}

/// Reads a CPU profile, and tells what was said of it.
pub fn read_profile(text: &[u8]) -> Result<(Recording, Vec<Warning>), ParseError> {
    let warnings = Warnings::default();
    let recording = (FORMAT.parse)(text, &Task::default(), &warnings)?;
    Ok((recording, warnings.into_vec()))
}

/// What each function weighs in a recording of one profile, summed sample by sample. `name` tells
/// functions apart.
pub fn weights_by_sample(recording: &Recording, name: impl Fn(FrameIndex) -> String) -> Weights {
    let mut weights = Weights::new();
    for profile in &recording.profiles {
        let samples = &profile.samples;
        let mut own: BTreeMap<StackIndex, u64> = BTreeMap::new();
        for row in 0..samples.len() {
            if let Some(stack) = samples.stacks()[row] {
                *own.entry(stack).or_default() += samples.weight(row);
            }
        }
        for (stack, weight) in own {
            let path = recording.stacks.path(stack).map(|it| recording.stacks.frame(it));
            let names: Vec<String> = path.map(&name).collect();
            weights.entry(names[0].clone()).or_default().0 += weight;
            for name in names.into_iter().collect::<BTreeSet<_>>() {
                weights.entry(name).or_default().1 += weight;
            }
        }
    }
    weights.retain(|_, it| *it != (0, 0));
    weights
}

/// What is said to be lost.
pub fn losses(warnings: &[Warning]) -> Vec<String> {
    let lost = warnings.iter().filter(|it| it.severity == Severity::Loss);
    lost.map(ToString::to_string).collect()
}
