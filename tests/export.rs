//! Tables as CSV and JSON, read back by readers that are not ours; and saving.

use std::fs;

use std::path::Path;

use asyncscope_core::analysis::{NameFilter, Selection, Transform};
use asyncscope_core::export::table::{Cell, Table, TableColumn, Unit};
use asyncscope_core::export::{
    CsvText, ExportError, SaveError, TABLES, TableFormat, find_table, json, save, tables_of,
};
use asyncscope_core::model::Recording;
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use support::{function, recording, span_recording};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("name", Unit::Text, "A name"),
    TableColumn::new("place", Unit::Text, "A place"),
];

/// A table of texts.
fn texts<'a>(rows: &'a [[&'a str; 2]]) -> Table<'a> {
    Table::new("texts", COLUMNS, rows.len(), |row, cells| {
        for text in rows[row] {
            cells.push(text);
        }
    })
}

fn written(table: &Table<'_>, format: TableFormat) -> String {
    let mut out = Vec::new();
    format.write(table, &mut out, &Task::default()).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

/// The rows of a CSV text without its head, as the csv crate reads them.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let row = |it: Result<csv::StringRecord, csv::Error>| {
        it.expect("a row").iter().map(str::to_owned).collect()
    };
    reader.records().map(row).collect()
}

#[track_caller]
fn table_csv(recording: &Recording, name: &str, selection: &Selection) -> String {
    let kind = find_table(name).expect("a table of that name");
    let table = (kind.build)(recording, selection, &Task::default()).expect("not cancelled");
    written(&table, TableFormat::Csv(CsvText::Guarded))
}

#[track_caller]
fn check(recording: &Recording, name: &str, selection: &Selection, expected: &str) {
    let csv = table_csv(recording, name, selection);
    let lines: Vec<&str> = expected.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    assert_eq!(csv, lines.join("\r\n") + "\r\n");
}

const SAMPLED: &str = "
    main > parse > read 3
    main > parse 1
    main > parse > parse > read 2
    (idle) 4
    main > write@ 5
    - 1
    thread worker
    work 6
    =cmd@/app/node_modules/lodash/x.js 1";

#[test]
fn functions_hold_what_each_weighs() {
    check(
        &recording(SAMPLED),
        "functions",
        &Selection::default(),
        "
        function,url,line,column,category,self_ns,total_ns,samples
        work,/app/main.js,1,1,application,6,6,1
        read,/app/main.js,1,1,application,5,5,2
        write,,,,native,5,5,1
        (idle),,,,idle,4,4,1
        parse,/app/main.js,1,1,application,1,6,3
        '=cmd,/app/node_modules/lodash/x.js,1,1,dependency,1,1,1
        main,/app/main.js,1,1,application,0,11,4",
    );
}

#[test]
fn a_call_tree_names_the_caller_of_each_row() {
    let recording = recording(SAMPLED);
    let selection = Selection {
        transforms: vec![Transform::FocusFunction(function(&recording, "parse"))],
        ..Selection::default()
    };
    check(
        &recording,
        "call-tree",
        &selection,
        "
        id,parent_id,depth,function,url,line,column,category,self_ns,total_ns,samples
        1,,0,parse,/app/main.js,1,1,application,1,6,3
        2,1,1,read,/app/main.js,1,1,application,3,3,1
        3,1,1,parse,/app/main.js,1,1,application,0,2,1
        4,3,2,read,/app/main.js,1,1,application,2,2,1",
    );
}

#[test]
fn hot_paths_hold_whole_stacks() {
    check(
        &recording(SAMPLED),
        "hot-paths",
        &Selection { name: NameFilter::new("PARSE, lodash"), ..Selection::default() },
        "
        rank,self_ns,busy_percent,samples,depth,function,url,line,column,category,stack
        1,3,42.857142857142854,1,2,read,/app/main.js,1,1,application,main > parse > read
        2,2,28.571428571428573,1,3,read,/app/main.js,1,1,application,main > parse > parse > read
        3,1,14.285714285714286,1,1,parse,/app/main.js,1,1,application,main > parse
        4,1,14.285714285714286,1,0,'=cmd,/app/node_modules/lodash/x.js,1,1,dependency,'=cmd",
    );
}

#[test]
fn samples_are_cut_at_the_edges_of_the_time() {
    check(
        &recording(SAMPLED),
        "samples",
        &Selection { time: Some(Nanos(2)..Nanos(7)), ..Selection::default() },
        "
        time_ns,duration_ns,tid,thread,function,url,line,column,category,depth,stack_id
        2,1,,main,read,/app/main.js,1,1,application,2,3
        3,1,,main,parse,/app/main.js,1,1,application,1,2
        4,2,,main,read,/app/main.js,1,1,application,3,5
        6,1,,main,(idle),,,,idle,0,6
        2,4,,worker,work,/app/main.js,1,1,application,0,8
        6,1,,worker,'=cmd,/app/node_modules/lodash/x.js,1,1,dependency,0,9",
    );
}

#[test]
fn a_sample_that_belongs_to_nobody_has_no_function() {
    let csv = table_csv(&recording("a 1\n- 2"), "samples", &Selection::default());
    assert!(csv.ends_with("\r\n1,2,,main,,,,,,,\r\n"), "{csv}");
}

#[test]
fn spans_know_their_own_time_and_are_found_by_time_and_name() {
    let recording = span_recording(
        "0..10 task
  2..5 script
    3..4 gc
  6..6 mark
thread worker
1..9 task",
    );
    let head = "kind,pid,process,tid,thread,start_ns,duration_ns,self_ns,depth,name,detail,\
                category,group,id,is_open";
    let row = |rest: &str| format!("nested,1,,,{rest},,application,,,false");
    let rows = [
        row("main,0,10,7,0,task"),
        row("main,2,3,2,1,script"),
        row("main,3,1,1,2,gc"),
        row("main,6,0,0,1,mark"),
        row("worker,1,8,8,0,task"),
    ];
    let expected =
        |rows: &[&String]| rows.iter().fold(head.to_owned(), |text, row| format!("{text}\n{row}"));
    let all: Vec<&String> = rows.iter().collect();
    check(&recording, "spans", &Selection::default(), &expected(&all));
    let late = Selection { time: Some(Nanos(5)..Nanos(9)), ..Selection::default() };
    check(&recording, "spans", &late, &expected(&[&rows[0], &rows[3], &rows[4]]));
    let named = Selection { name: NameFilter::new("SCR,mark"), ..Selection::default() };
    check(&recording, "spans", &named, &expected(&[&rows[1], &rows[3]]));
}

#[test]
fn threads_hold_their_sums() {
    check(
        &recording(SAMPLED),
        "threads",
        &Selection::default(),
        "
        number,pid,process,tid,thread,samples,busy_ns,idle_ns,gc_ns,program_ns,spans,instants
        1,1,,,main,5,11,4,0,0,0,0
        2,1,,,worker,2,7,0,0,0,0,0",
    );
}

#[test]
fn a_recording_has_the_tables_it_has_rows_for() {
    let names = |recording: &Recording| -> Vec<&str> {
        tables_of(recording).iter().map(|it| it.name).collect()
    };
    let sampled = names(&recording(SAMPLED));
    assert_eq!(sampled, ["functions", "call-tree", "hot-paths", "samples", "threads"]);
    assert_eq!(names(&span_recording("0..1 a")), ["span-names", "spans", "threads"]);
}

#[test]
fn every_table_and_column_has_a_name_that_programs_can_use() {
    for kind in TABLES {
        assert!(kind.name.chars().all(|it| it.is_ascii_lowercase() || it == '-'), "{}", kind.name);
        for column in (kind.columns)(&Recording::default()) {
            let name = column.name;
            let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
            assert!(name.chars().all(fits) && name.starts_with(char::is_alphabetic), "{name}");
            let has_unit = [("_ns", Unit::Nanoseconds), ("_bytes", Unit::Bytes)];
            for (end, unit) in has_unit.into_iter().chain([("_percent", Unit::Percent)]) {
                assert_eq!(name.ends_with(end), column.unit == unit, "{name}");
            }
            assert!(!column.doc.is_empty() && !column.doc.ends_with('.'), "{name}");
        }
    }
}

#[test]
fn csv_quotes_only_what_needs_it() {
    let table = texts(&[["plain text", "a,b"], ["say \"hi\"", "two\r\nlines"], [" padded", ""]]);
    let expected = "name,place\r\nplain text,\"a,b\"\r\n\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n\
                    \" padded\",\r\n";
    assert_eq!(written(&table, TableFormat::Csv(CsvText::Guarded)), expected);
}

#[test]
fn csv_has_no_empty_lines() {
    let column: &[TableColumn] = &COLUMNS[..1];
    let table = Table::new("empty", column, 2, |_, cells| cells.push(Cell::Empty));
    assert_eq!(written(&table, TableFormat::Csv(CsvText::Raw)), "name\r\n\"\"\r\n\"\"\r\n");
}

#[test]
fn formulas_are_guarded_wherever_a_spreadsheet_looks_for_them() {
    for (text, expected) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\u{ff1d}1+1", "'\u{ff1d}1+1"),
        ("  =1", "'  =1"),
        ("\u{feff}\u{a0}=1", "'\u{feff}\u{a0}=1"),
        ("\"=1", "'\"=1"),
        ("'=1", "''=1"),
        ("\t1", "'\t1"),
        ("\r1", "'\r1"),
        ("\n=1", "'\n'=1"),
        ("a\n=1", "a\n'=1"),
        (";=1", ";'=1"),
        ("a; +1", "a;' +1"),
        ("a=1", "a=1"),
        ("a;b", "a;b"),
        ("a-b", "a-b"),
        ("", ""),
    ] {
        let row = [[text, "x"]];
        let csv = written(&texts(&row), TableFormat::Csv(CsvText::Guarded));
        assert_eq!(read_csv(&csv), [[expected, "x"]], "{text:?}");
        let raw = written(&texts(&row), TableFormat::Csv(CsvText::Raw));
        assert_eq!(read_csv(&raw), [[text, "x"]], "{text:?}");
    }
}

