//! The smaller arrays of a snapshot: samples and call paths.

use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::heap::{AllocationFunction, HeapSample};
use crate::warning::{Severity, Warnings};

use super::meta::Meta;

type Result<T> = std::result::Result<T, ParseError>;

/// Reads an array of integers whose text stands at `offset` in the file, in records of `width`.
///
/// Numbers that make no whole record are counted as lost.
fn records(
    (text, offset): (&[u8], usize),
    (name, width): (&'static str, usize),
    what: &'static str,
    warnings: &Warnings,
    mut put: impl FnMut(&[i64], usize),
) -> Result<()> {
    let mut reader = Reader::new(text);
    let mut elements = reader.array(name)?;
    let mut record = Vec::with_capacity(width);
    let mut start = 0;
    while elements.next(&mut reader)? {
        if record.is_empty() {
            start = reader.offset();
        }
        record.push(reader.integer(name)?);
        if record.len() == width {
            put(&record, offset + start);
            record.clear();
        }
    }
    if !record.is_empty() {
        let example = || format!("{} numbers of {width} at the end of {name}", record.len());
        warnings.add(Severity::Loss, what, Some(offset + start), example);
    }
    Ok(())
}

fn positive(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Reads `samples`.
pub(super) fn samples(
    (text, offset): (&[u8], usize),
    meta: &Meta,
    warnings: &Warnings,
) -> Result<Vec<HeapSample>> {
    let Some(([time_at, id_at], width)) = meta.sample_fields else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let whole = "sample of the timeline is cut, and left out";
    records((text, offset), ("`samples`", width), whole, warnings, |record, _| {
        found.push(HeapSample {
            time_us: positive(record[time_at]),
            last_id: positive(record[id_at]),
        });
    })?;
    Ok(found)
}

/// Reads `trace_function_infos`.
pub(super) fn functions(
    (text, offset): (&[u8], usize),
    meta: &Meta,
    warnings: &Warnings,
) -> Result<Vec<AllocationFunction>> {
    let Some((positions, width)) = meta.function_fields else { return Ok(Vec::new()) };
    let [name_at, script_at, script_id_at, line_at, column_at] = positions;
    let mut found = Vec::new();
    let whole = "function that allocates is cut, and left out";
    let short = |number: i64| u32::try_from(number).ok();
    records((text, offset), ("`trace_function_infos`", width), whole, warnings, |record, _| {
        found.push(AllocationFunction {
            name: short(record[name_at]).unwrap_or(u32::MAX),
            script: short(record[script_at]).unwrap_or(u32::MAX),
            script_id: positive(record[script_id_at]),
            line: short(record[line_at]),
            column: short(record[column_at]),
        });
    })?;
    Ok(found)
}
