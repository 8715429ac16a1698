//! Every colour, font, icon and size of the window. The only place with such literals.
//!
//! Read [`tokens`] for the colours of the theme in use, [`Type`] for text, [`icons`] for icons and
//! [`size`] for lengths. [`install`] makes egui's own widgets follow them.

mod fonts;
pub mod icons;
mod palette;
pub mod size;
mod style;

pub use fonts::{Face, Type};
pub use palette::{BoxColor, DARK, LIGHT, Tokens};

/// Installs fonts and both styles. Called once, when the window is made.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    for theme in [egui::Theme::Dark, egui::Theme::Light] {
        ctx.set_style_of(theme, style::style(theme));
    }
}

/// The colours of the theme in use.
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    tokens_of(ui.visuals())
}

/// The colours that belong to `visuals`, where there is no `Ui`.
pub fn tokens_of(visuals: &egui::Visuals) -> &'static Tokens {
    if visuals.dark_mode { &DARK } else { &LIGHT }
}

/// Lets things glide and fade, or not.
pub fn set_motion(ctx: &egui::Context, is_reduced: bool) {
    let time = if is_reduced { 0.0 } else { style::ANIMATION };
    ctx.all_styles_mut(|style| style.animation_time = time);
}