#[test]
fn control_characters_do_not_reach_readers() {
    let row = [["a\0b\u{1b}[2J\u{7f}\u{9b}", "\u{1a}"]];
    for text in [CsvText::Guarded, CsvText::Raw] {
        let csv = written(&texts(&row), TableFormat::Csv(text));
        assert_eq!(read_csv(&csv), [["a␀b␛[2J␡\u{fffd}", "␚"]]);
    }
}

#[test]
fn json_numbers_are_raw_and_text_is_exact() {
    const NUMBERS: &[TableColumn] = &[
        TableColumn::new("n", Unit::Number, ""),
        TableColumn::new("f", Unit::Number, ""),
        TableColumn::new("b", Unit::Bool, ""),
    ];
    let floats = [0.5, 12.0, 1e300, f64::NAN, -0.25, 5e-324];
    let table = Table::new("numbers", NUMBERS, floats.len(), |row, cells| {
        cells.push(u64::MAX - row as u64);
        cells.push(floats[row]);
        cells.push(row == 0);
    });
    let expected = r#"[
{"n":18446744073709551615,"f":0.5,"b":true},
{"n":18446744073709551614,"f":12,"b":false},
{"n":18446744073709551613,"f":1e300,"b":false},
{"n":18446744073709551612,"f":null,"b":false},
{"n":18446744073709551611,"f":-0.25,"b":false},
{"n":18446744073709551610,"f":5e-324,"b":false}
]
"#;
    assert_eq!(written(&table, TableFormat::Json), expected);
    assert_eq!(written(&table.first(0), TableFormat::Json), "[]\n");
}

