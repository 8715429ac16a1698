//! What the colours of boxes mean: a slot of a palette for each function, and a key to them.

use std::sync::Arc;

use asyncscope_core::analysis::{self, GroupKey, GroupRow, Grouping, WeighedStacks};
use asyncscope_core::index::Column;
use asyncscope_core::model::{Category, FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::WeightUnit;

use crate::jobs::Job;
use crate::opened::Opened;
use crate::state::{ColorBy, Look};
use crate::theme::{BoxColor, Tokens};
use crate::views::flame_chart::Colors;

/// The slot of functions that have the colour of their category, whatever colours mean.
const AS_CATEGORY: u8 = u8::MAX;
/// The slot of functions that belong to no package and are no own code.
const NO_PACKAGE: u8 = 10;
/// The hottest step of the scale of self time; 0 is the coldest.
pub const HOTTEST: u8 = 7;

/// What colours are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ColorsQuestion {
    by: ColorBy,
    selection: analysis::Selection,
}

/// What the colours of boxes mean.
#[derive(Clone, Debug, Default)]
pub struct ColorKey {
    /// What they tell apart.
    pub by: ColorBy,
    /// For each function its place in the palette; empty by category.
    slots: Column<FrameIndex, u8>,
    /// What has a colour of its own and is on a stack, most self weight first; empty by self time.
    pub parts: Vec<ColorPart>,
    /// The most self weight that a function has, which is the end of the scale.
    pub most: u64,
    /// What weights are shares of.
    pub sum: u64,
    /// What weights count.
    pub unit: WeightUnit,
}

/// One entry of a key to colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorPart {
    /// What has the colour.
    pub label: String,
    /// The colour.
    pub hue: Hue,
    /// Self weight of its functions.
    pub own: u64,
}

/// Which colour of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    /// That of a category.
    Category(Category),
    /// One of those of packages.
    Package(u8),
    /// A step of the scale of self time.
    Heat(u8),
}

impl Hue {
    /// The colour of boxes.
    pub fn color(self, tokens: &Tokens) -> BoxColor {
        let of = |palette: &[BoxColor], slot: u8| palette.get(usize::from(slot)).copied();
        let found = match self {
            Self::Category(category) => Some(tokens.category(category)),
            Self::Package(slot) => of(tokens.packages(), slot),
            Self::Heat(step) => of(tokens.heat(), step),
        };
        found.unwrap_or(tokens.category(Category::Program))
    }
}

