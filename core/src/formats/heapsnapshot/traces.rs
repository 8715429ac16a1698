//! The `trace_tree` array: call paths that allocated, nested as deep as they are.
//!
//! ```text
//! [id, function, count, size, [child …], id, function, …]    children in brackets behind each
//! ```

use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::heap::AllocationTrace;
use crate::warning::{Severity, Warnings};

type Result<T> = std::result::Result<T, ParseError>;

/// Positions of the fields of one call path.
#[derive(Clone, Copy)]
struct Fields {
    id: Option<usize>,
    function: Option<usize>,
    count: Option<usize>,
    size: Option<usize>,
    width: usize,
}

/// Reads `trace_tree`, whose text stands at `offset`, with the names of its fields. `n_functions`
/// is the number of functions.
pub(super) fn read(
    (text, offset): (&[u8], usize),
    names: &[String],
    n_functions: usize,
    warnings: &Warnings,
) -> Result<Vec<AllocationTrace>> {
    let position = |name: &str| names.iter().position(|it| it == name);
    let fields = Fields {
        id: position("id"),
        function: position("function_info_index"),
        count: position("count"),
        size: position("size"),
        width: names.len(),
    };
    let mut reader = Reader::new(text);
    if fields.width == 0 {
        return Ok(Vec::new());
    }
    let mut open = vec![(reader.array("`trace_tree`")?, Vec::<i64>::new(), None)];
    let mut found: Vec<AllocationTrace> = Vec::new();
    while let Some((elements, record, caller)) = open.last_mut() {
        if !elements.next(&mut reader)? {
            open.pop();
            continue;
        }
        if reader.peek() == Some(b'[') {
            let before = record.len();
            record.push(0);
            let caller = *caller;
            // The fields before the children are there: the path is known before its callees.
            let row = if before + 1 == fields.width {
                let trace = trace_of(record, fields, caller);
                record.clear();
                push(&mut found, trace, n_functions, (offset + reader.offset(), warnings))
            } else {
                caller
            };
            open.push((reader.array("the children of a call path")?, Vec::new(), row));
        } else {
            record.push(reader.integer("a field of `trace_tree`")?);
            if record.len() == fields.width {
                record.clear();
            }
        }
    }
    Ok(found)
}

fn trace_of(record: &[i64], fields: Fields, caller: Option<u32>) -> AllocationTrace {
    let get = |at: Option<usize>| at.and_then(|at| record.get(at)).copied().unwrap_or(0);
    let positive = |number: i64| u64::try_from(number).unwrap_or(0);
    AllocationTrace {
        id: u32::try_from(get(fields.id)).unwrap_or(0),
        function: u32::try_from(get(fields.function)).unwrap_or(u32::MAX),
        caller,
        count: positive(get(fields.count)),
        size: positive(get(fields.size)),
    }
}

/// Appends a call path, if its function is there, and gives the row that stands for it.
fn push(
    found: &mut Vec<AllocationTrace>,
    trace: AllocationTrace,
    n_functions: usize,
    (offset, warnings): (usize, &Warnings),
) -> Option<u32> {
    if trace.function as usize >= n_functions {
        let what = "call paths name a function that is not there, and are left out";
        let example = || format!("function_info_index {}", trace.function);
        warnings.add(Severity::Loss, what, Some(offset), example);
        return trace.caller;
    }
    found.push(trace);
    u32::try_from(found.len() - 1).ok()
}
