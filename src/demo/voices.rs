//! What people of the demonstration say, what pupils score, and what schools count once a year. Draws from generators of its
//! own, so that returns stay what they are.

use super::draws::part_of;
use super::schools::Place;
use crate::model::{
    AcademicYear, Audience, Census, CensusId, EventId, EventKind, GroupScores, Phase, PilotData, PilotEvent,
    ProgrammeKind, SurveyId, SurveyResult, TermId,
};
use crate::rng::Rng;
use chrono::NaiveDate;

/// What is true of people's answers and pupils' scores in schools taking part. Shares are of those who reply.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VoiceTruth {
    /// Heads and SENCOs who agree that the support is effective, and that the arrangements are manageable.
    pub effective: f64,
    pub manageable: f64,
    /// Heads and SENCOs who answer 9 or 10, and 0 to 6, on recommending the approach.
    pub promoters: f64,
    pub detractors: f64,
    /// Staff whose confidence rises, and falls, by a step between the two surveys.
    pub more_confident: f64,
    pub less_confident: f64,
    /// Pupils who value the support, parents and carers who see impact.
    pub valued: f64,
    pub impact: f64,
    /// Points of a standardised test (standard deviation 15) that programme groups gain, and comparison groups.
    pub speech_gain: f64,
    pub literacy_gain: f64,
    pub numeracy_gain: f64,
    pub usual_gain: f64,
    /// Share of pupils at SEN Support who are new to it in Reception to Year 2 and Year 7, in the pilot and otherwise.
    pub new_early: f64,
    pub new_usual: f64,
}

/// The demonstration's truth: speech and language groups bring 3 points (0.2 SD) beyond the usual, literacy 1.5, numeracy
/// nothing; a quarter of staff grow more confident and a tenth less; attainment does not change.
pub const VOICES: VoiceTruth = VoiceTruth {
    effective: 0.78,
    manageable: 0.64,
    promoters: 0.45,
    detractors: 0.22,
    more_confident: 0.25,
    less_confident: 0.10,
    valued: 0.82,
    impact: 0.68,
    speech_gain: 5.25,
    literacy_gain: 3.75,
    numeracy_gain: 2.25,
    usual_gain: 2.25,
    new_early: 0.40,
    new_usual: 0.32,
};

/// The same where nothing has an effect: people answer as they please, pupils gain what they gain anyway.
const NOTHING: VoiceTruth = VoiceTruth {
    effective: 0.5,
    manageable: 0.5,
    promoters: 0.33,
    detractors: 0.33,
    more_confident: 0.15,
    less_confident: 0.15,
    valued: 0.5,
    impact: 0.5,
    speech_gain: VOICES.usual_gain,
    literacy_gain: VOICES.usual_gain,
    numeracy_gain: VOICES.usual_gain,
    usual_gain: VOICES.usual_gain,
    new_early: VOICES.new_usual,
    new_usual: VOICES.new_usual,
};

/// Answers of staff before the pilot, from “strongly disagree” to “strongly agree”.
const CONFIDENCE_BEFORE: [f64; 5] = [0.08, 0.20, 0.30, 0.30, 0.12];
const REPLY_RATES: [f64; 5] = [0.86, 0.90, 0.55, 0.80, 0.35];
/// A change beyond this many points is not the test's own error: 1.96 × 15 × √(2 × (1 − 0.9)).
const RELIABLE_POINTS: i64 = 14;
/// Pupils at SEN Support, and others, who reach the expected standard.
const REACHED: [f64; 2] = [0.24, 0.74];

/// Adds surveys, scores, yearly counts and marked events.
pub(super) fn add_voices(data: &mut PilotData, places: &[Place], root: &Rng, effects: bool) {
    let truth = if effects { VOICES } else { NOTHING };
    let before = TermId::new(2018, 1);
    let Some(after) = data.calendar.terms.keys().next_back().copied() else { return };
    for (index, place) in places.iter().enumerate() {
        let mut rng = root.split("census").stream(index as u64);
        add_censuses(data, place, &truth, &mut rng);
        if place.school.taking_part {
            let mut voices = root.split("voices").stream(index as u64);
            add_surveys(data, place, [before, after], &truth, &mut voices);
            let mut scores = root.split("scores").stream(index as u64);
            add_scores(data, place, index, after, &truth, &mut scores);
        }
    }
    add_events(data, places);
}

/// The group programmes of a school: two or three of four, in turn.
fn programmes(place: &Place, index: usize) -> Vec<ProgrammeKind> {
    let all =
        [ProgrammeKind::SpeechLanguage, ProgrammeKind::Literacy, ProgrammeKind::Behaviour, ProgrammeKind::Numeracy];
    let turn = |offset: usize| all.get((index + offset) % all.len()).copied();
    let mut chosen: Vec<ProgrammeKind> = [turn(0), turn(1)].into_iter().flatten().collect();
    if place.school.phase == Phase::Primary && !chosen.contains(&ProgrammeKind::SpeechLanguage) {
        chosen.push(ProgrammeKind::SpeechLanguage);
    }
    chosen.sort_unstable();
    chosen
}

