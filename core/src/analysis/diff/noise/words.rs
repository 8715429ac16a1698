//! A difference in words.

use super::{Basis, Difference, Evidence, Interval, Verdict};
use crate::analysis::diff::sides::Quantity;
use crate::units::{Count, THIN_SPACE};

impl Difference {
    /// What is said about it, such as `slower by 12 to 18 %, n = 40 and 42`.
    pub fn words(&self) -> String {
        self.evidence.words(self.quantity)
    }

    /// How it changed, whatever the noise: `+12.3 %`, or `new` or `gone` where one side has none.
    pub fn change_text(&self) -> String {
        match (self.change(), self.delta()) {
            (Some(change), _) => signed_percent(change),
            (None, delta) if delta > 0.0 => "new".to_owned(),
            (None, delta) if delta < 0.0 => "gone".to_owned(),
            _ => String::new(),
        }
    }
}

impl Evidence {
    /// The verdict in words, for what `quantity` counts.
    pub fn words(&self, quantity: Quantity) -> String {
        let n = self.n_text();
        match (self.verdict, self.interval) {
            (Verdict::TooFew, _) => format!("too little to tell{n}"),
            (Verdict::Noise, Some(it)) => {
                let (low, high) = (signed_percent(it.low), signed_percent(it.high));
                format!("no more than noise: {low} to {high}{n}")
            }
            (Verdict::Noise, None) => format!("no more than noise{n}"),
            (Verdict::More, it) => format!("{}{}{n}", quantity.more(), by(it)),
            (Verdict::Less, it) => format!("{}{}{n}", quantity.less(), by(it)),
        }
    }

    /// How many values there are: `, n = 40 and 42`, and what they are where that is not clear.
    fn n_text(&self) -> String {
        let (before, after) = (self.n.before, self.n.after);
        if before == 0 && after == 0 {
            return String::new();
        }
        let what = match self.basis {
            Basis::Runs => " runs",
            Basis::Instances => "",
        };
        format!(", n = {} and {}{what}", Count(before), Count(after))
    }
}

/// Such as ` by 12 to 18 %`.
fn by(interval: Option<Interval>) -> String {
    let Some(Interval { low, high }) = interval else { return String::new() };
    let (less, more) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    let (less, more) = (number(less), number(more));
    if less == more {
        return format!(" by {less}{THIN_SPACE}%");
    }
    format!(" by {less} to {more}{THIN_SPACE}%")
}

/// A share in percent, with one decimal below 10.
fn number(share: f64) -> String {
    let percent = share * 100.0;
    if percent.abs() < 9.95 { format!("{percent:.1}") } else { format!("{percent:.0}") }
}

/// A share in percent with its sign; zero has none.
fn signed_percent(share: f64) -> String {
    let text = number(share.abs());
    let sign = match share {
        _ if text == "0.0" => "",
        it if it < 0.0 => "−",
        _ => "+",
    };
    format!("{sign}{text}{THIN_SPACE}%")
}
