//! One connection to each store, and other programs that want the store in another form. Knows nothing of what is in it.

use super::values::error;
use super::{CHECKPOINT, LOG, Store, StoreError};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::OpenDbError;
use indexed_db_futures::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Is given a store's name.
type Told = Rc<dyn Fn(&str)>;

thread_local! {
    /// The stores that are open: one connection each.
    static OPEN: RefCell<BTreeMap<String, Store>> = const { RefCell::new(BTreeMap::new()) };
    /// Is told that a newer program wants a store in another form, for which this page has let it go.
    static LET_GO: RefCell<Option<Told>> = const { RefCell::new(None) };
    /// Is told that a page with an older program does not let a store go.
    static HELD_UP: RefCell<Option<Told>> = const { RefCell::new(None) };
}

/// Calls `let_go` with a store's name when a newer program wanted it in another form, and `held_up` when this one wants that and an
/// older one is in its way; for as long as the page lives.
pub fn on_other_programs(let_go: impl Fn(&str) + 'static, held_up: impl Fn(&str) + 'static) {
    LET_GO.set(Some(Rc::new(let_go)));
    HELD_UP.set(Some(Rc::new(held_up)));
}

fn tell(whom: &'static std::thread::LocalKey<RefCell<Option<Told>>>, store: &str) {
    if let Some(told) = whom.with_borrow(Clone::clone) {
        told(store);
    }
}

impl Store {
    /// The store of a name; it is made if there is none.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        match OPEN.with_borrow(|open| open.get(name).cloned()) {
            Some(store) => Ok(store),
            None => Self::open_anew(name).await,
        }
    }

    /// The same by another connection: the one before may be lost.
    pub async fn open_anew(name: &str) -> Result<Self, StoreError> {
        OPEN.with_borrow_mut(|open| open.remove(name));
        let store = Self { database: connect(name).await?, name: name.to_owned() };
        OPEN.with_borrow_mut(|open| open.insert(name.to_owned(), store.clone()));
        if let Ok(mut changes) = store.database.version_changes() {
            let name = name.to_owned();
            wasm_bindgen_futures::spawn_local(async move {
                let is_wanted = changes.recv().await.is_some();
                // Otherwise the browser has closed it: whoever writes next opens it anew.
                changes.db().clone().close();
                OPEN.with_borrow_mut(|open| open.remove(&name));
                if is_wanted {
                    tell(&LET_GO, &name);
                }
            });
        }
        Ok(store)
    }
}

/// Opens a database. A store is made in the newest form, which an older program refuses to open: it knows no lock, and would write in
/// clear.
async fn connect(name: &str) -> Result<Database, StoreError> {
    let waiting = name.to_owned();
    Database::open(format!("clusterwise-{name}"))
        .with_version(4u8)
        .with_on_blocked(move |_| {
            tell(&HELD_UP, &waiting);
            Ok(())
        })
        .with_on_upgrade_needed(|_, database| {
            let there: Vec<String> = database.object_store_names().collect();
            if !there.iter().any(|name| name == LOG) {
                database.create_object_store(LOG).with_auto_increment(true).build()?;
            }
            if !there.iter().any(|name| name == CHECKPOINT) {
                database.create_object_store(CHECKPOINT).build()?;
            }
            Ok(())
        })
        .await
        .map_err(open_error)
}

fn open_error(failure: OpenDbError) -> StoreError {
    match failure {
        OpenDbError::Base(failure) => match error(failure) {
            StoreError::Failed(words) => StoreError::Barred(words),
            other => other,
        },
        other => StoreError::Barred(other.to_string()),
    }
}
