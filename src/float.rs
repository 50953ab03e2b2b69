//! Floats as text, both ways. The digits come from the platform: Rust's own tables would take a third of the wasm.

/// The text of a `FLOAT_EXT`: sign, digits, `.` or `,`, digits, an exponent perhaps; a zero byte ends it early.
///
/// `sys_chars_to_double` in OTP.
pub(crate) fn parse_ext(text: &[u8]) -> Option<f64> {
    let end = text.iter().position(|byte| *byte == 0)?;
    let text = std::str::from_utf8(text.get(..end)?).ok()?;
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = unsigned.split_once(['.', ','])?;
    let (fraction, exponent) =
        rest.split_once(['e', 'E']).map_or((rest, None), |(fraction, exponent)| (fraction, Some(exponent)));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let well_formed = digits(whole) && digits(fraction) && exponent.is_none_or(digits);
    if well_formed { parse(&text.replace(',', ".")) } else { None }
}

/// A float from well-formed decimal text. Too large for one is nothing; too small is zero.
pub(crate) fn parse(text: &str) -> Option<f64> {
    #[cfg(not(target_arch = "wasm32"))]
    let float: f64 = text.parse().ok()?;
    #[cfg(target_arch = "wasm32")]
    let float = js_sys::parse_float(text);
    float.is_finite().then_some(float)
}

/// A float as Erlang writes it: `float_to_binary(F, [short])`, the fewest digits that read back as the same float.
///
/// Plain or scientific, whichever is shorter, and plain if neither is: "1.0", "100.0", "1.0e3", "0.0001", "1.0e-5". From 2^53
/// on, where floats skip integers, always scientific.
pub(crate) fn short(float: f64) -> String {
    let (digits, exponent) = decimal(float.abs());
    let count = i32::try_from(digits.len()).unwrap_or_default();
    let scientific_exponent = exponent + count - 1;
    // The bounds of `to_chars` in erts/emulator/ryu.
    let (lower, upper) = match (count, scientific_exponent >= 10) {
        (1, _) => (-4, 2),
        (_, true) => (-(count + 2), 2),
        (_, false) => (-(count + 2), 1),
    };
    let is_scientific = !(lower..=upper).contains(&exponent) || (exponent >= 0 && float.abs() >= EXACT);
    let whole_digits = if is_scientific { 1 } else { count + exponent };
    let mut text = String::from(if float.is_sign_negative() { "-" } else { "" });
    if whole_digits <= 0 {
        text.push_str("0.");
        (whole_digits..0).for_each(|_| text.push('0'));
        text.push_str(&digits);
        return text;
    }
    for (at, digit) in (0..).zip(digits.chars()) {
        if at == whole_digits {
            text.push('.');
        }
        text.push(digit);
    }
    (count..whole_digits).for_each(|_| text.push('0'));
    if count <= whole_digits {
        text.push_str(".0");
    }
    if is_scientific {
        text.push('e');
        text.push_str(&scientific_exponent.to_string());
    }
    text
}

/// Up to here, floats hold every integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The shortest digits, without zeros at either end, and the power of ten of the last one. Zero has the one digit 0.
fn decimal(float: f64) -> (String, i32) {
    #[cfg(not(target_arch = "wasm32"))]
    let text = format!("{float:e}");
    #[cfg(target_arch = "wasm32")]
    let text = js_sys::Number::from(float).to_string_with_radix(10).map(String::from).unwrap_or_default();
    digits(&text)
}

/// Takes "1234.5", "0.00012", "1e21", "1.5e-7" apart.
fn digits(text: &str) -> (String, i32) {
    let (mantissa, power) = text.split_once('e').unwrap_or((text, "0"));
    let mut exponent = power.parse().unwrap_or(0);
    let mut digits = String::new();
    let mut is_fraction = false;
    for character in mantissa.chars() {
        if character == '.' {
            is_fraction = true;
            continue;
        }
        exponent -= i32::from(is_fraction);
        if character != '0' || !digits.is_empty() {
            digits.push(character);
        }
    }
    while digits.ends_with('0') {
        digits.pop();
        exponent += 1;
    }
    if digits.is_empty() { ("0".to_owned(), 0) } else { (digits, exponent) }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn takes_the_text_of_every_platform_apart() {
        let cases = [
            // As JavaScript writes floats.
            ("0", "0", 0),
            ("1", "1", 0),
            ("100", "1", 2),
            ("123456789012345680000", "12345678901234568", 4),
            ("1e+21", "1", 21),
            ("1.7976931348623157e+308", "17976931348623157", 292),
            ("0.000001", "1", -6),
            ("0.1", "1", -1),
            ("10.5", "105", -1),
            ("1.5e-7", "15", -8),
            ("5e-324", "5", -324),
            // As Rust does.
            ("0e0", "0", 0),
            ("1e2", "1", 2),
            ("1.25e-3", "125", -5),
        ];
        for (text, wanted, exponent) in cases {
            assert_eq!(digits(text), (wanted.to_owned(), exponent), "{text}");
        }
    }
}
