//! How a request ended, what it was for, who answered, and what made it be sent.

use crate::model::requests::RequestIndex;
use crate::strings::StringIndex;

/// How a request ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// An answer of status below 400 arrived whole.
    #[default]
    Success,
    /// An answer of status 400 or more arrived.
    HttpError,
    /// It was given up before the answer was there: by the program, or by leaving the page.
    Aborted,
    /// It was never sent: a rule, an extension or the browser's policy forbade it.
    Blocked,
    /// No answer came, or none that could be used.
    NoResponse,
    /// It had not ended when the recording did.
    Pending,
}

impl Outcome {
    /// Every outcome, in the order of legends.
    pub const ALL: [Outcome; 6] = [
        Self::Success,
        Self::HttpError,
        Self::Aborted,
        Self::Blocked,
        Self::NoResponse,
        Self::Pending,
    ];

    /// Its name in tables and filters.
    pub fn key(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::HttpError => "http_error",
            Self::Aborted => "aborted",
            Self::Blocked => "blocked",
            Self::NoResponse => "no_response",
            Self::Pending => "pending",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::HttpError => "HTTP error",
            Self::Aborted => "Aborted",
            Self::Blocked => "Blocked",
            Self::NoResponse => "No response",
            Self::Pending => "Pending",
        }
    }

    /// Whether it ended, and not well.
    pub fn is_failure(self) -> bool {
        !matches!(self, Self::Success | Self::Pending)
    }

    /// The outcome of a request that ended without a whole answer, by the error that the browser
    /// gives, such as `net::ERR_ABORTED` or `NS_BINDING_ABORTED`.
    pub fn of_error(error: &str) -> Self {
        let error = error.to_ascii_lowercase();
        if error.contains("abort") || error.contains("cancel") {
            Self::Aborted
        } else if error.contains("block") {
            Self::Blocked
        } else {
            Self::NoResponse
        }
    }
}

/// What a request is for, in the words of Chrome DevTools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "their keys say it")]
pub enum RequestKind {
    Document,
    Stylesheet,
    Script,
    Xhr,
    Fetch,
    Image,
    Font,
    Media,
    TextTrack,
    Manifest,
    Wasm,
    EventSource,
    WebSocket,
    Ping,
    Preflight,
    CspReport,
    Prefetch,
    #[default]
    Other,
}

impl RequestKind {
    /// Every kind, in the order of legends.
    pub const ALL: [RequestKind; 18] = [
        Self::Document,
        Self::Stylesheet,
        Self::Script,
        Self::Xhr,
        Self::Fetch,
        Self::Image,
        Self::Font,
        Self::Media,
        Self::TextTrack,
        Self::Manifest,
        Self::Wasm,
        Self::EventSource,
        Self::WebSocket,
        Self::Ping,
        Self::Preflight,
        Self::CspReport,
        Self::Prefetch,
        Self::Other,
    ];

    /// Its name in tables, filters and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Stylesheet => "stylesheet",
            Self::Script => "script",
            Self::Xhr => "xhr",
            Self::Fetch => "fetch",
            Self::Image => "image",
            Self::Font => "font",
            Self::Media => "media",
            Self::TextTrack => "texttrack",
            Self::Manifest => "manifest",
            Self::Wasm => "wasm",
            Self::EventSource => "eventsource",
            Self::WebSocket => "websocket",
            Self::Ping => "ping",
            Self::Preflight => "preflight",
            Self::CspReport => "csp-report",
            Self::Prefetch => "prefetch",
            Self::Other => "other",
        }
    }

    /// The kind that a recorder calls `name`, whatever the case.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|it| it.key() == name);
        known.or(match name.as_str() {
            "css" => Some(Self::Stylesheet),
            "js" => Some(Self::Script),
            "doc" | "html" | "main_frame" | "sub_frame" | "iframe" => Some(Self::Document),
            "img" | "imageset" => Some(Self::Image),
            "xmlhttprequest" => Some(Self::Xhr),
            "beacon" => Some(Self::Ping),
            "cspviolationreport" => Some(Self::CspReport),
            _ => None,
        })
    }
}

/// Who gave the answer to a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answerer {
    /// The server, as far as the file tells.
    #[default]
    Network,
    /// A copy in the page's memory.
    MemoryCache,
    /// A copy in the browser's cache on disk, or in a cache that the file does not name.
    DiskCache,
    /// A service worker of the page.
    ServiceWorker,
    /// The address itself, which holds the content (`data:`).
    Address,
}

impl Answerer {
    /// Its name in tables and filters.
    pub fn key(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::MemoryCache => "memory-cache",
            Self::DiskCache => "disk-cache",
            Self::ServiceWorker => "service-worker",
            Self::Address => "address",
        }
    }

    /// Whether it is a cache.
    pub fn is_cache(self) -> bool {
        matches!(self, Self::MemoryCache | Self::DiskCache)
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The program or page that was recorded.
    #[default]
    Client,
    /// Someone else asks the program that was recorded.
    Server,
}

impl Side {
    /// Its name in tables and filters.
    pub fn key(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// What kind of thing made a request be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InitiatorKind {
    /// The parser met a reference.
    Parser,
    /// A script asked.
    Script,
    /// A hint to load early.
    Preload,
    /// The answer to another request.
    Redirect,
    /// Another request had to be allowed first.
    Preflight,
    /// The user, the browser, or something that the file does not tell.
    #[default]
    Other,
}

impl InitiatorKind {
    /// Its name in tables and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Parser => "parser",
            Self::Script => "script",
            Self::Preload => "preload",
            Self::Redirect => "redirect",
            Self::Preflight => "preflight",
            Self::Other => "other",
        }
    }

    /// The kind that a recorder calls `name`, whatever the case.
    pub fn of_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "parser" => Self::Parser,
            "script" => Self::Script,
            "preload" | "earlyhints" | "early-hints" => Self::Preload,
            "redirect" => Self::Redirect,
            "preflight" => Self::Preflight,
            _ => Self::Other,
        }
    }
}

/// What made a request be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Initiator {
    /// What kind of thing it is.
    pub kind: InitiatorKind,
    /// The document or script.
    pub url: Option<StringIndex>,
    /// The line in it, counted from 1.
    pub line: Option<u32>,
    /// The request that brought that document or script.
    pub request: Option<RequestIndex>,
}
