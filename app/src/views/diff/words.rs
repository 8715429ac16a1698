//! Amounts and differences in words.

use asyncscope_core::analysis::diff::{Difference, Normalisation, Quantity, Verdict, show_amount};
use asyncscope_core::units::{Count, Percent};

/// An amount; a dash where there is none.
pub(crate) fn amount(
    quantity: Quantity,
    normalisation: Normalisation,
    amount: Option<f64>,
) -> String {
    match (amount, normalisation) {
        (None, _) => "–".to_owned(),
        (Some(0.0), _) => "0".to_owned(),
        (Some(it), Normalisation::Absolute) => show_amount(quantity, it),
        (Some(it), Normalisation::Share) => Percent(it * 100.0).to_string(),
    }
}

/// A difference with its sign, after less before.
pub(crate) fn signed(quantity: Quantity, normalisation: Normalisation, delta: f64) -> String {
    let said = amount(quantity, normalisation, Some(delta.abs()));
    // What is shown as nothing has no sign.
    let is_nothing = said.trim_start_matches(['0', '.']).trim_start().starts_with(['n', 'B', '%']);
    let is_nothing = is_nothing && !said.contains(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    match delta {
        _ if said == "0" || is_nothing => "0".to_owned(),
        it if it < 0.0 => format!("−{said}"),
        _ => format!("+{said}"),
    }
}

/// A difference of something with its sign; `new` and `gone` where only one side has it.
pub(crate) fn delta(difference: &Difference, normalisation: Normalisation) -> String {
    match (difference.values.before, difference.values.after) {
        (None, None) => "–".to_owned(),
        (None, Some(_)) => "new".to_owned(),
        (Some(_), None) => "gone".to_owned(),
        _ => signed(difference.quantity, normalisation, difference.delta()),
    }
}

/// How sure it is that something differs, in a word or two.
pub(crate) fn sure(difference: &Difference) -> &'static str {
    match difference.evidence.verdict {
        Verdict::More | Verdict::Less => "beyond noise",
        Verdict::Noise => "within noise",
        Verdict::TooFew if difference.is_faint => "within noise?",
        Verdict::TooFew => "likely",
    }
}

/// Two counts, before and after.
pub(crate) fn counts(before: u64, after: u64) -> String {
    format!("{} → {}", Count(before), Count(after))
}
