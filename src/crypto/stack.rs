//! What calls leave behind on the stack.

use std::hint::black_box;

/// More than a call that handles secrets takes.
const DEPTH: usize = 16 * 1024;

/// Overwrites what calls that have returned left on the stack: ciphers and hashes copy their keys about there, and hand out nothing
/// that would wipe them. For where a secret was handled, not for every request.
#[inline(never)]
pub(crate) fn wipe() {
    black_box(&mut [0_u8; DEPTH]);
}
