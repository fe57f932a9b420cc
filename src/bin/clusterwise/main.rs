//! The command line: a thin native face of the core. Knows only how to read arguments and print.
//!
//! Each subcommand is a file with `run(arguments)`, which returns what to print. A refusal prints `{"error": …}` to
//! standard error and ends with 2; a reader that has gone away (`| head`) ends it in silence.

mod best_value;
mod calc;
mod check;
mod demo;
mod evaluate;
mod files;
mod merge;
mod publish;
mod seal;
mod simulate;

use lexopt::prelude::*;
use std::io::Write;
use std::process::ExitCode;

const HELP: &str = "clusterwise: plan, run and honestly evaluate a SEND school cluster pilot

Usage: clusterwise COMMAND [OPTIONS]

Commands:
  best-value  which groups a budget buys for the most benefit
  calc        answer a calculation (JSON on standard input, JSON on standard output)
  check       say what a bundle holds
  demo        print the fictional pilot as a backup bundle
  evaluate    print all findings of a bundle as JSON
  key         print a new key to seal to
  merge       put bundles of one pilot together
  passphrase  print a new passphrase of five words
  publish     print the tables of a bundle that are safe to share
  seal        seal a bundle with a passphrase or to keys
  simulate    run a scenario of a bundle forward
  unseal      open a sealed bundle

Options:
  -h, --help       this text, or a command's own
  -V, --version    the version

A request that cannot be answered prints {\"error\": …} to standard error and ends with 2.";

/// Why a command printed nothing: a sentence for the person who typed it.
pub(crate) struct Refusal(pub(crate) String);

impl<E: std::error::Error> From<E> for Refusal {
    fn from(error: E) -> Self {
        Refusal(error.to_string())
    }
}

fn main() -> ExitCode {
    match command(lexopt::Parser::from_env()) {
        Ok(text) => print(&text),
        Err(Refusal(sentence)) => {
            let error = serde_json::json!({ "error": sentence });
            // Nothing is left to tell if standard error is gone too.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

/// What the command prints, without its last line end.
fn command(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    match arguments.next()? {
        Some(Value(name)) => match name.to_str() {
            Some("best-value") => best_value::run(arguments),
            Some("calc") => calc::run(arguments),
            Some("check") => check::run(arguments),
            Some("demo") => demo::run(arguments),
            Some("evaluate") => evaluate::run(arguments),
            Some("key") => seal::key(arguments),
            Some("merge") => merge::run(arguments),
            Some("passphrase") => seal::passphrase(arguments),
            Some("publish") => publish::run(arguments),
            Some("seal") => seal::seal(arguments),
            Some("simulate") => simulate::run(arguments),
            Some("unseal") => seal::unseal(arguments),
            _ => Err(Refusal(format!("there is no command {name:?}; try clusterwise --help"))),
        },
        Some(Short('V') | Long("version")) => Ok(format!("clusterwise {}", env!("CARGO_PKG_VERSION"))),
        Some(Short('h') | Long("help")) | None => Ok(HELP.to_owned()),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
