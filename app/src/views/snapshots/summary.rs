//! The head of a leak report: what is suspected in a sentence, how it was found out, and the heap
//! from snapshot to snapshot.

use asyncscope_core::analysis::heap::MatchedBy;
use asyncscope_core::analysis::leaks::{Confidence, LeakVerdict, Suspect};
use asyncscope_core::export::leak_text::basis;
use asyncscope_core::units::{Bytes, Count};
use egui::{Ui, UiBuilder, vec2};

use super::leaks::is_dismissed;
use crate::command::{Command, Commands};
use crate::questions::snapshots::Suspected;
use crate::snapshots::{Snapshots, SnapshotsCommand};
use crate::theme::{self, Type};
use crate::widgets::button::Button;
use crate::widgets::steps::{Steps, steps};
use crate::widgets::strip::{StripKind, strip};
use crate::widgets::text;

/// Less than this share of matched objects deserves a word.
const FEW: f64 = 0.5;
/// Pages narrower than this have no chart beside the words.
pub(super) const SIDE_BY_SIDE: f32 = 700.0;
/// Widest that a chart is.
pub(super) const CHART: f32 = 300.0;
/// Between words and a chart.
const GAP: f32 = 24.0;
/// How many names a sentence has.
const NAMES: usize = 3;

/// Shows the head.
pub(super) fn show(ui: &mut Ui, snapshots: &Snapshots, found: &Suspected, commands: &mut Commands) {
    let bytes: Vec<u64> = found.report.steps.iter().map(|it| it.bytes).collect();
    let names: Vec<String> = snapshots.members.iter().map(|it| it.side.name.clone()).collect();
    let has_chart = bytes.len() > 1;
    beside(
        ui,
        has_chart,
        |ui| words(ui, snapshots, found),
        |ui| {
            let tokens = theme::tokens(ui);
            ui.spacing_mut().item_spacing.y = 2.0;
            text::label(ui, Type::TableStrong, tokens.text, "Heap in each snapshot");
            let say = |it: u64| Bytes(it).to_string();
            let about = Steps {
                name: "Heap in each snapshot",
                height: 44.0,
                values: &bytes,
                say: &say,
                names: &names,
                color: tokens.line2,
            };
            steps(ui, &about);
        },
    );
    warnings(ui, snapshots, found, commands);
}

/// Words at the left and a chart at the right, or below where it is narrow.
pub(super) fn beside(
    ui: &mut Ui,
    has_chart: bool,
    words: impl FnOnce(&mut Ui),
    chart: impl FnOnce(&mut Ui),
) {
    let width = ui.available_width();
    if !has_chart || width < SIDE_BY_SIDE {
        ui.vertical(words);
        if has_chart {
            ui.vertical(chart);
        }
        return;
    }
    let top = ui.available_rect_before_wrap().min;
    let left = (width - CHART - GAP).floor();
    let place = |ui: &mut Ui, x: f32, width: f32| {
        let min = top + vec2(x, 0.0);
        let room = egui::Rect::from_min_size(min, vec2(width, f32::INFINITY));
        let mut inner = ui.new_child(UiBuilder::new().max_rect(room));
        inner.set_width(width);
        inner
    };
    let mut at_left = place(ui, 0.0, left);
    words(&mut at_left);
    let mut at_right = place(ui, left + GAP, CHART);
    chart(&mut at_right);
    let bottom = at_left.min_rect().bottom().max(at_right.min_rect().bottom());
    let all = egui::Rect::from_min_max(top, egui::pos2(top.x + width, bottom));
    ui.allocate_rect(all, egui::Sense::hover());
}

fn words(ui: &mut Ui, snapshots: &Snapshots, found: &Suspected) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    text::paragraph(ui, Type::Page, tokens.text, &title(snapshots, found));
    text::paragraph(ui, Type::Body, tokens.text, &growth(found));
    text::paragraph(ui, Type::Body, tokens.text2, &basis(&found.report));
}

