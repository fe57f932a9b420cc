//! `clusterwise best-value`: which groups a budget buys for the most benefit, with the reasons. Knows nothing of how they are found.

use crate::Refusal;
use crate::files::{Keys, NamedFile, key_options};
use crate::simulate::named;
use clusterwise::jobs::{self, Work};
use clusterwise::model::Scenario;
use clusterwise::sim::{Benefit, BudgetAsked, Rule, Together};
use clusterwise::workspace::schema;
use lexopt::prelude::*;
use std::collections::BTreeMap;
use std::ffi::OsString;

const HELP: &str = concat!(
    "clusterwise best-value: which groups a year's budget buys for the most benefit, as JSON

Usage: clusterwise best-value [FILE] --scenario NAME --budget POUNDS [OPTIONS]

Reads a bundle from FILE, or from standard input without one or where it is -. Whole groups of the scenario's programmes, in the
clusters that take part, are chosen by an integer program that is solved to its proven optimum. A best plan is never told alone:
beside it stand the next best, what more money would bring, what each floor costs, the best for other budgets, how often each
offer is chosen when what it brings is drawn again, and what the plan comes to when it is run forward as a whole.

Options:
      --scenario NAME      the scenario, by its name or short name
      --budget POUNDS      for one year
      --benefit WHAT       requests (without it), permanent_exclusions, days_lost, or net: pounds saved less all costs
      --floor NAME=POUNDS  at least so much for a cluster or a phase; may be told several times
      --hours N            hours of the schools' own staff that there are
      --reach N            places completed in the year, at the least
      --only-with A=B      programme A runs only where B runs too; may be told several times
      --not-with A=B       programme A does not run where B runs; may be told several times
      --seed S             a whole number that decides all draws (1 without it)
",
    key_options!(),
    "
  -h, --help               this text

Example:
  clusterwise demo | clusterwise best-value --scenario \"Plan 2019/20\" --budget 40000 --floor Harrowmead=15000"
);

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut file, mut name, mut budget, mut hours) = (None, None, None, None);
    let (mut benefit, mut seed, mut floors) = (Benefit::Requests, 1, BTreeMap::new());
    let (mut least_reach, mut rules) = (0.0, Vec::new());
    let mut keys = Keys::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("scenario") => name = Some(arguments.value()?.string()?),
            Long("budget") => budget = Some(arguments.value()?.parse()?),
            Long("hours") => hours = Some(arguments.value()?.parse()?),
            Long("reach") => least_reach = arguments.value()?.parse()?,
            Long("only-with") => rules.push((Together::Only, arguments.value()?.string()?)),
            Long("not-with") => rules.push((Together::Never, arguments.value()?.string()?)),
            Long("seed") => seed = arguments.value()?.parse()?,
            Long("benefit") => {
                let key = arguments.value()?.string()?;
                let keys = Benefit::ALL.map(Benefit::key).join(", ");
                benefit = Benefit::from_key(&key).ok_or_else(|| Refusal(format!("“{key}” is none of: {keys}")))?;
            }
            Long("floor") => {
                let text = arguments.value()?.string()?;
                let (name, pounds) = floor(&text)?;
                floors.insert(name, pounds);
            }
            Long("passphrase-file") => keys.add_passphrase(&arguments.value()?)?,
            Long("key-file") => keys.add_key(&arguments.value()?)?,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    let bundle = NamedFile::read(&file.unwrap_or_else(|| OsString::from("-")))?.bundle(&keys)?;
    let (data, _) = schema::read_document(&bundle.document);
    let name = name.ok_or_else(|| Refusal("say which --scenario; clusterwise simulate lists them".to_owned()))?;
    let budget = budget.ok_or_else(|| Refusal("say how many pounds --budget there are for a year".to_owned()))?;
    let scenario = named(&data, &name)?;
    let rules = rules.into_iter().map(|(together, text)| rule(&scenario, together, &text)).collect::<Result<_, _>>()?;
    let asked = BudgetAsked { scenario, benefit, budget, floors, hours, least_reach, rules, seed };
    Ok(jobs::finish(Work::best_value(asked))?)
}

fn floor(text: &str) -> Result<(String, f64), Refusal> {
    let wrong = || Refusal(format!("“{text}” is no floor: write it like Harrowmead=15000"));
    let (name, pounds) = text.rsplit_once('=').ok_or_else(wrong)?;
    Ok((name.to_owned(), pounds.parse().map_err(|_| wrong())?))
}

/// Programmes go by their name or short name.
fn rule(scenario: &Scenario, together: Together, text: &str) -> Result<Rule, Refusal> {
    let wrong = || Refusal(format!("“{text}” is no rule: write it like \"Autism groups=Staff training\""));
    let (own, other) = text.split_once('=').ok_or_else(wrong)?;
    let programme = |name: &str| {
        let found = scenario.programmes.iter().find(|one| one.name == name || one.id.as_str() == name);
        found.map(|one| one.id.clone()).ok_or_else(|| Refusal(format!("the scenario has no programme “{name}”")))
    };
    Ok(Rule { programme: programme(own)?, together, other: programme(other)? })
}
