//! Calculates a regression whose errors hold within clusters. Knows nothing of schools.

use super::answer::{Answer, figure, level_words, p_words};
use super::error::CalculationError;
use super::fields::{Fields, shortened};
use super::method::Method;
use crate::rng::Rng;
use crate::stats::{self, Design};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most rows of one regression.
const MOST_ROWS: usize = 20_000;
/// The most clusters: the wild bootstrap goes through pairs of them for each draw.
const MOST_CLUSTERS: usize = 200;

/// Request for one coefficient of a regression with an intercept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClusterRegression {
    pub y: Vec<f64>,
    pub x: BTreeMap<String, Vec<f64>>,
    pub cluster: Vec<String>,
    pub test: String,
    pub level: f64,
}

impl Method for ClusterRegression {
    const NAME: &'static str = "cluster_regression";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let y = fields.numbers("y")?;
        if y.len() < 3 || y.len() > MOST_ROWS {
            return Err(fields.broken("y", "a list of 3 to 20000 numbers", &format!("a list of {}", y.len())));
        }
        let x: BTreeMap<String, Vec<f64>> = fields.named_numbers("x")?.into_iter().collect();
        if x.is_empty() || x.len() + 1 > stats::MOST_COLUMNS {
            return Err(fields.broken("x", "1 to 39 lists by name", &format!("{} lists", x.len())));
        }
        let cluster = fields.labels("cluster")?;
        let rule = format!("as many items as y, which are {}", y.len());
        if let Some((name, list)) = x.iter().find(|(_, list)| list.len() != y.len()) {
            return Err(fields.broken(&format!("x.{}", shortened(name)), &rule, &format!("a list of {}", list.len())));
        }
        if cluster.len() != y.len() {
            return Err(fields.broken("cluster", &rule, &format!("a list of {}", cluster.len())));
        }
        let distinct: std::collections::BTreeSet<&String> = cluster.iter().collect();
        if distinct.len() < 2 || distinct.len() > MOST_CLUSTERS {
            return Err(fields.broken(
                "cluster",
                "labels of 2 to 200 clusters",
                &format!("{} clusters", distinct.len()),
            ));
        }
        let test = fields.name("test")?;
        if !x.contains_key(&test) {
            return Err(fields.broken("test", "the name of one of the lists of x", &test));
        }
        let request = Self { y, x, cluster, test, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let rule = |source| CalculationError::Rule { method: Self::NAME, source };
        let columns: Vec<Vec<f64>> = self.x.values().cloned().collect();
        let test = self.x.keys().position(|name| *name == self.test).unwrap_or_default();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for label in &self.cluster {
            numbers.entry(label).or_default();
        }
        numbers.values_mut().enumerate().for_each(|(number, cell)| *cell = number);
        let cluster: Vec<usize> =
            self.cluster.iter().map(|label| numbers.get(label.as_str()).copied().unwrap_or_default()).collect();
        let mut rng = Rng::seeded(0).split("wild");
        let design = Design { y: &self.y, columns: &columns, cluster: &cluster, test };
        let found = stats::cluster_regression(design, self.level, &mut || rng.bits()).map_err(rule)?;
        let weights = if found.clusters <= stats::ALL_SIGNS_UP_TO {
            "all Rademacher vectors"
        } else {
            "Webb weights, ChaCha8, seed 0"
        };
        let words = format!(
            "{} goes with {} more in y; the {} interval runs from {} to {} ({}; wild bootstrap {}).",
            self.test,
            figure(found.coefficient),
            level_words(self.level),
            figure(found.lower),
            figure(found.upper),
            p_words(found.p),
            p_words(found.p_wild)
        );
        let finite = |value: f64| Some(value).filter(|value| value.is_finite());
        let mut answer = Answer::new(Self::NAME, "CR2 with Satterthwaite's degrees of freedom (identity working model); CR1S as statsmodels; restricted wild cluster bootstrap, ties counted")
            .with("coefficient", found.coefficient)
            .with("se_ols", found.se_ols)
            .with("se_cr1s", found.se_cr1s)
            .with("se_cr2", found.se_cr2)
            .with("df", found.df)
            .with("p", finite(found.p))
            .with("lower", finite(found.lower))
            .with("upper", finite(found.upper))
            .with("p_wild", found.p_wild)
            .with_count("wild_vectors", Some(found.wild_vectors as u64))
            .said(if found.p.is_finite() { words } else { "The clusters leave no degrees of freedom to judge this by.".to_owned() })
            .warned((found.clusters < 10).then(|| format!("Only {} clusters: no method is dependable with so few.", found.clusters)))
            .warned((found.df < 4.0).then(|| format!("Only {} degrees of freedom: a few clusters decide alone.", figure(found.df))));
        answer.warnings.push(format!("The wild bootstrap went through {} ({weights}).", found.wild_vectors));
        Ok(answer)
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}