/// What may stand between the quotes of a JSON text that goes to a terminal.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

proptest! {
    #[test]
    fn csv_comes_back_as_it_was(rows in prop::collection::vec(["\\PC*|[\\s;,\"'=+@-]*", "\\PC*"], 0..20)) {
        let rows: Vec<[&str; 2]> = rows.iter().map(|it| [it[0].as_str(), it[1].as_str()]).collect();
        let csv = written(&texts(&rows), TableFormat::Csv(CsvText::Raw));
        let shown = |it: &str| it.replace('\u{b}', "␋").replace('\u{c}', "␌").replace('\u{85}', "\u{fffd}");
        let expected: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|it| shown(it)).collect()).collect();
        prop_assert_eq!(read_csv(&csv), expected);
    }

    #[test]
    fn no_cell_begins_like_a_formula(text in "[\\s;,\"'=+@a\u{ff1d}-]*") {
        let csv = written(&texts(&[[&text, &text]]), TableFormat::Csv(CsvText::Guarded));
        for delimiter in [b',', b';', b'\t'] {
            let mut reader = csv::ReaderBuilder::new();
            reader.has_headers(false).flexible(true).delimiter(delimiter);
            for row in reader.from_reader(csv.as_bytes()).records() {
                for cell in &row.unwrap() {
                    // A cell that begins with an apostrophe is text to every spreadsheet.
                    prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}']), "{cell:?} of {csv:?}");
                }
            }
        }
    }

    #[test]
    fn json_text_comes_back_as_it_was(text in any::<String>(), other in "\\PC*") {
        let rows = [[text.as_str(), other.as_str()]];
        let written = written(&texts(&rows), TableFormat::Json);
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(&read[0]["name"], &text);
        prop_assert_eq!(&read[0]["place"], &other);
        prop_assert!(written.chars().all(|it| it == '\n' || is_harmless(it)));
        let pretty = serde_json::to_string_pretty(&read).unwrap();
        let escaped = json::escape_unsafe(&pretty);
        prop_assert!(escaped.chars().all(|it| it == '\n' || is_harmless(it)));
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), read);
    }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    save(&path, |out| Ok(out.write_all(b"before")?)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "before");

    let failed = save(&path, |out| {
        out.write_all("half of it ".repeat(10_000).as_bytes())?;
        Err(ExportError::Write(std::io::Error::other("the disk is on fire")))
    });
    assert_eq!(
        failed.unwrap_err().to_string(),
        format!("cannot write the file: the disk is on fire\nFile: {}", path.display())
    );
    let cancelled = save(&path, |_| Err(Cancelled.into()));
    assert!(matches!(cancelled, Err(SaveError::Cancelled { .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(names(folder.path()), ["table.csv"]);

    save(&path, |out| Ok(out.write_all(b"after")?)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "after");
    assert_eq!(names(folder.path()), ["table.csv"]);
}

#[test]
fn what_cannot_be_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(save(folder.path(), |_| Ok(())).is_err());
    assert!(save(&folder.path().join("missing/table.csv"), |_| Ok(())).is_err());
    assert!(names(folder.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn links_permissions_devices_and_odd_names_survive_saving() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"odd\xff.csv"));
    fs::write(&odd, "before").unwrap();
    fs::set_permissions(&odd, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link");
    symlink(&odd, &link).unwrap();

    save(&link, |out| Ok(out.write_all(b"after")?)).unwrap();

    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&odd).unwrap(), "after");
    assert_eq!(fs::metadata(&odd).unwrap().permissions().mode() & 0o777, 0o640);
    save(Path::new("/dev/null"), |out| Ok(out.write_all(b"gone")?)).unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_cancelled_table_is_not_written() {
    let task = Task::default();
    task.cancel();
    let table = texts(&[["a", "b"]]);
    let written = TableFormat::Json.write(&table, &mut Vec::new(), &task);
    assert!(matches!(written, Err(ExportError::Cancelled(Cancelled))));
}
