//! What every method is to the list of methods. Knows nothing of any one of them.

use super::answer::Answer;
use super::error::CalculationError;
use super::fields::Fields;

/// A question that can be asked by name: how it is read, and how it is answered.
pub(super) trait Method: Sized {
    /// The name under which requests ask for it.
    const NAME: &'static str;

    /// Reads a request; every mistake names the field and the rule that it breaks.
    fn read(fields: Fields) -> Result<Self, CalculationError>;

    /// Answers it, or says which rule of the method its numbers break.
    fn answer(&self) -> Result<Answer, CalculationError>;

    /// The level of its interval; none where it has no interval.
    fn level_mut(&mut self) -> Option<&mut f64> {
        None
    }
}
