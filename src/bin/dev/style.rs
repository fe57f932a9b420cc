//! Compiles the GOV.UK base of the style, without its brand, into `style/govuk.css`. Only needed after a change to
//! `style/govuk.scss` or a new version of the base: the result is committed.

use crate::child;
use crate::fault::{Fault, Outcome, at};
use crate::setup::{self, say};
use crate::tools::{Tools, home};

const LICENCE: &str = "/* GOV.UK Frontend, unbranded, compiled by `cargo dev style` from govuk.scss. \
                       Copyright (C) 2011 Crown Copyright (Government Digital Service), MIT licence: see LICENSE. */\n";

pub fn compile(tools: &Tools) -> Outcome {
    setup::npm(tools)?;
    say("Compiling style/govuk.scss");
    let style = home().join("style");
    let mut sass = tools.command("node");
    sass.arg(tools.package("sass").join("sass.js"));
    sass.args(["--no-source-map", "--style=compressed", "--no-charset", "--stop-on-error"]);
    sass.arg(format!("--load-path={}", tools.package("govuk-frontend").join("dist").display()));
    let by_hand = child::words(sass.arg(style.join("govuk.scss")));
    let css = child::answer(&mut sass).ok_or_else(|| Fault::new("could not compile the style").by_hand(by_hand))?;
    let path = style.join("govuk.css");
    std::fs::write(&path, format!("{LICENCE}{}\n", tidy(&css))).map_err(at("write", &path))?;
    println!("Wrote {}", path.display());
    Ok(())
}

/// Leaves out what every browser that can run the app knows: the second value of a custom property.
fn tidy(css: &str) -> String {
    let mut rest = css.trim_start_matches('\u{feff}');
    let mut tidy = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once("var(--govuk-") {
        tidy.push_str(before);
        let Some((inside, after)) = after.split_once(')') else { break };
        let name = inside.split_once(',').map_or(inside, |(name, _)| name);
        tidy.push_str(&format!("var(--govuk-{name})"));
        rest = after;
    }
    tidy.push_str(rest);
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_property_keeps_its_name_and_loses_its_second_value() {
        assert_eq!(
            tidy("a{color:var(--govuk-text-colour, #0b0c0c);b:var(--x, 1)}c{d:var(--govuk-e)}"),
            "a{color:var(--govuk-text-colour);b:var(--x, 1)}c{d:var(--govuk-e)}"
        );
    }
}
