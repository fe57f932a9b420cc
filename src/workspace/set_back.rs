//! Going back to an earlier state, as a step of its own: by new edits, or the others' copies would bring back what was left.
//! Knows no noun.

use super::WorkspaceError;
use crate::merge::{Document, Record, RecordName, Stamp, Value};
use std::collections::BTreeSet;

/// Writes into a document whatever makes it show what `wanted` shows, and says which records that touched. Conflicts that were
/// settled or arose since are settled as `wanted` shows them.
pub(super) fn set_back(
    document: &mut Document,
    wanted: &Document,
    stamp: &Stamp,
) -> Result<BTreeSet<RecordName>, WorkspaceError> {
    let mut touched = BTreeSet::new();
    for (table, id) in document.names().chain(wanted.names()).collect::<BTreeSet<RecordName>>() {
        if set_back_record(document, wanted, &table, &id, stamp)? {
            touched.insert((table, id));
        }
    }
    Ok(touched)
}

fn set_back_record(
    document: &mut Document,
    wanted: &Document,
    table: &str,
    id: &str,
    stamp: &Stamp,
) -> Result<bool, WorkspaceError> {
    // What was erased stays so.
    if document.is_erased(table, id) {
        return Ok(false);
    }
    let alive = |record: Option<&Record>| record.is_some_and(Record::is_alive);
    let is_alive = alive(document.record(table, id));
    let Some(wanted) = wanted.record(table, id).filter(|record| record.is_alive()) else {
        if is_alive {
            document.delete(table, id, stamp);
        }
        return Ok(is_alive);
    };
    // A record that was deleted begins anew, so every field is written.
    let shown = |document: &Document, name: &str| {
        document.record(table, id).filter(|_| is_alive).and_then(|record| record.value(name)).cloned()
    };
    let of_now = document.record(table, id).filter(|_| is_alive);
    let names: BTreeSet<String> =
        wanted.fields().chain(of_now.into_iter().flat_map(Record::fields)).map(|(name, _)| name.to_owned()).collect();
    let mut changed = false;
    for name in &names {
        let was = wanted.value(name).cloned();
        let is = shown(document, name);
        // What was not written then cannot be unwritten: it says “none”.
        if was.clone().unwrap_or(Value::Null) != is.clone().unwrap_or(Value::Null) || (!is_alive && was.is_some()) {
            document.set(table, id, name, was.unwrap_or(Value::Null), stamp)?;
            changed = true;
        }
    }
    Ok(changed)
}
