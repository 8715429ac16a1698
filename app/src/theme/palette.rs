//! The colours of both themes. Contrasts are stated in the design's palette, and hold.

use asyncscope_core::model::Category;
use asyncscope_core::model::requests::Phase;
use egui::{Color32, Stroke};

/// A colour for boxes of data, and the one of a label on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxColor {
    /// Of the box.
    pub fill: Color32,
    /// Of text on the box: dark or light, whichever contrasts more.
    pub label: Color32,
}

/// The named colours of one theme.
#[derive(Debug)]
pub struct Tokens {
    /// Canvas: charts, tables of data, text fields.
    pub bg0: Color32,
    /// Panels, sidebar, table headers.
    pub bg1: Color32,
    /// Top bar, status bar, cards, buttons.
    pub bg2: Color32,
    /// Menus, tooltips, chips.
    pub bg3: Color32,
    /// A button at rest.
    pub button: Color32,
    /// A chip.
    pub chip: Color32,
    /// A card on a panel.
    pub card: Color32,
    /// Row or button under the pointer.
    pub hover: Color32,
    /// Selected row, active segment, selected span of the ruler.
    pub sel: Color32,
    /// Separators, grid lines, bar troughs.
    pub line0: Color32,
    /// Borders of controls, rule below a table head, rules between threads.
    pub line: Color32,
    /// Drop area, axis lines, neutral bars.
    pub line2: Color32,
    /// Primary text.
    pub text: Color32,
    /// Secondary text: units, paths, captions.
    pub text2: Color32,
    /// Disabled text and the dash for "none".
    pub text3: Color32,
    /// Links, active tab, icon of the active view.
    pub accent: Color32,
    /// Primary button.
    pub fill: Color32,
    /// Text on `fill`.
    pub onfill: Color32,
    /// Focus ring.
    pub focus: Color32,
    /// Note.
    pub info: Color32,
    /// Warning; a blocked loop.
    pub warn: Color32,
    /// Error.
    pub error: Color32,
    /// Done.
    pub ok: Color32,
    /// Behind a note.
    pub info_bg: Color32,
    /// Behind a warning.
    pub warn_bg: Color32,
    /// Behind an error.
    pub error_bg: Color32,
    /// Behind a success.
    pub ok_bg: Color32,
    /// Lines of the hatch over garbage collection.
    pub gc_hatch: Color32,
    /// Trough of a bar in a selected row.
    pub trough_on_sel: Color32,
    /// Tint below the data of a selected time range.
    pub range_tint: Color32,
    /// Over data that lies outside of a selected time range.
    pub veil: Color32,
    /// Asynchronous work, of which nothing says that it ran.
    pub waiting: BoxColor,
    /// Area of a graph of numbers.
    pub graph: Color32,
    /// Curve of a graph of numbers.
    pub graph_line: Color32,
    categories: [BoxColor; 12],
    /// From −7 to +7.
    differences: [BoxColor; 15],
    /// Parts of memory, the last one for the rest.
    series: [BoxColor; 7],
    /// What the time of a request goes to, in order of time.
    phases: [Color32; 7],
}

impl Tokens {
    /// The colour of a category of work.
    pub fn category(&self, category: Category) -> BoxColor {
        self.categories[category as usize]
    }

    /// The colours of packages; the first one is that of the program's own code, the last one that
    /// of code that belongs to no package.
    pub fn packages(&self) -> &[BoxColor] {
        &self.categories[..=Category::Program as usize]
    }

    /// The scale of self time, coldest first.
    pub fn heat(&self) -> &[BoxColor] {
        &self.differences[7..]
    }

    /// The colours of parts of memory; the last one is that of the rest.
    pub fn series(&self) -> &[BoxColor; 7] {
        &self.series
    }

    /// The colour of a phase of a request.
    pub fn phase(&self, phase: Phase) -> Color32 {
        self.phases[phase as usize]
    }

    /// The colours of differences, from −7 to +7.
    pub fn differences(&self) -> &[BoxColor] {
        &self.differences
    }

    /// The colour of a difference, from −7 (faster, smaller) to +7 (slower, larger); 0 is none.
    pub fn difference(&self, step: i8) -> BoxColor {
        self.differences[usize::from(step.clamp(-7, 7).wrapping_add(7).unsigned_abs())]
    }

    /// The edge of a small square of data: a line where the square is as faint as what it lies on.
    pub fn edge_of(&self, fill: Color32) -> Stroke {
        let is_faint = fill == self.category(Category::Idle).fill;
        if is_faint { Stroke::new(1.0, self.line2) } else { Stroke::NONE }
    }
}

const INK: Color32 = rgb(0x0B_0D10);
const PAPER: Color32 = rgb(0xFF_FFFF);

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const fn ink(hex: u32) -> BoxColor {
    BoxColor { fill: rgb(hex), label: INK }
}

const fn paper(hex: u32) -> BoxColor {
    BoxColor { fill: rgb(hex), label: PAPER }
}

