//! Sizes in powers of 1024, as is set. What sizes are printed in holds for the whole program, so
//! this test has a program of its own.

use asyncscope::WorkbenchOptions;
use asyncscope::actions::Action;
use asyncscope::state::Look;
use asyncscope::views::flame_chart::Ticks;
use asyncscope_core::units::{SizeUnits, WeightUnit};
use egui::{Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use support::window::{Window, build, builder, run, sample, settle, wait};

#[test]
fn sizes_are_counted_as_is_set_and_that_is_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = folder.path().join("session");
    let options = || WorkbenchOptions {
        files: vec![sample("node-20/heap/async-server.heapprofile")],
        session: Some(session.clone()),
        ..WorkbenchOptions::default()
    };
    let mut first = build(builder(vec2(1200.0, 800.0)), options());
    settle(&mut first);
    assert!(says(&first, "\u{2009}kB") && !says(&first, "KiB"));

    run(&mut first, Action::Settings);
    first.get_by_role_and_label(Role::RadioButton, "KiB, MiB, GiB").click();
    settle(&mut first);
    assert_eq!(SizeUnits::current(), SizeUnits::Binary);
    assert!(says(&first, "\u{2009}KiB") && !says(&first, "\u{2009}kB"));
    // Ticks of a ruler stand at round numbers of what is printed.
    let ticks = Ticks::apart(3000.0, WeightUnit::Bytes);
    assert_eq!((ticks.step, ticks.minor), (4096, 1024));
    assert_eq!(ticks.label(8192, WeightUnit::Bytes), "8.00\u{2009}KiB");

    wait(&mut first, "saving", |it| {
        let text = it.state().state().remembered.session.settings.clone();
        std::fs::read(&session).is_ok_and(|bytes| {
            !text.is_empty() && bytes.windows(text.len()).any(|it| it == text.as_bytes())
        })
    });
    drop(first);
    SizeUnits::Decimal.make_current();
    let mut second = build(builder(vec2(1200.0, 800.0)), options());
    settle(&mut second);
    assert_eq!(second.state().state().look, Look { sizes: SizeUnits::Binary, ..Look::default() });
    assert!(says(&second, "\u{2009}KiB") && !says(&second, "\u{2009}kB"));
}

/// Whether anything in the window says this.
fn says(window: &Window, words: &str) -> bool {
    let says = |it: Option<String>| it.is_some_and(|it| it.contains(words));
    let nodes = window.root().children_recursive();
    nodes.into_iter().any(|it| {
        let node = it.accesskit_node();
        says(node.label()) || says(node.value())
    })
}
