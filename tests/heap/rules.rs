//! Every rule of a leak report, from heaps made by hand: of several snapshots, and of one.

use std::fmt::Write as _;

use asyncscope_core::analysis::heap::{MergedPaths, largest_objects, merged_paths};
use asyncscope_core::analysis::leaks::{Dismissed, LeakReport, LeakVerdict, Rule, Suspect};
use asyncscope_core::task::Task;
use support::heaps::{OpenHeap, heap, open_text, snapshot_text};

use crate::leaks::{find, report};

/// The global object with its properties, and what else there is.
fn program(held: &str, rest: &str) -> OpenHeap {
    heap(&program_text(held, rest))
}

fn program_text(held: &str, rest: &str) -> String {
    format!("1 synthetic root 0\n  shortcut global 3\n3 object global 10\n{held}\n{rest}")
}

/// A line for each of `n`, with its number for `#`, and that times 20 plus 1001 to 1009 for the ids
/// `@1` to `@9`.
fn each(n: usize, lines: &str) -> String {
    let mut text = String::new();
    for number in 0..n {
        let mut line = lines.replace('#', &number.to_string());
        for digit in 1..10 {
            let id = 1000 + 20 * number + digit;
            line = line.replace(&format!("@{digit}"), &id.to_string());
        }
        writeln!(text, "{line}").expect("memory");
    }
    text
}

/// What a rule is about: which class is found, who holds it, and a program with `n` of them.
struct Case {
    rule: Rule,
    class: &'static str,
    /// The class that is found in one snapshot.
    class_of_one: &'static str,
    holder: Option<&'static str>,
    program: fn(usize) -> OpenHeap,
}

