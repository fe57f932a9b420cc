//! Who is looking: role, school and cluster, remembered on this device. Knows nothing of the workspace.

use crate::browser::preference;
use crate::model::{ClusterId, Urn};
use crate::workspace::Role;

/// The person at this device, as far as the app needs to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub role: Role,
    pub school: Option<Urn>,
    pub cluster: Option<ClusterId>,
}

impl Person {
    pub fn remembered() -> Self {
        Self {
            role: preference::get("role").and_then(|key| Role::from_key(&key)).unwrap_or_default(),
            school: preference::get("school").and_then(|urn| urn.parse().ok()),
            cluster: preference::get("cluster").and_then(|id| id.try_into().ok()),
        }
    }

    pub fn remember(&self) {
        preference::set("role", self.role.key());
        keep("school", self.school.as_ref().map(Urn::as_str));
        keep("cluster", self.cluster.as_ref().map(ClusterId::as_str));
    }
}

fn keep(name: &str, value: Option<&str>) {
    match value {
        Some(value) => {
            preference::set(name, value);
        }
        None => preference::forget(name),
    }
}
