//! Runs a scenario forward, a block of runs at a time: the equations of this room's document, in their order. Knows nothing of how
//! runs are told of.

use super::outputs::{Layout, Output};
use super::prepared::{EVENTS, Groups, Place, Prepared, Work};
use super::variables::{BLOCK, CHUNK, Draws, Lane, NOTHING, Slot};
use crate::model::{Event, Worth};

/// Nothing is lost of it.
const WHOLE: Lane = [1.0; CHUNK];

/// The numbers of some runs, one list for each output.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns(pub(super) Vec<Vec<f64>>);

impl Prepared {
    /// A block of `runs` runs, [`BLOCK`] unless it is the last: the same numbers wherever and whenever it is worked out.
    pub fn block(&self, layout: &Layout, seed: u64, block: usize, runs: usize) -> Columns {
        let runs = runs.min(BLOCK);
        self.block_of(layout, &self.draw(seed, block, runs), runs)
    }

    /// The same of draws that were made for all scenarios that are run side by side.
    pub(super) fn block_of(&self, layout: &Layout, draws: &Draws, runs: usize) -> Columns {
        let mut columns = vec![Vec::with_capacity(runs); layout.outputs().len()];
        for number in 0..runs.div_ceil(CHUNK) {
            let mut chunk = Chunk { prepared: self, layout, draws, number, found: Vec::new() };
            chunk.work_out();
            for (column, lane) in columns.iter_mut().zip(&chunk.found) {
                column.extend(lane.iter().take(runs - number * CHUNK));
            }
        }
        Columns(columns)
    }
}

/// Some runs of a block. Those that are not asked for are worked out too, and left out in the end.
struct Chunk<'a> {
    prepared: &'a Prepared,
    layout: &'a Layout,
    draws: &'a Draws,
    number: usize,
    found: Vec<Lane>,
}

/// What holds for all clusters.
struct Common {
    /// The share of the planned groups for which there are specialists, by year.
    specialists: Vec<Lane>,
    /// By how much costs have risen above prices, with what plans turn out dearer; the same without; by year.
    dearer: Vec<Lane>,
    risen: Vec<Lane>,
    /// Of each event, what a year's are to those of the first year.
    levels: Vec<Vec<Lane>>,
    /// Of each programme, what a group costs with its specialist's hours, and what the schools' own hours for it are worth.
    of_group: Vec<Lane>,
    own_time: Vec<Lane>,
    /// Of each programme, σ ε of each event that it bears on.
    strengths: Vec<[Option<Lane>; EVENTS]>,
}

/// What is left of each event, by year, in the phases that are served by the same programmes.
struct Left {
    serves: Vec<bool>,
    by_year: Vec<[Lane; EVENTS]>,
}

