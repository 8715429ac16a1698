//! Going from match to match.

use asyncscope::views::flame_chart::Step;
use egui::{Key, Modifiers};

use super::{Chart, Stage, function};

#[test]
fn enter_goes_from_match_to_match_and_around() {
    let mut chart = Stage::small().search("r").open();
    let words = |chart: &mut Chart| {
        chart.0.state_mut().with_chart(|it, state, _| state.matches_in_words(it))
    };
    assert_eq!(words(&mut chart).as_deref(), Some("3 matches"), "parse, read, print");
    let mut met = Vec::new();
    for _ in 0..4 {
        chart.key(Key::Enter);
        met.push((chart.stage().selection.entity, words(&mut chart).expect("a search")));
    }
    let number = |it: usize| format!("{it} of 3 matches");
    let expected = [(1, 1), (2, 2), (3, 3), (1, 1)];
    assert_eq!(met, expected.map(|(row, n)| (Some(function(row)), number(n))));
    chart.0.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    chart.0.run();
    assert_eq!(chart.stage().selection.entity, Some(function(3)), "back around");
}

#[test]
fn match_too_narrow_to_be_seen_is_zoomed_to() {
    let mut chart = Stage::small().search("tick").open();
    chart.key(Key::Enter);
    let shown = chart.shown();
    assert!(shown.end - shown.start < 100_000, "{shown:?}");
    let middle = u64::midpoint(shown.start, shown.end);
    assert!(middle.abs_diff(900_005_000) < 1_000, "{shown:?}");
}

#[test]
fn matches_can_be_gone_to_from_outside() {
    let mut chart = Stage::small().search("print").open();
    let (ctx, stage) = (chart.0.ctx.clone(), chart.0.state_mut());
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        stage.with_chart(|it, state, commands| state.find(ui, it, Step::Previous, commands));
    });
    output.textures_delta.clear();
    output.drop_without_applying_deltas();
    assert_eq!(chart.stage().selection.entity, Some(function(3)));
}
