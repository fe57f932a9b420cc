//! `clusterwise calc`: answers calculations from standard input. Knows nothing of any one method.

use crate::Refusal;
use clusterwise::eval::{answer_json, calculators};
use lexopt::prelude::*;
use std::io::Read;

/// More than any list of requests that would be answered.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

fn help() -> String {
    format!(
        "clusterwise calc: answer a calculation

Reads one request, or a list of up to {} of them, as JSON from standard input and prints the answer, or the list of
answers, as JSON: method, convention, values, words, warnings. \"level\" is 0.95 unless given.

Methods: {}

Example:
  echo '{{\"method\": \"rate_ratio\", \"events\": [12, 20], \"exposure\": [4000, 4100]}}' | clusterwise calc",
        calculators::MOST_REQUESTS,
        calculators::METHODS.join(", ")
    )
}

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    match arguments.next()? {
        None => {}
        Some(Short('h') | Long("help")) => return Ok(help()),
        Some(other) => return Err(other.unexpected().into()),
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Refusal("the request is over 64 MB; send it in several parts".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        Refusal(format!("the request is not UTF-8 text (byte {})", error.utf8_error().valid_up_to()))
    })?;
    Ok(answer_json(&text)?)
}
