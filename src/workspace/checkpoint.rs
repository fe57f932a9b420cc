//! A workspace folded into one text, and back: what a checkpoint holds. Knows nothing of where it is kept.

use super::change::not_there;
use super::origin::Origins;
use super::places::{Places, Run};
use super::state::HandedOut;
use super::{Change, History, WorkspaceError};
use crate::merge::{Brief, Document, take_documents};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct Checkpoint {
    #[serde(with = "Brief")]
    pub(super) document: Document,
    pub(super) history: History,
    #[serde(default)]
    pub(super) origins: Origins,
    pub(super) clock: Option<(u64, u32)>,
    pub(super) handed_out: Option<HandedOut>,
    /// What each step has in common with the rest, and is written there alone.
    #[serde(default)]
    shared: Vec<Shared>,
    /// The same, as earlier programs had it: which of its touched records each step left as the document still has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    as_left: Vec<Vec<(usize, usize)>>,
}

/// What a step has in common with the rest of a checkpoint. Most of what came with files stays as it came, and would else be in the text
/// three times.
#[derive(Serialize, Deserialize)]
struct Shared {
    /// The records that it left as the document still has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left: Vec<Run>,
    /// Where its opening of files stands among the origins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<usize>,
}

impl Shared {
    fn leave_out(step: &mut Change, document: &Document, places: &Places<'_>, origins: &Origins) -> Self {
        let origin = step.origin.as_ref().and_then(|origin| origins.position(origin));
        if origin.is_some() {
            step.origin = None;
        }
        Self { left: step.leave_out(document, places), origin }
    }

    fn put_back(&self, step: &mut Change, document: &Document, origins: &Origins) -> Result<(), WorkspaceError> {
        if let Some(position) = self.origin {
            step.origin = Some(origins.at(position).ok_or_else(not_there)?.clone());
        }
        step.put_back(document, &self.left)
    }
}

impl Checkpoint {
    pub(super) fn new(
        document: Document,
        mut history: History,
        origins: Origins,
        clock: Option<(u64, u32)>,
        handed_out: Option<HandedOut>,
    ) -> Self {
        let places = Places::of(&document);
        let leave_out = |step: &mut Change| Shared::leave_out(step, &document, &places, &origins);
        let shared = history.every_step().map(leave_out).collect();
        Self { document, history, origins, clock, handed_out, shared, as_left: Vec::new() }
    }

    pub(super) fn to_text(&self) -> Result<String, WorkspaceError> {
        serde_json::to_string(self).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }

    fn parsed(text: &str) -> Result<Self, WorkspaceError> {
        if let Some((rest, [(document, _)])) = take_documents(text, ["\"document\":"], Document::read_kept)
            && let Ok(read) = serde_json::from_str::<Self>(&rest)
            && read.document.is_empty()
        {
            return Ok(Self { document, ..read });
        }
        serde_json::from_str(text).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }

