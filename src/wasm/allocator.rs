//! The npm package's allocator: two-level segregated fit, each call in constant time.

use rlsf::{GlobalTlsf, GlobalTlsfOptions};

#[global_allocator]
static ALLOCATOR: GlobalTlsf<Small> = GlobalTlsf::new();

#[derive(Debug)]
struct Small;

impl GlobalTlsfOptions for Small {
    /// What grows is copied, half a KB of module less than growing in place: nothing here grows often.
    const ENABLE_REALLOCATION: bool = false;
}
