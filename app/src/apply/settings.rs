//! Changing settings, and keeping them from run to run.

use egui::Context;

use crate::arrangement::Arrangements;
use crate::command::Setting;
use crate::settings::{take_text, to_text};
use crate::state::AppState;
use crate::theme::{self, size};

/// Changes a setting.
pub(super) fn set(state: &mut AppState, setting: Setting, ctx: &Context) {
    let look = &mut state.look;
    match setting {
        Setting::Theme(theme) => look.theme = theme,
        Setting::Density(density) => look.density = density,
        Setting::Sizes(sizes) => look.sizes = sizes,
        Setting::Wheel(wheel) => look.wheel = wheel,
        Setting::ReducedMotion(reduced) => look.reduced_motion = reduced,
        Setting::KeepHeaps(keeps) => state.kept.keeps_heaps = keeps,
        Setting::SourceFolder(folder) => state.kept.source = folder,
    }
    take_effect(state, ctx);
}

/// Makes the window look as is set.
pub(super) fn take_effect(state: &AppState, ctx: &Context) {
    let look = &state.look;
    ctx.set_theme(look.theme);
    ctx.set_zoom_factor(look.zoom);
    size::set_table_row(ctx, look.density.row());
    look.sizes.make_current();
    theme::set_motion(ctx, look.reduced_motion);
}

/// Takes in what the session remembers of settings and arrangement.
pub fn restore(state: &mut AppState, ctx: &Context) {
    let session = &state.remembered.session;
    state.kept = take_text(&session.settings, &mut state.look);
    state.arrangements = Arrangements::from_text(&session.arrangement);
    take_effect(state, ctx);
}

/// Puts into the session what is to be remembered of settings and arrangement. That the arrangement
/// is as usual is not worth remembering.
pub fn keep(state: &mut AppState) {
    let session = &mut state.remembered.session;
    session.settings = to_text(&state.look, &state.kept);
    session.window = state.look.into();
    session.arrangement = state.arrangements.to_text();
}
