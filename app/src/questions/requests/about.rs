//! What there is to say of the selected request beside its own figures.

use std::sync::Arc;

use asyncscope_core::analysis::requests::{
    Neighbours, initiator_chain, neighbours, redirect_chain,
};
use asyncscope_core::model::requests::UrlParts;
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::{Cancelled, Task};

use crate::jobs::Job;
use crate::opened::Opened;
use crate::selection::Entity;

/// How many neighbours are listed.
const MOST_NEIGHBOURS: usize = 6;
/// How many of those that it led to are listed.
const MOST_LED_TO: usize = 6;

/// What there is to say of a request.
#[derive(Clone, Debug)]
pub struct AboutRequest {
    /// The request.
    pub request: RequestIndex,
    /// What led to it, itself last.
    pub initiators: Vec<RequestIndex>,
    /// The hops of the redirects that it is part of.
    pub redirects: Vec<RequestIndex>,
    /// What else was going on.
    pub neighbours: Neighbours,
    /// Requests that it made be sent; the first of them.
    pub led_to: Vec<RequestIndex>,
    /// How many these are.
    pub n_led_to: usize,
    /// How many others ask for the same with the same method, and it.
    pub n_same: usize,
}

impl Opened {
    /// The selected request.
    pub fn selected_request(&self) -> Option<RequestIndex> {
        match self.selection.entity {
            Some(Entity::Request(request)) => Some(request),
            _ => None,
        }
    }

    /// Asks about the selected request.
    pub fn ask_about_request(&mut self, ctx: &egui::Context) {
        let Some(request) = self.selected_request() else { return };
        let recording = Arc::clone(&self.recording);
        self.answers.requests.about.ask(request, || {
            Job::spawn("Looking around a request", ctx, move |task| {
                about(&recording, request, task).map(Arc::new)
            })
        });
        self.ask_exchange(request, ctx);
    }
}

fn about(
    recording: &Recording,
    request: RequestIndex,
    task: &Task,
) -> Result<AboutRequest, Cancelled> {
    let requests = &recording.requests;
    let mine = requests.get(request);
    let is_led = |it: &RequestIndex| requests.get(*it).initiator.request == Some(request);
    let mut led_to: Vec<RequestIndex> = requests.indices().filter(is_led).collect();
    let n_led_to = led_to.len();
    led_to.truncate(MOST_LED_TO);
    let path = |it: RequestIndex| {
        let url = UrlParts::of(recording.text(requests.get(it).url));
        (url.host, url.path)
    };
    let asks_same = |it: &RequestIndex| {
        let other = requests.get(*it);
        other.method == mine.method && (other.url == mine.url || path(*it) == path(request))
    };
    let n_same = requests.indices().filter(asks_same).count();
    Ok(AboutRequest {
        request,
        initiators: initiator_chain(requests, request),
        redirects: redirect_chain(requests, request),
        neighbours: neighbours(recording, request, MOST_NEIGHBOURS, task)?,
        led_to,
        n_led_to,
        n_same,
    })
}
