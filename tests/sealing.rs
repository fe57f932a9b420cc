//! What people may rely on when a file is sealed or signed: every changed bit is found, nothing opens without its key,
//! nothing is handed out in part, and no file can ask for more work than we would spend.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use clusterwise::bundle::{Bundle, BundleError, BundleKind, CopyTest, Received, SIZE_LIMIT, SealWith, SealedFile};
use clusterwise::merge::Document;
use clusterwise::seal::{
    DeviceKey, Identity, KEYS_LIMIT, Key, Lock, Passphrase, Recipient, SealError, Sealed, Work, seal_to_recipients,
    seal_with_passphrase,
};
use pilots::{copy_for, device, stamp};
use proptest::prelude::*;
use std::time::Instant;

/// A file of one kilobyte.
fn kilobyte() -> Bundle {
    let mut document = Document::new();
    let at = |ms| stamp(1_560_000_000_000 + ms, "amber-fox");
    document.set("pilot", "fern-1", "id", "fern-1", &at(0)).expect("set");
    document.set("pilot", "fern-1", "name", "Fernleigh pilot", &at(1)).expect("set");
    for (place, school) in ["900001", "900002", "900003", "900004", "900005", "900006"].into_iter().enumerate() {
        document.set("school", school, "name", "Meadow Lane Primary", &at(2 + place as u64)).expect("set");
    }
    let bundle = Bundle { kind: BundleKind::Return, document };
    let bytes = bundle.encode().len();
    assert!((1_000..1_200).contains(&bytes), "{bytes} bytes");
    bundle
}

fn passphrase() -> Passphrase {
    Passphrase::generated([42; 16])
}

fn with_passphrase(file: &[u8]) -> Vec<u8> {
    SealedFile::seal(file, SealWith::Passphrase(&passphrase(), Work::TRIFLING)).expect("sealed")
}

fn to_key(file: &[u8], identity: &Identity) -> Vec<u8> {
    SealedFile::seal(file, SealWith::Recipients(&[identity.recipient()])).expect("sealed")
}

fn device_key() -> DeviceKey {
    DeviceKey::from_random([7; 32])
}

/// Every file that differs from this one by one bit.
fn one_bit_off(file: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..file.len() * 8).map(|bit| {
        let mut other = file.to_vec();
        other[bit / 8] ^= 1 << (bit % 8);
        other
    })
}

/// Reads every file that differs by one bit, and counts; each must be refused in a sentence.
fn every_bit_is_found(file: &[u8], keys: &[Key]) -> usize {
    assert!(Received::read(file, keys).is_ok());
    let mut count = 0;
    for other in one_bit_off(file) {
        let refused = Received::read(&other, keys).expect_err(&format!("bit {count} was changed and not found"));
        assert!(refused.to_string().chars().count() < 600, "{refused}");
        count += 1;
    }
    count
}

#[test]
fn every_single_bit_of_a_file_sealed_with_a_passphrase_is_found() {
    let file = with_passphrase(&kilobyte().encode());
    let count = every_bit_is_found(&file, &[Key::from(&passphrase())]);
    assert_eq!(count, file.len() * 8);
    println!("{count} bits of a file of {} bytes", file.len());
}

#[test]
fn every_single_bit_of_a_file_sealed_to_keys_is_found() {
    let (ours, theirs) = (Identity::generate(), Identity::generate());
    let to = [ours.recipient(), theirs.recipient()];
    let file = SealedFile::seal(&kilobyte().encode(), SealWith::Recipients(&to)).expect("sealed");
    let count = every_bit_is_found(&file, &[Key::from(&ours)]);
    println!("{count} bits of a file of {} bytes", file.len());
}

#[test]
fn every_single_bit_of_a_signed_file_is_found() {
    let file = kilobyte().encode_signed(&device("amber-fox"), &device_key());
    let count = every_bit_is_found(&file, &[]);
    println!("{count} bits of a file of {} bytes", file.len());
}

