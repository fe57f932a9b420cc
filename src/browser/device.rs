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

/// The name this device has in a store: two words people can say and a few characters that make it its own. It is
/// made once and remembered. Where nothing can be remembered it is new each time, which is safe: a name must never
/// be used by two.
pub fn device_id(store: &str) -> Result<DeviceId, MergeError> {
    let preference = format!("device.{store}");
    if let Some(known) = preference::get(&preference).and_then(|text| DeviceId::parse(&text).ok()) {
        return Ok(known);
    }
    let made = new_device_id()?;
    preference::set(&preference, made.as_str());
    Ok(made)
}

/// Forgets the name, as its store has been removed: the next store starts under a new one.
pub fn forget(store: &str) {
    preference::forget(&format!("device.{store}"));
}

fn new_device_id() -> Result<DeviceId, MergeError> {
    let [first, second]: [u8; 2] = random_bytes().unwrap_or_default();
    let word =
        |list: &'static [&'static str; 32], byte: u8| list.get(usize::from(byte) % 32).copied().unwrap_or("device");
    let name = format!("{}-{}-{}", word(&FIRST, first), word(&SECOND, second), random_suffix());
    DeviceId::parse(&name)
}
