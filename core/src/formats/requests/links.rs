//! From requests as files tell of them to the table: what their numbers mean, and which request
//! led to which.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::index::{Column, RowIndex as _};
use crate::model::requests::{Measure, Outcome, Page, PageIndex, resolve};
use crate::model::{Request, RequestIndex, RequestTable};
use crate::strings::{StringIndex, StringTable};
use crate::units::Nanos;

/// A request on the clock of its file.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct RawRequest {
    /// When it began, in nanoseconds.
    pub(in crate::formats) start: i64,
    /// The rest of it; links to rows are numbers of rows in the order of the file.
    pub(in crate::formats) request: Request,
    /// Where its answer sends the client, where no link tells.
    pub(in crate::formats) redirect_url: Option<StringIndex>,
    /// The name of its page.
    pub(in crate::formats) page_id: Option<StringIndex>,
    /// The id of the operation that sent it.
    pub(in crate::formats) operation_id: Option<StringIndex>,
}

/// Addresses that hold their content are cut to this many bytes: bodies are never kept.
const MAX_DATA_URL: usize = 1_024;

/// How much earlier a hop may begin than the one before it ends: recorders round.
const ROUNDING: Nanos = Nanos(2_000_000);

/// Milliseconds in nanoseconds; `None` if they are negative (not applicable) or out of reach.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit")]
pub(in crate::formats) fn nanos_of_millis(millis: f64) -> Option<u64> {
    let nanos = (millis * 1e6).round();
    (0.0..9.2e18).contains(&nanos).then_some(nanos as u64)
}

/// Bytes; none if they are negative (not known).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit")]
pub(in crate::formats) fn bytes_of(number: Option<f64>) -> Measure {
    number.filter(|it| (0.0..9.2e18).contains(it)).map(|it| it as u64).into()
}

/// A line that counts from 0, counted from 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit")]
pub(in crate::formats) fn line_of(number: Option<f64>) -> Option<u32> {
    number.filter(|it| (0.0..4e9).contains(it)).map(|it| it as u32 + 1)
}

/// A status; `None` for 0 and what else is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit")]
pub(in crate::formats) fn status_of(number: f64) -> Option<u16> {
    (100.0..1_000.0).contains(&number).then_some(number as u16)
}

/// An address, cut if it holds its content.
pub(in crate::formats) fn short_url(url: &str) -> Cow<'_, str> {
    let is_data = url.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("data:"));
    if !is_data || url.len() <= MAX_DATA_URL {
        return Cow::Borrowed(url);
    }
    let end = (0..=MAX_DATA_URL).rev().find(|&it| url.is_char_boundary(it)).unwrap_or(0);
    Cow::Owned(format!("{}…", &url[..end]))
}

/// How a request ended, and why it failed.
pub(in crate::formats) fn outcome_of(
    status: Option<u16>,
    error: Option<&str>,
    duration: Measure,
) -> (Outcome, Option<String>) {
    let reason = error.map(str::to_owned);
    match (status, error) {
        (Some(400..), _) => (Outcome::HttpError, reason),
        (_, Some(error)) => (Outcome::of_error(error), reason),
        _ if duration == Measure::NONE => (Outcome::Pending, None),
        (Some(_), None) => (Outcome::Success, None),
        (None, None) => (Outcome::NoResponse, None),
    }
}

/// The table of `raw`, which stands in the order of the file.
pub(in crate::formats) fn table(
    mut raw: Vec<RawRequest>,
    pages: Column<PageIndex, Page>,
    since_origin: impl Fn(i64) -> Nanos,
    strings: &StringTable,
) -> RequestTable {
    let targets: Vec<Option<StringIndex>> = raw
        .iter()
        .map(|it| {
            let target = resolve(strings.get(it.request.url), strings.get(it.redirect_url?));
            strings.find(&target)
        })
        .collect();
    for row in &mut raw {
        row.request.start = since_origin(row.start);
    }
    let mut rows: Vec<Request> = raw.into_iter().map(|it| it.request).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&it| rows[it].start);
    let mut loads = Loads::new(&rows, &order);
    for &row in &order {
        if let Some(target) = targets[row]
            && rows[row].redirected_to.is_none()
            && let Some(next) = loads.take_next(target, row, &rows)
        {
            rows[row].redirected_to = Some(RequestIndex::from_row(next));
            rows[next].redirected_from = Some(RequestIndex::from_row(row));
        }
    }
    for row in 0..rows.len() {
        let found = rows[row].initiator.url.and_then(|it| loads.last_before(it, row, &rows));
        rows[row].initiator.request = found.map(RequestIndex::from_row);
    }
    RequestTable::new(rows, pages)
}

/// The requests of each address, in order of start.
struct Loads(HashMap<StringIndex, OneAddress>);

/// The requests of one address.
#[derive(Default)]
struct OneAddress {
    /// In order of start.
    rows: Vec<usize>,
    /// For each of them the first one from there on that no redirect led to yet; may point past
    /// another that was taken, and is shortened when it is followed.
    free: Vec<usize>,
}

impl Loads {
    fn new(rows: &[Request], order: &[usize]) -> Self {
        let mut loads: HashMap<StringIndex, OneAddress> = HashMap::new();
        for &row in order {
            let address = loads.entry(rows[row].url).or_default();
            // A hop that a recorder itself linked is taken already.
            let taken = usize::from(rows[row].redirected_from.is_some());
            address.free.push(address.rows.len() + taken);
            address.rows.push(row);
        }
        Self(loads)
    }

    /// The request for `url` that the answer to `from` led to: the first behind its end, or else
    /// behind its start, that no other led to.
    fn take_next(&mut self, url: StringIndex, from: usize, rows: &[Request]) -> Option<usize> {
        let address = self.0.get_mut(&url)?;
        let start = rows[from].start;
        let end = rows[from].range(start).end - ROUNDING;
        let first_from = |time: Nanos, it: &OneAddress| {
            it.rows.partition_point(|&row| {
                (rows[row].start, row) <= (start, from) || rows[row].start < time
            })
        };
        let behind_end = first_from(end, address);
        let at = address.first_free(behind_end).or_else(|| {
            let behind_start = first_from(start, address);
            address.first_free(behind_start)
        })?;
        address.free[at] = at + 1;
        Some(address.rows[at])
    }

    /// The last request for `url` that began before `row` did.
    fn last_before(&self, url: StringIndex, row: usize, rows: &[Request]) -> Option<usize> {
        let address = self.0.get(&url)?;
        let mut n_before = address.rows.partition_point(|&it| rows[it].start <= rows[row].start);
        while n_before > 0 {
            let found = address.rows[n_before - 1];
            if found != row {
                return Some(found);
            }
            n_before -= 1;
        }
        None
    }
}

impl OneAddress {
    /// The first place from `at` on that is free.
    fn first_free(&mut self, at: usize) -> Option<usize> {
        let mut end = at;
        while let Some(&next) = self.free.get(end)
            && next != end
        {
            end = next;
        }
        let mut place = at;
        while let Some(next) = self.free.get_mut(place)
            && *next != place
        {
            let following = *next;
            *next = end;
            place = following;
        }
        (end < self.rows.len()).then_some(end)
    }
}