fn survey(
    place: &Place,
    term: TermId,
    audience: Audience,
    programme: Option<ProgrammeKind>,
    invited: u32,
    rng: &mut Rng,
) -> SurveyResult {
    let mut found = SurveyResult::new(SurveyId { school: place.school.urn.clone(), term, audience, programme });
    let rate = Audience::ALL.iter().position(|one| *one == audience).and_then(|at| REPLY_RATES.get(at)).copied();
    found.invited = invited;
    found.replied = part_of(rng, invited, rate.unwrap_or(0.5));
    found
}

/// Answers of which `agree` agree or agree strongly.
fn ratings(replies: u32, agree: f64, rng: &mut Rng) -> Vec<u32> {
    let shares = [0.25 * (1.0 - agree), 0.30 * (1.0 - agree), 0.45 * (1.0 - agree), 0.6 * agree, 0.4 * agree];
    let mut counts = vec![0; shares.len()];
    for _ in 0..replies {
        add_one(&mut counts, draw(&shares, rng));
    }
    counts
}

pub(super) fn draw(shares: &[f64], rng: &mut Rng) -> usize {
    let mut left = rng.uniform();
    for (place, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return place;
        }
    }
    shares.len().saturating_sub(1)
}

pub(super) fn add_one(counts: &mut [u32], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}

fn add_surveys(data: &mut PilotData, place: &Place, [before, after]: [TermId; 2], truth: &VoiceTruth, rng: &mut Rng) {
    for audience in [Audience::Head, Audience::Senco] {
        let mut found = survey(place, after, audience, None, 1, rng);
        found.ratings =
            vec![ratings(found.replied, truth.effective, rng), ratings(found.replied, truth.manageable, rng)];
        found.recommend = vec![0; crate::model::RECOMMENDATIONS];
        for _ in 0..found.replied {
            let kind = draw(&[truth.detractors, 1.0 - truth.detractors - truth.promoters, truth.promoters], rng);
            let answer = match kind {
                0 => rng.below(7),
                1 => 7 + rng.below(2),
                _ => 9 + rng.below(2),
            };
            add_one(&mut found.recommend, answer as usize);
        }
        data.surveys.insert(found.id(), found);
    }
    let staff = if place.school.phase == Phase::Primary { 14 + rng.below(16) } else { 60 + rng.below(50) } as u32;
    let first = staff_before(place, before, staff, rng);
    let later = staff_after(place, after, staff, &first, truth, rng);
    data.surveys.insert(first.id(), first);
    data.surveys.insert(later.id(), later);
}

fn staff_before(place: &Place, term: TermId, staff: u32, rng: &mut Rng) -> SurveyResult {
    let mut found = survey(place, term, Audience::Staff, None, staff, rng);
    let mut confident = vec![0; CONFIDENCE_BEFORE.len()];
    for _ in 0..found.replied {
        add_one(&mut confident, draw(&CONFIDENCE_BEFORE, rng));
    }
    found.ratings = vec![confident, ratings(found.replied, 0.55, rng)];
    found
}

fn staff_after(
    place: &Place,
    term: TermId,
    staff: u32,
    first: &SurveyResult,
    truth: &VoiceTruth,
    rng: &mut Rng,
) -> SurveyResult {
    let mut found = survey(place, term, Audience::Staff, None, staff, rng);
    let pairs = part_of(rng, found.replied.min(first.replied), 0.7);
    let mut shift = vec![0; 25];
    let mut confident = vec![0; CONFIDENCE_BEFORE.len()];
    for reply in 0..found.replied {
        let was = draw(&CONFIDENCE_BEFORE, rng);
        let stay = 1.0 - truth.more_confident - truth.less_confident;
        let now = match draw(&[truth.less_confident, stay, truth.more_confident], rng) {
            0 => was.saturating_sub(1),
            1 => was,
            _ => (was + 1).min(4),
        };
        add_one(&mut confident, now);
        if reply < pairs {
            add_one(&mut shift, was * 5 + now);
        }
    }
    found.ratings = vec![confident, ratings(found.replied, 0.62, rng)];
    found.shift = shift;
    found
}

