//! Who came to boards and networks, and whether they met as planned. Knows no person and nothing of what was decided.

use super::Group;
use super::fact::{Fact, Measured, Span, Sure, input};
use crate::eval::certainty::{Step, step_of};
use crate::eval::numbers::{count, counted, percent};
use crate::eval::sentences::lower_first;
use crate::eval::{Calculation, Period};
use crate::model::{ClusterId, Meeting, MeetingKind, PilotData, Role};
use crate::stats::wilson;
use std::collections::BTreeMap;

/// “The Boards meet each term (every 6 weeks)”: how the pilot's note plans them.
pub const DAYS_BETWEEN_BOARDS: i64 = 42;

const CAME: &str = "Attendance counts seats, not people: the same people are asked each time, so the interval is too narrow, and certainty is held down to what one meeting’s seats allow. Who comes says nothing of what was decided or whether it helped.";
const HELD: &str =
    "A meeting that was held and not entered counts as not held. Six weeks are counted through the holidays.";

/// From fewer seats no role is singled out.
const FEWEST_SEATS: u32 = 10;

/// What the meetings say.
pub(super) struct Meetings {
    pub facts: Vec<Fact>,
    /// Seats taken at boards, of those offered: None without any.
    pub attendance: Option<Fact>,
    /// The role of which the smallest share comes, as a sentence.
    pub fewest: Option<String>,
    /// Boards held and asked for, over all clusters.
    pub boards: Option<(usize, usize)>,
}

/// Answers for everyone together and, of what each cluster answers for, for each.
pub(super) fn meetings(data: &PilotData, period: &Period, groups: &[Group]) -> Meetings {
    let Some(everyone) = groups.first() else {
        return Meetings { facts: Vec::new(), attendance: None, fewest: None, boards: None };
    };
    let clusters: Vec<(&ClusterId, &str)> =
        groups.iter().filter_map(|group| Some((group.cluster.as_ref()?, group.who.as_str()))).collect();
    let all: Vec<&Meeting> = data
        .meetings
        .values()
        .filter(|meeting| is_during(meeting, data, period) && clusters.iter().any(|(id, _)| **id == meeting.cluster))
        .collect();
    let of = |kind: MeetingKind| all.iter().copied().filter(|meeting| meeting.kind == kind).collect::<Vec<_>>();
    let (boards, networks) = (of(MeetingKind::Board), of(MeetingKind::SencoNetwork));
    let seats = attendance("All roles at boards", &everyone.who, &boards, &Role::ALL);
    let mut facts = vec![seats.clone()];
    let mut fewest: Option<(f64, String)> = None;
    for role in Role::ALL {
        let fact = attendance(&format!("{} at boards", role.words()), &everyone.who, &boards, &[role]);
        let seats = boards.iter().flat_map(|meeting| &meeting.attendance).filter(|one| one.role == role);
        let enough = seats.map(|one| one.invited).sum::<u32>() >= FEWEST_SEATS;
        if let Some(share) = fact.value.filter(|share| enough && fewest.as_ref().is_none_or(|(least, _)| share < least))
        {
            fewest =
                Some((share, format!("Fewest come among {}: {}.", lower(role.words()), percent(share / 100.0, 0))));
        }
        facts.extend(fact.value.is_some().then_some(fact));
    }
    for (id, who) in &clusters {
        let own: Vec<&Meeting> = boards.iter().copied().filter(|meeting| meeting.cluster == **id).collect();
        facts.push(attendance("All roles at boards", who, &own, &Role::ALL));
    }
    facts.push(attendance("SENCOs at their network", &everyone.who, &networks, &[Role::Senco]));
    let planned = planned_boards(data, period);
    for (id, who) in &clusters {
        let own: Vec<&Meeting> = boards.iter().copied().filter(|meeting| meeting.cluster == **id).collect();
        facts.push(held(who, &own, planned, period));
    }
    // The note says “each term (every 6 weeks)”: of its two readings the milder is asked for.
    let each = planned.map(|six_weekly| six_weekly.min(period.terms.len()));
    let expected = each.map(|each| each * clusters.len()).filter(|expected| *expected > 0);
    Meetings {
        facts,
        fewest: fewest.map(|(_, words)| words),
        attendance: seats.value.is_some().then_some(seats),
        boards: expected.map(|expected| (boards.len(), expected)),
    }
}

/// From the pilot's start to the end of the newest term with returns.
fn is_during(meeting: &Meeting, data: &PilotData, period: &Period) -> bool {
    bounds(data, period).is_some_and(|(start, end)| (start..=end).contains(&meeting.date))
}

fn bounds(data: &PilotData, period: &Period) -> Option<(chrono::NaiveDate, chrono::NaiveDate)> {
    let start = data.pilot.as_ref()?.dates.start?;
    let end = data.calendar.terms.get(&period.last()?)?.ends;
    (start <= end).then_some((start, end))
}

/// How many boards a cluster would have held by now, one in each six weeks that have passed.
fn planned_boards(data: &PilotData, period: &Period) -> Option<usize> {
    let (start, end) = bounds(data, period)?;
    usize::try_from(end.signed_duration_since(start).num_days() / DAYS_BETWEEN_BOARDS).ok()
}