#[test]
fn a_sealed_or_signed_file_cut_off_or_lengthened_anywhere_is_found() {
    let bundle = kilobyte();
    let keys = [Key::from(&passphrase())];
    for file in [with_passphrase(&bundle.encode()), bundle.encode_signed(&device("amber-fox"), &device_key())] {
        for end in 0..file.len() {
            assert!(Received::read(&file[..end], &keys).is_err(), "cut off at {end}");
        }
        for more in ["\n", " ", "}", "\0"] {
            assert!(Received::read(&[&file, more.as_bytes()].concat(), &keys).is_err(), "{more:?} behind");
            assert!(Received::read(&[more.as_bytes(), &file].concat(), &keys).is_err(), "{more:?} in front");
        }
        assert!(Received::read(&[b"\xEF\xBB\xBF", &file[..]].concat(), &keys).is_err(), "a mark in front");
        let as_windows = String::from_utf8(file).expect("UTF-8").replace('\n', "\r\n");
        assert!(Received::read(as_windows.as_bytes(), &keys).is_err(), "other line ends");
    }
}

#[test]
fn what_was_sealed_comes_back_byte_for_byte_and_says_how_it_travelled() {
    let bundle = kilobyte();
    let identity = Identity::generate();
    let plain = bundle.encode();
    let signed = bundle.encode_signed(&device("blue-jay"), &device_key());
    let words = |file: &[u8], keys: &[Key]| Received::read(file, keys).map(|received| received.words());
    assert_eq!(words(&plain, &[]), Ok("not sealed; not signed".to_owned()));
    assert_eq!(words(&signed, &[]), Ok("not sealed; signed by blue-jay".to_owned()));
    let by_key = to_key(&signed, &identity);
    let keys = [Key::from(&identity)];
    assert_eq!(words(&by_key, &keys), Ok("sealed to 1 key; signed by blue-jay".to_owned()));
    let by_passphrase = with_passphrase(&plain);
    let received = Received::read(&by_passphrase, &[Key::from(&passphrase())]).expect("opened");
    assert_eq!(received.words(), "sealed with a passphrase; not signed");
    assert_eq!((received.bundle.encode(), received.version), (plain.clone(), 1));
    let sealed = SealedFile::recognise(&by_key).expect("sealed").expect("whole");
    assert_eq!((sealed.kind, sealed.lock(), sealed.open(&keys)), (BundleKind::Return, Lock::Keys(1), Ok(signed)));
    assert_eq!(SealedFile::recognise(&plain), None);
    for (file, is_sealed) in [(&by_key, true), (&by_passphrase, true), (&plain, false), (&plain[..9].to_vec(), false)] {
        assert_eq!(SealedFile::is_one(file), is_sealed);
    }
}

#[test]
fn nothing_of_the_content_is_in_clear() {
    let file = String::from_utf8(with_passphrase(&kilobyte().encode())).expect("UTF-8");
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(&lines[..4], ["{", "  \"format\": \"clusterwise\",", "  \"version\": 2,", "  \"kind\": \"return\","]);
    assert!(lines[4].starts_with("  \"sealed\": \"-----BEGIN AGE ENCRYPTED FILE-----\\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx"));
    assert_eq!(&lines[5..], ["}"]);
    for word in ["Fernleigh", "fern-1", "Meadow", "amber", "holds", "2019"] {
        assert!(!file.contains(word), "{word}");
    }
    let first = with_passphrase(&kilobyte().encode());
    assert_ne!(first, with_passphrase(&kilobyte().encode()), "the same file sealed twice does not look the same");
}

#[test]
fn an_older_program_says_that_the_file_is_newer_and_this_one_that_it_is_sealed() {
    let file = with_passphrase(&kilobyte().encode());
    let older = clusterwise::bundle::Format { version: 1, migrations: Vec::new() };
    assert_eq!(older.decode(&file), Err(BundleError::TooNew { version: 2, newest: 1 }));
    let sealed = BundleError::Sealed { kind: BundleKind::Return, lock: Lock::Passphrase };
    assert_eq!(Bundle::decode(&file), Err(sealed.clone()));
    assert_eq!(
        sealed.to_string(),
        "the file (return of a school) is sealed with a passphrase: give the passphrase to open it"
    );
    let newer = String::from_utf8(file).expect("UTF-8").replace("\"version\": 2", "\"version\": 3");
    assert_eq!(Bundle::decode(newer.as_bytes()), Err(BundleError::TooNew { version: 3, newest: 2 }));
}

