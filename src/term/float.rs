//! Floats as text, both ways. The digits come from the platform: Rust's own tables would take a third of the wasm.

/// The text of a `FLOAT_EXT`: sign, digits, `.` or `,`, digits, an exponent perhaps; a zero byte ends it early.
///
/// `sys_chars_to_double` in OTP.
pub(crate) fn parse_ext(text: &[u8]) -> Option<f64> {
    let end = text.iter().position(|byte| *byte == 0)?;
    let mut text = text.get(..end)?.to_vec();
    let mut rest = after_digits(after_sign(&text))?;
    rest = after_digits(rest.strip_prefix(b".").or(rest.strip_prefix(b","))?)?;
    if let [b'e' | b'E', exponent @ ..] = rest {
        rest = after_digits(after_sign(exponent))?;
    }
    if !rest.is_empty() {
        return None;
    }
    if let Some(comma) = text.iter_mut().find(|byte| **byte == b',') {
        *comma = b'.';
    }
    parse(&text)
}

fn after_sign(text: &[u8]) -> &[u8] {
    if let [b'+' | b'-', rest @ ..] = text { rest } else { text }
}

/// What follows one digit or more.
fn after_digits(text: &[u8]) -> Option<&[u8]> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.get(digits..).filter(|_| digits > 0)
}

/// A float from well-formed decimal text. Too large for one is nothing; too small is zero.
pub(crate) fn parse(text: &[u8]) -> Option<f64> {
    let text = str::from_utf8(text).ok()?;
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown", feature = "npm")))]
    let float: f64 = text.parse().ok()?;
    #[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "npm"))]
    let float = platform::parse(text);
    float.is_finite().then_some(float)
}

/// A float as Erlang writes it: `float_to_binary(F, [short])`, the fewest digits that read back as the same float.
///
/// Plain or scientific, whichever is shorter, and plain if neither is: "1.0", "100.0", "1.0e3", "0.0001", "1.0e-5". From 2^53
/// on, where floats skip integers, always scientific.
pub(crate) fn short(float: f64) -> Vec<u8> {
    let (digits, exponent) = shortest(float.abs());
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
    let mut text = Vec::with_capacity(24);
    if float.is_sign_negative() {
        text.push(b'-');
    }
    // From the first digit, or the zero before the point, to the last one, or the zero after the point.
    let first = whole_digits.min(1) - 1;
    for at in first..count.max(whole_digits + 1) {
        if at == whole_digits {
            text.push(b'.');
        }
        text.push(usize::try_from(at).ok().and_then(|at| digits.get(at)).copied().unwrap_or(b'0'));
    }
    if is_scientific {
        text.extend_from_slice(format!("e{scientific_exponent}").as_bytes());
    }
    text
}

/// Up to here, floats hold every integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The shortest digits, without zeros at either end, and the power of ten of the last one. Zero has the one digit 0.
fn shortest(float: f64) -> (Vec<u8>, i32) {
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown", feature = "npm")))]
    let text = format!("{float:e}");
    #[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "npm"))]
    let text = platform::text(float);
    digits(text.as_bytes())
}

/// Takes "1234.5", "0.00012", "1e21", "1.5e-7" apart.
fn digits(text: &[u8]) -> (Vec<u8>, i32) {
    let mut digits = Vec::with_capacity(24);
    let (mut exponent, mut power, mut is_minus) = (0, 0, false);
    let (mut is_fraction, mut is_power) = (false, false);
    for byte in text {
        match byte {
            b'.' => is_fraction = true,
            b'e' => is_power = true,
            b'-' => is_minus = true,
            b'0'..=b'9' if is_power => power = power * 10 + i32::from(byte - b'0'),
            b'0'..=b'9' => {
                exponent -= i32::from(is_fraction);
                if *byte != b'0' || !digits.is_empty() {
                    digits.push(*byte);
                }
            }
            _ => {}
        }
    }
    exponent += if is_minus { -power } else { power };
    while digits.pop_if(|digit| *digit == b'0').is_some() {
        exponent += 1;
    }
    if digits.is_empty() { (vec![b'0'], 0) } else { (digits, exponent) }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "npm"))]
mod platform {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = parseFloat)]
        pub(super) fn parse(text: &str) -> f64;
        #[wasm_bindgen(js_name = String)]
        pub(super) fn text(number: f64) -> String;
    }
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
            assert_eq!(digits(text.as_bytes()), (wanted.as_bytes().to_vec(), exponent), "{text}");
        }
    }
}