/// “heads”, but “SENCOs”.
fn lower(words: &str) -> String {
    if words.starts_with("SENCO") { words.to_owned() } else { lower_first(words) }
}

fn attendance(label: &str, who: &str, meetings: &[&Meeting], roles: &[Role]) -> Fact {
    let own = meetings.iter().flat_map(|meeting| &meeting.attendance).filter(|one| roles.contains(&one.role));
    let (came, asked) =
        own.fold((0_u64, 0_u64), |sum, one| (sum.0 + u64::from(one.attended), sum.1 + u64::from(one.invited)));
    let mut unknown = Fact::unknown(label, who, Measured::Percent, "No attendance has been entered.");
    unknown.cannot_say = CAME;
    if asked == 0 {
        return unknown;
    }
    let at = |level: f64| wilson(came, asked, level).map_or((0.0, 1.0), |found| (found.lower, found.upper));
    let apart = |level: f64| {
        let (lower, upper) = at(level);
        lower > 0.5 || upper < 0.5
    };
    let (mut step, mut reasons) = (step_of(apart), Vec::new());
    let distinct = distinct_seats(meetings, roles);
    let steady = step_of(|level| steady_apart(came as f64 / asked as f64, distinct, level));
    if step < steady {
        step = steady;
        reasons.push(format!(
            "The same people are asked each time: if each of them always came or never, it would rest on {} only.",
            counted(distinct as f64, ("seat", "seats"))
        ));
    }
    if meetings.len() < 3 && step < Step::Possible {
        step = Step::Possible;
        reasons.push(format!(
            "Only {} {} been entered.",
            counted(meetings.len() as f64, ("meeting", "meetings")),
            if meetings.len() == 1 { "has" } else { "have" }
        ));
    }
    let share = came as f64 / asked as f64;
    let (lower, upper) = at(0.95);
    let verdict = match (step, share > 0.5) {
        (Step::Clear, true) => "Clearly more than half come.",
        (Step::Likely, true) => "Probably more than half come.",
        (Step::Possible, true) => "More than half may come.",
        (Step::Clear | Step::Likely | Step::Possible, false) => "Fewer than half come.",
        _ => "Whether more than half come cannot be told.",
    };
    Fact {
        value: Some(share * 100.0),
        lower: Some(lower * 100.0),
        upper: Some(upper * 100.0),
        span: Span::Interval,
        certainty: Sure::Estimated(step),
        reasons,
        coverage: counted(meetings.len() as f64, ("meeting", "meetings")),
        convention: "seats taken of seats offered, over all meetings; Wilson score interval, held against a half",
        sentence: format!(
            "{} of {} who were asked came ({}). {verdict}",
            count(came as f64),
            count(asked as f64),
            percent(share, 0)
        ),
        inputs: vec![input("Came", count(came as f64)), input("Were asked", count(asked as f64))],
        calculations: vec![Calculation::proportion(came, asked)],
        ..unknown
    }
}

/// Seats at one meeting of each cluster: as many people as there are at least behind all seats.
fn distinct_seats(meetings: &[&Meeting], roles: &[Role]) -> u64 {
    let mut most: BTreeMap<(&ClusterId, Role), u32> = BTreeMap::new();
    for meeting in meetings {
        for one in meeting.attendance.iter().filter(|one| roles.contains(&one.role)) {
            let seats = most.entry((&meeting.cluster, one.role)).or_default();
            *seats = one.invited.max(*seats);
        }
    }
    most.into_values().map(u64::from).sum()
}

fn steady_apart(share: f64, seats: u64, level: f64) -> bool {
    let taken = libm::round(share * seats as f64) as u64;
    wilson(taken, seats, level).is_ok_and(|found| found.lower > 0.5 || found.upper < 0.5)
}

fn held(who: &str, boards: &[&Meeting], planned: Option<usize>, period: &Period) -> Fact {
    let mut unknown = Fact::unknown(
        "Boards held",
        who,
        Measured::Meetings,
        "Whether boards met as planned cannot be told before the pilot’s start and a first term are known.",
    );
    unknown.cannot_say = HELD;
    let Some(planned) = planned.filter(|_| !boards.is_empty()) else { return unknown };
    let decisions: Vec<u32> = boards.iter().filter_map(|meeting| meeting.decisions).collect();
    let taken = match decisions.iter().sum::<u32>() {
        _ if decisions.is_empty() => String::new(),
        sum => format!(" They took {}.", counted(f64::from(sum), ("decision", "decisions"))),
    };
    Fact {
        value: Some(boards.len() as f64),
        certainty: Sure::Counted,
        coverage: format!("{}, since the pilot’s start", counted(boards.len() as f64, ("meeting", "meetings"))),
        convention: "meetings entered; planned is one in each full 42 days from the pilot's start to the end of the newest term with returns",
        sentence: format!(
            "{}; one every six weeks would make {planned}, one a term {}.{taken}",
            counted(boards.len() as f64, ("board was held", "boards were held")),
            period.terms.len()
        ),
        inputs: vec![input("Planned by the six-weekly rule", count(planned as f64))],
        ..unknown
    }
}
