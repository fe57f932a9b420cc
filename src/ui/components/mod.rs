//! Pieces of screens that know no state: plain values, signals and callbacks in, markup out.
//!
//! The markup and class names are GOV.UK Frontend's; `style/components` adds what it lacks. Every field takes its id,
//! its label and, if it can be wrong, the form's errors, in which it finds its own sentence.

mod announcer;
mod button;
mod chart;
mod choice;
mod copy_box;
mod date_field;
mod details;
mod dialog;
mod error_summary;
mod field;
mod file_drop;
mod filter_box;
mod form;
mod heading;
mod lever;
mod notice;
mod number_field;
mod scroll_pane;
mod secret_field;
mod select;
mod sortable_table;
mod sparkline;
mod summary_list;
mod table;
mod tag;
mod task_list;
mod text_field;
mod variation_icon;
mod working;

pub use announcer::{Announcer, LiveRegion};
pub use button::{Button, ButtonGroup, ButtonKind, ButtonLink};
pub use chart::ChartFigure;
pub use choice::{Checkboxes, Choice, Radios};
pub use copy_box::CopyBox;
pub use date_field::DateField;
pub use details::{Details, DetailsOnDemand};
pub use dialog::ConfirmDialog;
pub use error_summary::{ErrorSummary, ErrorTitle};
pub use field::Width;
pub use file_drop::FileDrop;
pub use filter_box::{FilterBar, SearchBox};
pub use form::{EntryForm, Fieldset};
pub use heading::{PAGE_HEADING_ID, PageHeading, focus_heading};
pub use lever::Lever;
pub use notice::{BannerKind, InsetText, NotificationBanner, WarningText};
pub use number_field::NumberField;
pub use scroll_pane::ScrollPane;
pub use secret_field::SecretField;
pub use select::Select;
pub use sortable_table::{Column, SortableTable, TableSort};
pub use sparkline::SparklineImage;
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{CaptionSize, Head, Table};
pub use tag::{Tag, TagColour};
pub use task_list::{Task, TaskList, TaskStatus};
pub use text_field::{TextArea, TextField};
pub use variation_icon::{VariationIcon, VariationShape};
pub use working::{HowFar, Waited, WorkingNote};