impl<'a> Chunk<'a> {
    /// The draws of an assumption.
    fn drawn(&self, slot: Slot) -> &'a Lane {
        self.draws.lane(slot, self.number)
    }

    fn add(&mut self, output: Output, lane: &Lane) {
        if let Some(sum) = self.layout.place(output).and_then(|place| self.found.get_mut(place)) {
            each(sum, lane, |sum, more| sum + more);
        }
    }

    fn lane(&self, output: Output) -> Lane {
        self.layout.place(output).and_then(|place| self.found.get(place)).copied().unwrap_or(NOTHING)
    }

    fn work_out(&mut self) {
        self.found = vec![NOTHING; self.layout.outputs().len()];
        let (common, prepared) = (self.common(), self.prepared);
        for (number, cluster) in prepared.clusters.iter().enumerate() {
            self.cluster(number, cluster, &common);
        }
        self.benefits();
        self.present_values();
    }

    fn common(&self) -> Common {
        let prepared = self.prepared;
        let mut needed = vec![NOTHING; prepared.years];
        for cluster in &prepared.clusters {
            self.hours_needed(cluster, |work| (work.needs_specialist, work.specialist_hours), &mut needed);
        }
        let mut factor = *self.drawn(prepared.inflation);
        factor.iter_mut().for_each(|rise| *rise += 1.0);
        let risen = powers(&factor, prepared.years);
        let mut dearer = risen.clone();
        for lane in &mut dearer {
            each(lane, self.drawn(prepared.optimism_bias), |rise, bias| rise * (1.0 + bias * prepared.unmitigated));
        }
        let product = |one: Slot, other: Slot| {
            let mut lane = *self.drawn(one);
            each(&mut lane, self.drawn(other), |one, other| one * other);
            lane
        };
        let of_group = |work: &Work| {
            let mut lane = product(work.per_hour, work.specialist_hours);
            each(&mut lane, self.drawn(work.per_group), |hours, group| hours + group);
            lane
        };
        let own_time = |work: &Work| product(work.staff_hours, prepared.staff_hour);
        Common {
            of_group: prepared.programmes.iter().map(of_group).collect(),
            own_time: prepared.programmes.iter().map(own_time).collect(),
            specialists: shares_of(self.drawn(prepared.specialist_hours), &needed),
            dearer,
            risen,
            levels: prepared.trend.iter().map(|slot| powers(self.drawn(*slot), prepared.years)).collect(),
            strengths: prepared
                .programmes
                .iter()
                .map(|work| work.bears_on.map(|slots| slots.map(|(share, effect)| product(share, effect))))
                .collect(),
        }
    }

    fn hours_needed(&self, cluster: &Place, of: impl Fn(&Work) -> (bool, Slot), needed: &mut [Lane]) {
        for (work, planned) in self.prepared.programmes.iter().zip(&cluster.groups) {
            let (needs, slot) = of(work);
            if needs && planned.first.is_some() {
                for (sum, groups) in needed.iter_mut().zip(&planned.by_year) {
                    each(sum, self.drawn(slot), |sum, hours| sum + groups * hours);
                }
            }
        }
    }

    fn cluster(&mut self, number: usize, cluster: &'a Place, common: &Common) {
        let prepared = self.prepared;
        let mut needed = vec![NOTHING; prepared.years];
        self.hours_needed(cluster, |work| (work.needs_staff, work.staff_hours), &mut needed);
        let sencos = shares_of(self.drawn(cluster.senco_hours), &needed);
        let mut left = self.nothing_avoided_yet(cluster);
        let mut spent = vec![NOTHING; prepared.years];
        let programmes = prepared.programmes.iter().zip(&common.strengths).zip(&cluster.groups).enumerate();
        for (place, ((work, strengths), planned)) in programmes.filter(|(_, (_, planned))| planned.first.is_some()) {
            let pupils: f64 = cluster
                .phases
                .iter()
                .filter(|one| work.serves.get(one.phase) == Some(&true))
                .map(|one| one.pupils)
                .sum();
            let mut programme = Programme { chunk: self, place, work, planned, pupils, common, sencos: &sencos };
            let stays = programme.years(&mut spent);
            for left in left.iter_mut().filter(|left| left.serves.get(place) == Some(&true)) {
                left.apply(strengths, &stays);
            }
        }
        self.pot(number, cluster, &spent);
        for pupils in &cluster.phases {
            let serves = self.serving(pupils.phase);
            let Some(left) = left.iter().find(|left| left.serves == serves) else { continue };
            for ((kind, slot), (event, levels)) in
                Event::ALL.into_iter().zip(pupils.events).zip(common.levels.iter().enumerate())
            {
                self.events(
                    number,
                    kind,
                    self.drawn(slot),
                    levels,
                    left.by_year.iter().filter_map(|left| left.get(event)),
                );
            }
        }
    }

    /// Which programmes serve a phase.
    fn serving(&self, phase: usize) -> Vec<bool> {
        self.prepared.programmes.iter().map(|work| work.serves.get(phase) == Some(&true)).collect()
    }

    /// One entry for all phases that the same programmes serve.
    fn nothing_avoided_yet(&self, cluster: &Place) -> Vec<Left> {
        let mut left: Vec<Left> = Vec::new();
        for pupils in &cluster.phases {
            let serves = self.serving(pupils.phase);
            if left.iter().all(|one| one.serves != serves) {
                left.push(Left { serves, by_year: vec![[WHOLE; EVENTS]; self.prepared.years] });
            }
        }
        left
    }

    /// What a cluster spends, year by year, against its pot.
    fn pot(&mut self, number: usize, cluster: &Place, spent: &[Lane]) {
        let mut over = NOTHING;
        for (year, spent) in spent.iter().enumerate() {
            self.add(Output::Cost(year), spent);
            self.add(Output::CostIn(number), spent);
            // A pot that is not told has no bottom.
            let pot = cluster.pot.get(year).copied().unwrap_or(f64::INFINITY);
            each(&mut over, spent, |over, spent| if spent > pot { 1.0 } else { over });
        }
        self.add(Output::OverPot(number), &over);
    }

    /// Events of a phase of a cluster, left and avoided.
    fn events<'b>(
        &mut self,
        cluster: usize,
        kind: Event,
        start: &Lane,
        levels: &[Lane],
        left: impl Iterator<Item = &'b Lane>,
    ) {
        for (year, (level, left)) in levels.iter().zip(left).enumerate() {
            let (mut stay, mut avoided) = (NOTHING, NOTHING);
            for (((stay, avoided), left), (start, level)) in
                stay.iter_mut().zip(&mut avoided).zip(left).zip(start.iter().zip(level))
            {
                let without = start * level;
                *stay = without * left;
                *avoided = without - *stay;
            }
            self.add(Output::Left(kind, year), &stay);
            self.add(Output::Avoided(kind, year), &avoided);
            self.add(Output::AvoidedIn(cluster, kind), &avoided);
            self.add(Output::AvoidedAltogether(kind), &avoided);
        }
    }

    fn benefits(&mut self) {
        let prepared = self.prepared;
        for value in &prepared.values {
            let (Some(event), Some(worth)) = (Event::ALL.get(value.event), Worth::ALL.get(value.worth)) else {
                continue;
            };
            let mut each_worth = *self.drawn(value.pounds);
            each(&mut each_worth, self.drawn(value.deadweight), |pounds, anyway| pounds * (1.0 - anyway));
            for year in 0..prepared.years {
                let mut benefit = NOTHING;
                for earlier in (year + 1).saturating_sub(value.years)..=year {
                    each(&mut benefit, &self.lane(Output::Avoided(*event, earlier)), |sum, avoided| sum + avoided);
                }
                each(&mut benefit, &each_worth, |events, pounds| events * pounds);
                self.add(Output::Benefit(*worth, year), &benefit);
                let mut present = benefit;
                let factor = prepared.factors.get(year).copied().unwrap_or_default();
                present.iter_mut().for_each(|pounds| *pounds *= factor);
                self.add(Output::PresentBenefitTo(value.stakeholder, *worth), &present);
                if *worth == Worth::Fiscal {
                    benefit.iter_mut().for_each(|pounds| *pounds *= value.cashable);
                    self.add(Output::Cashable(year), &benefit);
                }
            }
        }
    }

    fn present_values(&mut self) {
        for (year, factor) in self.prepared.factors.iter().enumerate() {
            let benefits = Worth::ALL.map(|worth| (Output::Benefit(worth, year), Output::PresentBenefit(worth)));
            let others = [
                (Output::Cost(year), Output::PresentCost),
                (Output::StaffCost(year), Output::PresentStaffCost),
                (Output::Cashable(year), Output::PresentCashable),
            ];
            for (flow, present) in others.into_iter().chain(benefits) {
                let mut lane = self.lane(flow);
                lane.iter_mut().for_each(|pounds| *pounds *= factor);
                self.add(present, &lane);
            }
        }
        let mut net = self.lane(Output::PresentBenefit(Worth::Fiscal));
        each(&mut net, &self.lane(Output::PresentCost), |net, cost| net - cost);
        each(&mut net, &self.lane(Output::PresentStaffCost), |net, cost| net - cost);
        self.add(Output::Net, &net);
    }
}

