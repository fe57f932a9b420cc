//! A pilot far larger than any: for the limits, and for benchmarks.

use clusterwise::merge::{DeviceId, Document, Stamp};

/// A document of that many returns of six figures, each with a stamp of its own.
pub fn document(returns: u32) -> Document {
    let mut document = Document::default();
    let device = DeviceId::parse("amber-fox").expect("a device id");
    for index in 0..returns {
        let id = format!("{:06}_2018-19_{}", 100_000 + index / 6, index % 6 + 1);
        let stamp = Stamp { ms: 1_560_000_000_000 + u64::from(index), counter: 0, device: device.clone() };
        for field in ["roll", "sen_support", "ehc_plans", "incidents", "suspensions", "sessions_lost"] {
            document.set("return", &id, field, i64::from(index), &stamp).expect("a figure fits");
        }
    }
    document
}
