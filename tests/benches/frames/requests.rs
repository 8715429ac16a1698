//! Frames over a recording of millions of requests.

use asyncscope::command::Command;
use asyncscope::kind::Kind;
use asyncscope::requests::{RequestCommand, RequestMode};
use asyncscope::views::View;
use asyncscope_core::analysis::requests::{RequestKey, RequestOrder};
use support::large::large_requests;

use crate::screen::Screen;
use crate::stopwatch::elapsed;
use crate::{AIM, frames, line};

/// Every view of so many million requests, sorted by two keys and filtered.
pub(crate) fn all(millions: usize) {
    let (recording, made) = elapsed(|| large_requests(millions * 1_000_000));
    let n = recording.requests.len();
    println!("{n} requests, made in {made:.1?}; ms per frame, aim {AIM}\n");
    let mut screen = Screen::of(recording);
    for view in Kind::Requests.views() {
        let (opening, took) = elapsed(|| screen.open(view));
        line(view, "opening", &opening);
        println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
        frames(&mut screen, view);
    }
    screen.open(View::Requests);
    let order = |key| RequestOrder { key, descending: true };
    let steps = [
        ("sorting", Command::Requests(RequestCommand::Sort(order(RequestKey::Path)))),
        ("a 2nd key", Command::Requests(RequestCommand::SortAlso(order(RequestKey::Duration)))),
        ("filtering", Command::Filter(View::Requests, "status:5xx slower-than:10ms".to_owned())),
        ("all again", Command::Filter(View::Requests, String::new())),
        ("waterfall", Command::Requests(RequestCommand::Mode(RequestMode::Waterfall))),
    ];
    for (what, command) in steps {
        let (times, took) = elapsed(|| screen.carry_out(command));
        line(View::Requests, what, &times);
        println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
    }
    frames(&mut screen, View::Requests);
}
