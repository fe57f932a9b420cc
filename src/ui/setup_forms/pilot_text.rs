//! The pilot as it is typed: name, aims, strategies and milestones. Knows nothing of clusters and schools.

use super::{LONGEST_NAME, all_shown, day_words};
use crate::model::{AcademicYear, MilestoneDates, Pilot};
use crate::ui::forms::{DateText, FormErrors, required_text};
use chrono::NaiveDate;

/// A milestone's date on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestone {
    pub id: &'static str,
    pub label: &'static str,
    pub hint: Option<&'static str>,
}

/// The five milestones in the order they come.
pub const MILESTONES: [Milestone; 5] = [
    Milestone { id: "invitation", label: "Date schools are invited", hint: None },
    Milestone { id: "replies-due", label: "Date replies are due", hint: None },
    Milestone {
        id: "start",
        label: "Date the pilot starts",
        hint: Some(
            "Terms that begin on or after this day count as during the pilot; those before it are what they are compared with",
        ),
    },
    Milestone { id: "review", label: "Date the pilot is reviewed", hint: None },
    Milestone { id: "decision", label: "Date roll-out is decided", hint: None },
];

/// What is typed of a pilot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PilotText {
    pub name: String,
    pub council: String,
    /// One a line.
    pub aims: String,
    /// One a line.
    pub strategies: String,
    /// In the order of [`MILESTONES`].
    pub dates: [DateText; 5],
}

/// What a pilot's form means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PilotAnswers {
    pub name: String,
    pub council: String,
    pub aims: Vec<String>,
    pub strategies: Vec<String>,
    pub dates: MilestoneDates,
}

impl PilotText {
    /// The boxes for a pilot that is known.
    pub fn of(pilot: &Pilot) -> Self {
        let dates = &pilot.dates;
        let known = [dates.invitation, dates.replies_due, dates.start, dates.review, dates.decision];
        Self {
            name: pilot.name.clone(),
            council: pilot.council.clone(),
            aims: pilot.aims.join("\n"),
            strategies: pilot.strategies.join("\n"),
            dates: known.map(|date| date.map(DateText::of).unwrap_or_default()),
        }
    }

    /// Reads the form; what is wrong goes into `errors`. A new pilot needs its start (`needs_start`), from which its
    /// calendar is made.
    pub fn read(&self, needs_start: bool, errors: &mut FormErrors) -> Option<PilotAnswers> {
        let name = required_text("The pilot’s name", &self.name, LONGEST_NAME);
        let name = errors.keep("name", name.and_then(|name| all_shown("The pilot’s name", name)));
        let council = errors.keep("council", short_line("The council’s name", &self.council));
        let aims = errors.keep("aims", short_lines("An aim", &self.aims));
        let strategies = errors.keep("strategies", short_lines("A strategy", &self.strategies));
        let dates = self.read_dates(needs_start, errors);
        Some(PilotAnswers { name: name?, council: council?, aims: aims?, strategies: strategies?, dates: dates? })
    }

    fn read_dates(&self, needs_start: bool, errors: &mut FormErrors) -> Option<MilestoneDates> {
        let mut read = Vec::new();
        for (milestone, text) in MILESTONES.iter().zip(&self.dates) {
            let mut date = text.read(milestone.label);
            if needs_start && milestone.id == "start" && date == Ok(None) {
                date = Err("Enter the date the pilot starts; you can change it later".to_owned());
            }
            read.push(errors.keep(milestone.id, date));
        }
        put_order(&read, errors);
        match read.as_slice() {
            [Some(invitation), Some(replies_due), Some(start), Some(review), Some(decision)] => Some(MilestoneDates {
                invitation: *invitation,
                replies_due: *replies_due,
                start: *start,
                review: *review,
                decision: *decision,
            }),
            _ => None,
        }
    }
}

/// Says of each date that comes too early which date it has to follow.
fn put_order(read: &[Option<Option<NaiveDate>>], errors: &mut FormErrors) {
    let known = MILESTONES.iter().zip(read).filter_map(|(milestone, date)| Some((milestone, (*date)??)));
    let mut latest: Option<(&Milestone, NaiveDate)> = None;
    for (milestone, date) in known {
        match latest {
            Some((before, earliest)) if date < earliest => {
                let what = before.label.replacen("Date", "the date", 1);
                let words = format!("{} must be on or after {}, {what}", milestone.label, day_words(earliest));
                errors.put(milestone.id, words);
            }
            _ => latest = Some((milestone, date)),
        }
    }
}