#[test]
fn a_large_sealed_file_that_was_laid_out_anew_is_called_changed() {
    let mut document = kilobyte().document;
    for place in 0..12 {
        let text = "a text of some length. ".repeat(2_000);
        document.set("note", &place.to_string(), "text", text, &stamp(1_560_000_100_000, "amber-fox")).expect("set");
    }
    let file = with_passphrase(&Bundle::backup(&document).encode());
    let laid_out = String::from_utf8(file).expect("UTF-8").replace("  \"sealed\"", "    \"sealed\"");
    assert!(laid_out.len() > 500_000);
    let error = Bundle::decode(laid_out.as_bytes()).expect_err("refused");
    assert!(error.to_string().contains("not laid out as it was written"), "{error}");
}

#[test]
fn only_its_own_passphrase_or_key_opens_a_file() {
    let file = kilobyte().encode();
    let (ours, theirs) = (Identity::generate(), Identity::generate());
    let (by_passphrase, by_key) = (with_passphrase(&file), to_key(&file, &ours));
    let read = |file: &[u8], keys: &[Key]| Received::read(file, keys).map(|received| received.bundle.kind);
    let seal = |error| Err(BundleError::Seal(error));
    let wrong = Key::from(&Passphrase::generated([1; 16]));
    assert_eq!(read(&by_passphrase, std::slice::from_ref(&wrong)), seal(SealError::WrongPassphrase));
    assert_eq!(read(&by_passphrase, &[wrong.clone(), Key::from(&passphrase())]), Ok(BundleKind::Return));
    assert_eq!(read(&by_passphrase, &[Key::from(&ours)]), seal(SealError::PassphraseNeeded));
    assert_eq!(read(&by_key, &[Key::from(&theirs)]), seal(SealError::OtherKeys { keys: 1 }));
    assert_eq!(read(&by_key, &[Key::from(&theirs), Key::from(&ours)]), Ok(BundleKind::Return));
    assert_eq!(read(&by_key, &[wrong]), seal(SealError::KeyNeeded { keys: 1 }));
    assert_eq!(read(&by_key, &[]), Err(BundleError::Sealed { kind: BundleKind::Return, lock: Lock::Keys(1) }));
}

/// The bytes of a sealed file inside their letters, changed and put into letters again.
fn rewritten(file: &[u8], change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let text = std::str::from_utf8(file).expect("UTF-8");
    let (head, rest) = text.split_once("FILE-----\\n").expect("armour");
    let (letters, tail) = rest.split_once("-----END").expect("armour");
    let bytes = change(BASE64_STANDARD.decode(letters.replace("\\n", "")).expect("letters"));
    let letters = BASE64_STANDARD.encode(bytes);
    let lines: String =
        letters.as_bytes().chunks(64).map(|line| format!("{}\\n", String::from_utf8_lossy(line))).collect();
    format!("{head}FILE-----\\n{lines}-----END{tail}").into_bytes()
}

/// Where the header ends and the content begins.
fn header_end(bytes: &[u8]) -> usize {
    let mac = bytes.windows(5).position(|window| window == b"\n--- ").expect("a header") + 1;
    mac + bytes[mac..].iter().position(|byte| *byte == b'\n').expect("an end") + 1
}

#[test]
fn a_wrong_passphrase_and_a_changed_file_are_told_apart_as_far_as_they_can_be() {
    let file = with_passphrase(&kilobyte().encode());
    assert_eq!(rewritten(&file, |bytes| bytes), file);
    let keys = [Key::from(&passphrase())];
    let error_with = |change: &dyn Fn(&mut Vec<u8>)| {
        let other = rewritten(&file, |mut bytes| {
            change(&mut bytes);
            bytes
        });
        Received::read(&other, &keys).expect_err("refused")
    };
    let damaged = |error: &BundleError| matches!(error, BundleError::Seal(SealError::Damaged { .. }));
    assert!(damaged(&error_with(&|bytes| *bytes.last_mut().expect("a byte") ^= 1)), "the content");
    assert!(damaged(&error_with(&|bytes| bytes.truncate(bytes.len() - 1))), "its end");
    assert!(
        damaged(&error_with(&|bytes| {
            let end = header_end(bytes);
            bytes[end] ^= 1
        })),
        "the nonce"
    );
    assert!(damaged(&error_with(&|bytes| bytes.push(0))), "something behind it");
    // The wrapped key: the format cannot say whether it or the passphrase is wrong, and the sentence says so.
    let error = error_with(&|bytes| {
        let start =
            bytes.windows(4).position(|window| window == b" 1\nA" || window[..3] == *b" 1\n").expect("a stanza");
        bytes[start + 3] = if bytes[start + 3] == b'A' { b'B' } else { b'A' };
    });
    assert_eq!(error, BundleError::Seal(SealError::WrongPassphrase));
    assert!(error.to_string().contains("damaged on its way"));
}

