//! The two ways to make amounts of two sides comparable.

use super::sides::Sides;

/// Parts of the whole that shares are counted in.
pub const PARTS: u64 = 1_000_000_000;

/// How amounts of two sides are made comparable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Normalisation {
    /// As they are, per run.
    #[default]
    Absolute,
    /// As shares of all that is busy on their side.
    Share,
}

impl Normalisation {
    /// Both, in the order of a switch.
    pub const ALL: [Self; 2] = [Self::Absolute, Self::Share];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Absolute => "Absolute",
            Self::Share => "Share of total",
        }
    }

    /// Its name in JSON and options.
    pub fn key(self) -> &'static str {
        match self {
            Self::Absolute => "absolute",
            Self::Share => "share",
        }
    }

    /// The one that fits sides of these lengths: absolute if they are equal within a tenth of the
    /// longer one, else shares.
    pub fn fitting(length: Sides<u128>) -> Self {
        let (less, more) = (length.before.min(length.after), length.before.max(length.after));
        let is_equal = more - less <= more / 10;
        if is_equal { Self::Absolute } else { Self::Share }
    }
}

/// Turns weights of either side, summed over its runs, into amounts that can be compared: the mean
/// per run, or [`PARTS`] of all that is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Which of both.
    pub normalisation: Normalisation,
    /// What weights are multiplied with, and then divided by.
    factor: Sides<(u64, u64)>,
}

impl Scale {
    pub(super) fn new(
        normalisation: Normalisation,
        busy: Sides<u64>,
        n_runs: Sides<usize>,
    ) -> Self {
        let factor = match normalisation {
            Normalisation::Absolute => n_runs.map(|it| (1, it.max(1) as u64)),
            Normalisation::Share => busy.map(|it| (PARTS, it.max(1))),
        };
        Self { normalisation, factor }
    }

    /// The amounts of these weights, rounded down.
    pub fn amounts(&self, weights: Sides<u64>) -> Sides<u64> {
        weights.zip(self.factor).map(|(weight, (factor, divisor))| {
            let amount = u128::from(weight) * u128::from(factor) / u128::from(divisor);
            u64::try_from(amount).unwrap_or(u64::MAX)
        })
    }

    /// The amounts of these weights: per run, or from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "figures have few digits")]
    pub fn values(&self, weights: Sides<u64>) -> Sides<f64> {
        let whole = match self.normalisation {
            Normalisation::Absolute => 1.0,
            Normalisation::Share => PARTS as f64,
        };
        weights.zip(self.factor).map(|(weight, (factor, divisor))| {
            weight as f64 * (factor as f64 / whole) / divisor as f64
        })
    }
}
