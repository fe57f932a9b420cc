//! The browser's room in a real browser: what it keeps, gives back and draws. Knows nothing of pages.
#![cfg(target_arch = "wasm32")]

#[path = "../golden/fingerprint.rs"]
mod fingerprint;
mod sealed_store;

use clusterwise::browser::store::{Store, StoreError};
use clusterwise::browser::typed::{composed, spellings};
use clusterwise::browser::{device, files, moment, page, preference, tabs};
use clusterwise::workspace::Standing;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A store that no other test uses, empty.
async fn fresh(name: &str) -> Store {
    let store = Store::open(name).await.expect("a store");
    store.erase().await.expect("an empty store");
    store
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

async fn log_of(store: &Store) -> Vec<String> {
    store.load().await.unwrap().log.into_iter().map(|(_, entry)| entry).collect()
}

#[wasm_bindgen_test]
async fn changes_come_back_in_the_order_they_were_appended() {
    let store = fresh("test-order").await;
    assert!(store.load().await.unwrap().is_empty());
    store.append(1, &texts(&["one", "two"])).await.unwrap();
    store.append(3, &texts(&["three"])).await.unwrap();
    let again = Store::open("test-order").await.unwrap();
    let log = [(1, "one"), (2, "two"), (3, "three")].map(|(number, entry)| (number, entry.to_owned()));
    assert_eq!(again.load().await.unwrap().log, log);
}

#[wasm_bindgen_test]
async fn a_number_that_another_page_has_taken_is_refused_with_all_that_goes_with_it() {
    let store = fresh("test-taken").await;
    store.append(1, &texts(&["one", "two"])).await.unwrap();
    let refused = store.append(2, &texts(&["another two", "three"])).await.unwrap_err();
    assert_eq!(refused, StoreError::Overtaken);
    assert_eq!(log_of(&store).await, ["one", "two"]);
}

#[wasm_bindgen_test]
async fn checkpoints_stand_side_by_side_and_drop_what_both_have() {
    let store = fresh("test-fold").await;
    store.append(1, &texts(&["one", "two"])).await.unwrap();
    let nowhere = Standing::default();
    let (place, text, first) = nowhere.next("{}", 2);
    store.put_checkpoint(place, &text, Some("torn")).await.unwrap();
    store.drop_entries(nowhere).await.unwrap();
    store.append(3, &texts(&["three"])).await.unwrap();
    assert_eq!(log_of(&store).await, ["one", "two", "three"], "until there is another, the log has all");
    let (other, newer, _) = first.next("{}", 3);
    assert_ne!(other, place);
    store.put_checkpoint(other, &newer, None).await.unwrap();
    store.drop_entries(first).await.unwrap();
    let stored = store.load().await.unwrap();
    assert_eq!(stored.slots[place].as_deref(), Some(text.as_str()));
    assert_eq!(stored.slots[other].as_deref(), Some(newer.as_str()));
    assert_eq!(log_of(&store).await, ["three"]);
    assert_eq!(store.aside().await.unwrap().as_deref(), Some("torn"));
}

#[wasm_bindgen_test]
async fn a_store_keeps_the_name_under_which_it_was_first_written() {
    let store = fresh("test-name").await;
    assert_eq!(store.device("amber-fox").await.unwrap(), "amber-fox");
    assert_eq!(Store::open("test-name").await.unwrap().device("other").await.unwrap(), "amber-fox");
}

#[wasm_bindgen_test]
async fn stores_of_two_names_never_see_one_another() {
    let (mine, sample) = (fresh("test-mine").await, fresh("test-sample").await);
    mine.append(1, &texts(&["real"])).await.unwrap();
    sample.append(1, &texts(&["invented"])).await.unwrap();
    sample.erase().await.unwrap();
    assert!(sample.load().await.unwrap().is_empty());
    assert_eq!(log_of(&mine).await, ["real"]);
}

#[wasm_bindgen_test]
async fn a_text_of_a_megabyte_and_of_every_script_comes_back_whole() {
    let store = fresh("test-large").await;
    let text = "Ysgol Gynradd – école – школа – 学校 – \u{1f3eb} ".repeat(20_000);
    store.append(1, std::slice::from_ref(&text)).await.unwrap();
    assert_eq!(log_of(&store).await, [text]);
}

#[wasm_bindgen_test]
fn a_preference_is_remembered_until_it_is_forgotten() {
    assert!(preference::set("test", "dark"));
    assert_eq!(preference::get("test").as_deref(), Some("dark"));
    preference::forget("test");
    assert_eq!(preference::get("test"), None);
}

#[wasm_bindgen_test]
fn a_damaged_preference_is_none_at_all() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage.set_item("clusterwise.test-damaged", "{not json").unwrap();
    assert_eq!(preference::get("test-damaged"), None);
    storage.remove_item("clusterwise.test-damaged").unwrap();
}