#[test]
fn parts_of_two_sealed_files_do_not_go_together() {
    let identity = Identity::generate();
    let other = Bundle { kind: BundleKind::Return, document: Document::new() }.encode();
    for (first, second, key) in [
        (with_passphrase(&kilobyte().encode()), with_passphrase(&other), Key::from(&passphrase())),
        (to_key(&kilobyte().encode(), &identity), to_key(&other, &identity), Key::from(&identity)),
    ] {
        let mut second_bytes = Vec::new();
        rewritten(&second, |bytes| {
            second_bytes = bytes.clone();
            bytes
        });
        let swapped = rewritten(&first, |bytes| {
            [&bytes[..header_end(&bytes)], &second_bytes[header_end(&second_bytes)..]].concat()
        });
        assert!(Received::read(&swapped, &[key]).is_err());
    }
}

#[test]
fn a_file_says_its_kind_and_is_held_to_it() {
    let file = String::from_utf8(with_passphrase(&kilobyte().encode())).expect("UTF-8");
    let keys = [Key::from(&passphrase())];
    let other = file.replace("\"kind\": \"return\"", "\"kind\": \"backup\"");
    let error = Received::read(other.as_bytes(), &keys).expect_err("refused");
    assert!(error.to_string().contains("not of the kind that it says"), "{error}");
    let none = file.replace("\"kind\": \"return\"", "\"kind\": \"retorn\"");
    assert!(matches!(Received::read(none.as_bytes(), &keys), Err(BundleError::UnknownKind { .. })));
}

