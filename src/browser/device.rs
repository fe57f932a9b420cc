//! This device's name and random numbers. Knows nothing of what they are for.

use super::preference;
use crate::merge::{DeviceId, MergeError};

const FIRST: [&str; 32] = [
    "amber", "ashen", "autumn", "birch", "bright", "bronze", "calm", "cedar", "clear", "coral", "dusky", "early",
    "fern", "frosty", "golden", "green", "hazel", "ivory", "jade", "lilac", "maple", "misty", "olive", "pearl",
    "quiet", "ruby", "russet", "silver", "sunny", "teal", "velvet", "willow",
];
const SECOND: [&str; 32] = [
    "badger", "bee", "bison", "crane", "dove", "eagle", "falcon", "finch", "fox", "hare", "heron", "ibis", "jay",
    "kite", "lark", "lynx", "marten", "mole", "newt", "otter", "owl", "plover", "raven", "robin", "seal", "shrew",
    "stoat", "swan", "tern", "vole", "wren", "yak",
];

/// Random bytes that nobody can guess; `None` in a browser without them.
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// A few random characters, to tell things of one name apart.
pub fn random_suffix() -> String {
    let [.., a, b, c, d] = super::moment::now_ms().to_be_bytes();
    let bytes: [u8; 4] = random_bytes().unwrap_or([a, b, c, d]);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name under which this device last wrote into a store: two words people can say and a few characters that make it its own. The
/// store itself holds it too, as this is lost where a browser is killed; but this says that there is such a store.
pub fn remembered(store: &str) -> Option<DeviceId> {
    preference::get(&preference_of(store)).and_then(|text| DeviceId::parse(&text).ok())
}

pub fn remember(store: &str, device: &DeviceId) {
    preference::set(&preference_of(store), device.as_str());
}

/// Forgets the name, as its store has been removed: the next store starts under a new one.
pub fn forget(store: &str) {
    preference::forget(&preference_of(store));
}

fn preference_of(store: &str) -> String {
    format!("device.{store}")
}

/// A new name. A name must never be used by two.
pub fn make() -> Result<DeviceId, MergeError> {
    let [first, second]: [u8; 2] = random_bytes().unwrap_or_default();
    let word =
        |list: &'static [&'static str; 32], byte: u8| list.get(usize::from(byte) % 32).copied().unwrap_or("device");
    let name = format!("{}-{}-{}", word(&FIRST, first), word(&SECOND, second), random_suffix());
    DeviceId::parse(&name)
}
