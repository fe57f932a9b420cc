//! Small pilots for tests of files: three schools in two clusters, one school year.

use clusterwise::merge::{DeviceId, Stamp};
use clusterwise::model::{
    AcademicYear, ClusterId, Phase, PilotId, Return, ReturnId, ReturnItem, ReturnStatus, School, TermId, six_terms,
    starter_clusters, starter_pilot,
};
use clusterwise::workspace::{Command, Workspace};

/// 8 June 2019, 13:20 UTC.
pub const NOW: u64 = 1_560_000_000_000;

pub fn device(name: &str) -> DeviceId {
    DeviceId::parse(name).expect("a device id")
}

pub fn stamp(ms: u64, name: &str) -> Stamp {
    Stamp { ms, counter: 0, device: device(name) }
}

/// A pilot begun on a device.
pub fn started(name: &str, pilot: &str) -> Workspace {
    let mut workspace = Workspace::empty(device(name));
    let command = Command::StartPilot {
        pilot: starter_pilot(PilotId::from_name(pilot).expect("an id"), "Test pilot", "Test council"),
        terms: six_terms(AcademicYear(2018)),
        clusters: starter_clusters(&["North", "South"]),
    };
    workspace.apply(&command, NOW).expect("a pilot starts");
    let schools = [("900001", "North"), ("900002", "North"), ("900003", "South")];
    let schools = schools.map(|(urn, cluster)| School {
        urn: urn.parse().expect("a urn"),
        name: format!("School {urn}"),
        phase: Phase::Primary,
        laestab: None,
        cluster: Some(ClusterId::from_name(cluster).expect("an id")),
        taking_part: true,
        location: None,
        feeds: Vec::new(),
    });
    workspace.apply(&Command::SaveSchools(schools.to_vec()), NOW + 1).expect("schools are saved");
    workspace
}

/// A device's copy of one and the same pilot.
pub fn copy_for(name: &str) -> Workspace {
    Workspace::open(started("founder", "test-1").document().clone(), device(name))
}

/// A complete return that contradicts nothing.
pub fn full_return(urn: &str, term: u8, incidents: u32) -> Return {
    let mut entry = Return::new(ReturnId { school: urn.parse().expect("a urn"), term: TermId::new(2018, term) });
    for item in ReturnItem::ALL {
        entry.set(item, Some(0));
    }
    entry.set(ReturnItem::Roll, Some(210));
    entry.set(ReturnItem::Incidents, Some(incidents));
    entry.status = ReturnStatus::Submitted;
    entry
}

pub fn submit(workspace: &mut Workspace, entry: Return, at_ms: u64) {
    workspace.apply(&Command::SubmitReturn(entry), at_ms).expect("submitted");
}

/// A school's copy with a submitted return.
pub fn with_a_return() -> Workspace {
    let mut school = copy_for("amber-fox");
    submit(&mut school, full_return("900001", 6, 12), NOW + 10);
    school
}
