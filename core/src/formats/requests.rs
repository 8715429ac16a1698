//! What all formats that hold requests have in common.
//!
//! ```text
//! HAR ───────────── entries ─▶ RawRequest ─┐
//! traces, DevTools logs ─ steps ─▶ log ────┴─▶ links ─▶ RequestTable
//! ```

pub(super) mod initiator;
pub(super) mod links;
pub(super) mod log;
pub(super) mod timing;
pub(super) mod values;
