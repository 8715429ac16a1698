//! Views of two heap snapshots that are compared, and what they share.

pub mod changes;
pub mod details;
pub mod growth;
mod growth_input;
mod growth_paint;
mod head;

use asyncscope_core::units::{Bytes, Count};
use egui::Ui;

use super::working;
use crate::answers::AnswerState;
use crate::command::Commands;
use crate::compared::Compared;

/// The columns of the table of changes, by number.
pub mod columns {
    /// Bytes of its objects more than before, as a bar and as a number.
    pub const SHALLOW: usize = 0;
    /// Bytes that it keeps alive more than before.
    pub const RETAINED: usize = 1;
    /// Objects that only the later snapshot has.
    pub const NEW: usize = 2;
    /// Objects that only the earlier snapshot has.
    pub const FREED: usize = 3;
    /// Objects more than before.
    pub const COUNT: usize = 4;
    /// The class.
    pub const NAME: usize = 5;
}

/// What the views of a comparison remember for themselves.
#[derive(Debug, Default)]
pub struct ComparedMemory {
    /// The class that was last brought into view.
    revealed: Option<asyncscope_core::analysis::heap::Class>,
    /// Which objects the panel lists.
    lists_gone: bool,
}

/// A difference with its sign, or a dash for none.
fn signed(delta: i64, show: impl Fn(u64) -> String) -> String {
    match delta {
        0 => "–".to_owned(),
        1.. => format!("+{}", show(delta.unsigned_abs())),
        _ => format!("−{}", show(delta.unsigned_abs())),
    }
}

/// A difference in bytes, with its sign.
fn signed_bytes(delta: i64) -> String {
    signed(delta, |it| Bytes(it).to_string())
}

/// A difference in number, with its sign.
fn signed_count(delta: i64) -> String {
    signed(delta, |it| Count(it).to_string())
}

/// How strong the colour of a change is, from −7 (much smaller) to +7 (much larger): its share of
/// the larger of before and after.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a colour has few steps"
)]
fn strength(delta: i64, larger: u64) -> i8 {
    if delta == 0 || larger == 0 {
        return 0;
    }
    let share = delta as f64 / larger as f64;
    // What changed by less than a hundredth looks as if it did not.
    if share.abs() < 0.01 { 0 } else { (share * 7.0 + share.signum() * 0.5) as i8 }
}

/// What a view shows: the answer, also an earlier one while a new one is worked on. Where there is
/// none, says why, or shows nothing while the work goes on.
fn answer<'a, T>(
    ui: &mut Ui,
    compared: &'a Compared,
    state: &AnswerState<'a, T>,
    commands: &mut Commands,
) -> Option<&'a T> {
    working::answer(ui, state, || compared.answers.failure(), commands)
}
