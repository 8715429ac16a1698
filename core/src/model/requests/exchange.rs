//! What a request and its answer hold that is not kept in memory: headers and the body sent.

/// What a file holds of a request that is not kept in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// The address, whole.
    pub url: String,
    /// The headers that were sent, in the order of the file.
    pub request: Vec<Header>,
    /// The body that was sent, if the file holds its text.
    pub body: Option<String>,
    /// The headers that came back, in the order of the file.
    pub response: Vec<Header>,
}

/// A header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Such as `Content-Type`.
    pub name: String,
    /// Such as `text/html`.
    pub value: String,
}

/// Parts of names of headers whose values open doors.
const SECRET: [&str; 6] = ["auth", "cookie", "token", "secret", "key", "session"];

impl Header {
    /// Whether its value is likely to open a door, and so is nothing to be passed on unseen.
    pub fn is_secret(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        SECRET.iter().any(|it| name.contains(it)) && name != ":authority"
    }
}
