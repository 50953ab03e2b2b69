//! Dates as cookies have them: IMF-fixdate (RFC 9110 §5.6.7). By hand, as each request with a `maxAge` writes one: `format!` takes
//! a twentieth of a small request for it.

const DAY: i64 = 24 * 60 * 60;
const WEEKDAYS: [&[u8; 3]; 7] = [b"Sun", b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat"];
const MONTHS: [&[u8; 3]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// `Thu, 01 Jan 1970 00:00:00 GMT` for 0, the seconds since then. The year is written as Plug writes it, with as many digits
/// as it has; there is none before the year 0, where Erlang's calendar begins.
#[must_use]
pub fn format(unix_seconds: i64) -> Option<Vec<u8>> {
    let (days, seconds) = (unix_seconds.div_euclid(DAY), unix_seconds.rem_euclid(DAY));
    let (year, month, day) = civil(days);
    if year < 0 {
        return None;
    }
    // 1970-01-01 was a Thursday, the fourth after Sunday.
    let weekday = WEEKDAYS.get(usize::try_from((days + 4).rem_euclid(7)).ok()?)?;
    let month = MONTHS.get(usize::try_from(month - 1).ok()?)?;

    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(two_digits);
    let [hour, minute, second] = &time;
    let (day, year) = (two_digits(day), year.to_string());
    let parts = [
        &weekday[..],
        b", ",
        &day,
        b" ",
        &month[..],
        b" ",
        year.as_bytes(),
        b" ",
        hour,
        b":",
        minute,
        b":",
        second,
        b" GMT",
    ];
    Some(parts.concat())
}

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar ("civil from days": H. Hinnant,
/// chrono-Compatible Low-Level Date Algorithms). Years begin in March here, so that the leap day is the last of a year.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468; // from 0000-03-01
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097)); // 400 years
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + (month <= 2) as i64;
    (year, month, day)
}

fn two_digits(number: i64) -> [u8; 2] {
    let number = number.unsigned_abs();
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}
