//! All that is known of the selected function of a comparison.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{
    DiffProfile, FunctionDiff, FunctionPlace, Normalisation, Sides,
};
use asyncscope_core::model::{Category, FrameIndex};

use crate::diff::Diff;
use crate::jobs::Job;
use crate::opened::Opened;

/// All that is known of a function of both sides.
#[derive(Debug)]
pub struct AboutFunction {
    /// The function, a row of the names of both sides.
    pub frame: FrameIndex,
    /// Its name.
    pub name: String,
    /// Its kind of work.
    pub category: Category,
    /// How figures were made comparable.
    pub normalisation: Normalisation,
    /// Its figures, if any sample has it.
    pub figures: Option<FunctionDiff>,
    /// Where its code begins on each side: `file:line:column`.
    pub places: Sides<Option<String>>,
}

impl Diff {
    /// Asks for all that is known of the selected function.
    fn ask_about(&mut self, ctx: &egui::Context) {
        let Some(frame) = self.place.function else { return };
        let Some(functions) = self.ask_functions(ctx) else { return };
        let Some(profile) = self.answers.profile.current().cloned() else { return };
        let normalisation = self.normalisation();
        self.answers.about.ask((frame, normalisation), || {
            Job::spawn("Looking a function up", ctx, move |task| {
                task.advance(0)?;
                Ok(Arc::new(about(&profile, &functions, (frame, normalisation))))
            })
        });
    }
}

impl Opened {
    /// Asks what the details panel says of a comparison.
    pub fn ask_diff_details(&mut self, ctx: &egui::Context) {
        if let Some(diff) = &mut self.diff {
            diff.ask_about(ctx);
        }
    }
}

fn about(
    profile: &DiffProfile,
    functions: &[FunctionDiff],
    (frame, normalisation): (FrameIndex, Normalisation),
) -> AboutFunction {
    let names = &profile.names;
    AboutFunction {
        frame,
        name: names.frame_name(frame).to_owned(),
        category: names.frames.category(frame),
        normalisation,
        figures: functions.iter().find(|it| it.frame == frame).copied(),
        places: profile.places(frame).map(|it| it.map(in_words)),
    }
}

fn in_words(place: &FunctionPlace) -> String {
    let number =
        |it: Option<std::num::NonZeroU32>| it.map_or_else(String::new, |it| format!(":{it}"));
    format!("{}{}{}", place.url, number(place.line), number(place.column))
}
