//! The list of calculators by question, each with its inputs and an example. Knows no formula.

use super::catalogue::{Calculator, CellKind, InputKind, Question, input, number};
use super::progress_questions::{PROGRESS, REPLIES};

const COUNTED: &[(&str, CellKind)] =
    &[("name", CellKind::Text), ("before", CellKind::Number), ("after", CellKind::Number)];
const CHANGED: &[(&str, CellKind)] = &[("name", CellKind::Text), ("change", CellKind::Number)];
const WITH_BASE: &[(&str, CellKind)] =
    &[("name", CellKind::Text), ("events", CellKind::Number), ("base", CellKind::Number)];
const OPTIONS: &[(&str, CellKind)] =
    &[("name", CellKind::Text), ("cost", CellKind::Number), ("benefit", CellKind::Number), ("cluster", CellKind::Text)];
const YES_NO: InputKind = InputKind::Choice(&[("false", "No"), ("true", "Yes")]);
const NO_YES: InputKind = InputKind::Choice(&[("true", "Yes"), ("false", "No")]);
const SERIES: InputKind = InputKind::Numbers { gaps: true };
const NUMBERS: InputKind = InputKind::Numbers { gaps: false };
const LIST_HINT: &str = "With spaces, commas or lines between them";

/// Every calculator, by the question it helps to answer.
pub const QUESTIONS: &[Question] = &[
    Question { title: "What share is it?", calculators: SHARES },
    Question { title: "Has a rate changed?", calculators: RATES },
    Question { title: "Compared with whom?", calculators: COMPARISONS },
    Question { title: "What happened over time?", calculators: SERIES_OF_TERMS },
    Question { title: "Does a school stand out?", calculators: BETWEEN },
    Question { title: "Did a group make progress?", calculators: PROGRESS },
    Question { title: "What do people say?", calculators: REPLIES },
    Question { title: "What may be shown to others?", calculators: SAFETY },
    Question { title: "What does money buy?", calculators: MONEY },
];

const SHARES: &[Calculator] = &[
    Calculator {
        method: "proportion",
        title: "A share",
        purpose: "How many of how many, with the range that chance leaves open.",
        inputs: &[
            number("successes", "How many", "For instance pupils at SEN Support", "58"),
            number("n", "Of how many", "For instance all pupils", "412"),
        ],
        level: true,
    },
    Calculator {
        method: "proportion_difference",
        title: "Two shares compared",
        purpose: "The difference between two shares of different people.",
        inputs: &[
            number("a.successes", "First group: how many", "", "36"),
            number("a.n", "First group: of how many", "", "44"),
            number("b.successes", "Second group: how many", "", "25"),
            number("b.n", "Second group: of how many", "", "41"),
        ],
        level: true,
    },
];

const RATES: &[Calculator] = &[
    Calculator {
        method: "rate",
        title: "A rate",
        purpose: "Events in a number of pupils, with the range that chance leaves open.",
        inputs: &[
            number("events", "Events", "For instance requests in a year", "52"),
            number("exposure", "Pupils", "Or pupils times terms", "14200"),
            number("per", "For how many pupils", "", "1000"),
            input(
                "interval",
                "Limits",
                "",
                InputKind::Choice(&[("phe", "Public-health rule"), ("exact", "Exact"), ("byar", "Byar")]),
                "phe",
            ),
        ],
        level: true,
    },
    Calculator {
        method: "rate_ratio",
        title: "Two rates compared",
        purpose: "Whether one rate is higher than another by more than chance.",
        inputs: &[
            number("events[0]", "Events now", "", "52"),
            number("exposure[0]", "Pupils now", "", "14200"),
            number("events[1]", "Events before", "", "61"),
            number("exposure[1]", "Pupils before", "", "14050"),
        ],
        level: true,
    },
    Calculator {
        method: "detectable",
        title: "What change would show",
        purpose: "The largest count afterwards that would still be a clear fall.",
        inputs: &[
            number("before", "Events before", "", "61"),
            number("exposure[0]", "Pupils before", "", "14050"),
            number("exposure[1]", "Pupils afterwards", "", "14200"),
        ],
        level: true,
    },
    Calculator {
        method: "days_lost",
        title: "Days lost to suspension",
        purpose: "Days and rates as the Department for Education defines them.",
        inputs: &[
            number("suspensions", "Suspensions", "", "12"),
            number("sessions", "Sessions lost", "A session is half a school day", "43"),
            number("pupils_suspended", "Pupils suspended at least once", "", "7"),
            number("headcount", "Pupils on roll", "", "980"),
        ],
        level: false,
    },
];