/// The dark theme.
pub const DARK: Tokens = Tokens {
    bg0: rgb(0x11_1317),
    bg1: rgb(0x18_1B20),
    bg2: rgb(0x20_242B),
    bg3: rgb(0x2A_2F38),
    button: rgb(0x20_242B),
    chip: rgb(0x2A_2F38),
    card: rgb(0x20_242B),
    hover: rgb(0x27_2C34),
    sel: rgb(0x2B_3268),
    line0: rgb(0x26_2B32),
    line: rgb(0x35_3C46),
    line2: rgb(0x62_6D7C),
    text: rgb(0xE7_EAEE),
    text2: rgb(0xA6_AFBB),
    text3: rgb(0x6C_7683),
    accent: rgb(0x8F_A0FF),
    fill: rgb(0x4F_5FE0),
    onfill: PAPER,
    focus: rgb(0x8F_A0FF),
    info: rgb(0x6C_B6FF),
    warn: rgb(0xF0_B849),
    error: rgb(0xFF_8078),
    ok: rgb(0x5C_C98B),
    info_bg: rgb(0x16_283B),
    warn_bg: rgb(0x33_290F),
    error_bg: rgb(0x3A_1D1D),
    ok_bg: rgb(0x14_3022),
    gc_hatch: rgb(0x8E_2F2F),
    trough_on_sel: Color32::from_rgba_premultiplied(31, 31, 31, 31),
    range_tint: Color32::from_rgba_premultiplied(10, 11, 18, 18),
    veil: Color32::from_rgba_premultiplied(9, 10, 12, 140),
    waiting: BoxColor { fill: rgb(0x35_3C46), label: rgb(0xE7_EAEE) },
    graph: rgb(0x2C_64A7),
    graph_line: rgb(0x6C_B6FF),
    categories: [
        ink(0xF3_B74D),
        ink(0x5F_B4F9),
        ink(0x53_968D),
        ink(0x8C_70B9),
        ink(0xD2_5B5B),
        ink(0xDB_7AA6),
        ink(0x76_AABA),
        ink(0xD0_C9FF),
        ink(0x76_A738),
        ink(0xCE_9877),
        paper(0x5B_5F64),
        paper(0x23_272D),
    ],
    differences: [
        ink(0x8A_C1FE),
        ink(0x66_ABF7),
        ink(0x5A_96D8),
        ink(0x4F_82BA),
        paper(0x45_6E9C),
        paper(0x3B_5B7E),
        paper(0x35_485E),
        paper(0x34_3941),
        paper(0x5A_4030),
        paper(0x78_4D32),
        paper(0x94_5B37),
        ink(0xB1_6B3E),
        ink(0xCE_7B45),
        ink(0xEB_8B4D),
        ink(0xFE_A369),
    ],
    series: [
        paper(0x2C_64A7),
        ink(0xBE_E0FE),
        ink(0x55_BBAB),
        ink(0x5D_9530),
        ink(0xBB_80D5),
        ink(0xFF_CD9C),
        paper(0x4A_525D),
    ],
    phases: [
        rgb(0x59_626E),
        rgb(0x55_B7AC),
        rgb(0xFF_BD94),
        rgb(0xE2_C7FE),
        rgb(0xAA_A507),
        rgb(0x23_7704),
        rgb(0x36_78D2),
    ],
};

/// The light theme.
pub const LIGHT: Tokens = Tokens {
    bg0: PAPER,
    bg1: rgb(0xF6_F7F9),
    bg2: rgb(0xEC_EEF2),
    bg3: PAPER,
    button: PAPER,
    chip: rgb(0xEC_EEF2),
    card: PAPER,
    hover: rgb(0xE6_E9EE),
    sel: rgb(0xDD_E2FF),
    line0: rgb(0xE4_E7EC),
    line: rgb(0xCD_D3DB),
    line2: rgb(0x85_909E),
    text: rgb(0x1A_1E24),
    text2: rgb(0x53_5D6A),
    text3: rgb(0x7C_8795),
    accent: rgb(0x3D_4ED1),
    fill: rgb(0x3D_4ED1),
    onfill: PAPER,
    focus: rgb(0x3D_4ED1),
    info: rgb(0x0B_62BC),
    warn: rgb(0x85_5600),
    error: rgb(0xBF_261B),
    ok: rgb(0x17_743F),
    info_bg: rgb(0xE3_F0FD),
    warn_bg: rgb(0xFD_F1D6),
    error_bg: rgb(0xFD_E7E5),
    ok_bg: rgb(0xDF_F5E8),
    gc_hatch: rgb(0xB9_3D33),
    trough_on_sel: Color32::from_rgba_premultiplied(0, 0, 0, 26),
    range_tint: Color32::from_rgba_premultiplied(4, 5, 15, 18),
    veil: Color32::from_rgba_premultiplied(140, 140, 140, 140),
    waiting: BoxColor { fill: rgb(0xCD_D3DB), label: INK },
    graph: rgb(0x25_63B2),
    graph_line: rgb(0x0B_62BC),
    categories: [
        ink(0xF9_C55C),
        ink(0x73_9AD4),
        ink(0x66_C1AB),
        ink(0xDB_C5FE),
        ink(0xED_6F62),
        ink(0xFF_A9C7),
        ink(0x59_A6BC),
        ink(0x94_85FB),
        ink(0x89_C980),
        ink(0xBD_9681),
        ink(0xCA_D2DB),
        ink(0xEE_F0F3),
    ],
    differences: [
        paper(0x13_71C6),
        ink(0x3A_84D2),
        ink(0x58_97DC),
        ink(0x75_AAE6),
        ink(0x91_BDEE),
        ink(0xAF_D0F5),
        ink(0xD2_E1F4),
        ink(0xE6_E9ED),
        ink(0xF1_DBCE),
        ink(0xF0_C1A6),
        ink(0xE7_A984),
        ink(0xDD_9263),
        ink(0xD1_7B42),
        ink(0xC4_6316),
        paper(0xAD_5403),
    ],
    series: [
        paper(0x25_63B2),
        ink(0x75_C5FB),
        ink(0x4C_9690),
        paper(0x5A_8201),
        paper(0x78_4D6C),
        ink(0xF4_AC5B),
        ink(0xC3_CAD3),
    ],
    phases: [
        rgb(0x9A_A3AF),
        rgb(0x04_6D63),
        rgb(0x8E_4802),
        rgb(0x9E_58AE),
        rgb(0xAB_9808),
        rgb(0xAF_E38E),
        rgb(0x64_AEFF),
    ],
};
