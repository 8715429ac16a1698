//! egui's own style, made of the tokens.

use egui::style::{ScrollStyle, WidgetVisuals, Widgets};
use egui::{CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2};

use super::fonts::Type;
use super::palette::{DARK, LIGHT, Tokens};
use super::size;

/// Seconds that a change takes to be seen.
pub(super) const ANIMATION: f32 = 0.12;

/// The style of one theme.
pub(super) fn style(theme: Theme) -> Style {
    let (tokens, base) = match theme {
        Theme::Dark => (&DARK, Visuals::dark()),
        Theme::Light => (&LIGHT, Visuals::light()),
    };
    let mut style = Style { visuals: visuals(tokens, base), ..Style::default() };
    style.text_styles = text_styles();
    style.animation_time = ANIMATION;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    spacing(&mut style);
    style
}

fn spacing(style: &mut Style) {
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(8.0, 3.0);
    spacing.interact_size = vec2(24.0, size::CONTROL);
    spacing.menu_margin = Margin::symmetric(8, 6);
    spacing.window_margin = Margin::same(12);
    spacing.tooltip_width = 420.0;
    spacing.icon_spacing = 6.0;
    // Bars stand beside the contents, and have no trough: only the handle is seen.
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 8.0,
        floating_allocated_width: 12.0,
        bar_outer_margin: 2.0,
        foreground_color: true,
        dormant_handle_opacity: 0.2,
        active_handle_opacity: 0.3,
        interact_handle_opacity: 0.5,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        ..ScrollStyle::floating()
    };
    spacing.scroll.fade.strength = 0.0;
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, Type::Caption.font()),
        (TextStyle::Body, Type::Body.font()),
        (TextStyle::Button, Type::Table.font()),
        (TextStyle::Heading, Type::Page.font()),
        (TextStyle::Monospace, Type::Code.font()),
    ]
    .into()
}

fn visuals(tokens: &Tokens, base: Visuals) -> Visuals {
    let mut visuals = Visuals {
        widgets: widgets(tokens),
        hyperlink_color: tokens.accent,
        faint_bg_color: tokens.bg2,
        extreme_bg_color: tokens.bg0,
        text_edit_bg_color: Some(tokens.bg0),
        code_bg_color: tokens.bg2,
        warn_fg_color: tokens.warn,
        error_fg_color: tokens.error,
        weak_text_color: Some(tokens.text2),
        window_corner_radius: CornerRadius::same(size::RADIUS_CARD),
        menu_corner_radius: CornerRadius::same(size::RADIUS_CARD),
        window_shadow: Shadow::NONE,
        popup_shadow: Shadow::NONE,
        window_fill: tokens.bg3,
        window_stroke: Stroke::new(1.0, tokens.line),
        panel_fill: tokens.bg1,
        ..base
    };
    visuals.selection.bg_fill = tokens.sel;
    visuals.selection.stroke = Stroke::new(1.0, tokens.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, tokens.text);
    visuals
}

fn widgets(tokens: &Tokens) -> Widgets {
    let state = |fill, line, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(size::RADIUS),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(tokens.bg1, tokens.line0, tokens.text),
        inactive: state(tokens.button, tokens.line, tokens.text),
        hovered: state(tokens.hover, tokens.line2, tokens.text),
        active: state(tokens.sel, tokens.accent, tokens.text),
        open: state(tokens.bg3, tokens.line2, tokens.text),
    }
}
