//! Where words may stand so that none covers another. Knows boxes and orders, not what the words mean.

/// Moves wanted centres apart by at least `gap`, inside `low..=high`, as little as possible, in their order.
///
/// Neighbours that collide become a group that stands at its members' mean (pool adjacent violators), which is the
/// least-squares answer. If there is not enough room the gap shrinks. Returns centres in the order of `wanted`.
pub(crate) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| at(wanted, a).total_cmp(&at(wanted, b)).then(a.cmp(&b)));
    let room = (high - low).max(0.0);
    let gap = if wanted.len() > 1 { gap.min(room / (wanted.len() - 1) as f64) } else { gap };
    // Each group: first rank, members, sum of (wanted − rank × gap); its offset is the mean of those.
    let mut groups: Vec<(usize, usize, f64)> = Vec::new();
    for (rank, &index) in order.iter().enumerate() {
        let mut group = (rank, 1, at(wanted, index).clamp(low, high.max(low)) - rank as f64 * gap);
        while let Some(&(first, members, sum)) = groups.last() {
            if sum / members as f64 <= group.2 / group.1 as f64 {
                break;
            }
            groups.pop();
            group = (first, members + group.1, sum + group.2);
        }
        groups.push(group);
    }
    let greatest = high - order.len().saturating_sub(1) as f64 * gap;
    let mut centres = vec![low; wanted.len()];
    for (first, members, sum) in groups {
        let offset = (sum / members as f64).clamp(low, greatest.max(low));
        for rank in first..first + members {
            if let Some(centre) = order.get(rank).and_then(|&index| centres.get_mut(index)) {
                *centre = offset + rank as f64 * gap;
            }
        }
    }
    centres
}

fn at(values: &[f64], index: usize) -> f64 {
    values.get(index).copied().filter(|v| v.is_finite()).unwrap_or(0.0)
}

/// Every how manieth label can be written so that none touches the next, counted back from the last.
///
/// `spans` are left and right ends in pixels, in order.
pub(crate) fn stride(spans: &[(f64, f64)], gap: f64) -> usize {
    let count = spans.len();
    (1..=count.max(1)).find(|&stride| fits(spans, stride, gap)).unwrap_or(1)
}

fn fits(spans: &[(f64, f64)], stride: usize, gap: f64) -> bool {
    let mut right_neighbour = f64::INFINITY;
    for &(left, right) in spans.iter().rev().step_by(stride) {
        if right + gap > right_neighbour {
            return false;
        }
        right_neighbour = left;
    }
    true
}

/// Rows for spans so that no two in a row touch: the first span is put in row 0, each further one in the lowest row
/// that has room.
pub(crate) fn rows(spans: &[(f64, f64)], gap: f64) -> Vec<usize> {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    spans
        .iter()
        .map(|&(left, right)| {
            let is_free = |row: &Vec<(f64, f64)>| row.iter().all(|&(l, r)| right + gap <= l || r + gap <= left);
            let row = taken.iter().position(is_free).unwrap_or(taken.len());
            if row == taken.len() {
                taken.push(Vec::new());
            }
            if let Some(spans) = taken.get_mut(row) {
                spans.push((left, right));
            }
            row
        })
        .collect()
}

/// Breaks a text at spaces into lines no wider than `room`, by a measure of width; a long word keeps its own line.
pub(crate) fn wrap(text: &str, room: f64, width_px: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_px(&format!("{line} {word}")) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_belong() {
        assert_eq!(spread(&[80.0, 10.0], 16.0, 0.0, 100.0), [80.0, 10.0]);
    }

    #[test]
    fn colliding_labels_part_by_the_same_amount() {
        assert_eq!(spread(&[50.0, 50.0], 16.0, 0.0, 100.0), [42.0, 58.0]);
        assert_eq!(
            spread(&[50.0, 40.0, 50.0], 10.0, 0.0, 100.0),
            [46.666666666666664, 36.666666666666664, 56.666666666666664]
        );
    }

    #[test]
    fn labels_stay_inside_even_without_enough_room() {
        assert_eq!(spread(&[0.0, 0.0, 0.0], 16.0, 0.0, 100.0), [0.0, 16.0, 32.0]);
        assert_eq!(spread(&[100.0, 100.0], 16.0, 0.0, 100.0), [84.0, 100.0]);
        assert_eq!(spread(&[5.0, 5.0, 5.0], 16.0, 0.0, 10.0), [0.0, 5.0, 10.0]);
        assert!(spread(&[], 16.0, 0.0, 10.0).is_empty());
        assert_eq!(spread(&[f64::NAN], 16.0, 2.0, 10.0), [2.0]);
    }

    #[test]
    fn the_last_label_is_always_written() {
        assert_eq!(stride(&[(0.0, 20.0), (30.0, 50.0), (60.0, 80.0)], 8.0), 1);
        assert_eq!(stride(&[(0.0, 28.0), (30.0, 58.0), (60.0, 88.0)], 8.0), 2);
        assert_eq!(stride(&[(0.0, 88.0), (1.0, 88.0), (2.0, 88.0)], 8.0), 3);
        assert_eq!(stride(&[], 8.0), 1);
    }

    #[test]
    fn rows_keep_touching_spans_apart() {
        assert_eq!(rows(&[(0.0, 50.0), (40.0, 90.0), (60.0, 100.0), (0.0, 100.0)], 4.0), [0, 1, 0, 2]);
    }

    #[test]
    fn texts_break_at_spaces_only() {
        let by_letters = |text: &str| text.len() as f64;
        assert_eq!(wrap("no figures to show", 10.0, by_letters), ["no figures", "to show"]);
        assert_eq!(wrap("unbreakable", 3.0, by_letters), ["unbreakable"]);
    }
}