fn add_scores(data: &mut PilotData, place: &Place, index: usize, term: TermId, truth: &VoiceTruth, rng: &mut Rng) {
    for programme in programmes(place, index) {
        let pupils = 6 + rng.below(9) as u32;
        for (audience, agree) in [(Audience::Pupil, truth.valued), (Audience::Parent, truth.impact)] {
            let mut found = survey(place, term, audience, Some(programme), pupils, rng);
            found.ratings = vec![ratings(found.replied, agree, rng)];
            data.surveys.insert(found.id(), found);
        }
        let gain = match programme {
            ProgrammeKind::SpeechLanguage => truth.speech_gain,
            ProgrammeKind::Literacy => truth.literacy_gain,
            ProgrammeKind::Numeracy => truth.numeracy_gain,
            // Behaviour has no test: incidents and suspensions are its measures.
            _ => continue,
        };
        let mut add = |comparison: bool, pupils: u32, gain: f64| {
            let id = crate::model::ScoresId { school: place.school.urn.clone(), term, programme, comparison };
            let found = group(GroupScores::new(id), pupils, gain, rng);
            data.scores.insert(found.id(), found);
        };
        add(false, pupils, gain);
        // A third of the schools could test pupils who wait for a place.
        if index.is_multiple_of(3) {
            add(true, pupils, truth.usual_gain);
        }
    }
}

fn group(mut scores: GroupScores, pupils: u32, gain: f64, rng: &mut Rng) -> GroupScores {
    for _ in 0..pupils {
        let before = 82.0 + 9.0 * rng.normal();
        let after = before + gain + 6.0 * rng.normal();
        let whole = |points: f64| libm::round(points.clamp(55.0, 145.0)) as i64;
        let (before, after) = (whole(before), whole(after));
        scores.add(before, after);
        scores.reliably_better += u32::from(after - before >= RELIABLE_POINTS);
        scores.reliably_worse += u32::from(before - after >= RELIABLE_POINTS);
    }
    scores
}

/// A count each January, from the return of Term 3.
fn add_censuses(data: &mut PilotData, place: &Place, truth: &VoiceTruth, rng: &mut Rng) {
    let groups = if place.school.phase == Phase::Primary { 0..7_usize } else { 7..12 };
    let years: Vec<AcademicYear> = {
        let mut years: Vec<_> = data.calendar.terms.keys().map(|term| term.year).collect();
        years.dedup();
        years
    };
    for year in years {
        let term = TermId { year, number: 3 };
        let figures = data.return_of(&place.school.urn, term).map(|entry| (entry.roll, entry.sen_support));
        let Some((Some(roll), Some(support))) = figures else { continue };
        let pilot = place.school.taking_part && data.first_term_during().is_some_and(|first| first <= term);
        let mut census = Census::new(CensusId { school: place.school.urn.clone(), year });
        let each = groups.len() as u32;
        let share = |all: u32, place: u32| all / each + u32::from(place < all % each);
        for group in 0..groups.end {
            if !groups.contains(&group) {
                census.roll.push(0);
                census.sen_support.push(0);
                census.newly_identified.push(0);
                continue;
            }
            let at = (group - groups.start) as u32;
            let known = share(support, at).min(share(roll, at));
            let early = group <= 2 || group == 7;
            let rate = if early && pilot {
                truth.new_early
            } else if early {
                truth.new_usual
            } else {
                0.12
            };
            census.roll.push(share(roll, at));
            census.sen_support.push(known);
            census.newly_identified.push(part_of(rng, known, rate));
        }
        let last = |list: &[u32]| list.last().copied().unwrap_or_default();
        let (assessed, all) = (last(&census.sen_support), last(&census.roll));
        let others = all.saturating_sub(assessed);
        census.support_assessed = Some(assessed);
        census.support_reached = Some(part_of(rng, assessed, REACHED[0]));
        census.other_assessed = Some(others);
        census.other_reached = Some(part_of(rng, others, REACHED[1]));
        data.censuses.insert(census.id(), census);
    }
}

fn add_events(data: &mut PilotData, places: &[Place]) {
    let day = NaiveDate::from_ymd_opt;
    let second = places.iter().filter(|place| place.school.taking_part).find(|place| place.cluster == 1);
    let mark = |id: &str, date: Option<NaiveDate>, kind: EventKind, words: &str| {
        Some(PilotEvent {
            id: id.parse::<EventId>().ok()?,
            date: date?,
            kind,
            words: words.to_owned(),
            school: None,
            cluster: None,
            figures: Vec::new(),
        })
    };
    let mut marks = vec![mark("snow-closures", day(2018, 3, 5), EventKind::Event, "Schools closed for snow")];
    if let Some(place) = second {
        marks.push(mark("behaviour-policy", day(2019, 1, 7), EventKind::Event, "New behaviour policy").map(
            |mut event| {
                event.school = Some(place.school.urn.clone());
                event.figures = vec!["incidents".to_owned(), "suspensions".to_owned(), "days_lost".to_owned()];
                event
            },
        ));
        marks.push(mark("incident-log", day(2017, 9, 4), EventKind::Break, "Incidents logged in a new system").map(
            |mut event| {
                event.cluster = place.school.cluster.clone();
                event.figures = vec!["incidents".to_owned()];
                event
            },
        ));
    }
    data.events = marks.into_iter().flatten().map(|event| (event.id.clone(), event)).collect();
}
