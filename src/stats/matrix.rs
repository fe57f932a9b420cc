//! Small square matrices: products, and roots of symmetric ones by their eigenvalues. Knows nothing of regressions.

/// A square matrix of a few rows, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    pub fn zero(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    pub fn size(&self) -> usize {
        self.size
    }

    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells.get(row * self.size + column).copied().unwrap_or_default()
    }

    fn set(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell = value;
        }
    }

    /// Adds the outer product of a row with itself, weighted.
    pub fn add_outer(&mut self, row: &[f64], weight: f64) {
        for (cells, left) in self.cells.chunks_mut(self.size.max(1)).zip(row) {
            for (cell, right) in cells.iter_mut().zip(row) {
                *cell += weight * left * right;
            }
        }
    }

    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.cells.chunks(self.size.max(1)).map(|row| dot(row, vector)).collect()
    }

    pub fn product(&self, other: &Self) -> Self {
        let mut out = Self::zero(self.size);
        for row in 0..self.size {
            for column in 0..self.size {
                let sum = (0..self.size).map(|k| self.at(row, k) * other.at(k, column)).sum();
                out.set(row, column, sum);
            }
        }
        out
    }

    /// A function of a symmetric matrix, taken of its eigenvalues.
    pub fn of_eigenvalues(&self, function: impl Fn(f64) -> f64) -> Self {
        let (values, vectors) = self.eigen();
        let mut out = Self::zero(self.size);
        for (place, value) in values.iter().enumerate() {
            let vector: Vec<f64> = (0..self.size).map(|row| vectors.at(row, place)).collect();
            out.add_outer(&vector, function(*value));
        }
        out
    }

    /// Smallest and largest eigenvalue of a symmetric matrix.
    pub fn spectrum(&self) -> (f64, f64) {
        let (values, _) = self.eigen();
        values
            .into_iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    }

    /// Jacobi's rotations: eigenvalues, and eigenvectors as columns.
    fn eigen(&self) -> (Vec<f64>, Self) {
        const SWEEPS: usize = 60;
        let size = self.size;
        let mut matrix = self.clone();
        let mut vectors = Self::zero(size);
        (0..size).for_each(|k| vectors.set(k, k, 1.0));
        for _ in 0..SWEEPS {
            let off: f64 = pairs(size).map(|(p, q)| matrix.at(p, q) * matrix.at(p, q)).sum();
            let all: f64 = matrix.cells.iter().map(|cell| cell * cell).sum();
            if off <= all * 1e-34 {
                break;
            }
            for (p, q) in pairs(size) {
                matrix.rotate(&mut vectors, p, q);
            }
        }
        ((0..size).map(|k| matrix.at(k, k)).collect(), vectors)
    }

    fn rotate(&mut self, vectors: &mut Self, p: usize, q: usize) {
        let apq = self.at(p, q);
        if apq == 0.0 {
            return;
        }
        let theta = (self.at(q, q) - self.at(p, p)) / (2.0 * apq);
        let t = libm::copysign(1.0, theta) / (libm::fabs(theta) + libm::sqrt(theta * theta + 1.0));
        let c = 1.0 / libm::sqrt(t * t + 1.0);
        let s = t * c;
        for k in 0..self.size {
            let (kp, kq) = (self.at(k, p), self.at(k, q));
            self.set(k, p, c * kp - s * kq);
            self.set(k, q, s * kp + c * kq);
        }
        for k in 0..self.size {
            let (pk, qk) = (self.at(p, k), self.at(q, k));
            self.set(p, k, c * pk - s * qk);
            self.set(q, k, s * pk + c * qk);
            let (vp, vq) = (vectors.at(k, p), vectors.at(k, q));
            vectors.set(k, p, c * vp - s * vq);
            vectors.set(k, q, s * vp + c * vq);
        }
    }
}

fn pairs(size: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..size).flat_map(move |p| (p + 1..size).map(move |q| (p, q)))
}

pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_times_itself_is_the_matrix() {
        let mut matrix = Square::zero(3);
        for row in [[1.0, 2.0, 0.5], [0.3, -1.0, 2.0], [2.0, 0.1, 0.1], [1.0, 1.0, 1.0]] {
            matrix.add_outer(&row, 1.0);
        }
        let root = matrix.of_eigenvalues(libm::sqrt);
        let again = root.product(&root);
        let inverse = matrix.of_eigenvalues(|value| 1.0 / value).product(&matrix);
        for (p, q) in (0..3).flat_map(|p| (0..3).map(move |q| (p, q))) {
            assert!((again.at(p, q) - matrix.at(p, q)).abs() < 1e-13);
            assert!((inverse.at(p, q) - if p == q { 1.0 } else { 0.0 }).abs() < 1e-12);
        }
    }
}
