//! Sample recordings, which the program carries with it.

/// A recording that is opened at a click, without a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name for people.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    /// The name of its file, which says what it is.
    pub file: &'static str,
    /// What the file holds.
    pub bytes: &'static [u8],
}

/// Every sample, in the order of the first page.
pub static SAMPLES: [Sample; 3] = [
    Sample {
        name: "Busy server",
        about: "A checksum slows a Node.js server",
        file: "async-server.cpuprofile",
        bytes: include_bytes!("../../sample-data/node-20/async-server.cpuprofile"),
    },
    Sample {
        name: "Page with a worker",
        about: "Frames, timers and a busy worker",
        file: "page-small.json",
        bytes: include_bytes!("../../sample-data/chromium-156/page-small.json"),
    },
    Sample {
        name: "Garbage and loops",
        about: "A script that computes and allocates",
        file: "cpu-heavy.cpuprofile.gz",
        bytes: include_bytes!("../../sample-data/node-20/cpu-heavy.cpuprofile.gz"),
    },
];