#[test]
fn a_file_that_asks_for_huge_work_is_refused_at_once() {
    let file = with_passphrase(&kilobyte().encode());
    let keys = [Key::from(&passphrase())];
    for log2 in ["19", "20", "30", "63", "64", "255"] {
        let asks = rewritten(&file, |bytes| {
            let end = bytes.windows(3).position(|window| window == b" 1\n").expect("its work");
            [&bytes[..=end], log2.as_bytes(), &bytes[end + 2..]].concat()
        });
        let started = Instant::now();
        let error = Received::read(&asks, &keys).expect_err("refused");
        assert!(matches!(error, BundleError::Seal(SealError::TooMuchWork { .. })), "{error}");
        assert!(started.elapsed().as_millis() < 500, "{log2}: {:?}", started.elapsed());
    }
    let many = rewritten(&to_key(&kilobyte().encode(), &Identity::generate()), |bytes| {
        let start = bytes.windows(3).position(|window| window == b"-> ").expect("a stanza");
        let stanza =
            &bytes[start..start + bytes[start..].windows(4).position(|window| window == b"\n-> ").unwrap_or(99) + 1];
        [&bytes[..start], &stanza.repeat(100_000), &bytes[start..]].concat()
    });
    let started = Instant::now();
    let error = Received::read(&many, &[Key::from(&Identity::generate())]).expect_err("refused");
    assert!(matches!(error, BundleError::Seal(SealError::TooManyKeys { .. })), "{error}");
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[test]
fn nothing_is_handed_out_of_a_long_file_whose_last_byte_is_wrong() {
    let plain = vec![b'a'; 300_000];
    let sealed = seal_with_passphrase(&plain, &passphrase(), Work::TRIFLING).expect("sealed");
    let letters: String = sealed.lines().filter(|line| !line.starts_with('-')).collect();
    let mut bytes = BASE64_STANDARD.decode(letters).expect("letters");
    *bytes.last_mut().expect("a byte") ^= 0x80;
    let lines: Vec<String> = BASE64_STANDARD
        .encode(bytes)
        .as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    let text = format!("-----BEGIN AGE ENCRYPTED FILE-----\n{}\n-----END AGE ENCRYPTED FILE-----\n", lines.join("\n"));
    let opened = Sealed::read(&text).expect("its form is right").open(&[Key::from(&passphrase())]);
    assert!(matches!(opened, Err(SealError::Damaged { .. })));
}

#[test]
fn files_are_sealed_to_one_key_and_to_a_hundred_and_to_no_more() {
    let identities: Vec<Identity> = (0..=KEYS_LIMIT).map(|_| Identity::generate()).collect();
    let recipients: Vec<Recipient> = identities.iter().map(Identity::recipient).collect();
    let sealed = seal_to_recipients(b"content", &recipients[..KEYS_LIMIT]).expect("sealed");
    let sealed = Sealed::read(&sealed).expect("whole");
    assert_eq!(sealed.lock(), Lock::Keys(KEYS_LIMIT));
    for identity in [&identities[0], &identities[KEYS_LIMIT - 1]] {
        assert_eq!(sealed.open(&[Key::from(identity)]), Ok(b"content".to_vec()));
    }
    assert_eq!(sealed.open(&[Key::from(&identities[KEYS_LIMIT])]), Err(SealError::OtherKeys { keys: KEYS_LIMIT }));
    assert_eq!(seal_to_recipients(b"content", &recipients), Err(SealError::TooManyKeys { keys: KEYS_LIMIT + 1 }));
    assert_eq!(seal_to_recipients(b"content", &[]), Err(SealError::NobodyToSealTo));
}

#[test]
fn only_a_file_of_ours_that_is_not_yet_sealed_is_sealed() {
    let secret = passphrase();
    let seal = |file: &[u8]| SealedFile::seal(file, SealWith::Passphrase(&secret, Work::TRIFLING));
    let sealed = seal(&kilobyte().encode()).expect("sealed");
    for file in [&b""[..], b"{}", &sealed, b"PK\x03\x04"] {
        assert!(matches!(seal(file), Err(BundleError::Header { .. })));
    }
    let mut huge = kilobyte().encode();
    huge.resize(SIZE_LIMIT / 4 * 3 + 1, b' ');
    assert!(matches!(seal(&huge), Err(BundleError::TooLarge { .. })), "it could not be opened again");
}

#[test]
fn a_sealed_file_has_64_mebibytes_too() {
    let file = with_passphrase(&kilobyte().encode());
    let long = |bytes: usize| Received::read(&[&file[..], &vec![b'A'; bytes - file.len()]].concat(), &[]);
    assert_eq!(long(SIZE_LIMIT + 1), Err(BundleError::TooLarge { bytes: SIZE_LIMIT as u64 + 1 }));
    assert!(matches!(long(SIZE_LIMIT), Err(BundleError::Seal(SealError::Damaged { .. }))), "it is looked at");
}

#[test]
fn a_signature_is_of_one_file_and_one_device() {
    let (first, second) = (kilobyte(), Bundle { kind: BundleKind::Backup, ..kilobyte() });
    let signed =
        |bundle: &Bundle| String::from_utf8(bundle.encode_signed(&device("amber-fox"), &device_key())).expect("UTF-8");
    let line = |file: &str| file.lines().find(|line| line.contains("\"signed\"")).expect("a signature").to_owned();
    let (first, second) = (signed(&first), signed(&second));
    let read = |file: &str| Received::read(file.as_bytes(), &[]);
    assert!(read(&first).is_ok() && read(&second).is_ok());
    let fits_not = Err(BundleError::Seal(SealError::SignatureDoesNotFit));
    assert_eq!(read(&first.replace(&line(&first), &line(&second))), fits_not);
    assert_eq!(
        read(&first.replace("\"device\": \"amber-fox\", \"key\"", "\"device\": \"blue-jay\", \"key\"")),
        fits_not
    );
    let unsigned = first.replace(&format!("{}\n", line(&first)), "");
    let received = read(&unsigned).expect("a file without a signature still opens");
    assert_eq!(received.words(), "not sealed; not signed");
    assert_eq!(received.bundle.encode(), kilobyte().encode(), "the canonical bytes know of no signature");
    let older = read(&first.replace("\"version\": 2", "\"version\": 1")).expect_err("none was signed then").to_string();
    assert!(older.contains("“signed” line is not known in this version"), "{older}");
    assert!(read(&first.replace(&line(&first), &format!("{0}\n{0}", line(&first)))).is_err());
}

#[test]
fn a_sealed_copy_is_tested_as_an_unsealed_one_is() {
    let workspace = copy_for("clerk");
    let here = workspace.document();
    let file = with_passphrase(&Bundle::backup(here).encode());
    assert!(matches!(CopyTest::of(&file, here), Err(BundleError::Sealed { .. })));
    let received = Received::read(&file, &[Key::from(&passphrase())]).expect("opened");
    let test = CopyTest::of_bundle(&received.bundle, here).expect("whole");
    assert_eq!((test.missing, test.records), (0, here.all_records().count()));
}

#[test]
fn everything_but_aggregates_is_sealed_by_default() {
    let sealed = BundleKind::ALL.map(|kind| (kind.key(), kind.is_sealed_by_default()));
    assert_eq!(sealed, [("backup", true), ("return", true), ("board", true), ("scenario", false)]);
}

#[test]
fn the_standard_work_is_the_one_that_is_done() {
    let started = Instant::now();
    let sealed = seal_with_passphrase(b"content", &passphrase(), Work::STANDARD).expect("sealed");
    println!("sealed, opened and compared in {:?}", started.elapsed());
    let letters: String = sealed.lines().filter(|line| !line.starts_with('-')).collect();
    let bytes = BASE64_STANDARD.decode(letters).expect("letters");
    let header = String::from_utf8_lossy(&bytes[..header_end(&bytes)]).into_owned();
    assert!(
        header.lines().nth(1).is_some_and(|line| line.starts_with("-> scrypt ") && line.ends_with(" 17")),
        "{header}"
    );
}

/// Random changes, up to eight bytes each: none is taken for the file.
#[test]
fn random_changes_of_a_sealed_file_are_found() {
    let identity = Identity::generate();
    let keys = [Key::from(&identity)];
    let file = to_key(&kilobyte().encode(), &identity);
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\\n -\"";
    let mut state = 1_u64;
    // Steele, Lea and Flood's splitmix64: a test needs no better, and the same numbers each time.
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize
    };
    let (mut changed, wanted) = (0, if cfg!(debug_assertions) { 20_000 } else { 10_000_000 });
    while changed < wanted {
        let mut other = file.clone();
        for _ in 0..=next() % 8 {
            let place = next() % other.len();
            // Mostly letters that a sealed file may have, or most changes would end at the first look.
            other[place] = if next() % 8 == 0 { next() as u8 } else { letters[next() % letters.len()] };
        }
        if other == file {
            continue;
        }
        assert!(Received::read(&other, &keys).is_err(), "{}", String::from_utf8_lossy(&other));
        changed += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing to a megabyte, in all sizes round the boundaries of blocks too.
    #[test]
    fn any_bytes_come_back(size in prop_oneof![0_usize..200, 65_500_usize..65_600, 131_050_usize..131_090, 0_usize..1_048_577], seed in any::<u64>()) {
        let plain: Vec<u8> = (0..size as u64).map(|place| (place.wrapping_mul(seed | 1) >> 24) as u8).collect();
        let identity = Identity::generate();
        let by_key = seal_to_recipients(&plain, &[identity.recipient()]).expect("sealed");
        prop_assert_eq!(Sealed::read(&by_key).and_then(|sealed| sealed.open(&[Key::from(&identity)])), Ok(plain.clone()));
        let by_passphrase = seal_with_passphrase(&plain, &passphrase(), Work::TRIFLING).expect("sealed");
        prop_assert_eq!(Sealed::read(&by_passphrase).and_then(|sealed| sealed.open(&[Key::from(&passphrase())])), Ok(plain));
    }

    /// Whatever a text is, it is refused in a sentence, and soon.
    #[test]
    fn any_text_is_refused_without_harm(body in "[A-Za-z0-9+/=\\n -]{0,400}", head in any::<bool>()) {
        let text = format!("-----BEGIN AGE ENCRYPTED FILE-----\n{body}-----END AGE ENCRYPTED FILE-----\n");
        let read = Sealed::read(if head { &text } else { &body });
        prop_assert!(read.is_err());
    }
}
