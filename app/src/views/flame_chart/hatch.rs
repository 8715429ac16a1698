//! The hatch: lines at 45 degrees, as a small texture that is repeated.

use egui::{Color32, ColorImage, Context, TextureHandle, TextureId, TextureOptions};

/// Distance of the lines along the row, in points.
const PERIOD: f32 = 6.0;
/// Width of a line, in points.
const WIDTH: f32 = 1.2;

/// A texture of white lines, to be painted in any colour.
#[derive(Clone)]
pub(super) struct Hatch {
    texture: TextureHandle,
    /// Width and height in physical pixels.
    tile: i32,
    pixels_per_point: f32,
}

impl Hatch {
    /// The hatch for a screen, made anew if `known` is for another one.
    pub(super) fn for_screen(ctx: &Context, known: &mut Option<Self>) -> Self {
        let pixels_per_point = ctx.pixels_per_point();
        #[expect(clippy::float_cmp, reason = "the same screen gives the same number")]
        let is_right = |it: &&Self| it.pixels_per_point == pixels_per_point;
        if let Some(hatch) = known.as_ref().filter(is_right) {
            return hatch.clone();
        }
        let image = image(pixels_per_point);
        let tile = i32::try_from(image.size[0]).unwrap_or(1);
        let texture = ctx.load_texture("hatch", image, TextureOptions::NEAREST_REPEAT);
        known.insert(Self { texture, tile, pixels_per_point }).clone()
    }

    /// The texture.
    pub(super) fn texture(&self) -> TextureId {
        self.texture.id()
    }

    /// Its width and height in physical pixels.
    pub(super) fn tile(&self) -> i32 {
        self.tile
    }
}

impl std::fmt::Debug for Hatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hatch").field("tile", &self.tile).finish_non_exhaustive()
    }
}

/// Lines from bottom left to top right, with soft edges; fits to itself on all sides.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a few pixels"
)]
fn image(pixels_per_point: f32) -> ColorImage {
    let size = (PERIOD * pixels_per_point).round().max(3.0) as usize;
    let middle = size as f32 / 2.0;
    let reach = WIDTH * pixels_per_point / 2.0 + 0.5;
    let pixels = (0..size * size).map(|it| {
        let along = ((it % size + it / size) % size) as f32 + 0.5;
        let distance = (along - middle).abs() * std::f32::consts::FRAC_1_SQRT_2;
        let share = (reach - distance).clamp(0.0, 1.0);
        Color32::from_white_alpha((share * 255.0) as u8)
    });
    ColorImage::new([size, size], pixels.collect())
}
