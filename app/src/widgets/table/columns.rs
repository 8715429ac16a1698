//! The columns of a table and how wide they are.

use egui::Rangef;

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// This many points.
    Fixed(f32),
    /// This share of what the fixed ones leave.
    Share(f32),
    /// Left out: there is no room for it.
    Hidden,
}

/// Where text stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What its head says.
    pub title: &'static str,
    /// What it means, in the head's tooltip.
    pub hint: &'static str,
    /// How wide it is.
    pub width: Width,
    /// Where its text stands.
    pub align: Align,
    /// Whether a click on its head sorts by it, and then whether the largest comes first.
    pub sorts: Option<bool>,
}

/// The left and right edges of each column.
pub(super) fn lay_out(columns: &[Column], left: f32, width: f32) -> Vec<Rangef> {
    let fixed: f32 = columns.iter().map(|it| fixed(it.width)).sum();
    let shares: f32 = columns.iter().map(|it| share(it.width)).sum();
    let rest = (width - fixed).max(0.0);
    let mut x = left;
    let mut found = Vec::with_capacity(columns.len());
    for column in columns {
        let width = match column.width {
            Width::Fixed(width) => width,
            Width::Share(share) => (rest * share / shares).floor(),
            Width::Hidden => 0.0,
        };
        found.push(Rangef::new(x, x + width));
        x += width;
    }
    found
}

fn fixed(width: Width) -> f32 {
    match width {
        Width::Fixed(width) => width,
        Width::Share(_) | Width::Hidden => 0.0,
    }
}

fn share(width: Width) -> f32 {
    match width {
        Width::Fixed(_) | Width::Hidden => 0.0,
        Width::Share(share) => share,
    }
}
