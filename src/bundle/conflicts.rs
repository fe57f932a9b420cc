//! Fields on which copies disagree, what each says, and what a person chose. Knows how to read a typed-in third value.

use super::words::{self, Names};
use super::{Bundle, BundleError, verdict};
use crate::merge::{DeviceId, Document, FieldRef, LATEST_MS, Stamp, Value, VersionRef};
use crate::model::{ReturnItem, Severity};
use crate::workspace::schema;

/// A field that was written on several sides, each without seeing the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub table: String,
    pub id: String,
    pub field: String,
    /// What it is of: “Meadow Lane Primary School, Term 6 2018/19”.
    pub record_label: String,
    pub field_label: String,
    /// What each side says, the one that wins unless somebody chooses first.
    pub options: Vec<ConflictOption>,
    /// What a person chose; `None`: the winner stays, and the others are kept and listed.
    pub choice: Option<Value>,
}

/// What one side says.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictOption {
    pub value: Value,
    pub words: String,
    /// The device that wrote it.
    pub device: String,
    /// When, by that device's clock: “12 July 2019, 10:42 UTC”.
    pub at: String,
    /// Whether it is what this workspace says now.
    pub is_ours: bool,
    /// Files that say so.
    pub files: Vec<String>,
}

/// A field shows this many sides at most, the latest first: more is a hostile file.
const MOST_OPTIONS: usize = 20;

/// Every conflict that a document holds, each side kept; the winner counts as ours.
pub(super) fn standing(document: &Document) -> Vec<Conflict> {
    let names = Names([document, document]);
    let listed = |(table, id, name, field): (&str, &str, &str, FieldRef<'_>)| {
        let mut options = options_of(field, None, &[], |value| names.value(table, name, Some(value)));
        if let Some(winner) = options.first_mut() {
            winner.is_ours = true;
        }
        Conflict::of(names, table, id, name, options)
    };
    document.conflicts().map(listed).collect()
}

/// Every conflict that merging brings about. One that is here already, just so, is not listed again.
pub(super) fn find(before: &Document, after: &Document, files: &[(&str, &Bundle)]) -> Vec<Conflict> {
    let names = Names([after, before]);
    let mut conflicts = Vec::new();
    for (table, id, name, field) in after.conflicts() {
        let ours = before.live_record(table, id).and_then(|record| record.field(name));
        if ours == Some(field) {
            continue;
        }
        let theirs = files.iter().filter_map(|(file, bundle)| {
            let field = bundle.document.live_record(table, id)?.field(name)?;
            Some(((*file).to_owned(), field))
        });
        let theirs: Vec<(String, FieldRef<'_>)> = theirs.collect();
        let options = options_of(field, ours, &theirs, |value| names.value(table, name, Some(value)));
        conflicts.push(Conflict::of(names, table, id, name, options));
    }
    conflicts
}

/// What each side says, the latest first; equal values are one option.
fn options_of(
    field: FieldRef<'_>,
    ours: Option<FieldRef<'_>>,
    theirs: &[(String, FieldRef<'_>)],
    words_of: impl Fn(&Value) -> String,
) -> Vec<ConflictOption> {
    let mut options: Vec<ConflictOption> = Vec::new();
    for version in field.versions().rev() {
        let place = match options.iter().position(|option| option.value == *version.value) {
            Some(place) => place,
            None if options.len() == MOST_OPTIONS => break,
            None => {
                options.push(ConflictOption {
                    value: version.value.clone(),
                    words: words_of(version.value),
                    device: version.stamp.device.to_string(),
                    at: words::moment(version.stamp),
                    is_ours: false,
                    files: Vec::new(),
                });
                options.len() - 1
            }
        };
        if let Some(option) = options.get_mut(place) {
            option.is_ours |= ours.is_some_and(|field| holds(field, version));
            let holders = theirs.iter().filter(|(_, field)| holds(*field, version)).map(|(file, _)| file.clone());
            option.files.extend(holders);
            option.files.sort();
            option.files.dedup();
        }
    }
    options
}

fn holds(field: FieldRef<'_>, version: VersionRef<'_>) -> bool {
    field.versions().any(|held| held.stamp == version.stamp)
}

impl Conflict {
    fn of(names: Names<'_>, table: &str, id: &str, name: &str, options: Vec<ConflictOption>) -> Self {
        Self {
            table: table.to_owned(),
            id: id.to_owned(),
            field: name.to_owned(),
            record_label: names.record(table, id),
            field_label: words::field(table, name),
            options,
            choice: None,
        }
    }

    /// Reads a third value as this field takes it: a figure, yes or no, or text. Fails with what would be right.
    pub(super) fn read(&self, text: &str, after: &Document) -> Result<Value, BundleError> {
        let text = text.trim();
        let wrong = |words: String| BundleError::Choice(words);
        let is_figure = self.options.iter().any(|option| matches!(option.value, Value::Int(_)));
        let is_answer = self.options.iter().any(|option| matches!(option.value, Value::Bool(_)));
        let is_list = self.options.iter().any(|option| matches!(option.value, Value::List(_)));
        let value = if is_figure {
            let digits = text.replace(',', "");
            let figure: u32 =
                digits.parse().map_err(|_| wrong(format!("“{text}” is not a whole number, such as 12")))?;
            Value::from(figure)
        } else if is_answer {
            match text.to_lowercase().as_str() {
                "yes" => Value::Bool(true),
                "no" => Value::Bool(false),
                _ => return Err(wrong(format!("“{text}” is neither yes nor no"))),
            }
        } else if is_list {
            Value::List(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Value::from).collect())
        } else {
            Value::from(text)
        };
        self.check(&value, after)?;
        Ok(value)
    }

    /// Tries a value on the merged record: it must still be readable and deceive nobody, and a submitted return must still be possible.
    pub(super) fn check(&self, value: &Value, after: &Document) -> Result<(), BundleError> {
        let mut trial = after.select(|table, id| table == self.table && id == self.id);
        trial.set(&self.table, &self.id, &self.field, value.clone(), &later_than(&trial)?).map_err(trouble)?;
        let (data, unreadable) = schema::read_document(&trial);
        if let Some(error) = unreadable.first() {
            return Err(BundleError::Choice(format!(
                "this cannot be the {}: {error}",
                self.field_label.to_lowercase()
            )));
        }
        if let Some(words) = verdict::deceiving(&trial, &data).into_iter().next() {
            return Err(BundleError::Choice(words));
        }
        let item = ReturnItem::from_field(&self.field);
        let problems = data.returns.values().filter(|entry| entry.submitted()).flat_map(|entry| entry.problems(None));
        let of_this_field = |field: &str| item.is_some_and(|item| item.field() == field);
        match problems.into_iter().find(|found| found.severity == Severity::Impossible && of_this_field(found.field)) {
            Some(problem) => Err(BundleError::Choice(problem.words)),
            None => Ok(()),
        }
    }
}

fn trouble(error: crate::merge::MergeError) -> BundleError {
    BundleError::Choice(error.to_string())
}

/// A stamp for trying only: nothing that carries it is kept.
fn later_than(document: &Document) -> Result<Stamp, BundleError> {
    let ms = document.latest_stamp().map_or(0, |stamp| stamp.ms).saturating_add(1).min(LATEST_MS);
    Ok(Stamp { ms, counter: u32::MAX, device: DeviceId::parse("only-trying").map_err(trouble)? })
}
