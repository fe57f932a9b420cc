//! Numbers as people write them: thousands commas, one decimal for percentages, a true minus. Knows no words but units.

/// How the figures of an axis are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFormat {
    /// Whole things: `1,204`. An average of counts gets one decimal where it has one.
    Count,
    /// A percentage given as 13.9 (not as 0.139): `13.9%`.
    Percent,
    /// A rate with this many decimals; the unit says per what: `4.25`.
    Rate { decimals: u8 },
    /// Money in pounds: `£1,900`; pence below £1,000 only where there are any.
    Pounds,
}

impl NumberFormat {
    /// A figure as it is read out: `1,204`, `13.9%`, `£12.50`.
    pub fn write(self, value: f64) -> String {
        match self {
            Self::Count if is_whole(value) => with_commas(value, 0),
            Self::Count => with_commas(value, 1),
            Self::Percent => with_commas(value, 1) + "%",
            Self::Rate { decimals } => with_commas(value, usize::from(decimals)),
            Self::Pounds => pounds(value, if is_whole(value) || libm::fabs(value) >= 1000.0 { 0 } else { 2 }),
        }
    }

    /// A figure beside a gridline, no finer than the distance between gridlines needs.
    pub(crate) fn write_tick(self, value: f64, step: f64) -> String {
        let decimals = decimals_of_step(step);
        match self {
            Self::Count | Self::Rate { .. } => with_commas(value, decimals),
            Self::Percent => with_commas(value, decimals) + "%",
            Self::Pounds => pounds(value, if decimals == 0 { 0 } else { 2 }),
        }
    }

    /// The smallest distance between gridlines that means something.
    pub(crate) fn smallest_step(self) -> f64 {
        match self {
            Self::Count => 1.0,
            Self::Percent => 0.1,
            Self::Rate { decimals } => tenth_power(decimals.min(9)),
            Self::Pounds => 0.01,
        }
    }
}

fn tenth_power(decimals: u8) -> f64 {
    1.0 / (0..decimals).fold(1.0, |power, _| power * 10.0)
}

fn is_whole(value: f64) -> bool {
    value.fract() == 0.0
}

fn decimals_of_step(step: f64) -> usize {
    let mut decimals = 0;
    let mut scaled = step;
    // 1e-9 is far below the smallest step and far above the error of at most nine multiplications by ten.
    while decimals < 9 && libm::fabs(scaled - scaled.round()) > 1e-9 * scaled.max(1.0) {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

fn pounds(value: f64, decimals: usize) -> String {
    let text = with_commas(value, decimals);
    match text.strip_prefix('−') {
        Some(size) => format!("−£{size}"),
        None => format!("£{text}"),
    }
}

/// `1234.5` with one decimal is `1,234.5`; minus is `−`; zero has no sign.
fn with_commas(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "no figure".to_owned();
    }
    let plain = format!("{:.decimals$}", libm::fabs(value));
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (plain.as_str(), None),
    };
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        text.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas_and_averages_one_decimal() {
        assert_eq!(NumberFormat::Count.write(0.0), "0");
        assert_eq!(NumberFormat::Count.write(999.0), "999");
        assert_eq!(NumberFormat::Count.write(1_204.0), "1,204");
        assert_eq!(NumberFormat::Count.write(1_234_567.0), "1,234,567");
        assert_eq!(NumberFormat::Count.write(41.25), "41.2");
    }

    #[test]
    fn percentages_and_rates_keep_their_decimals() {
        assert_eq!(NumberFormat::Percent.write(13.94), "13.9%");
        assert_eq!(NumberFormat::Percent.write(100.0), "100.0%");
        assert_eq!(NumberFormat::Rate { decimals: 2 }.write(4.254), "4.25");
    }

    #[test]
    fn minus_is_a_minus_and_zero_has_none() {
        assert_eq!(NumberFormat::Count.write(-1_204.0), "−1,204");
        assert_eq!(NumberFormat::Count.write(-0.0), "0");
        assert_eq!(NumberFormat::Percent.write(-0.04), "0.0%");
        assert_eq!(NumberFormat::Pounds.write(-12.5), "−£12.50");
    }

    #[test]
    fn pounds_drop_pence_from_a_thousand() {
        assert_eq!(NumberFormat::Pounds.write(12.5), "£12.50");
        assert_eq!(NumberFormat::Pounds.write(12.0), "£12");
        assert_eq!(NumberFormat::Pounds.write(1_900.25), "£1,900");
    }

    #[test]
    fn ticks_are_as_fine_as_their_step() {
        assert_eq!(NumberFormat::Percent.write_tick(10.0, 5.0), "10%");
        assert_eq!(NumberFormat::Percent.write_tick(10.0, 0.5), "10.0%");
        assert_eq!(NumberFormat::Rate { decimals: 2 }.write_tick(0.3, 0.05), "0.30");
        assert_eq!(NumberFormat::Count.write_tick(2_500.0, 500.0), "2,500");
    }

    #[test]
    fn no_number_is_said_in_words() {
        assert_eq!(NumberFormat::Count.write(f64::NAN), "no figure");
        assert_eq!(NumberFormat::Percent.write(f64::INFINITY), "no figure%");
    }
}
