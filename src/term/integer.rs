//! Integers of any size, by their magnitude in bytes.

/// An integer of any size in decimal. The magnitude has its least significant byte first.
pub(crate) fn decimal(is_negative: bool, magnitude: &[u8]) -> String {
    let mut limbs: Vec<u32> = magnitude.chunks(4).map(limb).collect();
    let mut digits = Vec::new();
    loop {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        let mut rest = 0;
        for limb in limbs.iter_mut().rev() {
            rest = rest << 32 | u64::from(*limb);
            *limb = low(rest / CHUNK_BASE);
            rest %= CHUNK_BASE;
        }
        for _ in 0..CHUNK {
            digits.push(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        if limbs.is_empty() {
            break;
        }
    }
    while digits.len() > 1 && digits.last() == Some(&b'0') {
        digits.pop();
    }
    if is_negative {
        digits.push(b'-');
    }
    digits.into_iter().rev().map(char::from).collect()
}

/// The magnitude of decimal digits, least significant byte first and not longer than it must be by more than four bytes.
///
/// Takes time quadratic in the digits: whoever calls bounds them.
pub(crate) fn magnitude(digits: &[u8]) -> Vec<u8> {
    let mut limbs: Vec<u32> = Vec::with_capacity(digits.len() / CHUNK + 1);
    for chunk in digits.rchunks(CHUNK).rev() {
        let mut carry = chunk.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        for limb in &mut limbs {
            carry += u64::from(*limb) * CHUNK_BASE;
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(low(carry));
        }
    }
    limbs.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// Decimal digits that are handled at once: as many as 32 bits hold.
const CHUNK: usize = 9;
const CHUNK_BASE: u64 = 1_000_000_000;

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
const fn low(wide: u64) -> u32 {
    wide as u32
}

fn limb(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |limb, byte| limb << 8 | u32::from(*byte))
}

/// A magnitude without its leading zeros, which stand at the end.
pub(crate) fn significant(magnitude: &[u8]) -> &[u8] {
    let zeros = magnitude.iter().rev().take_while(|byte| **byte == 0).count();
    magnitude.get(..magnitude.len() - zeros).unwrap_or_default()
}

/// The integer with this significant magnitude, if it fits 64 bits.
pub(crate) fn small(negative: bool, magnitude: &[u8]) -> Option<i64> {
    if magnitude.len() > 8 {
        return None;
    }
    let magnitude = magnitude.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}
