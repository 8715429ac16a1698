//! What part of a recording an answer is about.

use asyncscope_core::analysis::{NameFilter, Selection};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::ThreadIndex;

use super::{PAGE, check_stacks, during, named};

#[test]
fn stacks_are_weighed() {
    check_stacks(
        PAGE,
        |_| Selection::default(),
        "
        main 9 0
          render 6 2
            layout 4 4
          parse 3 1
            (garbage collector) 2 2
        (idle) 5 5",
    );
}

#[test]
fn samples_are_cut_at_the_edges_of_time() {
    check_stacks("a 10\nb 10\nc 10", |_| during(8..13), "\na 2 2\nb 3 3");
    check_stacks("a 10\nb 10\nc 10", |_| during(12..14), "\nb 2 2");
    check_stacks("a 10\nb 10\nc 10", |_| during(10..20), "\nb 10 10");
    check_stacks("a 10\nb 10", |_| during(20..90), "");
    check_stacks("a 10\nb 10", |_| during(7..7), "");
}

#[test]
fn time_that_belongs_to_nobody_is_told_apart() {
    check_stacks("a 1\n- 2\na 4", |_| Selection::default(), "\na 5 5\n- 2");
    check_stacks("a 1\n- 2\na 4", |_| during(2..4), "\na 1 1\n- 1");
}

#[test]
fn profiles_of_the_selected_threads_are_summed() {
    let text = "
        main > work 1
        thread worker
        work 2
        thread other
        work 4
        thread worker
        main > work 8";
    let threads = |rows: &[usize]| {
        let threads = rows.iter().map(|&it| ThreadIndex::from_row(it)).collect();
        Selection { threads: Some(threads), ..Selection::default() }
    };
    check_stacks(text, |_| Selection::default(), "\nmain 9 0\n  work 9 9\nwork 6 6");
    check_stacks(text, |_| threads(&[1]), "\nmain 8 0\n  work 8 8\nwork 2 2");
    check_stacks(text, |_| threads(&[0, 2]), "\nmain 1 0\n  work 1 1\nwork 4 4");
    check_stacks(text, |_| threads(&[]), "");
}

#[test]
fn name_keeps_samples_with_a_match_anywhere_on_the_stack() {
    let text = "
        main > Render > layout 1
        main > parse@/app/node_modules/lodash/parse.js 2
        main 4
        - 8";
    check_stacks(text, |_| named("render"), "\nmain 1 0\n  Render 1 0\n    layout 1 1");
    check_stacks(text, |_| named("LODASH"), "\nmain 2 0\n  parse 2 2");
    let both = "\nmain 3 0\n  Render 1 0\n    layout 1 1\n  parse 2 2";
    check_stacks(text, |_| named(" parse , layout,"), both);
    check_stacks(text, |_| named("nothing"), "");
    let everything = "\nmain 7 4\n  Render 1 0\n    layout 1 1\n  parse 2 2\n- 8";
    check_stacks(text, |_| named(" ,"), everything);
}

#[test]
fn functions_without_a_name_are_found_by_the_one_they_are_shown_with() {
    check_stacks("a > @/x.js 1\nb 2", |_| named("anonym"), "\na 1 0\n  (anonymous) 1 1");
}

#[test]
fn name_filter_ignores_case_beyond_ascii() {
    let filter = NameFilter::new("GRÖßSE").expect("a word");
    assert!(filter.matches("größse", "") && !filter.matches("größe", ""));
    assert!(NameFilter::new("a,B").expect("a word").matches("", "x/b.js"));
    assert_eq!(NameFilter::new(" , ,"), None);
}
