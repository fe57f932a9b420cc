//! The clock. The only place that asks what time it is. Knows nothing of what the time is for.

use chrono::{DateTime, NaiveDate};

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// Today's date where this device is.
pub fn today() -> NaiveDate {
    let now = js_sys::Date::new_0();
    NaiveDate::from_ymd_opt(now.get_full_year() as i32, now.get_month() + 1, now.get_date()).unwrap_or_default()
}

/// “10:42” where this device is.
pub fn time_of_day(at_ms: u64) -> String {
    let moment = js_sys::Date::new(&(at_ms as f64).into());
    format!("{:02}:{:02}", moment.get_hours(), moment.get_minutes())
}

/// The date, in universal time, of a moment.
pub fn date_of(at_ms: u64) -> NaiveDate {
    i64::try_from(at_ms).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default().date_naive()
}

/// Milliseconds since the page began, for measuring.
pub fn since_start_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