const CASES: &[Case] = &[
    Case {
        rule: Rule::DetachedDom,
        class: "Detached HTMLDivElement",
        class_of_one: "Detached HTMLDivElement",
        holder: Some("Array `removed`"),
        program: |n| {
            let items = each(n, "  element # @1");
            let nodes = each(n, "@1 native Detached~HTMLDivElement 100");
            program("  property removed 5", &format!("5 object Array 16\n{items}\n{nodes}"))
        },
    },
    Case {
        rule: Rule::Timer,
        class: "Session",
        class_of_one: "Timeout",
        holder: Some("TimersList"),
        program: |n| {
            let timers = each(
                n,
                "@1 object Timeout 80\n  property _onTimeout @2\n  property _idleNext @9\n\
                 @2 closure poll 60\n  internal context @3\n\
                 @3 object system~/~Context 40\n  context session @4\n@4 object Session 100",
            );
            // Each timer leads to the next: `@9` of one is `@1` of the next.
            let mut timers = timers;
            for number in 0..n {
                let (end, next) = (1009 + 20 * number, 1001 + 20 * (number + 1));
                let next = if number + 1 == n { 9 } else { next };
                timers = timers.replace(&format!("_idleNext {end}"), &format!("_idleNext {next}"));
            }
            program(
                "  property setInterval 5",
                &format!(
                    "5 closure setInterval 60\n  internal context 7\n7 object system~/~Context 40\n  \
                     context timerListMap 11\n11 object Object 20\n  element 1000 9\n\
                     9 object TimersList 40\n  property _idleNext 1001\n{timers}"
                ),
            )
        },
    },
    Case {
        rule: Rule::Listener,
        class: "Subscriber",
        class_of_one: "listeners of change",
        holder: Some("Array `change`"),
        program: |n| {
            let items = each(n, "  element # @1");
            let nodes = each(
                n,
                "@1 closure onChange 60\n  internal context @2\n@2 object system~/~Context 40\n  \
                 context subscriber @3\n@3 object Subscriber 100",
            );
            program(
                "  property bus 5",
                &format!(
                    "5 object EventEmitter 16\n  property _events 7\n7 object Object 20\n  \
                     property change 9\n9 object Array 16\n{items}\n{nodes}"
                ),
            )
        },
    },
    Case {
        rule: Rule::AsyncContext,
        class: "Store",
        class_of_one: "Store",
        holder: Some("Array `resources`"),
        program: |n| {
            let items = each(n, "  element # @1");
            let nodes = each(
                n,
                "@1 object AsyncResource 50\n  property <symbol~kResourceStore> @2\n\
                 @2 object Store 100",
            );
            program("  property resources 5", &format!("5 object Array 16\n{items}\n{nodes}"))
        },
    },
    Case {
        rule: Rule::PendingPromise,
        class: "StuckRequest",
        class_of_one: "pending Promise",
        holder: Some("Array `waiting`"),
        program: |n| {
            let items = each(n, "  element # @1");
            let nodes = each(
                n,
                "@1 object Promise 30\n  internal reactions_or_result @2\n\
                 @2 hidden system~/~PromiseReaction 30\n  internal fulfill_handler @3\n\
                 @3 closure resume 60\n  internal context @4\n\
                 @4 object system~/~Context 40\n  internal extension @5\n\
                 @5 object Generator 40\n  internal parameters_and_registers @6\n\
                 @6 object StuckRequest 100",
            );
            program("  property waiting 5", &format!("5 object Array 16\n{items}\n{nodes}"))
        },
    },
    Case {
        rule: Rule::DuplicateStrings,
        class: "same~text",
        class_of_one: "same~text",
        holder: Some("Array `texts`"),
        program: |n| {
            let n = n * 5; // so many that they are counted as one text
            let items = each(n, "  element # @1");
            let nodes = each(n, "@1 string same~text 40");
            program("  property texts 5", &format!("5 object Array 16\n{items}\n{nodes}"))
        },
    },
    Case {
        rule: Rule::Cache,
        class: "Entry",
        class_of_one: "Entry",
        holder: Some("Map `byKey`"),
        program: |n| {
            let items = each(n, "  internal # @1");
            let nodes = each(n, "@1 object Entry 100");
            program(
                "  property byKey 5",
                &format!(
                    "5 object Map 16\n  internal table 7\n7 array (array) 16\n{items}\n{nodes}"
                ),
            )
        },
    },
    Case {
        rule: Rule::Closure,
        class: "Payload",
        class_of_one: "Payload",
        holder: Some("Array `callbacks`"),
        program: |n| {
            let items = each(n, "  element # @1");
            let nodes = each(
                n,
                "@1 closure callback 60\n  internal context @2\n@2 object system~/~Context 40\n  \
                 context payload @3\n@3 object Payload 100",
            );
            program("  property callbacks 5", &format!("5 object Array 16\n{items}\n{nodes}"))
        },
    },
    Case {
        rule: Rule::Collection,
        class: "Line",
        class_of_one: "Line",
        holder: Some("Array `log`"),
        program: |n| {
            let items = each(n, "  element # @1");
            let nodes = each(n, "@1 object Line 100");
            program("  property log 5", &format!("5 object Array 16\n{items}\n{nodes}"))
        },
    },
    Case {
        rule: Rule::Other,
        class: "Link",
        class_of_one: "Link",
        holder: Some("Link `head`"),
        program: |n| {
            let mut links = String::new();
            for number in 0..n {
                let id = 1001 + 20 * number;
                writeln!(links, "{id} object Link 100").expect("memory");
                if number + 1 < n {
                    writeln!(links, "  property next {}", id + 20).expect("memory");
                }
            }
            program("  property head 1001", &links)
        },
    },
];

#[track_caller]
fn find_text<'a>(found: &'a LeakReport, class: &str) -> &'a Suspect {
    find(found, &class.replace('~', " "))
}

