//! Cuts a line into dashes, as backends draw solid lines only. Knows lengths, not looks.

/// The pieces of a path that are inked, by a pattern of lengths (inked, bare, inked, bare …) in pixels.
///
/// The pattern runs on round corners. An empty pattern, or one without length, gives the path itself.
pub(crate) fn dashes(path: &[(f64, f64)], pattern: &[f64]) -> Vec<Vec<(f64, f64)>> {
    if path.len() < 2 || pattern.iter().any(|length| !length.is_finite() || *length <= 0.0) || pattern.is_empty() {
        return if path.len() < 2 { Vec::new() } else { vec![path.to_vec()] };
    }
    let mut pieces: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut lengths = pattern.iter().copied().cycle();
    let mut left = lengths.next().unwrap_or(f64::INFINITY);
    let mut is_inked = true;
    pieces.extend(path.first().map(|&start| vec![start]));
    for pair in path.windows(2) {
        let &[(mut x, mut y), (end_x, end_y)] = pair else { continue };
        let mut rest = libm::hypot(end_x - x, end_y - y);
        while rest > left {
            let share = left / rest;
            (x, y) = (x + (end_x - x) * share, y + (end_y - y) * share);
            rest -= left;
            left = lengths.next().unwrap_or(f64::INFINITY);
            match pieces.last_mut() {
                Some(piece) if is_inked => piece.push((x, y)),
                _ => pieces.push(vec![(x, y)]),
            }
            is_inked = !is_inked;
        }
        left -= rest;
        if let (true, Some(piece)) = (is_inked, pieces.last_mut()) {
            piece.push((end_x, end_y));
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_cut_by_its_pattern() {
        let cut = dashes(&[(0.0, 0.0), (10.0, 0.0)], &[4.0, 2.0]);
        assert_eq!(cut, [vec![(0.0, 0.0), (4.0, 0.0)], vec![(6.0, 0.0), (10.0, 0.0)]]);
    }

    #[test]
    fn a_dash_goes_round_corners() {
        let cut = dashes(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0)], &[4.0, 2.0]);
        assert_eq!(cut, [vec![(0.0, 0.0), (3.0, 0.0), (3.0, 1.0)]]);
    }

    #[test]
    fn solid_lines_and_lone_points_need_no_cutting() {
        let path = [(0.0, 0.0), (3.0, 0.0)];
        assert_eq!(dashes(&path, &[]), [path.to_vec()]);
        assert_eq!(dashes(&path, &[0.0, 0.0]), [path.to_vec()]);
        assert!(dashes(&[(0.0, 0.0)], &[4.0, 2.0]).is_empty());
        assert!(dashes(&[(1.0, 1.0), (1.0, 1.0)], &[4.0]).len() <= 1);
    }
}
