//! The cells of the table of classes in each snapshot, and the same in words.

use asyncscope_core::analysis::heap::{BasketFigure, BasketSet};
use asyncscope_core::units::{Bytes, Count};

use super::card::signed;
use super::columns;
use crate::questions::snapshots::list::{BasketList, BasketRow};
use crate::theme::Type;
use crate::widgets::slide::Window;
use crate::widgets::sparkline;
use crate::widgets::table::Row;

/// A figure as it is.
pub(super) fn absolute(figure: BasketFigure, value: u64) -> String {
    match figure {
        BasketFigure::Count => Count(value).to_string(),
        BasketFigure::Shallow | BasketFigure::Retained => Bytes(value).to_string(),
    }
}

/// A figure less that of the baseline, with its sign.
fn difference(figure: BasketFigure, value: u64, baseline: u64) -> String {
    let said = absolute(figure, value.abs_diff(baseline));
    match value.cmp(&baseline) {
        std::cmp::Ordering::Greater => format!("+{said}"),
        std::cmp::Ordering::Less => format!("−{said}"),
        std::cmp::Ordering::Equal => "–".to_owned(),
    }
}

/// By how much a figure rises in a step, with its sign.
fn slope(figure: BasketFigure, slope: f64) -> String {
    match figure {
        BasketFigure::Count => signed(slope),
        BasketFigure::Shallow | BasketFigure::Retained => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "`as` saturates"
            )]
            let bytes = slope.abs().round() as u64;
            let sign = if slope < 0.0 { "−" } else { "+" };
            if bytes == 0 { "–".to_owned() } else { format!("{sign}{}", Bytes(bytes)) }
        }
    }
}

/// What stands in the cell of a snapshot: the baseline tells its own figure also among differences.
pub(crate) fn cell(list: &BasketList, row: &BasketRow, at: usize) -> String {
    let value = row.values.get(at).copied().unwrap_or(0);
    let baseline = list.basket.baseline;
    // What is new or freed is so since the baseline, and differs from nothing else.
    let is_of_baseline = matches!(list.set, BasketSet::New | BasketSet::Freed);
    if list.as_delta && at != baseline && !is_of_baseline {
        let base = row.values.get(baseline).copied().unwrap_or(0);
        return difference(list.figure, value, base);
    }
    if value == 0 { "–".to_owned() } else { absolute(list.figure, value) }
}

/// The slope of a row.
pub(crate) fn slope_of(list: &BasketList, row: &BasketRow) -> String {
    slope(list.figure, row.slope)
}

/// A row in words.
pub(super) fn in_words(list: &BasketList, row: usize) -> String {
    let (Some(class), Some(it)) = (list.class(row), list.rows.get(row)) else {
        return String::new();
    };
    let cells: Vec<String> = (0..it.values.len()).map(|at| cell(list, it, at)).collect();
    let slope = slope_of(list, it);
    format!("{}, {}, {slope} per step", class.class.name(), cells.join(", "))
}

/// Paints the cells of a row.
pub(super) fn paint(row: &Row<'_>, list: &BasketList, window: Window) {
    let (Some(class), Some(it)) = (list.class(row.row), list.rows.get(row.row)) else { return };
    let tokens = row.tokens();
    row.words(columns::NAME, 0.0, Type::Code, tokens.text, &class.class.name());
    if row.shows(columns::LINE) && it.values.len() > 1 {
        let rect = row.cell(columns::LINE).shrink2(egui::vec2(0.0, 3.0));
        let color = match it.slope {
            rises if rises > 0.0 => tokens.difference(6).fill,
            falls if falls < 0.0 => tokens.difference(-6).fill,
            _ => tokens.line2,
        };
        sparkline::paint(row.painter(), rect, &it.values, (color, Some(list.basket.baseline)));
    }
    row.number(columns::SLOPE, 0.0, tokens.text, &slope_of(list, it));
    for at in window.first..window.first + window.shown {
        let said = cell(list, it, at);
        let is_faint = said == "–";
        let is_baseline = at == list.basket.baseline;
        let color = match (is_faint, is_baseline && list.as_delta) {
            (true, _) => tokens.text3,
            (false, true) => tokens.text2,
            (false, false) => tokens.text,
        };
        row.number(columns::FIRST + at - window.first, 0.0, color, &said);
    }
}
