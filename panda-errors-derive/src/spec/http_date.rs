//! Dates in headers (RFC 9110 §5.6.7).

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns `true` if a text is a date in one of the three forms that a recipient has to accept:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
pub(super) fn is_http_date(text: &str) -> bool {
    imf_fixdate(text).or_else(|| rfc850(text)).or_else(|| asctime(text)).unwrap_or(false)
}

fn imf_fixdate(text: &str) -> Option<bool> {
    let (weekday, rest) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let [day, month, year, time] = words(rest, ' ')?;
    Some(is_date(short_day(weekday)?, year, month, day) && is_time(time))
}

fn rfc850(text: &str) -> Option<bool> {
    let (weekday, rest) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let (date, time) = rest.split_once(' ')?;
    let [day, month, year] = words(date, '-')?;
    let weekday = DAYS.iter().position(|name| *name == weekday)?;
    digits(year, 2)?;
    // The century is not written, so the day of the week may be of either.
    let is_date_in = |century: &str| is_date(weekday, &format!("{century}{year}"), month, day);
    Some((is_date_in("19") || is_date_in("20")) && is_time(time))
}

fn asctime(text: &str) -> Option<bool> {
    let (weekday, rest) = text.split_once(' ')?;
    let (month, rest) = rest.split_once(' ')?;
    let (day, rest) = rest.split_at_checked(2)?;
    let [time, year] = words(rest.strip_prefix(' ')?, ' ')?;
    Some(is_date(short_day(weekday)?, year, month, &day.replace(' ', "0")) && is_time(time))
}

/// Splits a text into exactly this many words.
fn words<const COUNT: usize>(text: &str, separator: char) -> Option<[&str; COUNT]> {
    text.split(separator).collect::<Vec<_>>().try_into().ok()
}

/// Returns the number that is written with exactly this many digits.
fn digits(text: &str, count: usize) -> Option<usize> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn short_day(weekday: &str) -> Option<usize> {
    DAYS.iter().position(|name| weekday.len() == 3 && name.starts_with(weekday))
}

fn is_time(time: &str) -> bool {
    let of = |part: Option<&&str>, limit| part.and_then(|part| digits(part, 2)).is_some_and(|number| number < limit);
    let parts: Vec<_> = time.split(':').collect();
    // A leap second is the 61st of its minute.
    parts.len() == 3 && of(parts.first(), 24) && of(parts.get(1), 60) && of(parts.get(2), 61)
}

/// Returns `true` if the day exists and has this weekday, Sunday being 0.
fn is_date(weekday: usize, year: &str, month: &str, day: &str) -> bool {
    let month = MONTHS.iter().position(|name| *name == month);
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), month, digits(day, 2)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: usize = lengths.iter().take(month).sum();
    // The first day of the year 0 would be a Saturday. A year has one day more than 52 weeks.
    let leap_days = year.div_ceil(4) - year.div_ceil(100) + year.div_ceil(400);
    let is_in_month = lengths.get(month).is_some_and(|length| (1..=*length).contains(&day));
    is_in_month && (6 + year + leap_days + before + day - 1) % 7 == weekday
}
