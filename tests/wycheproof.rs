//! What seals and signs, held against Wycheproof's vectors and those of the standards: Ed25519, X25519,
//! ChaCha20-Poly1305, HKDF and HMAC with SHA-256, scrypt; each at the one version that the program is built with.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};
use ed25519_dalek::{Signature, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use wycheproof::{TestResult, aead, eddsa, hkdf as hkdf_vectors, mac, xdh};

#[test]
fn ed25519_takes_what_is_valid_and_nothing_else() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).expect("vectors");
    let mut count = 0;
    for group in set.test_groups {
        let key: [u8; 32] = group.key.pk.as_ref().try_into().expect("a key");
        let key = VerifyingKey::from_bytes(&key).expect("a point of the curve");
        for test in group.tests {
            let signature = Signature::from_slice(&test.sig);
            let fits = signature.is_ok_and(|signature| key.verify_strict(&test.msg, &signature).is_ok());
            assert_eq!(fits, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            count += 1;
        }
    }
    assert!(count >= 150, "{count} vectors");
    println!("ed25519: {count}");
}

#[test]
fn x25519_agrees_on_the_same_secret_or_on_none() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).expect("vectors");
    let (mut count, mut none) = (0, 0);
    for group in set.test_groups {
        for test in group.tests {
            let (Ok(secret), Ok(public)) =
                (<[u8; 32]>::try_from(&test.private_key[..]), <[u8; 32]>::try_from(&test.public_key[..]))
            else {
                continue;
            };
            let shared = x25519_dalek::x25519(secret, public);
            assert_eq!(shared[..], test.shared_secret[..], "{}: {}", test.tc_id, test.comment);
            // What no secret comes of is refused where keys come in and by age where files are opened.
            none += usize::from(shared == [0; 32]);
            count += 1;
        }
    }
    assert!(count >= 500 && none >= 10, "{count} vectors, {none} of them without a secret");
    println!("x25519: {count}, {none} without a secret");
}

#[test]
fn chacha20_poly1305_seals_and_opens_as_it_should() {
    let set = aead::TestSet::load(aead::TestName::ChaCha20Poly1305).expect("vectors");
    let mut count = 0;
    // Other lengths of nonces cannot be given to it.
    for group in set.test_groups.into_iter().filter(|group| group.nonce_size == 96) {
        for test in group.tests {
            let cipher = ChaCha20Poly1305::new(Key::from_slice(&test.key));
            let nonce = Nonce::from_slice(&test.nonce);
            let sealed = [&test.ct[..], &test.tag[..]].concat();
            let opened = cipher.decrypt(nonce, Payload { msg: &sealed, aad: &test.aad });
            if test.result.must_fail() {
                assert!(opened.is_err(), "{}: {}", test.tc_id, test.comment);
            } else {
                assert_eq!(opened.as_deref(), Ok(&test.pt[..]), "{}: {}", test.tc_id, test.comment);
                let again = cipher.encrypt(nonce, Payload { msg: &test.pt, aad: &test.aad });
                assert_eq!(again, Ok(sealed), "{}: {}", test.tc_id, test.comment);
            }
            count += 1;
        }
    }
    assert!(count >= 250, "{count} vectors");
    println!("chacha20-poly1305: {count}");
}

#[test]
fn hkdf_gives_the_same_keys() {
    let set = hkdf_vectors::TestSet::load(hkdf_vectors::TestName::HkdfSha256).expect("vectors");
    let mut count = 0;
    for group in set.test_groups {
        for test in group.tests {
            let mut key = vec![0; test.size];
            let made = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut key);
            assert_eq!(made.is_ok(), !test.result.must_fail(), "{}: {}", test.tc_id, test.comment);
            assert!(made.is_err() || key[..] == test.okm[..], "{}: {}", test.tc_id, test.comment);
            count += 1;
        }
    }
    assert!(count >= 80, "{count} vectors");
    println!("hkdf: {count}");
}

#[test]
fn hmac_marks_what_it_should() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).expect("vectors");
    let mut count = 0;
    for group in set.test_groups {
        for test in group.tests {
            let made = <Hmac<Sha256> as Mac>::new_from_slice(&test.key).expect("any length").chain_update(&test.msg);
            let fits = made.verify_truncated_left(&test.tag).is_ok();
            assert_eq!(fits, !test.result.must_fail(), "{}: {}", test.tc_id, test.comment);
            count += 1;
        }
    }
    assert!(count >= 150, "{count} vectors");
    println!("hmac: {count}");
}

/// RFC 7914, section 12, but for the one that takes a gigabyte.
#[test]
fn scrypt_gives_the_keys_of_its_standard() {
    for (passphrase, salt, log2, r, p, start) in [
        ("", "", 4, 1, 1, "77d6576238657b203b19ca42c18a0497"),
        ("password", "NaCl", 10, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe"),
        ("pleaseletmein", "SodiumChloride", 14, 8, 1, "7023bdcb3afd7348461c06cd81fd38eb"),
    ] {
        let mut key = [0; 64];
        let cost = scrypt::Params::new(log2, r, p, 64).expect("a cost");
        scrypt::scrypt(passphrase.as_bytes(), salt.as_bytes(), &cost, &mut key).expect("a length");
        let hex: String = key[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, start);
    }
}

#[test]
fn what_is_tested_here_is_what_seals_and_signs() {
    let lock = include_str!("../Cargo.lock");
    let crates = ["age", "chacha20poly1305", "curve25519-dalek", "ed25519-dalek", "hkdf", "hmac", "scrypt"];
    for name in crates.into_iter().chain(["x25519-dalek"]) {
        let count = lock.lines().filter(|line| *line == format!("name = \"{name}\"")).count();
        assert_eq!(count, 1, "{name} is there {count} times");
    }
}
