//! Asyncscope.
fn main() {}
