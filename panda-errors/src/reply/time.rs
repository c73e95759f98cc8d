//! The time to wait in a `Retry-After` header (RFC 9110 §10.2.3).

use alloc::vec::Vec;
use core::time::Duration;

/// Reads seconds, or a date against the `Date` of the same response. A date in the past gives a time of zero. A server in
/// between may have joined several headers: the longest time counts.
pub(super) fn retry_after(value: &str, date: Option<&str>) -> Option<Duration> {
    let value = value.trim();
    if let Some(all) = value.split(',').map(seconds).collect::<Option<Vec<_>>>() {
        return all.into_iter().max().map(Duration::from_secs);
    }
    let seconds = seconds_of(value)? - seconds_of(date?)?;
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// Reads whole seconds. Seconds that are too large for the type are the most that it can hold.
fn seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns the seconds of a date since 1970. HTTP has three forms of a date (RFC 9110 §5.6.7).
fn seconds_of(date: &str) -> Option<i64> {
    let mut parts = date.split([' ', ',', '-', ':']).filter(|part| !part.is_empty());
    let mut next = || parts.next();
    let (_, first, second) = (next()?, next()?, next()?);
    let (day, month, year, hour, minute, second) = if first.bytes().all(|byte| byte.is_ascii_digit()) {
        // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`
        let (year, hour, minute, seconds) = (next()?, next()?, next()?, next()?);
        next().filter(|zone| *zone == "GMT")?;
        (first, second, year, hour, minute, seconds)
    } else {
        // `Sun Nov  6 08:49:37 1994`
        let (hour, minute, seconds, year) = (next()?, next()?, next()?, next()?);
        (second, first, year, hour, minute, seconds)
    };
    if next().is_some() {
        return None;
    }
    let number = |text: &str, digits: usize, most: i64| {
        let is_number = text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| is_number && *number <= most)
    };
    let month = i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()?;
    let year = match number(year, 4, 9999)? {
        year if year < 70 => year + 2000,
        year if year < 100 => year + 1900,
        year => year,
    };
    let day = number(day, 2, 31)?;
    let seconds = number(hour, 2, 23)? * 3600 + number(minute, 2, 59)? * 60 + number(second, 2, 60)?;
    Some(days(year, month, day) * 86_400 + seconds)
}

/// Returns the days since 1970 of a day in the Gregorian calendar. The month counts from 0. A year begins in March
/// here, so that the leap day is the last day of a year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{retry_after, seconds_of};

    #[test]
    fn a_date_is_read_in_each_form_of_http() {
        let forms = ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"];
        for form in forms {
            assert_eq!(seconds_of(form), Some(784_111_777), "{form}");
        }
        assert_eq!(seconds_of("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(seconds_of("Thu, 29 Feb 2024 23:59:60 GMT"), Some(1_709_251_200));
        assert_eq!(seconds_of("Fri, 31 Dec 1999 23:59:59 GMT"), Some(946_684_799));
    }

    #[test]
    fn a_date_that_is_none_has_no_seconds() {
        for text in
            ["", "soon", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, -6 Nov 1994", "1e3"]
        {
            assert_eq!(seconds_of(text), None, "{text}");
        }
    }

    #[test]
    fn the_time_to_wait_is_never_negative_and_never_overflows() {
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(retry_after(" 30 ", None), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("99999999999999999999999", None), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:07 GMT", date), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:07 GMT", date), Some(Duration::ZERO));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:07 GMT", None), None);
        assert_eq!(retry_after("-5", date), None);
        assert_eq!(retry_after("1.5", date), None);
    }

    #[test]
    fn the_longest_of_joined_times_counts() {
        assert_eq!(retry_after("30, 60,5", None), Some(Duration::from_mins(1)));
        assert_eq!(retry_after("30, soon", None), None);
        assert_eq!(retry_after("30,", None), None);
    }
}
