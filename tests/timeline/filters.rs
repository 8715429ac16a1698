//! Filters: words and regular expressions.

use asyncscope_core::analysis::{Case, NameFilter};

#[track_caller]
fn check(filter: &str, matching: &[&str], others: &[&str]) {
    check_case(filter, Case::Ignore, matching, others);
}

#[track_caller]
fn check_case(filter: &str, case: Case, matching: &[&str], others: &[&str]) {
    let filter = NameFilter::parse_with(filter, case).expect("a filter").expect("not empty");
    for text in matching {
        assert!(filter.matches_text(text), "{text}");
    }
    for text in others {
        assert!(!filter.matches_text(text), "{text}");
    }
}

#[test]
fn words_are_alternatives() {
    check("parse, Lodash", &["JSON.parse", "/x/lodash/a.js", "PARSE"], &["pars", "lo dash"]);
}

#[test]
fn a_text_between_slashes_is_a_regular_expression() {
    check("/^on[A-Z]/", &["onClick", "ONclick"], &["button"]);
    check(" /a{1,2}$/ ", &["xa", "xAA"], &["ab"]);
    check("/./", &["x"], &[""]);
    check(r"/node:\w+\/promises/", &["node:fs/promises"], &["node:fs"]);
}

#[test]
fn other_slashes_are_part_of_a_word() {
    check("/src/app.js", &["/home/SRC/app.js"], &["app.js"]);
    check("//", &["http://x"], &["a/b"]);
    check("/", &["a/b"], &["ab"]);
    let words = NameFilter::new("/^a/").expect("a word");
    assert!(words.matches_text("x/^A/y") && !words.matches_text("a"));
}

#[test]
fn upper_case_counts_if_asked_for() {
    check_case("parse", Case::Smart, &["parse", "Parse"], &["purse"]);
    check_case("Parse", Case::Smart, &["JSON.Parse"], &["parse", "PARSE"]);
    check_case(r"/\Sarse/", Case::Smart, &["PARSE", "parse"], &["arse"]);
    check_case("/[A-Z]/", Case::Smart, &["aB"], &["ab"]);
    check_case("parse", Case::Exact, &["parse"], &["Parse"]);
    check_case("/parse/", Case::Exact, &["parse"], &["Parse"]);
}

#[test]
fn nothing_filters_nothing() {
    for text in ["", "  ", ", ,"] {
        assert_eq!(NameFilter::parse(text), Ok(None));
    }
}

#[track_caller]
fn check_error(filter: &str, position: usize) {
    let error = NameFilter::parse(filter).expect_err("it is damaged");
    assert_eq!(error.position, position, "{error}");
}

#[test]
fn a_bad_expression_is_an_error_with_its_place() {
    check_error("/a(b/", 3);
    check_error("  /[z-a]/", 5);
    check_error("/ü[a/", 3);
    check_error(r"/\p{Nonsense}/", 2);
    check_error("/(a{1000}){1000}{1000}/", 2);
    let error = NameFilter::parse("/a(b/").expect_err("it is damaged");
    assert_eq!(error.to_string(), "not a valid regular expression: unclosed group, at character 3");
}

#[test]
fn equal_filters_are_equal() {
    let parse = |it| NameFilter::parse(it).expect("a filter");
    assert_eq!(parse("A, b"), parse("a,B"));
    assert_eq!(parse("/a/"), parse(" /a/"));
    assert_ne!(parse("/a/"), parse("a"));
    assert_ne!(parse("/a/"), NameFilter::parse_with("/a/", Case::Exact).expect("a filter"));
}
