//! A status in a word or two. Knows nothing of what it is the status of.

use crate::ui::view;
use leptos::prelude::*;

/// The colour of a tag. The words carry the meaning; the colour only groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TagColour {
    #[default]
    Blue,
    Green,
    Grey,
    Orange,
    Purple,
    Red,
    Yellow,
}

impl TagColour {
    fn classes(self) -> &'static str {
        match self {
            Self::Blue => "govuk-tag govuk-tag--blue",
            Self::Green => "govuk-tag govuk-tag--green",
            Self::Grey => "govuk-tag govuk-tag--grey",
            Self::Orange => "govuk-tag govuk-tag--orange",
            Self::Purple => "govuk-tag govuk-tag--purple",
            Self::Red => "govuk-tag govuk-tag--red",
            Self::Yellow => "govuk-tag govuk-tag--yellow",
        }
    }
}

/// A status, in sentence case.
#[component]
pub fn Tag(#[prop(into)] text: Signal<String>, #[prop(optional)] colour: TagColour) -> impl IntoView {
    view! { <strong class=colour.classes()>{move || text.get()}</strong> }
}
