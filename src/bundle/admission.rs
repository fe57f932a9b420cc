//! Which of several files may be taken in here: those of the workspace's pilot. Knows no order of files.

use super::envelope::pilot_of;
use super::verdict::believable;
use super::{Bundle, BundleError, BundleKind};
use crate::merge::Document;
use crate::model::shown_plainly;
use crate::workspace::schema;
use std::collections::BTreeMap;

/// Pilots by their ids, with their names.
type Pilots = BTreeMap<String, String>;

/// What pilot files must be of.
pub(super) enum Gate {
    /// That of the workspace, or of the backup that an empty workspace is opened with.
    Pilot(String, String),
    /// The workspace is empty and no backup is among the files.
    BackupFirst,
    /// The workspace is empty and the backups are of these.
    Several(Pilots),
}

impl Gate {
    /// `files`: every file that could be read.
    pub(super) fn of<'a>(here: &Document, files: impl Iterator<Item = &'a Bundle>) -> Self {
        if let Some(pilot) = pilot_of(here) {
            return Self::Pilot(pilot.id, pilot.name);
        }
        let backups = files.filter(|file| file.kind == BundleKind::Backup && believable(&file.document).is_ok());
        let pilots: Pilots = backups.flat_map(|file| pilots_of(&file.document)).collect();
        let mut each = pilots.iter();
        match (each.next(), each.next()) {
            (None, _) => Self::BackupFirst,
            (Some((id, name)), None) => Self::Pilot(id.clone(), name.clone()),
            (Some(_), Some(_)) => Self::Several(pilots),
        }
    }

    /// Refuses a file of another pilot, and one that cannot be believed.
    pub(super) fn admit(&self, file: &Bundle) -> Result<(), BundleError> {
        let pilots = pilots_of(&file.document);
        match self {
            _ if pilots.is_empty() => return Err(BundleError::NoPilot),
            Self::Pilot(id, name) => {
                if let Some((other_id, other)) = pilots.iter().find(|(other, _)| *other != id) {
                    return Err(BundleError::OtherPilot { theirs: called(other_id, other), ours: called(id, name) });
                }
            }
            Self::BackupFirst => return Err(BundleError::BackupFirst { kind: file.kind.key() }),
            Self::Several(pilots) => {
                let names: Vec<String> = pilots.iter().map(|(id, name)| called(id, name)).collect();
                return Err(BundleError::SeveralPilots { pilots: names.join(" and ") });
            }
        }
        believable(&file.document)
    }
}

fn pilots_of(document: &Document) -> Pilots {
    let name = |id: &str| document.value(schema::PILOT, id, "name").and_then(|name| name.as_text()).unwrap_or_default();
    document.live(schema::PILOT).map(|(id, _)| (id.to_owned(), name(id).to_owned())).collect()
}

/// “Fernleigh pilot (fernleigh-7k2m)”: two pilots may have one name.
fn called(id: &str, name: &str) -> String {
    format!("“{}” ({})", shown_plainly(name), shown_plainly(id))
}
