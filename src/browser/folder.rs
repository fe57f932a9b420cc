//! A folder that the person chose, where the browser can: its files, and new ones in it. Knows nothing of what they hold.
//!
//! Chromium and its relatives can; elsewhere files are chosen and saved one by one.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// More than a cluster puts into a folder in years.
const MOST_FILES: usize = 1_000;
/// How often another name is tried for a new file.
const MOST_NAMES: u32 = 100;

/// A folder with the permission to use it, which the browser gives for as long as the page is open.
#[derive(Debug, Clone)]
pub struct Folder {
    handle: JsValue,
}

/// Whether this browser lets a page use a folder.
pub fn can_be_chosen() -> bool {
    web_sys::window().is_some_and(|window| Reflect::has(&window, &"showDirectoryPicker".into()) == Ok(true))
}

/// Asks the person for a folder. None if they changed their mind.
pub async fn choose() -> Result<Option<Folder>, String> {
    let Some(window) = web_sys::window() else { return Ok(None) };
    let options = option("mode", &"readwrite".into());
    Reflect::set(&options, &"id".into(), &"clusterwise".into()).map_err(words)?;
    match call(&window, "showDirectoryPicker", &[options.into()]).await {
        Ok(handle) => Ok(Some(Folder { handle })),
        Err(fault) if name_of(&fault) == "AbortError" => Ok(None),
        Err(fault) => Err(words(fault)),
    }
}

impl Folder {
    /// A folder as a store remembers it: the permission has to be asked for again.
    pub fn remembered(handle: JsValue) -> Option<Self> {
        handle.is_object().then_some(Self { handle })
    }

    /// What a store remembers of it.
    pub fn handle(&self) -> &JsValue {
        &self.handle
    }

    pub fn name(&self) -> String {
        Reflect::get(&self.handle, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
    }

    /// Whether it may be used without asking.
    pub async fn may_be_used(&self) -> bool {
        self.permission("queryPermission").await
    }

    /// Asks the person whether it may be used; only in answer to a click.
    pub async fn ask(&self) -> bool {
        self.permission("requestPermission").await
    }

    async fn permission(&self, question: &str) -> bool {
        match Reflect::has(&self.handle, &question.into()) {
            // A folder of the page's own needs none.
            Ok(false) => true,
            _ => call(&self.handle, question, &[option("mode", &"readwrite".into()).into()])
                .await
                .is_ok_and(|answer| answer.as_string().as_deref() == Some("granted")),
        }
    }

    /// The files in it whose names end so, in the order of their names; those in folders inside it are not looked at.
    pub async fn files(&self, ending: &str) -> Result<Vec<File>, String> {
        let all = invoke(&self.handle, "values", &[]).map_err(words)?;
        let mut found = Vec::new();
        while found.len() < MOST_FILES {
            let next = call(&all, "next", &[]).await.map_err(words)?;
            if Reflect::get(&next, &"done".into()).is_ok_and(|done| done.is_truthy()) {
                break;
            }
            let entry = Reflect::get(&next, &"value".into()).map_err(words)?;
            let text = |field: &str| Reflect::get(&entry, &field.into()).ok().and_then(|text| text.as_string());
            if text("kind").as_deref() == Some("file") && text("name").is_some_and(|name| name.ends_with(ending)) {
                let file = call(&entry, "getFile", &[]).await.map_err(words)?;
                found.push(file.dyn_into::<File>().map_err(words)?);
            }
        }
        found.sort_by_key(File::name);
        Ok(found)
    }

    /// Puts a new file into it, and reads it back. What is there already stays: the name gets a number then. Gives the name.
    pub async fn save_new(&self, stem: &str, ending: &str, bytes: &[u8]) -> Result<String, String> {
        for number in 1..=MOST_NAMES {
            let name = if number == 1 { format!("{stem}{ending}") } else { format!("{stem}-{number}{ending}") };
            match call(&self.handle, "getFileHandle", &[name.as_str().into()]).await {
                Err(fault) if name_of(&fault) == "NotFoundError" => {
                    self.write(&name, bytes).await.map_err(words)?;
                    return Ok(name);
                }
                Err(fault) => return Err(words(fault)),
                Ok(_there_already) => {}
            }
        }
        Err("there are too many files of that name".to_owned())
    }

    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        let create = option("create", &JsValue::TRUE);
        let entry = call(&self.handle, "getFileHandle", &[name.into(), create.into()]).await?;
        let writing = call(&entry, "createWritable", &[]).await?;
        call(&writing, "write", &[Uint8Array::from(bytes).into()]).await?;
        // Only now is it in the folder.
        call(&writing, "close", &[]).await?;
        let file: File = call(&entry, "getFile", &[]).await?.dyn_into()?;
        let back = JsFuture::from(file.array_buffer()).await?;
        match Uint8Array::new(&back).to_vec() == bytes {
            true => Ok(()),
            false => Err("the file does not read back as it was written".into()),
        }
    }
}

fn option(name: &str, value: &JsValue) -> Object {
    let options = Object::new();
    // Setting a field of a new object cannot fail.
    let _set = Reflect::set(&options, &name.into(), value);
    options
}

fn invoke(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    function.apply(object, &arguments.iter().collect())
}

/// Calls a method that promises something, and waits for it.
async fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&invoke(object, method, arguments)?)).await
}

fn name_of(fault: &JsValue) -> String {
    Reflect::get(fault, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}

/// Why the browser did not do it.
fn words(fault: JsValue) -> String {
    match name_of(&fault).as_str() {
        "NotAllowedError" => "the browser was not allowed to use the folder".to_owned(),
        "NotFoundError" => "the folder or a file in it is not there any more".to_owned(),
        "QuotaExceededError" => "there is no space left in the folder".to_owned(),
        _ => match Reflect::get(&fault, &"message".into()).ok().and_then(|text| text.as_string()) {
            Some(message) => format!("the browser could not use the folder ({message})"),
            None => fault.as_string().unwrap_or_else(|| "the browser could not use the folder".to_owned()),
        },
    }
}