/// A programme in a cluster.
struct Programme<'p, 'a> {
    chunk: &'p mut Chunk<'a>,
    place: usize,
    work: &'a Work,
    planned: &'a Groups,
    /// Pupils of the phases that it serves.
    pupils: f64,
    common: &'p Common,
    sencos: &'p [Lane],
}

impl Programme<'_, '_> {
    /// Groups, costs and reach, year by year; adds to what the cluster has spent, and gives S.
    fn years(&mut self, spent: &mut [Lane]) -> Vec<Lane> {
        let (years, work, planned) = (self.chunk.prepared.years, self.work, self.planned);
        let with_need = self.with_need();
        let (mut reached, mut stays) = (Vec::with_capacity(years), Vec::with_capacity(years));
        let mut before = NOTHING;
        let fade = self.chunk.drawn(work.fade);
        for (year, groups) in planned.by_year.iter().enumerate() {
            let (reach, cost) = if *groups > 0.0 { self.year(year, *groups, &with_need) } else { (NOTHING, NOTHING) };
            if let Some(spent) = spent.get_mut(year) {
                each(spent, &cost, |spent, cost| spent + cost);
            }
            reached.push(reach);
            let new = year.checked_sub(work.delay).and_then(|year| reached.get(year)).unwrap_or(&NOTHING);
            for ((stay, fade), new) in before.iter_mut().zip(fade).zip(new) {
                *stay = at_most(*stay * (1.0 - fade) + new, 1.0);
            }
            stays.push(before);
        }
        stays
    }

    /// Pupils who have the need, one at the least.
    fn with_need(&self) -> Lane {
        let mut lane = *self.chunk.drawn(self.work.prevalence);
        lane.iter_mut().for_each(|share| *share = at_least(*share * self.pupils, 1.0));
        lane
    }