    pub(super) fn of_text(text: &str) -> Result<Self, WorkspaceError> {
        let mut read = Self::parsed(text)?;
        for (step, shared) in read.history.every_step().zip(&read.shared) {
            shared.put_back(step, &read.document, &read.origins)?;
        }
        for (step, runs) in read.history.every_step().zip(&read.as_left) {
            step.put_back_touched(&read.document, runs)?;
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
    fn what_a_step_shares_with_the_rest_stands_in_the_text_once() {
        let text = opened_twice().checkpoint().expect("a text");
        let times = |word: &str| text.matches(word).count();
        assert_eq!((times("first"), times("later"), times("third")), (1, 1, 1), "in the document");
        assert_eq!(times("second"), 2, "after the one step and before the other");
        assert_eq!(times("a.json"), 2, "once for each opening");
        let shared =
            r#""shared":[{"left":[["note",0,1],["note",2,1]],"origin":0},{"left":[["note",1,1]],"origin":1}]}"#;
        assert!(text.ends_with(shared), "{text}");
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
    fn a_text_whose_steps_share_nothing_is_read() {
        let workspace = opened_twice();
        let (document, history) = (workspace.document().clone(), workspace.history().clone());
        let (origins, shared, as_left) = Default::default();
        let whole = Checkpoint { document, history, origins, clock: None, handed_out: None, shared, as_left };
        let text = whole.to_text().expect("a text");
        let earlier = text.replace(r#","shared":[]"#, "");
        assert_ne!(earlier, text);
        let read = Workspace::restore(&earlier, device("amber-fox")).expect("it is read");
        assert_eq!((read.document(), read.history()), (workspace.document(), workspace.history()));
    }

    /// What [`opened_twice`] makes, as earlier programs wrote it: documents as files have them, and names wherever they are meant.
    const EARLIER: &str = concat!(
        r#"{"document":{"stamps":["1780000000000.0.clerk","1780000000009.0.clerk"],"tables":{"note":{"#,
        r#""a":{"fields":{"text":["first",0]},"life":[1,0]},"b":{"fields":{"text":["later",1]},"life":[1,0]},"#,
        r#""c":{"fields":{"text":["third",0]},"life":[1,0]}}}},"#,
        r#""history":{"done":[{"kind":"import","label":"opening a file","from_file":true,"#,
        r#""origin":{"at_ms":1780000000000,"files":[{"name":"a.json","records":[["note","a"],["note","b"],["note","c"]]}]},"#,
        r#""at_ms":1780000000000,"clock":[1780000000000,0],"touched":[["note","a"],["note","b"],["note","c"]],"#,
        r#""before":{"stamps":[],"tables":{}},"#,
        r#""after":{"stamps":["1780000000000.0.clerk"],"tables":{"note":{"b":{"fields":{"text":["second",0]},"life":[1,0]}}}}},"#,
        r#"{"kind":"import","label":"opening a file","from_file":true,"#,
        r#""origin":{"at_ms":1780000000009,"files":[{"name":"a.json","records":[["note","b"]]}]},"#,
        r#""at_ms":1780000000009,"clock":[1780000000009,0],"touched":[["note","b"]],"#,
        r#""before":{"stamps":["1780000000000.0.clerk"],"tables":{"note":{"b":{"fields":{"text":["second",0]},"life":[1,0]}}}},"#,
        r#""after":{"stamps":[],"tables":{}}}],"undone":[]},"#,
        r#""origins":[{"at_ms":1780000000000,"files":[{"name":"a.json","records":[["note","a"],["note","b"],["note","c"]]}]},"#,
        r#"{"at_ms":1780000000009,"files":[{"name":"a.json","records":[["note","b"]]}]}],"#,
        r#""clock":[1780000000009,0],"handed_out":null,"as_left":[[[0,1],[2,1]],[[0,1]]]}"#,
    );

    #[test]
    fn a_text_of_earlier_programs_is_read_and_written_anew() {
        let read = Workspace::restore(EARLIER, device("amber-fox")).expect("it is read");
        let made = opened_twice();
        assert_eq!((read.document(), read.history()), (made.document(), made.history()));
        assert_eq!(read.checkpoint(), made.checkpoint());
        for runs in ["[[[0,4]],[]]", "[[[3,1]],[]]", "[[[18446744073709551615,1]],[]]"] {
            let broken = EARLIER.replace("[[[0,1],[2,1]],[[0,1]]]", runs);
            assert_ne!(broken, EARLIER);
            assert!(Workspace::restore(&broken, device("amber-fox")).is_err(), "{runs}");
        }
    }

    #[test]
    fn a_text_that_speaks_of_what_is_not_there_is_not_read() {
        let text = opened_twice().checkpoint().expect("a text");
        for (part, other) in [
            (r#"["note",2,1]"#, r#"["note",2,2]"#),
            (r#"["note",2,1]"#, r#"["note",3,1]"#),
            (r#"["note",2,1]"#, r#"["note",18446744073709551615,1]"#),
            (r#"["note",2,1]"#, r#"["other",0,1]"#),
            (r#""origin":1"#, r#""origin":2"#),
        ] {
            let broken = text.replace(part, other);
            assert_ne!(broken, text);
            assert!(Workspace::restore(&broken, device("amber-fox")).is_err(), "{other}");
        }
    }
}