#[test]
fn every_rule_is_known_by_the_way_to_the_roots() {
    for case in CASES {
        let found = report(&[10, 20, 30, 40].map(case.program));
        let suspect = find_text(&found, case.class);
        let what = format!("{}: {} {:?}", case.rule.key(), suspect.sentence, suspect.paths);
        assert_eq!(suspect.rule, case.rule, "{what}");
        assert_eq!(suspect.verdict, LeakVerdict::Growing, "{what}");
        // Texts are told apart in the last snapshot alone.
        if case.rule != Rule::DuplicateStrings {
            assert_eq!(suspect.counts, [10, 20, 30, 40], "{what}");
        }
        // What comes to the end of a list is held by what was the end of it.
        let holder = if case.rule == Rule::Other { Some("Link `next`") } else { case.holder };
        assert_eq!(suspect.holder.as_ref().map(|it| it.name.as_str()), holder, "{what}");
        assert!(suspect.sentence.contains(&case.class.replace('~', " ")), "{what}");
    }
}

#[test]
fn every_rule_is_known_in_one_snapshot() {
    for case in CASES {
        let found = report(&[(case.program)(40)]);
        let suspect = find_text(&found, case.class_of_one);
        let what = format!("{}: {}", case.rule.key(), suspect.sentence);
        assert_eq!(suspect.rule, case.rule, "{what}");
        assert_eq!(suspect.verdict, LeakVerdict::Large, "{what}");
        assert_eq!(suspect.holder.as_ref().map(|it| it.name.as_str()), case.holder, "{what}");
    }
    for rule in CASES.windows(2) {
        assert_ne!(rule[0].rule, rule[1].rule);
    }
    assert_eq!(CASES.len(), 10, "a case for each rule");
}

#[test]
fn what_a_rule_looks_for_needs_a_small_share_of_one_snapshot() {
    // 40 timers with 80 bytes, and a table that takes `rest`.
    let of = |rest: u64| {
        let timers = each(40, "@1 object Timeout 80");
        let held = each(40, "  property t# @1");
        report(&[program(
            &format!("{held}  property table 5"),
            &format!("5 object Table {rest}\n{timers}"),
        )])
    };
    let is_found = |it: &LeakReport| it.suspects.iter().any(|it| it.class == "Timeout");
    assert!(is_found(&of(100_000)), "3 of 103 kB");
    assert!(!is_found(&of(1_000_000)), "3 of 1003 kB");
}

#[test]
fn variables_of_a_function_are_named_by_it() {
    let text = "5 closure onRequest 60\n  internal context 7\n\
                7 object system~/~Context 40\n  context rows 9\n  context index 11\n\
                9 object Array 900000\n11 object Map 800000";
    let found = report(&[program("  property handler 5", text)]);
    let suspect = find(&found, "variables of onRequest");
    assert_eq!((suspect.rule, suspect.retained), (Rule::Closure, 1_700_040));
    let sentence = &suspect.sentence;
    assert!(sentence.starts_with("variables of onRequest, 1.70"), "{sentence}");
}

#[test]
fn things_of_many_kinds_pile_up_at_one_object() {
    // All of the application is in its registry, of which no part keeps most.
    let parts = "7 object Registry 50\n  property a 9\n  property b 11\n  property c 13\n\
                 9 object Users 4000\n11 object Orders 4000\n13 object Prices 4000";
    let text = format!("5 object App 50\n  property registry 7\n{parts}");
    let found = report(&[program("  property app 5", &text)]);
    let registry = find(&found, "Registry");
    assert_eq!((registry.count, registry.retained), (1, 12_050));
    let names: Vec<&str> = found.suspects.iter().map(|it| it.class.as_str()).collect();
    assert!(!names.contains(&"App") && !names.contains(&"global"), "{names:?}");
}

