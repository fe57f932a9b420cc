//! Least squares with errors that hold within clusters: CR1S, CR2 with Satterthwaite's degrees of freedom, and the
//! restricted wild cluster bootstrap. Knows nothing of schools.
//!
//! Sources: R. M. Bell and D. F. McCaffrey (2002); J. E. Pustejovsky and E. Tipton (2018), as `clubSandwich`'s `coef_test`
//! with an identity working model; A. C. Cameron, J. B. Gelbach and D. L. Miller (2008). The matrices are worked out at the
//! size of the coefficients and never of a cluster: with U = X(X'X)^-½, (I − U U')^-½ U = U (I − U'U)^-½.

use super::error::{StatsError, check_level};
use super::matrix::{Square, dot};
use super::tails::{student_quantile, student_two_sided};

/// The most columns, the constant among them.
pub const MOST_COLUMNS: usize = 40;
/// Up to so many clusters all signs are gone through.
pub const ALL_SIGNS_UP_TO: usize = 12;
/// Draws of the wild bootstrap beyond that.
pub const WILD_DRAWS: usize = 9_999;

/// What a regression with clusters says of one coefficient.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterRegression {
    pub coefficient: f64,
    pub se_ols: f64,
    /// As statsmodels: G/(G − 1) · (n − 1)/(n − k).
    pub se_cr1s: f64,
    pub se_cr2: f64,
    /// Satterthwaite's, of CR2.
    pub df: f64,
    pub p: f64,
    pub lower: f64,
    pub upper: f64,
    /// Of the restricted wild cluster bootstrap, ties counted.
    pub p_wild: f64,
    pub wild_vectors: usize,
    pub clusters: usize,
    pub residual_df: usize,
}

/// Rows of one regression: the outcome, the columns (a constant is added), and which cluster a row belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Design<'a> {
    pub y: &'a [f64],
    pub columns: &'a [Vec<f64>],
    pub cluster: &'a [usize],
    /// Which of the columns is asked about.
    pub test: usize,
}

/// One cluster's share of the sums.
struct Cluster {
    /// X'X of its rows.
    cross: Square,
    /// X'e of its rows, and X'u of the model without the column asked about.
    score: Vec<f64>,
    restricted: Vec<f64>,
}

/// Answers for the coefficient of one column. `draw` gives 64 random bits for Webb's weights where clusters are many.
///
/// # Errors
/// Lengths that differ, fewer than two clusters, more coefficients than rows, columns that are sums of others.
pub fn cluster_regression(
    design: Design,
    level: f64,
    draw: &mut dyn FnMut() -> u64,
) -> Result<ClusterRegression, StatsError> {
    check_level(level)?;
    let (rows, scales) = scaled_rows(design)?;
    let (n, k) = (rows.len(), scales.len());
    let ids = ordered(design.cluster);
    let groups = ids.iter().max().map_or(0, |last| last + 1);
    if groups < 2 {
        return Err(StatsError::TooFew { argument: "cluster", length: groups, least: 2 });
    }
    if n <= k {
        return Err(StatsError::TooFew { argument: "y", length: n, least: k + 1 });
    }
    let mut cross = Square::zero(k);
    rows.iter().for_each(|row| cross.add_outer(row, 1.0));
    let singular = || StatsError::OutOfRange {
        argument: "x",
        value: k as f64,
        rule: "columns of which none follows from the others",
    };
    let (least, most) = cross.spectrum();
    if least.is_nan() || least <= most * 1e-12 {
        return Err(singular());
    }
    let inverse = cross.of_eigenvalues(|value| 1.0 / value);
    let root = cross.of_eigenvalues(|value| 1.0 / libm::sqrt(value));
    let test = design.test + 1;
    let full = residuals(&rows, design.y, &inverse);
    let without: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| row.iter().enumerate().map(|(place, x)| if place == test { 0.0 } else { *x }).collect())
        .collect();
    let mut reduced = Square::zero(k);
    without.iter().for_each(|row| reduced.add_outer(row, 1.0));
    // The zeroed column has eigenvalue 0 and stays out of the inverse.
    let (_, most) = reduced.spectrum();
    let reduced = reduced.of_eigenvalues(|value| if value > most * 1e-12 { 1.0 / value } else { 0.0 });
    let restricted = residuals(&without, design.y, &reduced).1;
    let clusters = clusters(&rows, &ids, groups, &full.1, &restricted);
    let squares: f64 = full.1.iter().map(|e| e * e).sum();
    let scale = scales.get(test).copied().unwrap_or(1.0);
    let coefficient = full.0.get(test).copied().unwrap_or_default();
    let direction: Vec<f64> = (0..k).map(|place| inverse.at(place, test)).collect();
    let freedom = (n - k) as f64;
    let ols = libm::sqrt(squares / freedom * inverse.at(test, test));
    let cr0: f64 = clusters.iter().map(|cluster| dot(&direction, &cluster.score)).map(|s| s * s).sum();
    let g = groups as f64;
    let cr1s = libm::sqrt(cr0 * g / (g - 1.0) * (n as f64 - 1.0) / freedom);
    let (cr2, df) = bell_mccaffrey(&clusters, &inverse, &root, test);
    let (p_wild, wild_vectors) = wild(&clusters, &inverse, &direction, draw);
    let reach = if df > 0.0 { student_quantile(0.5 + 0.5 * level, df) * cr2 } else { f64::INFINITY };
    let t = if cr2 > 0.0 { coefficient / cr2 } else { f64::INFINITY };
    let p = match (coefficient == 0.0, df > 0.0) {
        (true, _) => 1.0,
        (false, true) => student_two_sided(t, df).min(1.0),
        (false, false) => f64::NAN,
    };
    Ok(ClusterRegression {
        coefficient: coefficient / scale,
        se_ols: ols / scale,
        se_cr1s: cr1s / scale,
        se_cr2: cr2 / scale,
        df,
        p,
        lower: (coefficient - reach) / scale,
        upper: (coefficient + reach) / scale,
        p_wild,
        wild_vectors,
        clusters: groups,
        residual_df: n - k,
    })
}