const COMPARISONS: &[Calculator] = &[
    Calculator {
        method: "ratio_of_ratios",
        title: "A change beyond that of others",
        purpose: "Our change over theirs, from four counts.",
        inputs: &[
            number("treated[0]", "Ours before", "", "250"),
            number("treated[1]", "Ours after", "", "231"),
            number("comparison[0]", "Theirs before", "", "5269"),
            number("comparison[1]", "Theirs after", "", "6480"),
        ],
        level: true,
    },
    Calculator {
        method: "placebo_rank",
        title: "Where our change stands among others",
        purpose: "How many other areas changed as much without a pilot.",
        inputs: &[
            input("treated", "Which is ours", "A name from the list", InputKind::Text, "Fernleigh"),
            input(
                "units",
                "Areas",
                "Name, count before, count after: one area a line",
                InputKind::Rows(COUNTED),
                "Fernleigh, 250, 231\nAshcombe, 310, 365\nBrook Vale, 188, 240\nCarrow, 402, 430\nDunmere, 265, 250\nElding, 150, 171",
            ),
        ],
        level: false,
    },
    Calculator {
        method: "randomisation",
        title: "Other choices of clusters",
        purpose: "What the difference would have been had other clusters been chosen.",
        inputs: &[
            input(
                "units",
                "Clusters",
                "Name and change: one a line",
                InputKind::Rows(CHANGED),
                "North, -6.1\nEast, -4.8\nSouth, 0.6\nWest, 1.9\nHill, -0.4\nVale, 1.2",
            ),
            input("treated", "Which took part", "One a line", InputKind::Names, "North\nEast"),
        ],
        level: false,
    },
    Calculator {
        method: "cluster_regression",
        title: "Difference-in-differences",
        purpose: "A regression whose errors hold within clusters, with few of them.",
        inputs: &[
            input(
                "y",
                "Outcome",
                LIST_HINT,
                NUMBERS,
                "5.1 4.2 5.3 4.0 4.9 4.1 5.0 4.9 5.2 5.4 4.8 4.9 5.5 5.3 5.1 5.2",
            ),
            input(
                "x",
                "Columns",
                "A name, a colon, figures: one column a line",
                InputKind::NamedNumbers,
                "after: 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1\ntaking part: 1 1 1 1 1 1 0 0 0 0 0 0 0 0 0 0\nboth: 0 1 0 1 0 1 0 0 0 0 0 0 0 0 0 0",
            ),
            input(
                "cluster",
                "Cluster of each row",
                LIST_HINT,
                InputKind::Names,
                "A, A, B, B, C, C, D, D, E, E, F, F, G, G, H, H",
            ),
            input("test", "Which column is asked about", "", InputKind::Text, "both"),
        ],
        level: true,
    },
];

