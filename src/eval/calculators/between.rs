//! Calculates how far apart units lie by chance alone. Ranks nobody.

use super::answer::{Answer, figure};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::counted;
use crate::stats::{self, FunnelFlag, FunnelKind};
use serde::Serialize;
use serde_json::json;

/// The most units of one funnel.
const MOST_UNITS: usize = 5_000;

/// A unit as a request gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelUnit {
    pub name: String,
    pub events: u64,
    pub base: f64,
}

/// Request for a funnel: units over their base, with the limits of chance about all of them together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    #[serde(serialize_with = "kind_name")]
    pub kind: FunnelKind,
    pub per: f64,
    pub units: Vec<FunnelUnit>,
}

fn kind_name<S: serde::Serializer>(kind: &FunnelKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match kind {
        FunnelKind::Proportion => "proportion",
        FunnelKind::Rate => "rate",
    })
}

fn flag_name(flag: FunnelFlag) -> &'static str {
    match flag {
        FunnelFlag::Within => "within",
        FunnelFlag::Below95 => "below95",
        FunnelFlag::Above95 => "above95",
        FunnelFlag::Below998 => "below998",
        FunnelFlag::Above998 => "above998",
    }
}

impl Method for Funnel {
    const NAME: &'static str = "funnel";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let kinds = [("rate", FunnelKind::Rate), ("proportion", FunnelKind::Proportion)];
        let kind = fields.choice("kind", &kinds, FunnelKind::Rate)?;
        let per = fields.amount_or("per", 1.0)?;
        let listed = fields.objects("units", "a list of objects with name, events and base")?;
        if listed.is_empty() || listed.len() > MOST_UNITS {
            let found = format!("a list of {}", listed.len());
            return Err(fields.broken("units", "a list of 1 to 5000 units", &found));
        }
        let one = |mut inner: Fields| {
            let unit =
                FunnelUnit { name: inner.name("name")?, events: inner.count("events")?, base: inner.amount("base")? };
            if kind == FunnelKind::Proportion && unit.events as f64 > unit.base {
                return Err(inner.broken(
                    "events",
                    &format!("at most its base, which is {}", unit.base),
                    &unit.events.to_string(),
                ));
            }
            inner.finish()?;
            Ok(unit)
        };
        let units = listed.into_iter().map(one).collect::<Result<Vec<_>, CalculationError>>()?;
        fields.level()?;
        fields.finish()?;
        Ok(Self { kind, per, units })
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let counts: Vec<(u64, f64)> = self.units.iter().map(|unit| (unit.events, unit.base)).collect();
        let baseline = stats::funnel_baseline(&counts, self.kind)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let mut outside = (0, 0);
        let rows: Vec<_> = self
            .units
            .iter()
            .map(|unit| {
                let value = unit.events as f64 / unit.base;
                let limits = stats::funnel_limits(baseline, unit.base, self.kind);
                let flag = stats::funnel_flag(value, &limits);
                outside.0 += usize::from(flag != FunnelFlag::Within);
                outside.1 += usize::from(matches!(flag, FunnelFlag::Above998 | FunnelFlag::Below998));
                json!({
                    "name": unit.name,
                    "estimate": value * self.per,
                    "lower95": limits.lower95 * self.per,
                    "upper95": limits.upper95 * self.per,
                    "lower998": limits.lower998 * self.per,
                    "upper998": limits.upper998 * self.per,
                    "flag": flag_name(flag),
                })
            })
            .collect();
        let words = format!(
            "All together {}. Of {}, {} outside the 95% limits and {} outside the 99.8% limits.",
            figure(baseline * self.per),
            counted(self.units.len() as f64, ("unit", "units")),
            lie(outside.0),
            lie(outside.1)
        );
        let many = self.units.len() >= 10 && outside.0 * 5 > self.units.len();
        let convention = match self.kind {
            FunnelKind::Proportion => "Wilson score limits (95% and 99.8%) about the pooled share, at each unit's base",
            FunnelKind::Rate => "exact chi-square limits (95% and 99.8%) about the pooled rate, at each unit's base",
        };
        Ok(Answer::new(Self::NAME, convention)
            .with("baseline", baseline * self.per)
            .with_value("units", rows)
            .said(words)
            .warned(many.then(|| "More than a fifth lie outside: units differ by more than chance, so being outside is nothing unusual here.".to_owned()))
            .warned((self.units.len() < 10).then(|| "With fewer than 10 units the middle of the funnel is uncertain.".to_owned())))
    }
}

fn lie(count: usize) -> String {
    match count {
        0 => "none lie".to_owned(),
        1 => "1 lies".to_owned(),
        more => format!("{more} lie"),
    }
}
