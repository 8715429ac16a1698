//! Asyncscope app.
