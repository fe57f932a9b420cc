//! The middle of some numbers, and where their quarters end. Knows nothing of what they are.

/// The lower quartile, the median and the upper quartile; None of nothing. A number that is none is left out.
///
/// Between two numbers it lies in proportion: type 7 of Hyndman and Fan (1996), the usual one of R and numpy.
pub fn quartiles(values: &[f64]) -> Option<[f64; 3]> {
    let mut ordered: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    ordered.sort_by(f64::total_cmp);
    let last = ordered.len().checked_sub(1)?;
    let at = |share: f64| {
        let place = share * last as f64;
        let (below, part) = (libm::floor(place) as usize, place - libm::floor(place));
        let low = ordered.get(below).copied().unwrap_or_default();
        let high = ordered.get(below + 1).copied().unwrap_or(low);
        low + part * (high - low)
    };
    Some([at(0.25), at(0.5), at(0.75)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_end_where_the_usual_software_ends_them() {
        // numpy.percentile([1, 2, 3, 4, 10], [25, 50, 75]); R's quantile of 1, 2, 3, 4.
        assert_eq!(quartiles(&[10.0, 1.0, 4.0, 2.0, 3.0]), Some([2.0, 3.0, 4.0]));
        assert_eq!(quartiles(&[4.0, 3.0, 2.0, 1.0]), Some([1.75, 2.5, 3.25]));
        assert_eq!(quartiles(&[7.0, f64::NAN]), Some([7.0, 7.0, 7.0]));
        assert_eq!(quartiles(&[]), None);
    }
}
