//! The window of Asyncscope, and its command line.
//!
//! ```text
//! state ──borrowed──▶ panels, views ──push──▶ commands ──▶ apply ──changes──▶ state
//!   ▲                                                                          │
//!   └───────────── answers of finished jobs ◀──── threads ◀──── jobs ◀─────────┘
//! ```
//!
//! Modules in reading order: [`command`] is what can happen, [`actions`] what of it has a name and
//! keys; [`state`], [`document`], [`opened`] and [`selection`] are what it happens to; [`apply`]
//! carries it out. [`arrangement`] says where views stand, [`history`] where the user was. [`questions`] are what views ask of a recording, answered by [`jobs`] and kept
//! as [`answers`]. [`panels`] arrange the [`views`], which are made of [`widgets`], in the colours
//! of [`theme`] and the words of [`wording`]. [`app`] puts a frame together, [`window`] opens it.
//! [`cli`] answers the same questions without a window.
//!
//! **Invariants.** Views change nothing: only [`apply`] does. No frame waits for a file or an
//! analysis: those are jobs on threads of their own. Work per frame depends on what is visible.

pub mod actions;
pub mod answers;
pub mod app;
pub mod apply;
pub mod arrangement;
mod cache_folder;
pub mod cli;
pub mod command;
pub mod compared;
pub mod dialogs;
pub mod diff;
pub mod document;
pub mod export;
pub mod filter;
pub mod heap;
pub mod history;
pub mod jobs;
pub mod kind;
pub mod notices;
pub mod opened;
pub mod own_memory;
pub mod palette;
pub mod panels;
pub mod questions;
pub mod recorded;
pub mod recording;
pub mod remembered;
pub mod requests;
pub mod samples;
pub mod selection;
pub mod settings;
pub mod snapshots;
pub mod state;
pub mod theme;
pub mod together;
pub mod tracks;
pub mod transforms;
pub mod views;
pub mod widgets;
pub mod window;
pub mod wording;

pub use app::{WorkbenchApp, WorkbenchOptions};
pub use window::{WindowError, run_window};
