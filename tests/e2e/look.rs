//! Looks a page over as it stands: accessibility faults, width, theme. Knows no page by name.

use crate::person::Person;
use serde_json::Value;
use std::sync::OnceLock;

const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// Light or dark, as the person chose it in the app.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Theme {
    Light,
    Dark,
}

fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let path = std::env::var_os("CLUSTERWISE_AXE").expect("CLUSTERWISE_AXE: run `cargo dev test --only journeys`");
        std::fs::read_to_string(path).expect("axe-core")
    })
}

impl Person {
    /// Fails with a list if axe-core finds anything on the page as it stands.
    pub async fn finds_no_accessibility_fault(&self, place: &str) {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n{}\n\
             axe.run(document, {{ runOnly: {{ type: 'tag', values: {RULES} }}, resultTypes: ['violations'] }}).then(\
             found => done(found.violations.map(fault => `${{fault.id}}: ${{fault.help}}\\n` +\
             fault.nodes.map(node => `    ${{node.html.slice(0, 200)}}\\n    ${{node.failureSummary.replace(/\\n/g, ' ')}}`).join('\\n'))),\
             error => done(['axe itself: ' + error]));",
            axe()
        );
        let found = self.client.execute_async(&script, Vec::new()).await;
        let found = found.unwrap_or_else(|error| panic!("{place}: axe does not run: {error}"));
        let faults: Vec<&str> = found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(found.is_array(), "{place}: axe said {found}");
        assert!(faults.is_empty(), "{place}, in {:?}:\n{}", self.browser(), faults.join("\n"));
    }

    /// Chooses a theme the way the app remembers it, and loads the page again.
    pub async fn wear(&self, theme: Theme) {
        let name = if theme == Theme::Dark { "dark" } else { "light" };
        self.ask(&format!("localStorage.setItem('clusterwise.theme', JSON.stringify('{name}'))")).await;
        self.reload().await;
        let shown = self.ask("return document.documentElement.getAttribute('data-theme')").await;
        assert_eq!(shown, name, "the theme holds before the app stands");
    }

    /// Opens the page at a fragment in a frame as wide as a small phone and stays inside it. Only on a framed site.
    pub async fn open_narrow(&self, fragment: &str) {
        let address = self.site().narrow_address();
        self.client.goto(&address).await.expect("the frame");
        self.client.clone().enter_frame(0).await.expect("the page in the frame");
        self.wait_for_the_app().await;
        self.ask(&format!("location.hash = {fragment:?}")).await;
        self.wait_for_the_app().await;
        assert_eq!(self.ask("return window.innerWidth").await, 320);
    }

    /// Leaves the frame again.
    pub async fn leave_narrow(&self) {
        self.client.clone().enter_parent_frame().await.expect("the page around the frame");
    }

    /// Fails if the page is wider than its window and would have to be pushed sideways.
    pub async fn fits_its_width(&self, place: &str) {
        let script = "const root = document.documentElement; const wide = [...document.querySelectorAll('body *')]\
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('[data-scrolls], [tabindex=\"0\"]'))\
            .map(e => e.outerHTML.slice(0, 120)); return root.scrollWidth <= innerWidth ? [] : wide.slice(0, 5)\
            .concat([`${root.scrollWidth} over ${innerWidth}`])";
        let wide = self.ask(script).await;
        assert!(wide.as_array().is_some_and(Vec::is_empty), "{place} is too wide: {wide:#}");
    }
}
