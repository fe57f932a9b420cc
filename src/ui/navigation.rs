//! Where we are, and going elsewhere. Knows nothing of what is on a page.

use super::route::Route;
use crate::browser::page;
use leptos::prelude::*;

/// The present address and the ways to change it. Provided once by the app; pages take it with
/// `expect_context::<Navigator>()`.
#[derive(Debug, Clone, Copy)]
pub struct Navigator {
    route: RwSignal<Route>,
}

impl Navigator {
    /// Reads the address and follows it from now on.
    pub fn follow_address() -> Self {
        let route = RwSignal::new(Route::parse(&page::fragment()));
        page::on_fragment_change(move |fragment| {
            let next = Route::parse(&fragment);
            if route.try_with_untracked(|present| *present != next) == Some(true) {
                let _ = route.try_set(next);
            }
        });
        Self { route }
    }

    /// The present page with its options.
    pub fn route(self) -> Signal<Route> {
        self.route.into()
    }

    /// Goes to a page, as its link would.
    pub fn go(self, route: &Route) {
        page::go_to(&route.href());
    }

    /// Changes the options of the present page (a filter, an order) without an entry in the history and without moving
    /// the focus.
    pub fn replace(self, route: &Route) {
        page::replace_fragment(&route.href());
        let _ = self.route.try_set(route.clone());
    }
}
