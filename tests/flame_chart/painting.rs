//! What is painted, and how much of it.

use asyncscope::views::flame_chart::PaintStats;
use asyncscope_core::analysis::{FlameKind, FlameLayoutBuilder};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::Frame;
use asyncscope_core::units::{Nanos, WeightUnit};
use egui::{Key, Modifiers, pos2, vec2};
use support::flames;

use super::{FIRST_ROW, LEFT, ROW, SECOND, SIZE, Stage, at};

/// No more than fits: each box and block has a pixel of its own, each label 30 points.
#[track_caller]
fn check_fits(stats: PaintStats, pixels_per_point: f32) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels")]
    let [width, height, points] =
        [SIZE.x * pixels_per_point, SIZE.y * pixels_per_point, SIZE.x].map(|it| it as usize);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels")]
    let row = (ROW * pixels_per_point).round() as usize;
    let rows = height / row + 2;
    assert!(stats.rows <= rows, "{stats:?}");
    assert!(stats.boxes + stats.merged <= stats.rows * (width + 2), "{stats:?}");
    assert!(stats.labels <= stats.rows * (points / 30 + 2), "{stats:?}");
    let corners = 4 * 3 * (stats.boxes + stats.merged) + stats.labels * 4 * 40;
    assert!(stats.vertices <= corners + 100, "{stats:?}");
}

#[test]
fn painted_boxes_never_exceed_what_fits_on_the_screen() {
    let steps = [(1.0, Modifiers::NONE), (1.25, Modifiers::SHIFT), (2.0, Modifiers::SHIFT)];
    for (pixels_per_point, modifiers) in steps {
        let recording = flames::functions(100, Nanos(60 * SECOND));
        let layout = flames::wall(40, 25_000, 100, 0..60 * SECOND);
        assert!(layout.n_boxes() >= 1_000_000 * 9 / 10, "{}", layout.n_boxes());
        let mut chart = Stage::new(recording, layout).open_on(pixels_per_point);
        chart.0.ctx.all_styles_mut(|it| it.animation_time = 0.0);
        chart.hover(pos2(LEFT + 333.0, FIRST_ROW + 12.0 * ROW));
        let mut zooms = 0;
        loop {
            check_fits(chart.stage().stats, pixels_per_point);
            let before = chart.shown();
            chart.0.key_press_modifiers(modifiers, Key::W);
            chart.0.run();
            zooms += 1;
            if chart.shown() == before {
                break;
            }
        }
        assert!(zooms > 10, "{zooms} zooms, down to {:?}", chart.shown());
    }
}

#[test]
fn boxes_and_blocks_together_cover_what_is_there() {
    let recording = flames::functions(10, Nanos(SECOND));
    let layout = flames::wall(3, 100_000, 10, 0..SECOND);
    let chart = Stage::new(recording, layout).open();
    let stats = chart.stage().stats;
    assert!(stats.boxes < 10, "a hundred boxes on each pixel: {stats:?}");
    assert!(stats.merged <= 30 && stats.merged >= 3, "adjoining blocks are one: {stats:?}");
}

#[test]
fn deep_stacks_scroll() {
    let mut builder =
        FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    for row in 0..100_000 {
        builder.push(row, 0..SECOND, 0);
    }
    let recording = flames::functions(1, Nanos(SECOND));
    let mut chart = Stage::new(recording, builder.finish()).open();
    assert!(chart.stage().stats.rows <= 25, "{:?}", chart.stage().stats);
    chart.hover(at(500.0, 0));
    assert_eq!(chart.stage().state.hovered().map(|it| it.at.row), Some(0));
    chart.key(Key::PageDown);
    let page = chart.stage().state.hovered().expect("a box").at.row;
    assert!((20..=24).contains(&page), "a page of rows: {page}");
    for _ in 0..10 {
        chart.key(Key::ArrowDown);
    }
    assert_eq!(chart.stage().state.hovered().map(|it| it.at.row), Some(page + 30));
    chart.drag(at(500.0, 10), at(500.0, 2), Modifiers::NONE);
    chart.hover(at(500.0, 0));
    assert_eq!(chart.stage().state.hovered().map(|it| it.at.row), Some(page + 38));
}

#[test]
fn layout_without_boxes_says_so() {
    let recording = flames::functions(1, Nanos(SECOND));
    let empty = FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    let mut chart = Stage::new(recording, empty.finish()).open();
    assert_eq!(chart.stage().stats, PaintStats::default());
    chart.key(Key::W);
    chart.click(at(500.0, 1));
    assert_eq!(chart.in_words(), "Flame chart of Main thread");
}

#[test]
fn chart_without_room_paints_nothing_and_survives() {
    for size in [vec2(1.0, 1.0), vec2(17.0, 20.0), vec2(40.0, 45.0), vec2(600.0, 30.0)] {
        let mut chart = Stage::small().open();
        chart.0.set_size(size);
        chart.0.run();
        chart.click(pos2(10.0, 10.0));
        chart.key(Key::W);
        chart.wheel(pos2(12.0, 18.0), vec2(0.0, 50.0), Modifiers::NONE);
        assert!(chart.stage().stats.rows <= 1, "{:?}", chart.stage().stats);
    }
}

#[test]
fn stretch_without_boxes_has_none_and_zero_leads_out() {
    let mut stage = Stage::small();
    let mut builder =
        FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    builder.push(0, 0..1_000, 0);
    stage.layout = builder.finish();
    stage.selection.shown = Some(Nanos(SECOND / 2)..Nanos(SECOND));
    let mut chart = stage.open();
    assert_eq!(chart.shown(), SECOND / 2..SECOND);
    assert_eq!(chart.stage().stats.boxes, 0);
    chart.key(Key::Num0);
    assert_eq!(chart.stage().stats.boxes, 1, "alone, however narrow");
}

#[test]
fn hostile_names_are_painted() {
    let mut stage = Stage::small();
    let url = stage.recording.strings.intern("");
    let names = ["a\nb\tc\u{0}d", &"long ".repeat(100_000), ""];
    let mut builder =
        FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    for (row, name) in names.into_iter().enumerate() {
        let name = stage.recording.strings.intern(name);
        let frame = Frame { name, url, line: None, column: None };
        let frame = stage.recording.frames.intern(frame, &mut stage.recording.strings);
        builder.push(row, 0..SECOND, u32::try_from(frame.row()).expect("few"));
    }
    stage.layout = builder.finish();
    let mut chart = stage.open();
    assert_eq!(chart.stage().stats.labels, 3);
    for row in 0..3 {
        chart.hover(at(500.0, row));
    }
}

#[test]
fn names_in_view_alone_are_kept_laid_out() {
    let recording = flames::functions(20_000, Nanos(SECOND));
    let layout = flames::wall(22, 10_000, 20_000, 0..SECOND);
    let mut chart = Stage::new(recording, layout).open();
    chart.hover(at(10.0, 1));
    for _ in 0..18 {
        chart.key(Key::W);
    }
    for _ in 0..60 {
        chart.key(Key::D);
    }
    let kept = chart.stage().state.n_labels_kept();
    assert!((100..=4_096 + 160).contains(&kept), "{kept} names");
}

#[test]
fn chart_follows_the_range_that_others_show() {
    let mut chart = Stage::small().open();
    chart.0.state_mut().selection.shown = Some(Nanos(200_000_000)..Nanos(400_000_000));
    chart.0.run();
    assert_eq!(chart.shown(), 200_000_000..400_000_000);
    assert!(chart.take().is_empty(), "that is no news");
}
