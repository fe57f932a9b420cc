//! Files in and out. Knows nothing of what they hold.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// Larger files are not read: no file of ours comes near it, and reading one could end the page.
pub const LARGEST_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

/// A file as it was read, or why it was not, in a sentence.
#[derive(Debug, Clone)]
pub struct Incoming {
    pub name: String,
    pub bytes: Result<Vec<u8>, String>,
}

/// Reads one file.
pub async fn read_one(file: &File) -> Incoming {
    Incoming { name: file.name(), bytes: bytes_of(file).await }
}

async fn bytes_of(file: &File) -> Result<Vec<u8>, String> {
    if file.size() > LARGEST_BYTES {
        let megabytes = file.size() / 1024.0 / 1024.0;
        return Err(format!("it has {megabytes:.0} MB; files of up to 64 MB are read"));
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| "the browser could not read it: it may have been moved or changed since".to_owned())?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Hands a file to the person. Says whether the browser took it; where it goes is the browser's affair.
pub fn save(name: &str, media_type: &str, bytes: &[u8]) -> bool {
    offer(name, media_type, bytes).is_some()
}

fn offer(name: &str, media_type: &str, bytes: &[u8]) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    document.body()?.append_child(&link).ok()?;
    link.click();
    link.remove();
    // Revoking at once can cancel the download in some browsers; a minute is ample for a file of ours.
    super::timer::after_ms(60_000, move || {
        let _ = Url::revoke_object_url(&address);
    });
    Some(())
}

/// Puts text on the clipboard; says whether it got there.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = window.navigator().clipboard();
    // Missing where the page is not secure: opened from a file or by plain http.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
