//! Sealed and signed files open for ever, and not only those we wrote: `tests/bundles/v2` holds files that this program
//! sealed, files that the program age 1.1.1 sealed and that were put into our envelope, and one that was signed with
//! Python's cryptography. They are never written again.

use clusterwise::bundle::{Bundle, Received};
use clusterwise::merge::DeviceId;
use clusterwise::seal::{DeviceKey, Identity, Key, Passphrase};

const PLAIN: &[u8] = include_bytes!("bundles/v1/return.clusterwise.json");

/// The secrets of these files and of nothing else.
const PASSPHRASE: &str = "zoom abacus yo-yo velvet gander";
const SECRET: &str = "AGE-SECRET-KEY-1X8AMY20Q2PEUYTRKY8982CDMT86RZMMCSHEP2HZMWUGJYF99HP9S4FUHDY";
const DEVICE_SECRET: [u8; 32] = [7; 32];

#[test]
fn files_that_this_program_or_age_sealed_open() {
    let keys = [
        Key::from(&Passphrase::typed(PASSPHRASE).expect("a passphrase")),
        Key::from(&Identity::parse(SECRET).expect("a key")),
    ];
    let kept: [(&[u8], &str); 4] = [
        (include_bytes!("bundles/v2/return-sealed-with-passphrase.clusterwise.json"), "sealed with a passphrase"),
        (
            include_bytes!("bundles/v2/return-sealed-with-passphrase-by-age.clusterwise.json"),
            "sealed with a passphrase",
        ),
        (include_bytes!("bundles/v2/return-sealed-to-key.clusterwise.json"), "sealed to 1 key"),
        (include_bytes!("bundles/v2/return-sealed-to-key-by-age.clusterwise.json"), "sealed to 1 key"),
    ];
    for (file, words) in kept {
        let received = Received::read(file, &keys).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(received.words(), format!("{words}; not signed"));
        assert_eq!(received.bundle.encode(), PLAIN);
    }
}

#[test]
fn a_file_that_another_program_signed_is_the_very_file_that_we_would_sign() {
    let file = include_bytes!("bundles/v2/return-signed-by-another-program.clusterwise.json");
    let received = Received::read(file, &[]).expect("it fits");
    assert_eq!(received.words(), "not sealed; signed by amber-fox");
    let device = DeviceId::parse("amber-fox").expect("a device");
    let ours = Bundle::decode(PLAIN).expect("a bundle").encode_signed(&device, &DeviceKey::from_random(DEVICE_SECRET));
    assert_eq!(ours, file);
}

/// The words that people have compared must stay the same words.
#[test]
fn a_fingerprint_stays_what_it_was() {
    let recipient = Identity::parse(SECRET).expect("a key").recipient();
    assert_eq!(recipient.to_string(), "age1s7rs7mtymkenw4w5xtucy2cgj443xrxgqce0y2edkde6f2uhnezqatc5y6");
    assert_eq!(recipient.fingerprint().to_string(), "dingo bamboo occupancy showgirl reaffirm ranking");
    let device = DeviceKey::from_random(DEVICE_SECRET).public();
    assert_eq!(device.to_string(), "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw");
    assert_eq!(device.fingerprint().to_string(), "shortly mandatory populate garter shock polka");
}
