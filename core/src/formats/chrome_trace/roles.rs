//! Events that tell more than that something happened, by name.

use crate::model::GcKind;

/// What events of a name tell beside when and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing else.
    Plain,
    /// How much memory a page takes.
    UpdateCounters,
    /// A CPU profile begins.
    Profile,
    /// A piece of a CPU profile.
    ProfileChunk,
    /// A whole CPU profile, as Chrome wrote it before 2017.
    CpuProfile,
    /// A garbage collection.
    Gc(GcKind),
    /// What the page or program wanted to be seen, by `console.timeStamp`.
    TimeStamp,
    /// What a request over the network does.
    Request,
    /// The page moved under its reader.
    LayoutShift,
    /// A picture of the page.
    Screenshot,
}

/// The role of events named `name`.
pub(super) fn of_name(name: &str) -> Role {
    match name {
        "UpdateCounters" => Role::UpdateCounters,
        "Profile" => Role::Profile,
        "ProfileChunk" => Role::ProfileChunk,
        "CpuProfile" => Role::CpuProfile,
        "TimeStamp" => Role::TimeStamp,
        "LayoutShift" => Role::LayoutShift,
        "Screenshot" => Role::Screenshot,
        "PreloadRenderBlockingStatusChange" => Role::Request,
        _ if is_request(name) => Role::Request,
        _ => gc_kind(name).map_or(Role::Plain, Role::Gc),
    }
}

fn is_request(name: &str) -> bool {
    name.starts_with("WebSocket")
        || name.strip_prefix("Resource").is_some_and(|it| {
            let steps = ["WillSend", "Send", "Receive", "Finish", "MarkAsCached", "ChangePriority"];
            steps.iter().any(|step| it.starts_with(step))
        })
}

/// How thorough the garbage collection is that a span named `name` shows, if it shows one.
///
/// V8 wraps each whole collection in a `MinorGC` or `MajorGC`. Inside, and for single steps
/// between, stand spans such as `V8.GCScavenger`. Spans such as `V8.GC_MC_MARK` are parts of
/// those, or work on threads that need not stand still.
fn gc_kind(name: &str) -> Option<GcKind> {
    match name {
        "MinorGC" => return Some(GcKind::Minor),
        "MajorGC" => return Some(GcKind::Major),
        "GCEvent" => return Some(GcKind::Other),
        _ => {}
    }
    let step = name.strip_prefix("V8.GC")?;
    if step.starts_with("Scavenger") {
        Some(GcKind::Minor)
    } else if step.starts_with("Compactor") || step.starts_with("FinalizeMC") {
        Some(GcKind::Major)
    } else if step.starts_with(|it: char| it.is_ascii_uppercase()) && !step.contains('_') {
        Some(GcKind::Other)
    } else {
        None
    }
}
