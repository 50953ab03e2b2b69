//! Which sessions a thread changes at the moment by code of the app's: who would wait for itself is told so.

use std::cell::RefCell;
use std::ptr::from_ref;

thread_local! {
    /// By where they are. A change of one may hold a change of another.
    static CHANGING: RefCell<Vec<*const ()>> = const { RefCell::new(Vec::new()) };
}

/// A change that is under way, until it is dropped.
pub(crate) struct Changing;

impl Changing {
    pub(crate) fn begin<T>(of: &T) -> Self {
        CHANGING.with_borrow_mut(|changing| changing.push(from_ref(of).cast()));
        Self
    }

    /// Whether this very thread changes it.
    pub(crate) fn is_under_way<T>(of: &T) -> bool {
        CHANGING.with_borrow(|changing| changing.contains(&from_ref(of).cast()))
    }
}

impl Drop for Changing {
    fn drop(&mut self) {
        CHANGING.with_borrow_mut(Vec::pop);
    }
}
