//! The accessibility statement: what was aimed at, what was checked, what is known to be wrong.

use crate::ui::components::PageHeading;
use crate::ui::view;
use leptos::prelude::*;

/// The statement that the regulations for public bodies ask for, as far as the program itself can give it.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! {
        <PageHeading text="Accessibility statement"/>
        <p class="govuk-body">"This statement is about Clusterwise, the program. We want as many people as possible to be able to use it. You should be able to:"</p>
        <ul class="govuk-list govuk-list--bullet">
            <li>"do everything with the keyboard alone"</li>
            <li>"zoom in to 400% without having to scroll sideways, except inside wide tables, which scroll by themselves"</li>
            <li>"read every chart as a sentence and as a table"</li>
            <li>"choose light or dark colours, or those of your device"</li>
            <li>"use it with a screen reader, with high contrast colours and with less movement"</li>
        </ul>
        <h2 class="govuk-heading-m">"How accessible it is"</h2>
        <p class="govuk-body">
            "It is built to meet the Web Content Accessibility Guidelines (WCAG) version 2.2 at level AA. Its pages are checked by program with axe-core, light and dark, wide and narrow. A check by program finds only part of what can be wrong: people who use assistive technology have not tested this version yet."
        </p>
        <h2 class="govuk-heading-m">"What we know is not right"</h2>
        <ul class="govuk-list govuk-list--bullet">
            <li>"Charts are drawn as pictures. The sentence and the table beside each hold the same figures."</li>
            <li>"Files that other programs make, and that you open here, are as accessible as those programs made them."</li>
        </ul>
        <h2 class="govuk-heading-m">"If something does not work for you"</h2>
        <p class="govuk-body">
            "Tell the person who runs the pilot or whoever hosts this page. In England, if you are not happy with a public body's answer, the Equality Advisory and Support Service can help."
        </p>
    }
}
