//! What the listed or the selected requests come to, below the table.

use asyncscope_core::units::{Bytes, Count, Percent};
use egui::Ui;

use super::super::Scene;
use super::super::table_parts;
use super::look::time;
use crate::questions::requests::list::{RequestList, RequestTotals};

/// Shows the line.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, list: &RequestList) {
    let Some(totals) = scene.opened.answers.requests.totals.value() else {
        return table_parts::footer(ui, "", "");
    };
    let (left, right) = said(scene, list, totals);
    table_parts::footer(ui, &left, &right);
}

/// How many and how they ended; how long they took.
fn said(scene: Scene<'_>, list: &RequestList, totals: &RequestTotals) -> (String, String) {
    let stats = &totals.stats;
    let (listed, all) = (list.rows.len(), scene.opened.recording.requests.len());
    let n = Count(stats.count);
    let mut left = match (totals.are_selected, listed < all) {
        (true, _) => format!("{n} selected of {} requests", Count(listed as u64)),
        (false, true) => format!("{n} of {} requests", Count(all as u64)),
        (false, false) => format!("{n} requests"),
    };
    let ended = stats.succeeded + stats.failed;
    if ended > 0 {
        left += &format!(" · {} success", Percent::of(stats.succeeded, ended));
    }
    if stats.failed > 0 {
        left += &format!(" · {} failed", Count(stats.failed));
    }
    if stats.pending > 0 {
        left += &format!(" · {} pending", Count(stats.pending));
    }
    left += &format!(
        " · {} · p50 {} · p95 {} · durations: sum {}, union {}",
        Bytes(stats.transferred),
        time(stats.p50),
        time(stats.p95),
        stats.sum,
        stats.union
    );
    let right = format!(
        "{} decoded · at most {} at once",
        Bytes(stats.decoded),
        Count(totals.most_at_once.into())
    );
    (left, right)
}
