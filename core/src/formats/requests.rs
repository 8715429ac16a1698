//! What all formats that hold requests have in common.
//!
//! ```text
//! HAR ───────────── entries ─▶ RawRequest ─┐
//! traces, DevTools logs ─ ── steps ────────┴─▶ links ─▶ RequestTable
//! ```

pub(super) mod initiator;
pub(super) mod links;
pub(super) mod mime;
pub(super) mod steps;
pub(super) mod timing;
pub(super) mod values;