/// Clusters numbered in the order in which they are met, so that names do not matter.
fn ordered(cluster: &[usize]) -> Vec<usize> {
    let mut seen = std::collections::BTreeMap::new();
    cluster
        .iter()
        .map(|id| {
            let next = seen.len();
            *seen.entry(*id).or_insert(next)
        })
        .collect()
}

/// Rows with a constant in front, each column divided by its length, and those lengths.
fn scaled_rows(design: Design) -> Result<(Vec<Vec<f64>>, Vec<f64>), StatsError> {
    let n = design.y.len();
    let (left, left_length) = ("y", n);
    for (right, length) in
        design.columns.iter().map(|column| ("x", column.len())).chain([("cluster", design.cluster.len())])
    {
        if length != n {
            return Err(StatsError::LengthsDiffer { left, left_length, right, right_length: length });
        }
    }
    let wide = design.columns.len() + 1;
    if wide > MOST_COLUMNS {
        return Err(StatsError::OutOfRange {
            argument: "the number of columns",
            value: wide as f64,
            rule: "at most 40",
        });
    }
    let length = |column: &[f64]| libm::sqrt(dot(column, column));
    let mut scales = vec![libm::sqrt(n as f64)];
    scales.extend(design.columns.iter().map(|column| length(column)));
    if scales.contains(&0.0) {
        return Err(StatsError::NothingCounted { argument: "a column of x" });
    }
    let row = |place: usize| {
        let values = std::iter::once(1.0)
            .chain(design.columns.iter().map(|column| column.get(place).copied().unwrap_or_default()));
        values.zip(&scales).map(|(value, scale)| value / scale).collect()
    };
    Ok(((0..n).map(row).collect(), scales))
}

fn residuals(rows: &[Vec<f64>], y: &[f64], inverse: &Square) -> (Vec<f64>, Vec<f64>) {
    let solve = |target: &[f64]| {
        let mut moments = vec![0.0; inverse.size()];
        for (row, value) in rows.iter().zip(target) {
            moments.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * value);
        }
        inverse.times(&moments)
    };
    let left = |target: &[f64], beta: &[f64]| {
        rows.iter().zip(target).map(|(row, value)| value - dot(row, beta)).collect::<Vec<f64>>()
    };
    let first = solve(y);
    let rest = left(y, &first);
    // One step of refinement takes back what the inverse lost.
    let more = solve(&rest);
    let beta: Vec<f64> = first.iter().zip(&more).map(|(a, b)| a + b).collect();
    let rest = left(y, &beta);
    (beta, rest)
}

fn clusters(rows: &[Vec<f64>], ids: &[usize], groups: usize, full: &[f64], restricted: &[f64]) -> Vec<Cluster> {
    let k = rows.first().map_or(0, Vec::len);
    let empty = || Cluster { cross: Square::zero(k), score: vec![0.0; k], restricted: vec![0.0; k] };
    let mut clusters: Vec<Cluster> = (0..groups).map(|_| empty()).collect();
    for ((row, id), (e, u)) in rows.iter().zip(ids).zip(full.iter().zip(restricted)) {
        if let Some(cluster) = clusters.get_mut(*id) {
            cluster.cross.add_outer(row, 1.0);
            cluster.score.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * e);
            cluster.restricted.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * u);
        }
    }
    clusters
}

