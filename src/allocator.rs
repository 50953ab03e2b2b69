//! The npm package's allocator: two-level segregated fit, each call in constant time.

use rlsf::{GlobalTlsf, GlobalTlsfOptions};

#[global_allocator]
static ALLOCATOR: GlobalTlsf<Small> = GlobalTlsf::new();

#[derive(Debug)]
struct Small;

impl GlobalTlsfOptions for Small {
    /// What grows is copied, 300 bytes of module less than growing in place: nothing here grows often.
    const ENABLE_REALLOCATION: bool = false;
    /// Memory that grew goes on the memory before it, or what is larger than a page (64 KiB) would leave much of one unused.
    const COALESCE_POOLS: bool = true;
}
