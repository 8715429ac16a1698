//! The same profile in every form there is, against the slow way to weigh it.

use std::fs;
use std::path::Path;

use asyncscope_core::warning::Severity;
use proptest::prelude::*;
use support::profiles::{PlainProfile, losses, read_profile, weights_by_sample};

fn any_profile() -> impl Strategy<Value = PlainProfile> {
    let functions = prop::collection::vec((0..4_u8, any::<prop::sample::Index>()), 1..12);
    let samples = prop::collection::vec((any::<prop::sample::Index>(), -800..2000_i64), 0..40);
    (functions, samples, 0..60_000_i64).prop_map(|(functions, samples, length)| {
        let metas = ["(program)", "(idle)", "(garbage collector)"];
        let mut nodes = vec![("(root)".to_owned(), None)];
        nodes.extend(metas.map(|it| (it.to_owned(), Some(0))));
        for (name, caller) in functions {
            let at = caller.index(nodes.len() - metas.len());
            let caller = if at == 0 { 0 } else { at + metas.len() };
            nodes.push((format!("f{name}"), Some(caller)));
        }
        let n_nodes = nodes.len();
        PlainProfile {
            nodes,
            start: 1_000_000,
            end: 1_000_000 + length,
            samples: samples.iter().map(|it| it.0.index(n_nodes)).collect(),
            deltas: samples.iter().map(|it| it.1).collect(),
        }
    })
}

proptest! {
    #[test]
    fn every_form_weighs_what_the_definition_says(profile in any_profile()) {
        let expected = profile.weights();
        let list = profile.to_list();
        let forms = [list, profile.to_reversed_list(), profile.to_parent_list(), profile.to_old_tree()];
        for form in forms {
            let text = form.to_string();
            let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
            let weights = weights_by_sample(&recording, |it| recording.frame_name(it).to_owned());
            prop_assert_eq!(&weights, &expected, "{}", form);
            prop_assert!(warnings.iter().all(|it| it.severity == Severity::Repair));
        }
    }
}

/// A recording of Node, and the same one in the form of Chrome before 2016.
#[test]
fn a_recording_weighs_the_same_in_the_old_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-data/node-20");
    let weights = |name: &str| {
        let text = fs::read(folder.join(name)).expect("sample data");
        let (recording, warnings) = read_profile(&text).expect("a profile");
        assert_eq!(losses(&warnings), Vec::<String>::new());
        weights_by_sample(&recording, |it| {
            format!("{} {}", recording.frame_name(it), recording.frame_place(it))
        })
    };
    let list = weights("workers/main.cpuprofile");
    assert!(list.len() > 100, "{} functions", list.len());
    assert_eq!(weights("derived/old-form.cpuprofile"), list);
}
