//! The ten measures and three outcomes of a pilot: each is answered, and none claims more than its figures.

use clusterwise::demo::{Options, pilot_data};
use clusterwise::eval::{Conclusion, Step, answer_json, evaluate};
use clusterwise::model::{Audience, PilotData, SurveyId, SurveyResult};

fn evaluated(data: &PilotData) -> clusterwise::eval::ScopeFindings {
    evaluate(data, false).scopes.into_iter().next().expect("the pilot")
}

#[test]
fn the_demonstration_has_ten_findings_and_three_outcomes() {
    let found = evaluated(&pilot_data(&Options::default()));
    assert_eq!(found.measures.iter().map(|measure| measure.measure).collect::<Vec<_>>(), (1..=10).collect::<Vec<u8>>());
    assert_eq!(found.outcomes.len(), 3);
    assert_eq!(found.outcomes.iter().map(|outcome| outcome.measures.len()).sum::<usize>(), 10);
    for measure in &found.measures {
        assert!(measure.leading >= 1 && !measure.conclusion.is_empty());
        for part in measure.parts.iter().take(measure.leading) {
            assert_eq!(part.intended.is_some(), part.certainty.has_direction(), "{}", part.label);
        }
        for part in &measure.parts {
            let value = part.value.unwrap_or_else(|| panic!("{}: no value", part.label));
            assert!(part.lower.is_some_and(|lower| lower <= value) && part.upper.is_none_or(|upper| value <= upper));
            assert!(part.convention.len() > 10 && part.sentence.ends_with('.') && !part.coverage.is_empty());
            // A direction is named only where the certainty allows it.
            assert!(part.intended.is_none() || part.certainty.has_direction(), "{}", part.label);
        }
    }
}

#[test]
fn every_figure_can_be_asked_again_on_the_command_line() {
    let found = evaluated(&pilot_data(&Options::default()));
    let parts = found.measures.iter().flat_map(|measure| &measure.parts);
    let requests: Vec<String> = parts
        .flat_map(|part| &part.calculations)
        .map(|request| serde_json::to_string(request).expect("json"))
        .collect();
    assert!(requests.len() > 25, "{}", requests.len());
    for request in requests {
        assert!(answer_json(&request).is_ok(), "{request}");
    }
}

#[test]
fn without_figures_nothing_is_claimed() {
    let full = pilot_data(&Options::default());
    let empty = PilotData {
        pilot: full.pilot,
        calendar: full.calendar,
        clusters: full.clusters,
        schools: full.schools,
        ..PilotData::default()
    };
    for measure in evaluated(&empty).measures {
        assert_eq!((measure.certainty, measure.intended), (Step::CannotTell, None));
    }
    assert!(evaluated(&empty).outcomes.iter().all(|outcome| outcome.conclusion == Conclusion::TooEarly));
}

#[test]
fn a_handful_of_replies_is_not_shown() {
    let mut data = pilot_data(&Options::default());
    let mut left = 4;
    let few = |(id, survey): &(SurveyId, SurveyResult)| {
        let leader = matches!(id.audience, Audience::Head | Audience::Senco);
        let keep = !leader || survey.replied <= left;
        left -= if leader && keep { survey.replied } else { 0 };
        keep
    };
    data.surveys = data.surveys.into_iter().filter(few).collect();
    let first = &evaluated(&data).measures[0];
    assert!(first.parts.iter().all(|part| part.value.is_none() && part.calculations.is_empty()));
    assert!(first.conclusion.contains("nobody can be recognised"), "{}", first.conclusion);
}

#[test]
fn an_outcome_is_held_against_its_worst_leading_figure() {
    let mut data = pilot_data(&Options::default());
    let parents: Vec<_> = data.surveys.keys().filter(|id| id.audience == Audience::Parent).cloned().collect();
    for id in &parents {
        let survey = &mut data.surveys[id];
        for ratings in &mut survey.ratings {
            ratings.reverse();
        }
        survey.invited = survey.replied;
    }
    let found = evaluated(&data);
    let attainment = &found.outcomes[0];
    assert_eq!(attainment.conclusion, Conclusion::Against, "{}", attainment.sentence);
    assert!(
        attainment.sentence.starts_with("Not all goes as intended: “Parents and carers see impact”"),
        "{}",
        attainment.sentence
    );
}
