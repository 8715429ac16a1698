//! The files that the program carries are those of the recorder, each of them.

use std::fs;
use std::path::Path;

use asyncscope::cli::record::recorder::{FILES, file_url};

use crate::program::workspace;

#[test]
fn every_file_of_the_recorder_is_carried() {
    let folder = workspace().join("app/recorder");
    let is_code = |it: &String| {
        let extension = Path::new(it).extension().and_then(|it| it.to_str());
        it == "package.json" || extension.is_some_and(|it| ["js", "cjs", "ts"].contains(&it))
    };
    let names = |at: &str| -> Vec<String> {
        let entries = fs::read_dir(folder.join(at)).expect("a folder of the recorder");
        let names =
            entries.map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"));
        names.filter(is_code).map(|it| format!("{at}{it}")).collect()
    };
    let mut found = [names(""), names("lib/")].concat();
    found.sort();
    let carried: Vec<&str> = FILES.iter().map(|it| it.0).collect();
    assert_eq!(carried, found);
}

#[test]
fn urls_of_files_have_nothing_that_an_option_could_misread() {
    let url = |path: &str| file_url(Path::new(path));
    assert_eq!(url("/home/a/b-1_2.~/start.js"), "file:///home/a/b-1_2.~/start.js");
    assert_eq!(url("/My Files/50%/\"é"), "file:///My%20Files/50%25/%22%C3%A9");
}