/// What is suspected: `Five likely leaks: Subscriber, Poller, TenantStore and 2 more.`
fn title(snapshots: &Snapshots, found: &Suspected) -> String {
    let left: Vec<&Suspect> = (found.report.suspects.iter().enumerate())
        .filter(|(at, it)| it.within.is_none() && !is_dismissed(snapshots, found, *at))
        .map(|it| it.1)
        .collect();
    let likely: Vec<&Suspect> = left.iter().copied().filter(|it| is_likely(it)).collect();
    if left.is_empty() {
        return "Nothing is suspected.".to_owned();
    }
    match (found.report.steps.len(), likely.len()) {
        (0 | 1, _) => format!("What keeps most of the heap alive: {}.", names(&left)),
        (2, _) => format!("What grew between the two snapshots: {}.", names(&left)),
        (_, 0) => format!(
            "{}: {}.",
            counted(left.len(), "thing to look at", "things to look at"),
            names(&left)
        ),
        (_, n) => {
            let more = match left.len() - n {
                0 => String::new(),
                more => format!(" {} more to look at.", Count(more as u64)),
            };
            format!("{}: {}.{more}", counted(n, "likely leak", "likely leaks"), names(&likely))
        }
    }
}

/// Whether it is very likely a leak: it grows evenly, and one thing keeps it.
pub(super) fn is_likely(it: &Suspect) -> bool {
    it.verdict == LeakVerdict::Growing && it.confidence == Confidence::High
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("One {one}") } else { format!("{} {many}", Count(n as u64)) }
}

fn names(suspects: &[&Suspect]) -> String {
    let shown: Vec<String> = suspects.iter().take(NAMES).map(|it| short(&it.class)).collect();
    match suspects.len().saturating_sub(NAMES) {
        0 => match shown.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            _ => shown.join(""),
        },
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The beginning of a name that may be a long text.
pub(super) fn short(name: &str) -> String {
    const MOST: usize = 40;
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// How the heap grew, in words.
fn growth(found: &Suspected) -> String {
    let report = &found.report;
    let (new, bytes) = (Count(report.new.count), Bytes(report.new.bytes));
    match report.steps.as_slice() {
        [first, .., last] => {
            let (from, to) = (Bytes(first.bytes), Bytes(last.bytes));
            format!(
                "The heap went from {from} to {to}. {new} objects, {bytes}, are new since the first snapshot."
            )
        }
        _ => format!("The heap has {new} objects, {bytes}."),
    }
}

/// Warns where objects do not match, and offers what may help.
fn warnings(ui: &mut Ui, snapshots: &Snapshots, found: &Suspected, commands: &mut Commands) {
    let report = &found.report;
    if report.steps.len() < 2 {
        return;
    }
    let has_few = report.share_matched < FEW;
    match (report.matched_by, has_few) {
        (MatchedBy::Id, true) => {
            let said = "Less than half of the objects of the last snapshot are in the first: these \
                        may be several processes, where the same id means nothing.";
            strip(ui, StripKind::Warning, said, |ui| {
                if ui.add(Button::new("Match by class and path")).clicked() {
                    let by = Some(MatchedBy::Path);
                    commands.push(Command::Snapshots(SnapshotsCommand::MatchBy(by)));
                }
            });
        }
        (MatchedBy::Path, _) if snapshots.place.by.is_none() => {
            let said = "Less than half of the ids are in the first and the last snapshot, so objects \
                        are matched by class and what dominates them: these seem to be several \
                        processes. Which of several like objects is new cannot be told then.";
            strip(ui, StripKind::Warning, said, |_| {});
        }
        (MatchedBy::Path, true) => {
            let said =
                "Less than half of the objects are in both: these heaps have little in common.";
            strip(ui, StripKind::Warning, said, |_| {});
        }
        _ => {}
    }
}