#[test]
fn a_timer_is_named_by_the_function_that_it_calls() {
    let items = each(20, "  element # @1");
    let sessions = each(20, "@1 object Session 100");
    let text = |n: usize| {
        let (items, sessions) = (items.lines().take(n), sessions.lines().take(n));
        let (items, sessions) =
            (items.collect::<Vec<_>>().join("\n"), sessions.collect::<Vec<_>>().join("\n"));
        format!(
            "5 object TimersList 40\n  property _idleNext 7\n\
             7 object Timeout 80\n  property _onTimeout 9\n  property _idlePrev 5\n  property args 11\n\
             9 closure refresh 60\n11 object Box 16\n{items}\n{sessions}"
        )
    };
    let heaps = [5, 10, 20].map(|n| program("  property timers 5", &text(n)));
    let found = report(&heaps);
    let session = find(&found, "Session");
    assert_eq!(session.holder.as_ref().map(|it| it.name.as_str()), Some("Box `args`"));
    // Twenty timers: those are counted, and say which function they call.
    let timers = |n: usize| {
        let held = each(n, "  property t# @1");
        let timers = each(n, "@1 object Timeout 80\n  property _onTimeout @2\n@2 closure poll 60");
        program(&held, &timers)
    };
    let found = report(&[5, 10, 20].map(timers));
    let timer = find(&found, "Timeout");
    assert_eq!(timer.via.as_deref(), Some("active timers that call `poll`"));
}