/// The CR2 standard error of one coefficient, and Satterthwaite's degrees of freedom under independent equal errors.
fn bell_mccaffrey(clusters: &[Cluster], inverse: &Square, root: &Square, test: usize) -> (f64, f64) {
    let k = inverse.size();
    let unit: Vec<f64> = (0..k).map(|place| root.at(place, test)).collect();
    let mut variance = 0.0;
    // For each cluster X'a, and a'a, where a is what its residuals are weighted by.
    let mut weights: Vec<(Vec<f64>, f64)> = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        let within = root.product(&cluster.cross).product(root);
        // A cluster that a column belongs to alone has eigenvalue 1: the generalised inverse leaves it out.
        let adjust =
            within.of_eigenvalues(|value| if 1.0 - value > 1e-10 { 1.0 / libm::sqrt(1.0 - value) } else { 0.0 });
        let v = adjust.times(&unit);
        let scores = root.times(&cluster.score);
        let term = dot(&v, &scores);
        variance += term * term;
        let rows = cluster.cross.times(&root.times(&v));
        weights.push((rows, dot(&v, &within.times(&v))));
    }
    let moved: Vec<Vec<f64>> = weights.iter().map(|(rows, _)| inverse.times(rows)).collect();
    let (mut trace, mut squares) = (0.0, 0.0);
    for (place, (left, own)) in weights.iter().enumerate() {
        for (other, right) in moved.iter().enumerate() {
            let shared = if place == other { *own } else { 0.0 } - dot(left, right);
            squares += shared * shared;
            if place == other {
                trace += shared;
            }
        }
    }
    let df = if squares > 0.0 { trace * trace / squares } else { 0.0 };
    (libm::sqrt(variance), df)
}

/// Webb's six weights (2014), for when signs alone would give too few different draws.
fn webb(bits: u64) -> f64 {
    let size = libm::sqrt([0.5, 1.0, 1.5].get((bits % 3) as usize).copied().unwrap_or(1.0));
    if (bits / 3).is_multiple_of(2) { size } else { -size }
}

/// p and the number of draws: how often a t of the model without the column is at least as far from zero.
fn wild(clusters: &[Cluster], inverse: &Square, direction: &[f64], draw: &mut dyn FnMut() -> u64) -> (f64, usize) {
    let groups = clusters.len();
    let own: Vec<f64> = clusters.iter().map(|cluster| dot(direction, &cluster.restricted)).collect();
    // What each cluster's draw moves every cluster's residual score by.
    let back: Vec<Vec<f64>> = clusters
        .iter()
        .map(|cluster| {
            let pull = inverse.times(&cluster.cross.times(direction));
            clusters.iter().map(|other| dot(&pull, &other.restricted)).collect()
        })
        .collect();
    let ratio = |weights: &[f64]| {
        let beta = dot(weights, &own);
        let score = |(place, pulls): (usize, &Vec<f64>)| {
            let mine = own.get(place).zip(weights.get(place)).map_or(0.0, |(score, weight)| score * weight);
            mine - dot(pulls, weights)
        };
        let spread: f64 = back.iter().enumerate().map(score).map(|s| s * s).sum();
        (beta * beta, spread)
    };
    let (beta, spread) = ratio(&vec![1.0; groups]);
    // Draws that equal the data but for rounding are ties.
    let reached = |(drawn, wide): (f64, f64)| drawn * spread >= beta * wide * (1.0 - 1e-9);
    if groups <= ALL_SIGNS_UP_TO {
        let all = 1_usize << groups;
        let sign = |draw: usize, place: usize| if draw >> place & 1 == 0 { 1.0 } else { -1.0 };
        let signs = |draw: usize| (0..groups).map(|place| sign(draw, place)).collect::<Vec<f64>>();
        let hits = (0..all).filter(|draw| reached(ratio(&signs(*draw)))).count();
        return (hits as f64 / all as f64, all);
    }
    let mut weights = vec![0.0; groups];
    let mut hits = 0;
    for _ in 0..WILD_DRAWS {
        weights.iter_mut().for_each(|weight| *weight = webb(draw()));
        hits += usize::from(reached(ratio(&weights)));
    }
    (hits as f64 / WILD_DRAWS as f64, WILD_DRAWS)
}
