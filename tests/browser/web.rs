//! The browser's room in a real browser: what it keeps, gives back and draws. Knows nothing of pages.
#![cfg(target_arch = "wasm32")]

#[path = "../golden/fingerprint.rs"]
mod fingerprint;

use clusterwise::browser::{device, files, moment, page, preference, store::Store, tabs};
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

#[wasm_bindgen_test]
async fn changes_come_back_in_the_order_they_were_appended() {
    let store = fresh("test-order").await;
    assert!(store.load().await.unwrap().is_empty());
    store.append(&texts(&["one", "two"])).await.unwrap();
    store.append(&texts(&["three"])).await.unwrap();
    let again = Store::open("test-order").await.unwrap();
    assert_eq!(again.load().await.unwrap().log, ["one", "two", "three"]);
}

#[wasm_bindgen_test]
async fn a_checkpoint_takes_the_place_of_the_log() {
    let store = fresh("test-fold").await;
    store.append(&texts(&["one", "two"])).await.unwrap();
    store.fold("both").await.unwrap();
    store.append(&texts(&["three"])).await.unwrap();
    let stored = store.load().await.unwrap();
    assert_eq!((stored.checkpoint.as_deref(), stored.log), (Some("both"), texts(&["three"])));
}

#[wasm_bindgen_test]
async fn stores_of_two_names_never_see_one_another() {
    let (mine, sample) = (fresh("test-mine").await, fresh("test-sample").await);
    mine.append(&texts(&["real"])).await.unwrap();
    sample.append(&texts(&["invented"])).await.unwrap();
    sample.erase().await.unwrap();
    assert!(sample.load().await.unwrap().is_empty());
    assert_eq!(mine.load().await.unwrap().log, ["real"]);
}

#[wasm_bindgen_test]
async fn a_text_of_a_megabyte_and_of_every_script_comes_back_whole() {
    let store = fresh("test-large").await;
    let text = "Ysgol Gynradd – école – школа – 学校 – \u{1f3eb} ".repeat(20_000);
    store.append(std::slice::from_ref(&text)).await.unwrap();
    assert_eq!(store.load().await.unwrap().log, [text]);
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
    device::forget("test");
    let first = device::device_id("test").unwrap();
    assert_eq!(device::device_id("test").unwrap(), first);
    device::forget("test");
    assert_ne!(device::device_id("test").unwrap(), first);
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
