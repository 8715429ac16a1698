//! The settings as text, for the session: JSON in which what is missing or unknown is as usual.

use std::path::PathBuf;

use asyncscope_core::units::SizeUnits;
use serde::{Deserialize, Serialize};

use crate::requests::{ColumnSetting, StoredColumn};
use crate::state::{ColorBy, Density, Look, WheelMode};

/// The settings that are remembered beside theme and zoom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "a flat list of settings, each by its name")]
struct Stored {
    wheel: String,
    colors: String,
    density: String,
    sizes: String,
    only_my_code: bool,
    details: bool,
    reduced_motion: bool,
    keeps_heaps: bool,
    source_folder: Option<PathBuf>,
    request_columns: Vec<StoredColumn>,
}

const WHEELS: [(WheelMode, &str); 2] =
    [(WheelMode::Classic, "classic"), (WheelMode::Modern, "modern")];
const COLORS: [(ColorBy, &str); 3] = [
    (ColorBy::Category, "category"),
    (ColorBy::Package, "package"),
    (ColorBy::SelfTime, "self-time"),
];
const DENSITIES: [(Density, &str); 3] =
    [(Density::Compact, "compact"), (Density::Normal, "normal"), (Density::Relaxed, "relaxed")];
const SIZES: [(SizeUnits, &str); 2] =
    [(SizeUnits::Decimal, "decimal"), (SizeUnits::Binary, "binary")];

/// The settings that are not part of [`Look`]: what is read and written where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where the sources of recorded programs lie, if the user said so.
    pub source: Option<PathBuf>,
    /// Whether what was found out about heap snapshots is kept for the next time.
    pub keeps_heaps: bool,
    /// The columns of tables of requests.
    pub request_columns: ColumnSetting,
}

impl Default for Kept {
    fn default() -> Self {
        Self { source: None, keeps_heaps: true, request_columns: ColumnSetting::default() }
    }
}

impl Default for Stored {
    fn default() -> Self {
        Self::of(&Look::default(), &Kept::default())
    }
}

impl Stored {
    fn of(look: &Look, kept: &Kept) -> Self {
        Self {
            wheel: key(&WHEELS, &look.wheel),
            colors: key(&COLORS, &look.color_by),
            density: key(&DENSITIES, &look.density),
            sizes: key(&SIZES, &look.sizes),
            only_my_code: look.only_my_code,
            details: look.details,
            reduced_motion: look.reduced_motion,
            keeps_heaps: kept.keeps_heaps,
            source_folder: kept.source.clone(),
            request_columns: kept.request_columns.stored(),
        }
    }
}

/// The settings as text; empty while all are as usual.
pub fn to_text(look: &Look, kept: &Kept) -> String {
    let stored = Stored::of(look, kept);
    if stored == Stored::default() {
        return String::new();
    }
    serde_json::to_string(&stored).unwrap_or_default()
}

/// Takes the settings of such a text into `look`, and returns the others. Of a damaged text nothing
/// is taken.
pub fn take_text(text: &str, look: &mut Look) -> Kept {
    let Ok(stored) = serde_json::from_str::<Stored>(text) else { return Kept::default() };
    look.wheel = of_key(&WHEELS, &stored.wheel);
    look.color_by = of_key(&COLORS, &stored.colors);
    look.density = of_key(&DENSITIES, &stored.density);
    look.sizes = of_key(&SIZES, &stored.sizes);
    look.only_my_code = stored.only_my_code;
    look.details = stored.details;
    look.reduced_motion = stored.reduced_motion;
    Kept {
        source: stored.source_folder,
        keeps_heaps: stored.keeps_heaps,
        request_columns: ColumnSetting::of_stored(stored.request_columns),
    }
}

fn key<T: PartialEq>(all: &[(T, &str)], value: &T) -> String {
    all.iter().find(|it| it.0 == *value).map_or_else(String::new, |it| it.1.to_owned())
}

fn of_key<T: Copy + Default>(all: &[(T, &str)], key: &str) -> T {
    all.iter().find(|it| it.1 == key).map(|it| it.0).unwrap_or_default()
}