    /// A year in which groups are planned: the share of pupils that is reached, first ones first, and what it costs.
    fn year(&mut self, year: usize, groups: f64, with_need: &Lane) -> (Lane, Lane) {
        let (work, chunk) = (self.work, &mut *self.chunk);
        let mut run = [groups; CHUNK];
        for (needs, share) in
            [(work.needs_staff, self.sencos.get(year)), (work.needs_specialist, self.common.specialists.get(year))]
        {
            if let Some(share) = share.filter(|_| needs) {
                each(&mut run, share, |run, share| at_most(run, groups * share));
            }
        }
        let mut filled = run;
        each(&mut filled, chunk.drawn(work.taken), |run, taken| run * work.places * taken);
        let mut completed = filled;
        each(&mut completed, chunk.drawn(work.completed), |filled, share| filled * share);
        let (mut reach, mut progress) = (completed, *chunk.drawn(work.progress));
        let early = chunk.drawn(work.diminishing);
        // Without a school of a phase that it serves nobody is reached.
        let most = if self.pupils > 0.0 { 1.0 } else { 0.0 };
        for ((((reach, progress), completed), early), with_need) in
            reach.iter_mut().zip(&mut progress).zip(&completed).zip(early).zip(with_need)
        {
            let share = at_most(completed / with_need, most);
            let first = (1.0 + early) / (1.0 + early * share);
            *reach = share * first;
            *progress *= completed * first;
        }
        chunk.add(Output::Completed(year), &completed);
        chunk.add(Output::CompletedOf(work.listed), &completed);
        chunk.add(Output::Progress(year), &progress);
        let cost = self.cost(year, &run, &filled);
        (reach, cost)
    }

    /// What a year costs, and what the schools' own time for it is worth.
    fn cost(&mut self, year: usize, run: &Lane, filled: &Lane) -> Lane {
        let (work, chunk) = (self.work, &mut *self.chunk);
        let mut cost = *chunk.drawn(work.fixed);
        if self.planned.first == Some(year) {
            each(&mut cost, chunk.drawn(work.start_up), |cost, more| cost + more);
        }
        let (Some(of_group), Some(own_time), Some(dearer), Some(risen)) = (
            self.common.of_group.get(self.place),
            self.common.own_time.get(self.place),
            self.common.dearer.get(year),
            self.common.risen.get(year),
        ) else {
            return NOTHING;
        };
        let mut hours = *run;
        each(&mut hours, chunk.drawn(work.staff_hours), |run, hours| run * hours);
        let mut own = *own_time;
        for ((own, run), risen) in own.iter_mut().zip(run).zip(risen) {
            *own *= run * risen;
        }
        let places = filled.iter().zip(chunk.drawn(work.per_place));
        for (((cost, dearer), (run, of_group)), (filled, of_place)) in
            cost.iter_mut().zip(dearer).zip(run.iter().zip(of_group)).zip(places)
        {
            *cost = (*cost + of_group * run + of_place * filled) * dearer;
        }
        chunk.add(Output::StaffCost(year), &own);
        chunk.add(Output::StaffHours(year), &hours);
        chunk.add(Output::CostOf(work.listed), &cost);
        cost
    }
}

impl Left {
    /// What one more programme leaves.
    fn apply(&mut self, strengths: &[Option<Lane>; EVENTS], stays: &[Lane]) {
        for (left, stays) in self.by_year.iter_mut().zip(stays) {
            for (left, strength) in left.iter_mut().zip(strengths) {
                let Some(strength) = strength else { continue };
                for ((left, strength), stays) in left.iter_mut().zip(strength).zip(stays) {
                    *left *= 1.0 - strength * stays;
                }
            }
        }
    }
}

/// Changes each run's number by another.
#[inline]
fn each(lane: &mut Lane, other: &Lane, change: impl Fn(f64, f64) -> f64) {
    for (number, other) in lane.iter_mut().zip(other) {
        *number = change(*number, *other);
    }
}

/// As `min`, which is no single instruction because of numbers that are none; here there are no such.
#[inline]
fn at_most(number: f64, most: f64) -> f64 {
    if number < most { number } else { most }
}

#[inline]
fn at_least(number: f64, least: f64) -> f64 {
    if number > least { number } else { least }
}

/// What there is of what is needed in each year, 1 at most.
fn shares_of(there_is: &Lane, needed: &[Lane]) -> Vec<Lane> {
    let share = |needed: &Lane| {
        let mut share = *there_is;
        each(&mut share, needed, |there_is, needed| if needed > there_is { there_is / needed } else { 1.0 });
        share
    };
    needed.iter().map(share).collect()
}

/// A factor to the power of each year.
fn powers(factor: &Lane, years: usize) -> Vec<Lane> {
    let mut power = WHOLE;
    (0..years)
        .map(|_| {
            let now = power;
            each(&mut power, factor, |power, factor| power * factor);
            now
        })
        .collect()
}
