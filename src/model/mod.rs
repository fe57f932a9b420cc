//! The nouns of a pilot and what makes them valid. Knows nothing of files, merging or screens.
//!
//! Everything is a plain value with public fields; `PilotData` holds one pilot whole and answers simple questions
//! of it ("which schools are in this cluster?"). Counts are whole numbers, money will be pence, dates are dates.

mod area;
mod as_text;
mod assumptions;
mod calendar;
mod catalogue;
mod census;
mod cluster;
mod data;
mod event;
mod goals;
mod ids;
mod item;
mod map;
mod measure;
mod meeting;
mod need;
mod pilot;
mod plain_text;
mod planning;
mod problem;
mod programme;
mod range;
mod range_text;
mod release;
mod returns;
mod saved_scenario;
mod scenario;
mod school;
mod scores;
mod spreadsheet;
mod survey;
mod templates;
mod what_if;

pub use area::{Area, AreaFigures, AreaLevel, FiguresId, SchoolType};
pub use assumptions::NamedAssumption;
pub use calendar::{AcademicYear, Calendar, Term, TermId, YEARS, outside_years, six_terms};
pub use catalogue::starter_programmes;
pub use census::{Census, CensusId, YEAR_GROUPS};
pub use cluster::{Cluster, Participation, Priority};
pub use data::PilotData;
pub use event::{EventId, EventKind, PilotEvent};
pub use goals::{GOAL_STEPS, GOAL_WORDS, GoalResults, GoalsId};
pub use ids::{AreaId, ClusterId, Laestab, PilotId, ProgrammeId, ReleaseId, ScenarioId, Urn, ValueId};
pub use item::{ItemGroup, ReturnItem};
pub use map::{Feed, GridPlace};
pub use measure::{Direction, Measure, Outcome};
pub use meeting::{Attendance, Meeting, MeetingId, MeetingKind, Role};
pub use need::{NEEDS, NeedCount, need_place, need_words};
pub use pilot::{MilestoneDates, Pilot};
pub use plain_text::{LONGEST_NAME, capital, hidden_character, hidden_in_text, name_of, shown_plainly};
pub use problem::{ModelError, Problem, Severity};
pub use programme::{Costs, EvidenceStrength, Programme, ProgrammeKind};
pub use range::{Assumption, Range};
pub use range_text::RANGE_HINT;
pub use release::{Release, ShownCell};
pub use returns::{Return, ReturnId, ReturnStatus};
pub use saved_scenario::SavedScenario;
pub use scenario::{
    ByEvent, Event, MOST_YEARS, PhaseOfCluster, PlannedGroups, Scenario, ScenarioCluster, Stakeholder, UnitValue, Worth,
};
pub use school::{Phase, School};
pub use scores::{GroupScores, ScoreSummary, ScoresId};
pub use spreadsheet::spreadsheet_cell;
pub use survey::{Audience, RATINGS, RECOMMENDATIONS, Statement, SurveyId, SurveyResult};
pub use templates::{starter_clusters, starter_pilot};
pub use what_if::WhatIf;
