//! A workspace folded into one text, and back: what a checkpoint holds. Knows nothing of where it is kept.

use super::origin::Origins;
use super::state::HandedOut;
use super::{History, WorkspaceError};
use crate::merge::{Document, take_documents};
use serde::{Deserialize, Serialize};

/// Positions in a step's touched records: the first, and how many.
pub(super) type Run = (usize, usize);

#[derive(Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub(super) document: Document,
    pub(super) history: History,
    #[serde(default)]
    pub(super) origins: Origins,
    pub(super) clock: Option<(u64, u32)>,
    pub(super) handed_out: Option<HandedOut>,
    /// Which touched records each step left as the document still has them: they are written once, there. Most of what came with
    /// files stays as it came, and would else be in the text twice. Earlier programs wrote none.
    #[serde(default)]
    as_left: Vec<Vec<Run>>,
}

impl Checkpoint {
    pub(super) fn new(
        document: Document,
        mut history: History,
        origins: Origins,
        clock: Option<(u64, u32)>,
        handed_out: Option<HandedOut>,
    ) -> Self {
        let as_left = history.every_step().map(|step| step.leave_out(&document)).collect();
        Self { document, history, origins, clock, handed_out, as_left }
    }

    pub(super) fn to_text(&self) -> Result<String, WorkspaceError> {
        serde_json::to_string(self).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }

    fn parsed(text: &str) -> Result<Self, WorkspaceError> {
        if let Some((rest, [(document, _)])) = take_documents(text, ["\"document\":"])
            && let Ok(read) = serde_json::from_str::<Self>(&rest)
            && read.document.is_empty()
        {
            return Ok(Self { document, ..read });
        }
        serde_json::from_str(text).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }

    pub(super) fn of_text(text: &str) -> Result<Self, WorkspaceError> {
        let mut read = Self::parsed(text)?;
        for (step, runs) in read.history.every_step().zip(&read.as_left) {
            step.put_back(&read.document, runs)?;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{DeviceId, Stamp};
    use crate::workspace::{Opening, Workspace};

    const NOW_MS: u64 = 1_780_000_000_000;

    fn device(name: &str) -> DeviceId {
        DeviceId::parse(name).expect("a device id")
    }

    /// Takes in what somebody else wrote to the document as it is here.
    fn open(workspace: &mut Workspace, texts: &[(&str, &str)], at_ms: u64) {
        let stamp = Stamp { ms: at_ms, counter: 0, device: device("clerk") };
        let mut theirs = workspace.document().clone();
        texts.iter().for_each(|(id, text)| theirs.set("note", id, "text", *text, &stamp).expect("a text"));
        let opening = Opening { label: "opening a file", files: &[("a.json", &theirs)], ..Opening::default() };
        workspace.import(&opening, &theirs, &[], at_ms).expect("it is taken in");
    }

    /// Three records that came with one file, of which another file changed one.
    fn opened_twice() -> Workspace {
        let mut workspace = Workspace::empty(device("amber-fox"));
        open(&mut workspace, &[("a", "first"), ("b", "second"), ("c", "third")], NOW_MS);
        open(&mut workspace, &[("b", "later")], NOW_MS + 9);
        workspace
    }

    fn again(workspace: &Workspace) -> Workspace {
        Workspace::restore(&workspace.checkpoint().expect("a text"), device("amber-fox")).expect("it is read")
    }

    #[test]
    fn what_a_step_left_as_it_still_is_stands_in_the_text_once() {
        let text = opened_twice().checkpoint().expect("a text");
        let times = |word: &str| text.matches(word).count();
        assert_eq!((times("first"), times("later"), times("third")), (1, 1, 1), "in the document");
        assert_eq!(times("second"), 2, "after the one step and before the other");
        assert!(text.ends_with(r#""as_left":[[[0,1],[2,1]],[[0,1]]]}"#), "{text}");
    }

    #[test]
    fn every_step_comes_back_whole_and_can_be_taken_back_and_done_again() {
        let mut workspace = opened_twice();
        for _ in 0..3 {
            let read = again(&workspace);
            assert_eq!((read.document(), read.history()), (workspace.document(), workspace.history()));
            workspace.undo(NOW_MS + 20).expect("it can be taken back");
        }
        assert!(workspace.document().is_empty());
        for _ in 0..2 {
            workspace = again(&workspace);
            workspace.redo(NOW_MS + 30).expect("it can be done again");
        }
        assert_eq!(workspace.document(), opened_twice().document());
    }

    #[test]
    fn a_text_of_earlier_programs_has_its_steps_whole() {
        let workspace = opened_twice();
        let (document, history) = (workspace.document().clone(), workspace.history().clone());
        let origins = Origins::default();
        let whole = Checkpoint { document, history, origins, clock: None, handed_out: None, as_left: Vec::new() };
        let text = whole.to_text().expect("a text");
        let earlier = text.replace(r#","as_left":[]"#, "");
        assert_ne!(earlier, text);
        let read = Workspace::restore(&earlier, device("amber-fox")).expect("it is read");
        assert_eq!((read.document(), read.history()), (workspace.document(), workspace.history()));
    }

    #[test]
    fn a_text_that_speaks_of_what_is_not_there_is_not_read() {
        let text = opened_twice().checkpoint().expect("a text");
        for runs in ["[[[0,4]],[]]", "[[[3,1]],[]]", "[[[18446744073709551615,1]],[]]"] {
            let broken = text.replace("[[[0,1],[2,1]],[[0,1]]]", runs);
            assert_ne!(broken, text);
            assert!(Workspace::restore(&broken, device("amber-fox")).is_err(), "{runs}");
        }
        let text = text.replace(r#""c":{"fields""#, r#""d":{"fields""#);
        assert!(Workspace::restore(&text, device("amber-fox")).is_err(), "the document has it under another name");
    }
}