#[wasm_bindgen_test]
fn a_device_keeps_its_name_until_it_is_forgotten() {
    let first = device::make().unwrap();
    device::remember("test", &first);
    assert_eq!(device::remembered("test"), Some(first.clone()));
    device::forget("test");
    assert_eq!(device::remembered("test"), None);
    assert_ne!(device::make().unwrap(), first);
}

#[wasm_bindgen_test]
fn random_bytes_differ_from_call_to_call() {
    let (one, two) = (device::random_bytes::<16>().unwrap(), device::random_bytes::<16>().unwrap());
    assert_ne!(one, two);
}

#[wasm_bindgen_test]
async fn a_chosen_file_is_read_whole() {
    let parts = js_sys::Array::of1(&"counts, not children".into());
    let file = web_sys::File::new_with_str_sequence(&parts, "return.json").unwrap();
    let incoming = files::read_one(&file).await;
    assert_eq!(incoming.name, "return.json");
    assert_eq!(incoming.bytes.unwrap(), b"counts, not children");
}

#[wasm_bindgen_test]
async fn one_tab_writes_and_may_ask_again() {
    assert!(tabs::become_writer("test-lock").await);
    assert!(tabs::become_writer("test-lock").await);
    tabs::stop_writing("test-lock");
    assert!(!tabs::is_writer("test-lock"));
    assert!(tabs::take_over("test-lock").await);
    assert!(tabs::is_writer("test-lock"));
}

#[wasm_bindgen_test]
fn the_clock_tells_this_century() {
    assert!(moment::now_ms() > 1_700_000_000_000);
    assert_eq!(moment::date_of(moment::now_ms()), moment::today());
}

#[wasm_bindgen_test]
fn the_address_in_the_fragment_is_read_and_set() {
    page::replace_fragment("#/schools");
    assert_eq!(page::fragment().trim_start_matches('#'), "/schools");
}

/// Not called: the runner finds the tests by their names. Rust's own harness is not to be had for browsers everywhere.
fn main() {}

#[wasm_bindgen_test]
fn every_answer_has_the_bits_that_the_command_line_gives() {
    assert_eq!(fingerprint::of_all_answers(), include_str!("../golden/answers.sha256").trim());
}

#[wasm_bindgen_test]
fn every_run_of_a_scenario_has_the_bits_that_the_command_line_gives() {
    assert_eq!(fingerprint::of_all_runs(), include_str!("../golden/runs.sha256").trim());
}

#[wasm_bindgen_test]
fn a_passphrase_opens_however_its_letters_are_put_together() {
    let (one_letter, with_a_mark) = ("caf\u{e9} noir", "cafe\u{301} noir");
    assert_eq!((composed(one_letter), composed(with_a_mark)), (one_letter.to_owned(), one_letter.to_owned()));
    assert_eq!(spellings(one_letter), [one_letter]);
    assert_eq!(spellings(with_a_mark), [one_letter, with_a_mark], "it may have been set as it was typed");
}