const SERIES_OF_TERMS: &[Calculator] = &[
    Calculator {
        method: "xmr",
        title: "The usual range",
        purpose: "What a figure varies between by itself, and what stands out.",
        inputs: &[
            input(
                "values",
                "Figures in order",
                "With spaces between them; a dash is a missing figure",
                SERIES,
                "34 30 41 28 36 33 29 38 35 31 52 34 27 25 24 26 22 25",
            ),
            input(
                "direction",
                "Which way is wanted",
                "",
                InputKind::Choice(&[("none", "Neither"), ("down", "Down"), ("up", "Up")]),
                "down",
            ),
            input("screen", "Leave extreme steps out of the range", "", NO_YES, "true"),
            input(
                "breaks",
                "Counted anew from",
                "Places of the first figures after a change of recording, from 0; may be empty",
                InputKind::OptionalNumbers,
                "",
            ),
        ],
        level: false,
    },
    Calculator {
        method: "interrupted_series",
        title: "Before and after a start",
        purpose: "Whether the level of a series of counts shifted when something began.",
        inputs: &[
            input(
                "counts",
                "Counts in order",
                LIST_HINT,
                NUMBERS,
                "61 58 66 70 55 64 60 63 69 72 57 66 58 49 51 55 44 50",
            ),
            input(
                "exposure",
                "Pupils in order",
                LIST_HINT,
                NUMBERS,
                "14000 14010 14020 14030 14040 14050 14100 14110 14120 14130 14140 14150 14200 14210 14220 14230 14240 14250",
            ),
            number("start", "First figure after the start", "Its place, counted from 0", "13"),
            number("harmonics", "Waves of the seasons", "0 for none", "0"),
            number("period", "Figures in a year", "", "6"),
            input("slope", "May the trend change too?", "", YES_NO, "false"),
        ],
        level: true,
    },
];

const BETWEEN: &[Calculator] = &[Calculator {
    method: "funnel",
    title: "Schools of different size",
    purpose: "How far apart schools may lie by chance alone. It ranks nobody.",
    inputs: &[
        input(
            "kind",
            "What is counted",
            "",
            InputKind::Choice(&[("rate", "Events (a pupil may have several)"), ("proportion", "Pupils, each once")]),
            "rate",
        ),
        number("per", "For how many pupils", "", "100"),
        input(
            "units",
            "Schools",
            "Name, events, pupils: one a line",
            InputKind::Rows(WITH_BASE),
            "Oak Primary, 4, 210\nElm Primary, 9, 405\nAsh Primary, 2, 180\nBeech Secondary, 61, 1020\nLime Secondary, 118, 1180\nHazel Primary, 5, 390",
        ),
    ],
    level: false,
}];

const SAFETY: &[Calculator] = &[Calculator {
    method: "suppress",
    title: "A table that is safe to share",
    purpose: "Hides small counts, and as few others as keep them from being worked out.",
    inputs: &[
        input(
            "rows",
            "Names of the rows",
            "Without the total",
            InputKind::Names,
            "Oak Primary, Elm Primary, Beech Secondary",
        ),
        input("columns", "Names of the columns", "Without the total", InputKind::Names, "Term 1, Term 2, Term 3"),
        input(
            "cells",
            "Counts",
            "One row a line; the last row and the last figure of each row are totals",
            InputKind::Grid,
            "3 20 31 54\n12 40 2 54\n9 7 50 66\n24 67 83 174",
        ),
        number("threshold", "Counts under this are hidden", "", "5"),
    ],
    level: false,
}];

const MONEY: &[Calculator] = &[
    Calculator {
        method: "present_value",
        title: "Money over years",
        purpose: "What costs and savings of later years are worth today.",
        inputs: &[
            input(
                "flows",
                "Costs and savings of each year",
                "The first year first; costs with a minus",
                NUMBERS,
                "-20000 4000 9000 9000 6000",
            ),
            input(
                "schedule",
                "Discount rates",
                "",
                InputKind::Choice(&[("green_book_2026", "Green Book 2026")]),
                "green_book_2026",
            ),
        ],
        level: false,
    },
    Calculator {
        method: "allocate",
        title: "Best value for a budget",
        purpose: "Which options a budget buys for the greatest benefit, with floors for clusters.",
        inputs: &[
            number("budget", "Budget in pounds", "", "20000"),
            input(
                "options",
                "Options",
                "Name, cost, benefit, cluster: one a line; the cluster may be left out",
                InputKind::Rows(OPTIONS),
                "Speech groups, 9000, 6.5, North\nAutism training, 4000, 2.4, North\nLiteracy groups, 7000, 4.8, South\nSpecialist teacher, 12000, 7.1, South\nSEMH groups, 6000, 3.9, South",
            ),
            input(
                "floors",
                "Least spent in a cluster",
                "A cluster, a colon, pounds: one a line; may be empty",
                InputKind::NamedAmounts,
                "North: 4000\nSouth: 6000",
            ),
        ],
        level: false,
    },
];
