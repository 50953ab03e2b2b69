//! Bytes, looked through fast.

/// `bytes.iter().any(test)` without the early end: LLVM makes SIMD of it, sixteen bytes at once.
pub(crate) fn any(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |found, &byte| found | u8::from(test(byte))) != 0
}
