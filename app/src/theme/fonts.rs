//! Fonts and the roles text plays.

use std::sync::{Arc, LazyLock};

use egui::{FontData, FontDefinitions, FontFamily, FontId};

/// A font and its weight. egui has no bold: each weight is a family of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Text.
    Sans,
    /// Text, medium.
    Sans500,
    /// Text, semi-bold.
    Sans600,
    /// Functions, paths, code.
    Mono,
    /// Functions, paths, code, medium.
    Mono500,
}

static SANS_500: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("sans-500".into()));
static SANS_600: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("sans-600".into()));
static MONO_500: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("mono-500".into()));

impl Face {
    /// Its family in egui.
    pub fn family(self) -> FontFamily {
        match self {
            Self::Sans => FontFamily::Proportional,
            Self::Sans500 => SANS_500.clone(),
            Self::Sans600 => SANS_600.clone(),
            Self::Mono => FontFamily::Monospace,
            Self::Mono500 => MONO_500.clone(),
        }
    }
}

/// The role of a piece of text: its font and size in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// The sentence that says what a page shows.
    Page,
    /// A big number or the title of a report.
    Big,
    /// Body, tabs, menus.
    Body,
    /// The active one of those.
    BodyStrong,
    /// A heading inside a page.
    Heading,
    /// Tables, controls, status bar.
    Table,
    /// A key figure in one of those; a table's head.
    TableStrong,
    /// Axes, captions, labels of boxes.
    Caption,
    /// A caption that stands out, such as a key.
    CaptionStrong,
    /// Functions, classes, paths, code.
    Code,
    /// The selected or active one of those.
    CodeStrong,
    /// Code in a caption.
    CodeCaption,
}

impl Type {
    /// Its font.
    pub fn font(self) -> FontId {
        let (face, size) = match self {
            Self::Page => (Face::Sans600, 16.0),
            Self::Big => (Face::Sans600, 20.0),
            Self::Body => (Face::Sans, 13.0),
            Self::BodyStrong => (Face::Sans500, 13.0),
            Self::Heading => (Face::Sans600, 13.0),
            Self::Table => (Face::Sans, 12.0),
            Self::TableStrong => (Face::Sans500, 12.0),
            Self::Caption => (Face::Sans, 11.0),
            Self::CaptionStrong => (Face::Sans500, 11.0),
            Self::Code => (Face::Mono, 12.0),
            Self::CodeStrong => (Face::Mono500, 12.0),
            Self::CodeCaption => (Face::Mono, 11.0),
        };
        FontId::new(size, face.family())
    }
}

/// The name of the font for emoji.
const EMOJI: &str = "NotoEmoji-Regular";

/// The baked fonts, each family followed by the icons, by the other face's symbols and by emoji. Other
/// scripts come from fonts of the system, as they are met.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 6] = [
        ("sans", include_bytes!("../../assets/fonts/AsyncscopeSans-Regular.otf")),
        ("sans-500", include_bytes!("../../assets/fonts/AsyncscopeSans-Medium.otf")),
        ("sans-600", include_bytes!("../../assets/fonts/AsyncscopeSans-SemiBold.otf")),
        ("mono", include_bytes!("../../assets/fonts/AsyncscopeMono-Regular.ttf")),
        ("mono-500", include_bytes!("../../assets/fonts/AsyncscopeMono-Medium.ttf")),
        ("icons", include_bytes!("../../assets/fonts/Phosphor-subset.ttf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // The toolkit's own: black and white, so that it takes the colour of text.
    if let Some(emoji) = FontDefinitions::default().font_data.remove(EMOJI) {
        fonts.font_data.insert(EMOJI.to_owned(), emoji);
    }
    let faces = [
        (Face::Sans, "sans"),
        (Face::Sans500, "sans-500"),
        (Face::Sans600, "sans-600"),
        (Face::Mono, "mono"),
        (Face::Mono500, "mono-500"),
    ];
    for (face, name) in faces {
        // Sans knows more symbols than mono, so mono falls back to it.
        let chain = [name, "icons", "sans", EMOJI].map(str::to_owned).to_vec();
        fonts.families.insert(face.family(), chain);
    }
    fonts
}
