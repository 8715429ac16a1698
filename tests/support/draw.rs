//! Answers drawn as text, one line per row.

use asyncscope_core::analysis::{
    BoxIndex, CallNodeIndex, CallTree, FlameItem, FlameLayout, FunctionRow, GroupRow, HotStack,
    Sandwich, SandwichRow, SpanStats, WeighedStacks,
};
use asyncscope_core::model::{Recording, StackIndex};

/// `name own total samples` for each function.
pub fn draw_functions(recording: &Recording, rows: &[FunctionRow]) -> String {
    lines(rows.iter().map(|it| {
        format!("{} {} {} {}", recording.frame_name(it.frame), it.own, it.total, it.samples)
    }))
}

/// `label own total samples` for each group.
pub fn draw_groups(rows: &[GroupRow]) -> String {
    lines(rows.iter().map(|it| format!("{} {} {} {}", it.label, it.own, it.total, it.samples)))
}

/// Every stack as `name total own`, below its caller; stacks without samples are left out.
pub fn draw_stacks(recording: &Recording, weighed: &WeighedStacks) -> String {
    let mut drawn = Vec::new();
    let sampled = |&it: &StackIndex| weighed.total_samples[it] > 0;
    let stacks = &weighed.stacks;
    let mut rest: Vec<StackIndex> =
        stacks.indices().filter(|&it| stacks.caller(it).is_none()).filter(sampled).collect();
    rest.reverse();
    while let Some(stack) = rest.pop() {
        let indent = "  ".repeat(stacks.depth(stack) as usize);
        let name = recording.frame_name(stacks.frame(stack));
        drawn.push(format!("{indent}{name} {} {}", weighed.total[stack], weighed.own[stack]));
        let callees = stacks.indices().filter(|&it| stacks.caller(it) == Some(stack));
        rest.extend(callees.filter(sampled).rev());
    }
    if weighed.nobody > 0 {
        drawn.push(format!("- {}", weighed.nobody));
    }
    lines(drawn)
}

/// Every node of a tree as `label total own`, below its parent.
pub fn draw_tree(recording: &Recording, tree: &mut CallTree) -> String {
    let mut drawn = Vec::new();
    let mut rest: Vec<CallNodeIndex> = tree.roots().iter().rev().copied().collect();
    while let Some(index) = rest.pop() {
        let node = tree.node(index);
        let indent = "  ".repeat(node.depth as usize);
        let label = tree.label(recording, index);
        drawn.push(format!("{indent}{label} {} {}", node.total, node.own));
        let children = tree.children(index);
        assert_eq!(node.has_children, !children.is_empty(), "of {label}");
        rest.extend(children.iter().rev());
    }
    lines(drawn)
}

/// The callers, the function itself, and its callees.
pub fn draw_sandwich(recording: &Recording, it: &Sandwich) -> String {
    let row = |mark: &str, row: &SandwichRow| {
        format!("{mark} {} {} {}", recording.frame_name(row.frame), row.weight, row.samples)
    };
    let name = recording.frame_name(it.frame);
    let mut drawn: Vec<String> = it.callers.iter().map(|it| row("<", it)).collect();
    drawn.push(format!("= {name} {} {} {}", it.own, it.total, it.samples));
    drawn.extend(it.callees.iter().map(|it| row(">", it)));
    lines(drawn)
}

/// The names on a chain of stacks.
pub fn draw_chain(recording: &Recording, weighed: &WeighedStacks, chain: &[StackIndex]) -> String {
    let name = |&it: &StackIndex| recording.frame_name(weighed.stacks.frame(it)).to_owned();
    chain.iter().map(name).collect::<Vec<_>>().join(" > ")
}

/// A whole stack and what it weighs itself, for each.
pub fn draw_hot(recording: &Recording, weighed: &WeighedStacks, hot: &[HotStack]) -> String {
    lines(hot.iter().map(|it| {
        let mut path: Vec<StackIndex> = weighed.stacks.path(it.stack).collect();
        path.reverse();
        format!("{} {} {}", draw_chain(recording, weighed, &path), it.own, it.samples)
    }))
}

/// `name count own total max` for each name of spans.
pub fn draw_spans(recording: &Recording, rows: &[SpanStats]) -> String {
    lines(rows.iter().map(|it| {
        let name = recording.text(it.name);
        format!("{name} {} {} {} {}", it.count, it.own.0, it.total.0, it.max.0)
    }))
}

/// `start..end name` of each box, a line per row.
pub fn draw_layout(recording: &Recording, layout: &FlameLayout) -> String {
    lines(layout.rows().iter().enumerate().map(|(number, row)| {
        let boxes = (0..row.len()).map(|index| {
            let range = row.range(index);
            let at = BoxIndex::new(number, index).expect("small numbers");
            let name = match layout.item(at).expect("a box") {
                FlameItem::Frame(frame) => recording.frame_name(frame),
                FlameItem::Span(span) => recording.text(recording.spans.name[span]),
                FlameItem::AsyncSpan(span) => recording.text(recording.async_spans.name[span]),
                FlameItem::Gc(gc) => recording.gcs.kind[gc].key(),
                FlameItem::Request(request) => recording.text(recording.requests.get(request).url),
            };
            format!("{}..{} {name}", range.start, range.end)
        });
        boxes.collect::<Vec<_>>().join(", ")
    }))
}

fn lines(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|it| it + "\n").collect()
}
