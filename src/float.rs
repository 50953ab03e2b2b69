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
    let sign = if float.is_sign_negative() { "-" } else { "" };
    let (digits, exponent) = decimal(float.abs());
    let count = i32::try_from(digits.len()).unwrap_or_default();
    let scientific_exponent = exponent + count - 1;
    // The bounds of `to_chars` in erts/emulator/ryu/d2s.c.
    let (lower, upper) = match (count, scientific_exponent >= 10) {
        (1, _) => (-4, 2),
        (_, true) => (-(count + 2), 2),
        (_, false) => (-(count + 2), 1),
    };
    let scientific = !(lower..=upper).contains(&exponent) || (exponent >= 0 && float.abs() >= EXACT);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
    let split = |at: i32| digits.split_at_checked(usize::try_from(at).unwrap_or_default()).unwrap_or((&digits, ""));
    let whole_digits = count + exponent;
    if scientific {
        let (first, rest) = split(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        format!("{sign}{first}.{rest}e{scientific_exponent}")
    } else if exponent >= 0 {
        format!("{sign}{digits}{}.0", zeros(exponent))
    } else if whole_digits > 0 {
        let (whole, fraction) = split(whole_digits);
        format!("{sign}{whole}.{fraction}")
    } else {
        format!("{sign}0.{}{digits}", zeros(-whole_digits))
    }
}

/// Up to here, floats hold every integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The shortest digits, without zeros at either end, and the power of ten of the last one. Zero has the one digit 0.
fn decimal(float: f64) -> (String, i32) {
    #[cfg(not(target_arch = "wasm32"))]
    let text = format!("{float:e}");
    #[cfg(target_arch = "wasm32")]
    let text = js_sys::Number::from(float).to_string(10).map(String::from).unwrap_or_default();
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.parse().unwrap_or(0) - i32::try_from(fraction.len()).unwrap_or_default();
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = i32::try_from(digits.len() - significant.len()).unwrap_or_default();
    match significant.trim_start_matches('0') {
        "" => ("0".to_owned(), 0),
        significant => (significant.to_owned(), exponent + zeros),
    }
}
