//! Another device under this one's name: a browser profile that was copied, or a store that went back to an older copy.
//! Knows no storage: whoever opens a workspace gives it its new name.

use super::Workspace;
use crate::merge::{Clock, DeviceId, Document};

/// What a file tells of another device that uses this one's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    pub device: DeviceId,
    /// Values that both wrote at the same moment: merging keeps the greater of each, and loses the other.
    pub contradictions: usize,
}

impl Workspace {
    /// Whether a file holds what this device's clock never wrote, under its name. To be asked before the file is merged,
    /// as the clock then follows it. If so the device must take a new name ([`Workspace::rename_device`]) before it
    /// writes anything: what two devices write under one name, others may take for already overwritten.
    pub fn twin_in(&self, incoming: &Document) -> Option<Twin> {
        let device = self.device();
        let found = self.document().contradictions(incoming);
        let contradictions = found.iter().filter(|one| one.stamp.device == *device).count();
        let is_outrun = self.clock().is_outrun_by(&incoming.version_vector());
        (is_outrun || contradictions > 0).then(|| Twin { device: device.clone(), contradictions })
    }

    /// Goes on under another name, which no device has had yet. What was written keeps its stamps, and the clock does not
    /// go back.
    pub fn rename_device(&mut self, device: DeviceId) {
        let last = self.clock().last();
        *self.clock_mut() = Clock::resume(device, last);
    }
}