impl Opened {
    /// What the boxes of charts are to be coloured by, in the colours of the theme.
    ///
    /// While the answer is worked on, boxes have the colours of their categories.
    pub fn colors(&self, look: &Look, tokens: &'static Tokens) -> Colors<'_> {
        let Some(key) = self.color_key(look) else { return Colors::ByCategory };
        let palette = match key.by {
            ColorBy::Category => return Colors::ByCategory,
            ColorBy::Package => tokens.packages(),
            ColorBy::SelfTime => tokens.heat(),
        };
        Colors::BySlot { slots: &key.slots, palette }
    }

    /// The key to these colours, once it is there.
    pub fn color_key(&self, look: &Look) -> Option<&ColorKey> {
        let key = self.answers.colors.value()?;
        (key.by == look.color_by).then_some(&**key)
    }

    /// The colour of a function in lists, in the colours of the theme.
    pub fn color_of(&self, frame: FrameIndex, look: &Look, tokens: &'static Tokens) -> BoxColor {
        let by_category = tokens.category(self.recording.frames.category(frame));
        let Colors::BySlot { slots, palette } = self.colors(look, tokens) else {
            return by_category;
        };
        let slot = slots.get(frame).map_or(AS_CATEGORY, |&it| it);
        palette.get(usize::from(slot)).copied().unwrap_or(by_category)
    }

    /// Asks what colours mean. Every view with coloured boxes or squares needs the answer.
    pub fn ask_colors(&mut self, by: ColorBy, ctx: &egui::Context) {
        let Some(weighed) = self.ask_weighed(ctx) else { return };
        let question = ColorsQuestion { by, selection: self.selection.question() };
        let recording = Arc::clone(&self.recording);
        self.answers.colors.ask(question, || {
            Job::spawn("Choosing colours", ctx, move |task| {
                key(&recording, &weighed, by, task).map(Arc::new)
            })
        });
    }
}

fn key(
    recording: &Recording,
    weighed: &WeighedStacks,
    by: ColorBy,
    task: &Task,
) -> Result<ColorKey, Cancelled> {
    let (sum, unit) = (weighed.sum, weighed.unit);
    let key = ColorKey { by, sum, unit, ..ColorKey::default() };
    Ok(match by {
        ColorBy::Category => {
            let rows = analysis::groups(recording, weighed, Grouping::Category, task)?;
            ColorKey { parts: rows.into_iter().map(|it| part(by, it)).collect(), ..key }
        }
        ColorBy::Package => {
            let rows = analysis::groups(recording, weighed, Grouping::Package, task)?;
            let frames = recording.frames.indices();
            let slots = frames.map(|it| package_slot(recording, it)).collect::<Vec<_>>().into();
            ColorKey { parts: rows.into_iter().map(|it| part(by, it)).collect(), slots, ..key }
        }
        ColorBy::SelfTime => {
            let own = own_weights(recording, weighed);
            let is_busy = |it: &FrameIndex| !recording.frames.category(*it).is_idle();
            let most = own.indices().filter(is_busy).map(|it| own[it]).max().unwrap_or(0);
            let slots = own.iter().map(|&it| heat(it, most)).collect::<Vec<_>>().into();
            ColorKey { slots, most, ..key }
        }
    })
}

fn part(by: ColorBy, row: GroupRow) -> ColorPart {
    let hue = match row.key {
        GroupKey::Text(_) => Hue::Package(slot_of(&row.label)),
        GroupKey::Category(category) => {
            let slot = slot_of_category(category).filter(|_| by == ColorBy::Package);
            slot.map_or(Hue::Category(category), Hue::Package)
        }
        GroupKey::Function(_) => Hue::Category(Category::Application),
    };
    ColorPart { label: row.label, hue, own: row.own }
}

fn package_slot(recording: &Recording, frame: FrameIndex) -> u8 {
    match recording.frames.package(frame) {
        Some(package) => slot_of(recording.text(package)),
        None => slot_of_category(recording.frames.category(frame)).unwrap_or(AS_CATEGORY),
    }
}

/// The colour of functions of no package: own code has the first one; that of Node.js and the engine
/// has a grey, since its usual colours are those of packages here.
fn slot_of_category(category: Category) -> Option<u8> {
    match category {
        Category::Application | Category::WasmEval => Some(0),
        Category::GarbageCollection | Category::Idle | Category::Program => None,
        _ => Some(NO_PACKAGE),
    }
}

/// The colour of a package: the same in every recording. The first one is left to own code.
fn slot_of(package: &str) -> u8 {
    /// How many colours there are for packages.
    const N_SLOTS: u32 = 9;
    // FNV-1a, which is small and always the same.
    let hash = package
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // The low bits of similar names are similar.
    u8::try_from((hash >> 8) % N_SLOTS).unwrap_or(0) + 1
}

fn own_weights(recording: &Recording, weighed: &WeighedStacks) -> Column<FrameIndex, u64> {
    let mut own: Column<FrameIndex, u64> = vec![0; recording.frames.len()].into();
    for stack in weighed.stacks.indices() {
        let sum = &mut own[weighed.stacks.frame(stack)];
        *sum = sum.saturating_add(weighed.own[stack]);
    }
    own
}

/// The step of the scale for `own` where the hottest function has `most`: steps grow with the
/// square root of the weight, so that the step of the seventh part is reached at a 49th.
fn heat(own: u64, most: u64) -> u8 {
    let hottest = u128::from(HOTTEST);
    // Rounded: step n begins where `own` is ((n − ½) ÷ 7)² of the most.
    let reached = |step: u8| {
        let halves = u128::from(step) * 2 - 1;
        u128::from(most) * halves * halves <= u128::from(own) * 4 * hottest * hottest
    };
    if most == 0 { 0 } else { (1..=HOTTEST).rev().find(|&it| reached(it)).unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heat_grows_with_the_square_root() {
        assert_eq!(heat(0, 0), 0);
        assert_eq!(heat(0, 100), 0);
        assert_eq!(heat(100, 100), HOTTEST);
        assert_eq!(heat(4, 49), 2);
        assert_eq!(heat(9, 49), 3);
        assert_eq!(heat(1, 1000), 0, "noise");
        assert_eq!(heat(u64::MAX, u64::MAX), HOTTEST);
    }

    #[test]
    fn packages_keep_their_colour_and_never_have_that_of_own_code() {
        for package in ["lodash", "react", "@scope/name", ""] {
            assert!((1..10).contains(&slot_of(package)), "{package}");
            assert_eq!(slot_of(package), slot_of(package));
        }
        assert_ne!(slot_of("lodash"), slot_of("typescript"));
    }
}
