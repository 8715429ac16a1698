//! What is made when it is first asked for.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A value that is there, or that is made when it is first asked for, on the thread that asks.
///
/// Whoever makes it must not wait for other threads' work: they might wait for this.
#[derive(Clone)]
pub(super) struct Later<T> {
    value: OnceLock<T>,
    make: Option<Arc<dyn Fn() -> T + Send + Sync>>,
}

impl<T> Later<T> {
    /// A value that `make` makes once it is needed.
    pub(super) fn new(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { value: OnceLock::new(), make: Some(Arc::new(make)) }
    }

    /// The value, if it is there.
    pub(super) fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self { value: value.into(), make: None }
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: Default> Deref for Later<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.value.get_or_init(|| self.make.as_ref().map(|make| make()).unwrap_or_default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
