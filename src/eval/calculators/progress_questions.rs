//! The calculators about pupils' progress and people's replies, each with its inputs and an example. Knows no formula.

use super::catalogue::{Calculator, CellKind, InputKind, input, number};

const EFFECTS: &[(&str, CellKind)] = &[("estimate", CellKind::Number), ("variance", CellKind::Number)];
const NUMBERS: InputKind = InputKind::Numbers { gaps: false };

pub(super) const PROGRESS: &[Calculator] = &[
    Calculator {
        method: "change_versus_control",
        title: "Progress beyond a comparison group",
        purpose: "The change of a group in standard deviations, less that of a group without the programme.",
        inputs: &[
            number("treated.pre_mean", "Programme group: mean before", "Standardised scores", "84"),
            number("treated.post_mean", "Programme group: mean after", "", "90"),
            number("treated.pre_sd", "Programme group: standard deviation before", "", "11"),
            number("treated.n", "Programme group: pupils", "", "38"),
            number("treated.r", "Programme group: correlation of both scores", "0.7 if you do not know", "0.7"),
            number("control.pre_mean", "Comparison group: mean before", "", "86"),
            number("control.post_mean", "Comparison group: mean after", "", "88"),
            number("control.pre_sd", "Comparison group: standard deviation before", "", "12"),
            number("control.n", "Comparison group: pupils", "", "35"),
            number("control.r", "Comparison group: correlation of both scores", "", "0.7"),
        ],
        level: true,
    },
    Calculator {
        method: "change",
        title: "Change of one group",
        purpose: "Before and after in standard deviations. It cannot say what brought the change.",
        inputs: &[
            number("pre_mean", "Mean before", "", "84"),
            number("post_mean", "Mean after", "", "90"),
            number("pre_sd", "Standard deviation before", "", "11"),
            number("n", "Pupils", "", "38"),
            number("r", "Correlation of both scores", "0.7 if you do not know", "0.7"),
        ],
        level: true,
    },
    Calculator {
        method: "effect",
        title: "Two groups compared",
        purpose: "The difference of two groups in standard deviations (Hedges’ g).",
        inputs: &[
            number("treated.mean", "Programme group: mean", "", "104"),
            number("treated.sd", "Programme group: standard deviation", "", "14"),
            number("treated.n", "Programme group: pupils", "", "22"),
            number("control.mean", "Comparison group: mean", "", "99"),
            number("control.sd", "Comparison group: standard deviation", "", "15"),
            number("control.n", "Comparison group: pupils", "", "25"),
        ],
        level: true,
    },
    Calculator {
        method: "pool",
        title: "Several schools together",
        purpose: "What several effects say together, and how much they differ.",
        inputs: &[
            input(
                "effects",
                "Effects",
                "Effect and its variance: one school a line",
                InputKind::Rows(EFFECTS),
                "0.10, 0.03\n0.30, 0.03\n0.35, 0.05\n0.65, 0.01\n0.45, 0.05\n0.15, 0.02",
            ),
            input(
                "model",
                "True effects",
                "",
                InputKind::Choice(&[("random", "May differ between schools"), ("fixed", "Are one and the same")]),
                "random",
            ),
        ],
        level: true,
    },
    Calculator {
        method: "months",
        title: "Months of progress",
        purpose: "What an effect against a comparison group is called in months.",
        inputs: &[
            number("effect", "Effect in standard deviations", "", "0.25"),
            input(
                "table",
                "Table",
                "",
                InputKind::Choice(&[("toolkit", "Teaching and Learning Toolkit"), ("trial", "Trial reports")]),
                "toolkit",
            ),
        ],
        level: false,
    },
    Calculator {
        method: "reliable_change",
        title: "Change of one pupil",
        purpose: "Whether two scores differ by more than the test’s own error.",
        inputs: &[
            number("pre", "Score before", "", "82"),
            number("post", "Score after", "", "95"),
            number("sd", "Standard deviation of the test", "", "15"),
            number("reliability", "Reliability of the test", "From its manual, from 0 to below 1", "0.9"),
        ],
        level: false,
    },
    Calculator {
        method: "goals",
        title: "Goals attained",
        purpose: "One score for several goals, 50 being as expected.",
        inputs: &[
            input("scores", "Outcome of each goal", "From −2, much less than expected, to +2", NUMBERS, "0 1 -1 2"),
            input("weights", "Weight of each goal", "", NUMBERS, "1 1 1 1"),
            number("rho", "Correlation between goals", "0.3 by convention", "0.3"),
        ],
        level: false,
    },
];

pub(super) const REPLIES: &[Calculator] = &[
    Calculator {
        method: "advocacy",
        title: "Advocates",
        purpose: "Replies of 9 or 10 less replies of 0 to 6, in a hundred.",
        inputs: &[
            number("promoters", "Replies of 9 or 10", "", "20"),
            number("passives", "Replies of 7 or 8", "", "15"),
            number("detractors", "Replies of 0 to 6", "", "9"),
            input(
                "interval",
                "Limits",
                "",
                InputKind::Choice(&[("adjusted", "Adjusted for few replies"), ("wald", "Wald")]),
                "adjusted",
            ),
        ],
        level: true,
    },
    Calculator {
        method: "paired_yes_no",
        title: "Yes or no, asked twice",
        purpose: "Whether the same people changed their answer one way more than the other.",
        inputs: &[
            number("table[0][0]", "Yes, then yes", "", "18"),
            number("table[0][1]", "Yes, then no", "", "4"),
            number("table[1][0]", "No, then yes", "", "13"),
            number("table[1][1]", "No, then no", "", "9"),
        ],
        level: false,
    },
    Calculator {
        method: "paired_ratings",
        title: "Ratings, given twice",
        purpose: "Whether the same people’s ratings shifted.",
        inputs: &[
            input("before", "Ratings before", "In the order of the people", NUMBERS, "3 2 4 3 3 2 5 3 2 4 3 3"),
            input("after", "Ratings after", "In the same order", NUMBERS, "4 3 4 4 3 3 5 4 3 4 2 4"),
        ],
        level: true,
    },
];
