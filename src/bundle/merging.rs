//! Files put together outside any workspace, as the command line does it. Asks no person and no clock.

use super::verdict::believable;
use super::{Bundle, BundleError, BundleKind, PilotName};
use crate::merge::Document;

impl Bundle {
    /// Whether every record can be true: what a workspace asks before it takes a file in. Names the first that cannot.
    pub fn believable(&self) -> Result<(), BundleError> {
        believable(&self.document)
    }

    /// One backup that holds what all of these hold, the same in whatever order they come. All must be of one pilot.
    /// Where copies disagree the later edit shows and the other is kept, as in a workspace in which nobody chose.
    pub fn merged<'a>(bundles: impl IntoIterator<Item = &'a Bundle>) -> Result<Bundle, BundleError> {
        let mut pilot: Option<PilotName> = None;
        let mut document = Document::new();
        for bundle in bundles {
            bundle.believable()?;
            let theirs = bundle.pilot().ok_or(BundleError::NoPilot)?;
            match &pilot {
                Some(ours) if ours.id != theirs.id => {
                    let (ours, theirs) =
                        (format!("{} ({})", ours.name, ours.id), format!("{} ({})", theirs.name, theirs.id));
                    return Err(BundleError::OtherPilot { theirs, ours });
                }
                _ => pilot = Some(theirs),
            }
            document.join(&bundle.document);
        }
        Ok(Bundle { kind: BundleKind::Backup, document })
    }
}
