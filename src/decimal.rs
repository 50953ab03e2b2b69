//! Numbers as text, without `core::fmt` and its kilobytes.

/// A whole number in decimal digits.
#[must_use]
pub(crate) fn decimal(number: i64) -> String {
    let mut text = String::with_capacity(20);
    if number < 0 {
        text.push('-');
    }
    put_digits(number.unsigned_abs(), &mut text);
    text
}

/// The first digits, then the last one: at most twenty levels.
fn put_digits(number: u64, text: &mut String) {
    if number >= 10 {
        put_digits(number / 10, text);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// A length or a count in decimal digits.
#[must_use]
pub(crate) fn count(number: usize) -> String {
    decimal(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{count, decimal};

    #[test]
    fn numbers_are_written_as_rust_writes_them() {
        let near = |number: i64| [number.saturating_sub(1), number, number.saturating_add(1)];
        let powers = (0..19).map(|digits| 10_i64.pow(digits));
        let numbers = powers.flat_map(|power| [power, -power]).chain([0, i64::MIN, i64::MAX]).flat_map(near);
        for number in numbers {
            assert_eq!(decimal(number), number.to_string());
        }
        assert_eq!(count(0), "0");
        assert_eq!(count(4096), "4096");
    }
}
