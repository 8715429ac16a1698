//! Frames over a heap of millions of objects.

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::heap::{HeapCommand, TreeName};
use asyncscope::views::View;
use support::large::large_heap;

use crate::screen::Screen;
use crate::stopwatch::elapsed;
use crate::{AIM, frames, line};

/// Every view of a heap of so many million objects, with a class and a list opened.
pub(crate) fn all(millions: u32) {
    let (recording, made) = elapsed(|| large_heap(millions * 1_000_000));
    let graph = recording.heap.clone().expect("it is a heap");
    let (nodes, edges) = (graph.n_nodes(), graph.n_edges());
    println!("{nodes} objects, {edges} references, made in {made:.1?}; ms per frame, aim {AIM}\n");
    let mut screen = Screen::of(recording);
    let (opening, took) = elapsed(|| screen.settle());
    line(View::HeapOverview, "opening", &opening);
    println!("{took:.1?} until everything is known\n");
    for view in View::OF_HEAPS {
        let (opening, took) = elapsed(|| screen.open(view));
        line(view, "opening", &opening);
        println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
        open_rows(&mut screen, view);
        frames(&mut screen, view);
    }
    screen.open(View::Dominators);
    let (map, took) = elapsed(|| screen.carry_out(Command::Heap(HeapCommand::AsMap(true))));
    line(View::Dominators, "the map", &map);
    println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
    frames(&mut screen, View::Dominators);
}

/// Every view of a comparison of a heap of so many million objects with one a twentieth larger.
pub(crate) fn compared(millions: u32) {
    let [before, after] = [1_000_000, 1_050_000].map(|it| large_heap(millions * it));
    let mut screen = Screen::of(before);
    screen.settle();
    screen.add(after);
    screen.settle();
    println!("two heaps of {millions} million objects; ms per frame, aim {AIM}\n");
    let (opening, took) = elapsed(|| screen.carry_out(Command::Run(Action::Compare)));
    line(View::Changes, "comparing", &opening);
    println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
    for view in View::OF_COMPARISONS {
        let (opening, took) = elapsed(|| screen.open(view));
        line(view, "opening", &opening);
        println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
        frames(&mut screen, view);
    }
}

/// Opens what is largest in each tree.
fn open_rows(screen: &mut Screen, view: View) {
    let tree = match view {
        View::Classes => TreeName::Classes,
        View::Dominators => TreeName::Dominators,
        View::Containment => TreeName::Containment,
        _ => return,
    };
    for _ in 0..3 {
        let path = screen.first_closed(tree);
        let Some(path) = path else { return };
        screen.carry_out(Command::Heap(HeapCommand::OpenRow(tree, path.clone(), true)));
        let more = Command::Heap(HeapCommand::ShowMore(tree, path));
        let (opening, took) = elapsed(|| screen.carry_out(more));
        line(view, "more rows", &opening);
        println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
    }
    let object = Screen::array();
    if view == View::Containment {
        screen.carry_out(Command::Heap(HeapCommand::OpenObject(object)));
        screen.open(view);
    }
}
