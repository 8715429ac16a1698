//! Columns of weights: the same in every table of functions.

use asyncscope_core::units::WeightUnit;

use crate::theme::Type;
use crate::widgets::table::{Align, Column, Row, Width};
use crate::wording;

/// Room for a weight and its share.
const NUMBERS: f32 = 132.0;
/// Room for a share alone.
const SHARE: f32 = 56.0;

/// The width of the bar before the weight that rows are sorted by.
pub(super) fn bar_width(wide: bool) -> f32 {
    if wide { 96.0 } else { 44.0 }
}

/// A column of weights, as wide as its bar needs.
pub(super) fn weights(title: &'static str, hint: &'static str, bar: Option<f32>) -> Column {
    let width = Width::Fixed(NUMBERS + bar.map_or(0.0, |it| it + 8.0));
    Column { title, hint, width, align: Align::Right, sorts: Some(true) }
}

/// A column of counts.
pub(super) fn counts(title: &'static str, hint: &'static str) -> Column {
    Column { title, hint, width: Width::Fixed(84.0), align: Align::Right, sorts: Some(true) }
}

/// A column of words that takes `share` of the room that is left.
pub(super) fn words(title: &'static str, hint: &'static str, share: f32) -> Column {
    Column { title, hint, width: Width::Share(share), align: Align::Left, sorts: Some(false) }
}

/// Paints a weight and its share, with a bar of some width before them; a dash for none.
pub(super) fn paint_weight(
    row: &Row<'_>,
    column: usize,
    unit: WeightUnit,
    (part, whole): (u64, u64),
    bar: Option<f32>,
) {
    let tokens = row.tokens();
    if let Some(width) = bar {
        row.bar(column, width, wording::fraction(part, whole));
    }
    if part == 0 {
        row.number(column, 0.0, tokens.text3, "–");
        return;
    }
    row.number(column, SHARE, tokens.text, &unit.show(part));
    row.number(column, 0.0, tokens.text2, &wording::share(part, whole));
}

/// Paints a place in a column of its own.
pub(super) fn paint_place(row: &Row<'_>, column: usize, place: &str) {
    let look = (Type::CodeCaption, row.tokens().text2);
    row.path(column, look, &wording::short_place(place), place);
}

/// Room for a duration.
const DURATION: f32 = 80.0;

/// A column of durations.
pub(super) fn duration(title: &'static str, hint: &'static str) -> Column {
    Column { title, hint, width: Width::Fixed(DURATION), align: Align::Right, sorts: Some(true) }
}

/// Hides columns of numbers until they fit `room`, the first of `dispensable` first.
pub(super) fn hide_what_has_no_room(heads: &mut [Column], dispensable: &[usize], room: f32) {
    let fixed = |heads: &[Column]| -> f32 {
        let widths = heads.iter().map(|it| if let Width::Fixed(it) = it.width { it } else { 0.0 });
        widths.sum()
    };
    for &column in dispensable {
        if room < fixed(heads) {
            heads[column].width = Width::Hidden;
        }
    }
}
