//! Walks a journey in a browser of its own: keeps a picture if it fails, and at its end asks whether the page's policy ever
//! had to stop anything. Knows nothing of what is done on the way.

use crate::driver::Browser;
use crate::person::Person;
use crate::site::Site;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Walks one journey to its end; `name` names the picture of a failure.
pub fn walk<F>(browser: Browser, name: &str, site: Site, journey: impl FnOnce(Person) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async move {
        let site = Arc::new(site);
        let person = Person::arrive(browser, Arc::clone(&site)).await;
        let walked = tokio::spawn(journey(person.clone())).await;
        if walked.is_err() {
            person.picture(&format!("failed-{name}")).await;
        }
        // Reports of the policy come a moment after what they report.
        tokio::time::sleep(Duration::from_millis(200)).await;
        person.leave().await;
        if let Err(failure) = walked {
            std::panic::resume_unwind(failure.into_panic());
        }
        let offences = site.log().offences;
        assert!(offences.is_empty(), "the page's policy stopped:\n{}", offences.join("\n"));
    });
}

/// A journey as two tests, one a browser: `journey!(fn name(person) { … })`. `framed` opens a site that can be made narrow,
/// `unframed` one whose host forbids all frames, `workerless` one that lost its worker.
#[macro_export]
macro_rules! journey {
    ($(#[$doc:meta])* fn $name:ident($person:ident) $body:block) => {
        $crate::journey!(@both $(#[$doc])* $name, $person, $body, open);
    };
    ($(#[$doc:meta])* framed fn $name:ident($person:ident) $body:block) => {
        $crate::journey!(@both $(#[$doc])* $name, $person, $body, open_framed);
    };
    ($(#[$doc:meta])* unframed fn $name:ident($person:ident) $body:block) => {
        $crate::journey!(@both $(#[$doc])* $name, $person, $body, open_unframed);
    };
    ($(#[$doc:meta])* workerless fn $name:ident($person:ident) $body:block) => {
        $crate::journey!(@both $(#[$doc])* $name, $person, $body, open_workerless);
    };
    (@both $(#[$doc:meta])* $name:ident, $person:ident, $body:block, $site:ident) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "what the journeys of this file share")]
            use super::*;

            async fn journey($person: $crate::person::Person) $body

            #[test]
            fn chromium() {
                let site = $crate::site::Site::$site();
                $crate::walk::walk($crate::driver::Browser::Chromium, stringify!($name), site, journey);
            }

            #[test]
            fn firefox() {
                let site = $crate::site::Site::$site();
                $crate::walk::walk($crate::driver::Browser::Firefox, stringify!($name), site, journey);
            }
        }
    };
}