/// Functions called `handler`, at two places, in one array.
fn two_places(n: usize) -> OpenHeap {
    let items = each(n, "  element # @1\n  element 9# @2");
    let nodes = each(n, "@1 closure handler 500\n@2 closure handler 600");
    let text =
        program_text("  property callbacks 5", &format!("5 object Array 16\n{items}\n{nodes}"));
    let json = snapshot_text(&text);
    let row = |number: usize| (3 + number) * 5;
    let places =
        (0..2 * n).map(|it| format!("{},1,{},4", row(it), if it % 2 == 0 { 3 } else { 9 }));
    let places = places.collect::<Vec<_>>().join(",");
    let fields = r#""location_fields":["object_index","script_id","line","column"],"node_fields""#;
    let json = json.replacen(r#""node_fields""#, fields, 1);
    open_text(json.replacen(r#""strings":"#, &format!(r#""locations":[{places}],"strings":"#), 1))
}

#[test]
fn suspects_of_one_name_are_dismissed_one_by_one() {
    let found = report(&[20, 40, 60].map(two_places));
    let both: Vec<&Suspect> = found.suspects.iter().filter(|it| it.class == "handler").collect();
    let [one, other] = both[..] else { panic!("{:?}", found.suspects) };
    assert_ne!(one.fingerprint(), other.fingerprint());
    assert!(other.fingerprint().ends_with("|4:5"), "{}", other.fingerprint());
    let mut dismissed = Dismissed::default();
    dismissed.add(one);
    let left = dismissed.left(&found);
    assert!(left.iter().any(|it| std::ptr::eq(*it, other)) && !dismissed.has(other));
    // Alone it is known without its line, which changes with the code.
    let alone =
        report(&CASES[6..7].iter().flat_map(|it| [10, 20, 30].map(it.program)).collect::<Vec<_>>());
    assert_eq!(find(&alone, "Entry").fingerprint(), "cache|Entry|Map `byKey`");
}

#[test]
fn functions_that_are_built_in_are_no_suspects() {
    let with_built_in = |n: usize| {
        let items = each(n, "  element # @1\n  element 9# @2");
        let nodes = each(n, "@1 closure  500\n@2 closure handler 100");
        let nodes = nodes.replace("closure  500", "closure ~ 500");
        let text =
            program_text("  property callbacks 5", &format!("5 object Array 16\n{items}\n{nodes}"));
        // No name at all, and no place: V8's own.
        let json = snapshot_text(&text).replacen(r#"" ""#, r#""""#, 1);
        let places = (0..n).map(|it| format!("{},1,9,4", (3 + 2 * it + 1) * 5));
        let places = places.collect::<Vec<_>>().join(",");
        let fields =
            r#""location_fields":["object_index","script_id","line","column"],"node_fields""#;
        let json = json.replacen(r#""node_fields""#, fields, 1);
        open_text(json.replacen(
            r#""strings":"#,
            &format!(r#""locations":[{places}],"strings":"#),
            1,
        ))
    };
    let found = report(&[20, 40, 60].map(with_built_in));
    let names: Vec<&str> = found.suspects.iter().map(|it| it.class.as_str()).collect();
    assert_eq!(names, ["handler"]);
    let left = found.left_alone.iter().find(|it| it.class == "(anonymous)").expect("left alone");
    assert!(left.reason.starts_with("the engine's own"), "{}", left.reason);
}

/// A program whose `Map` with `n` sessions nothing but a running function holds.
fn on_the_stack(n: usize) -> OpenHeap {
    let entries = each(n, "  internal # @1");
    let sessions = each(n, "@1 object Session 100");
    heap(&format!(
        "1 synthetic root 0\n  shortcut global 3\n  element 1 5\n3 object global 10\n  property f 21\n  \
         internal handles 23\n\
         5 synthetic (GC~roots) 0\n  element 1 7\n  element 2 9\n\
         7 synthetic (Stack~roots) 0\n  element 1 11\n\
         9 synthetic (Strong~roots) 0\n  element 1 15\n  element 2 17\n  element 3 19\n\
         11 object Map 16\n  internal table 13\n13 array - 64\n{entries}\n\
         15 array - 9000000\n17 hidden system~/~Map 8000000\n19 closure onExit 32\n\
         21 closure f 32\n23 synthetic (Global~handles) 0\n  element 1 25\n\
         25 native CSSStyleSheet 5000\n{sessions}"
    ))
}

#[test]
fn what_a_running_function_holds_is_the_programs_too() {
    let heap = on_the_stack(20);
    let largest = largest_objects(&heap.graph, &heap.facts, &heap.tree, 3);
    // Not the arrays and maps of V8, however large; the objects that it leads to are.
    let ids: Vec<u64> = largest.iter().map(|it| heap.graph.id(*it)).collect();
    assert_eq!(ids, [3, 25, 11], "10 + 32 + 5000 bytes, then 5000, then 16 + 64 + 20 * 100");
    let all = largest_objects(&heap.graph, &heap.facts, &heap.tree, 99);
    let ids: Vec<u64> = all.iter().map(|it| heap.graph.id(*it)).collect();
    assert_eq!(ids.len(), 3 + 20 + 2, "no array, nothing hidden, no group: {ids:?}");
    assert_eq!(ids[23..], [19, 21], "the functions keep least");
}

#[test]
fn laid_over_each_other_ways_name_the_group_of_roots_too() {
    let heap = on_the_stack(20);
    let sessions: Vec<_> = (0..20).map(|it| heap.node(1001 + 20 * it)).collect();
    let merged = merged_paths(heap.snapshot(), &sessions, (None, 9), &Task::default());
    let merged = merged.expect("not cancelled");
    let holders = |merged: &MergedPaths| -> Vec<String> {
        let steps = merged.in_order(9).into_iter();
        steps.map(|(_, it)| it.held_by(heap.snapshot())).collect()
    };
    assert_eq!(holders(&merged)[..4], ["(array)", "Map", "(Stack roots)", "(GC roots)"]);
    // Several groups are no longer one of a name.
    let both = [heap.node(11), heap.node(19)];
    let merged = merged_paths(heap.snapshot(), &both, (None, 9), &Task::default());
    assert_eq!(holders(&merged.expect("not cancelled"))[0], "(synthetic)");
}

#[test]
fn a_way_that_begins_at_a_group_of_roots_names_it() {
    let heaps = [10, 20, 30, 40].map(on_the_stack);
    let found = report(&heaps);
    let suspect = find(&found, "Session");
    let steps: Vec<&str> = suspect.paths[0].steps.iter().map(String::as_str).collect();
    assert_eq!(
        steps,
        ["[] of (array)", "<table> of Map", "[] of (Stack roots)", "[] of (synthetic)"]
    );
    assert!(suspect.reasons.iter().any(|it| it.starts_with("entries are added")), "{suspect:?}");
}