impl PilotAnswers {
    /// Puts the answers in the place of what a pilot had.
    pub fn put_into(self, pilot: &mut Pilot) {
        pilot.name = self.name;
        pilot.council = self.council;
        pilot.aims = self.aims;
        pilot.strategies = self.strategies;
        pilot.dates = self.dates;
    }
}

/// The school years a new calendar covers: the one before the pilot starts, to compare with, its own and the next.
pub fn school_years(start: NaiveDate) -> [AcademicYear; 3] {
    let own = AcademicYear::of(start);
    [own.previous(), own, AcademicYear(own.0.saturating_add(1))]
}

fn short_line(what: &str, text: &str) -> Result<String, String> {
    let text = text.trim();
    let length = text.chars().count();
    if length > LONGEST_NAME {
        return Err(format!("{what} must be {LONGEST_NAME} characters or fewer; it has {length}"));
    }
    all_shown(what, text.to_owned())
}

/// The lines that are not empty.
fn short_lines(what: &str, text: &str) -> Result<Vec<String>, String> {
    const LONGEST: usize = 500;
    const MOST: usize = 30;
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let length = line.chars().count();
        if length > LONGEST {
            return Err(format!("{what} must be {LONGEST} characters or fewer; one has {length}"));
        }
        lines.push(all_shown(what, line.to_owned())?);
    }
    match lines.len() {
        count if count > MOST => Err(format!("There must be {MOST} lines or fewer; there are {count}")),
        _ => Ok(lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PilotId, starter_pilot};

    fn date(text: &str) -> DateText {
        DateText::of(text.parse().expect("a date"))
    }

    fn typed() -> PilotText {
        PilotText { name: "Fernleigh pilot".to_owned(), ..Default::default() }
    }

    #[test]
    fn a_known_pilot_is_read_back_as_it_was() {
        let mut pilot = starter_pilot(PilotId::from_name("a").expect("an id"), "Fernleigh pilot", "Fernleigh");
        pilot.dates.start = NaiveDate::from_ymd_opt(2018, 11, 5);
        let mut errors = FormErrors::new();
        let answers = PilotText::of(&pilot).read(true, &mut errors).expect("answers");
        let mut again = starter_pilot(pilot.id.clone(), "", "");
        answers.put_into(&mut again);
        assert_eq!((again, errors.is_empty()), (pilot, true));
    }

    #[test]
    fn a_date_before_an_earlier_milestone_is_told_the_day_it_must_follow() {
        let mut text = typed();
        text.dates =
            [date("2018-06-04"), DateText::default(), date("2018-05-01"), date("2019-07-01"), DateText::default()];
        let mut errors = FormErrors::new();
        text.read(true, &mut errors);
        assert_eq!(
            errors.in_order(),
            [(
                "start".to_owned(),
                "Date the pilot starts must be on or after 4 June 2018, the date schools are invited".to_owned()
            )]
        );
    }

    #[test]
    fn a_new_pilot_needs_its_start_and_an_old_one_does_not() {
        let mut errors = FormErrors::new();
        assert_eq!(typed().read(true, &mut errors), None);
        assert!(errors.get("start").is_some());
        assert!(typed().read(false, &mut FormErrors::new()).is_some());
    }

    #[test]
    fn empty_lines_are_no_aims() {
        let text = PilotText { aims: "One\n\n  Two \n".to_owned(), ..typed() };
        let answers = text.read(false, &mut FormErrors::new()).expect("answers");
        assert_eq!(answers.aims, ["One", "Two"]);
    }

    #[test]
    fn a_name_with_a_character_that_does_not_show_is_refused() {
        let mut errors = FormErrors::new();
        PilotText { name: "Fern\u{202E}leigh".to_owned(), ..Default::default() }.read(false, &mut errors);
        assert!(errors.get("name").is_some_and(|words| words.contains("U+202E")));
    }

    #[test]
    fn the_calendar_begins_a_year_before_the_start() {
        let start = NaiveDate::from_ymd_opt(2019, 2, 4).expect("a date");
        assert_eq!(school_years(start), [AcademicYear(2017), AcademicYear(2018), AcademicYear(2019)]);
    }
}
