//! Lengths in points at zoom 1, on a grid of 4.

/// Height of the top bar, and of the row of tabs.
pub const BAR: f32 = 36.0;
/// Height of a row of tools.
pub const TOOLBAR: f32 = 36.0;
/// Height of the status bar.
pub const STATUS: f32 = 24.0;
/// Height of buttons, fields and segments.
pub const CONTROL: f32 = 24.0;
/// Height of a chip in a text row.
pub const CHIP: f32 = 20.0;
/// Height of a chip in the status bar.
pub const STATUS_CHIP: f32 = 18.0;
/// Height of a table's head.
pub const TABLE_HEAD: f32 = 26.0;
/// Height of a table's row.
pub const TABLE_ROW: f32 = 24.0;
/// The same in compact tables.
pub const TABLE_ROW_COMPACT: f32 = 22.0;
/// The same in relaxed tables.
pub const TABLE_ROW_RELAXED: f32 = 28.0;
/// Height of the row of totals below a table.
pub const TOTALS: f32 = 32.0;
/// Padding of a table's cell, left and right.
pub const CELL: f32 = 8.0;
/// Height of a box of a flame chart, without its gap.
pub const FLAME_BOX: f32 = 16.0;
/// Height of a row of a flame chart: a box and a gap of 1.
pub const FLAME_ROW: f32 = 17.0;
/// Height of a time ruler.
pub const RULER: f32 = 24.0;
/// Width of the sidebar.
pub const SIDEBAR: f32 = 224.0;
/// Narrowest and widest the sidebar can be made.
pub const SIDEBAR_RANGE: std::ops::RangeInclusive<f32> = 176.0..=360.0;
/// Width of the sidebar folded to icons.
pub const SIDEBAR_FOLDED: f32 = 44.0;
/// Windows narrower than this fold the sidebar.
pub const FOLDS_BELOW: f32 = 1080.0;
/// Height of the heading above the tracks of a process.
pub const TRACK_HEADING: f32 = 24.0;
/// Height of a graph of numbers in a track.
pub const GRAPH: f32 = 40.0;
/// Height of what makes up memory in a track: the names of its parts fit beside it.
pub const MEMORY: f32 = 108.0;
/// Height of the minimap, without its ruler.
pub const MINIMAP: f32 = 46.0;
/// Height of the ruler below the minimap.
pub const MINIMAP_RULER: f32 = 18.0;
/// Width of the details panel.
pub const DETAILS: f32 = 300.0;
/// Narrowest and widest the details panel can be made.
pub const DETAILS_RANGE: std::ops::RangeInclusive<f32> = 260.0..=480.0;
/// Height of the details panel below the views.
pub const DETAILS_HEIGHT: f32 = 232.0;
/// Height of the same where there is little to say.
pub const DETAILS_LOW: f32 = 180.0;
/// Windows narrower than this have the details panel below the views.
pub const DETAILS_BELOW: f32 = 1200.0;
/// Width of the labels left of tracks.
pub const TRACK_LABELS: f32 = 148.0;
/// Padding inside a panel, left and right.
pub const PANEL: f32 = 12.0;
/// Padding of a page, left and right.
pub const PAGE: f32 = 24.0;
/// An icon in chrome.
pub const ICON: f32 = 16.0;
/// An icon in a button.
pub const ICON_BUTTON: f32 = 14.0;
/// An icon in a chip.
pub const ICON_CHIP: f32 = 12.0;
/// Radius of controls and chips.
pub const RADIUS: u8 = 4;
/// Radius of the command palette.
pub const RADIUS_PALETTE: u8 = 8;
/// Radius of cards.
pub const RADIUS_CARD: u8 = 6;

fn table_row_id() -> egui::Id {
    egui::Id::unique("height of a table's row")
}

/// The height of a table's row, as the user has set it.
pub fn table_row(ui: &egui::Ui) -> f32 {
    ui.data(|data| data.get_temp(table_row_id())).unwrap_or(TABLE_ROW)
}

/// Sets the height of a table's row.
pub fn set_table_row(ctx: &egui::Context, height: f32) {
    ctx.data_mut(|data| data.insert_temp(table_row_id(), height));
}
