//! What the workspace said no to, as sentences beside the right boxes. Knows nothing of what was typed.

use crate::model::capital;
use crate::ui::forms::FormErrors;
use crate::workspace::{Users, WorkspaceError};

/// Puts a refusal beside the box of each field that it names. What belongs to no box goes to `form_id`.
pub fn put_refusal(
    errors: &mut FormErrors,
    error: &WorkspaceError,
    form_id: &str,
    box_of: impl Fn(&str) -> Option<String>,
) {
    match error {
        WorkspaceError::Refused(problems) if !problems.is_empty() => {
            for problem in problems {
                let id = box_of(problem.field).unwrap_or_else(|| form_id.to_owned());
                errors.put(id, problem.words.clone());
            }
        }
        other => {
            let id = match other {
                WorkspaceError::Missing { what, .. } => box_of(what),
                _ => None,
            };
            errors.put(id.unwrap_or_else(|| form_id.to_owned()), refusal_words(other));
        }
    }
}

/// A refusal as a sentence that says what would be right.
pub fn refusal_words(error: &WorkspaceError) -> String {
    match error {
        WorkspaceError::InUse { what: "cluster", name, by: by @ Users::Schools(_) } => format!(
            "{name} cannot be removed while {} to it: give its schools another cluster first",
            if *by == Users::Schools(1) { "1 school belongs".to_owned() } else { format!("{by} belong") }
        ),
        WorkspaceError::InUse { what: "school", name, by } => format!(
            "{name} cannot be removed while it has {by}: if it has left the pilot, change it to not taking part"
        ),
        WorkspaceError::InUse { name, by, .. } => {
            format!("{name} cannot be removed while it has {by}")
        }
        WorkspaceError::Missing { what, name } => {
            format!("There is no {what} “{name}” any more: it may have been removed in another tab or by a file")
        }
        other => capital(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Problem, Severity};

    #[test]
    fn a_problem_goes_to_its_box_and_the_rest_to_the_form() {
        let problem = |field, words: &str| Problem { field, severity: Severity::Impossible, words: words.to_owned() };
        let error = WorkspaceError::Refused(vec![problem("name", "Enter a name"), problem("odd", "Something else")]);
        let mut errors = FormErrors::new();
        put_refusal(&mut errors, &error, "form", |field| (field == "name").then(|| "name".to_owned()));
        assert_eq!(errors.get("name").as_deref(), Some("Enter a name"));
        assert_eq!(errors.get("form").as_deref(), Some("Something else"));
    }

    #[test]
    fn what_is_in_use_says_what_to_do_first() {
        let in_use = |what, name: &str, by| refusal_words(&WorkspaceError::InUse { what, name: name.to_owned(), by });
        assert_eq!(
            in_use("cluster", "Yate", Users::Schools(1)),
            "Yate cannot be removed while 1 school belongs to it: give its schools another cluster first"
        );
        assert!(in_use("school", "Meadow", Users::Returns(3)).contains("while it has 3 returns: if it has left"));
        assert_eq!(
            in_use("term", "Term 1 2018/19", Users::Returns(1)),
            "Term 1 2018/19 cannot be removed while it has 1 return"
        );
    }
}
