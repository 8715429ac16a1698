//! The headers of the selected request, read again from its file.

use std::path::Path;
use std::sync::Arc;

use asyncscope_core::formats::har;
use asyncscope_core::load::{read_part, read_part_of};
use asyncscope_core::model::requests::Exchange;
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::{Cancelled, Task};

use crate::document::Origin;
use crate::jobs::Job;
use crate::opened::Opened;

/// The headers of a request, or why there are none.
#[derive(Clone, Debug)]
pub struct ReadExchange {
    /// The request.
    pub request: RequestIndex,
    /// What the file holds of it, or what to say instead.
    pub found: Result<Exchange, String>,
}

impl Opened {
    /// Asks for the headers of a request.
    pub fn ask_exchange(&mut self, request: RequestIndex, ctx: &egui::Context) {
        let (recording, origin) = (Arc::clone(&self.recording), self.origin.clone());
        self.answers.requests.exchange.ask(request, || {
            Job::spawn("Reading headers", ctx, move |task| {
                let found = read(&recording, request, origin.as_ref(), task);
                if task.is_cancelled() {
                    return Err(Cancelled);
                }
                Ok(Arc::new(ReadExchange { request, found }))
            })
        });
    }

    /// The headers of a request, once they are read.
    pub fn exchange_of(&self, request: RequestIndex) -> Option<&ReadExchange> {
        let read = self.answers.requests.exchange.current()?;
        (read.request == request).then_some(read)
    }
}

fn read(
    recording: &Recording,
    request: RequestIndex,
    origin: Option<&Origin>,
    task: &Task,
) -> Result<Exchange, String> {
    let row = recording.requests.get(request);
    if row.place.length == 0 || recording.source.format != har::FORMAT.name {
        return Err("This recording does not hold headers.".to_owned());
    }
    let bytes = match origin {
        None => return Err("This recording does not lie in a file.".to_owned()),
        Some(Origin::File(path)) => read_part(path, row.place, task),
        Some(Origin::Sample(sample)) => {
            read_part_of(sample.bytes, Path::new(sample.file), row.place, task)
        }
    };
    let bytes = bytes.map_err(|it| it.to_string())?;
    let changed = || "The file has changed since it was read: open it again.".to_owned();
    let found = har::exchange(&bytes).map_err(|_other_content| changed())?;
    let url = recording.text(row.url);
    // Long addresses that hold their content are cut.
    let is_same = found.url == url || url.starts_with("data:");
    if is_same { Ok(found) } else { Err(changed()) }
}
