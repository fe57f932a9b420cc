//! `cargo dev`: sets the machine up, builds the page, serves it and tests it. A native program that must know nothing of
//! what the app does, so that it compiles before a browser toolchain is there.

// Cargo builds every program of the crate for a browser test; this one has nothing to do there.
#[cfg(not(target_arch = "wasm32"))]
mod bench;
#[cfg(not(target_arch = "wasm32"))]
mod checks;
#[cfg(not(target_arch = "wasm32"))]
mod child;
#[cfg(not(target_arch = "wasm32"))]
mod count;
#[cfg(not(target_arch = "wasm32"))]
mod fault;
#[cfg(not(target_arch = "wasm32"))]
mod fuzz;
#[cfg(not(target_arch = "wasm32"))]
mod page;
#[cfg(not(target_arch = "wasm32"))]
mod route;
#[cfg(not(target_arch = "wasm32"))]
mod serve;
#[cfg(not(target_arch = "wasm32"))]
mod server;
#[cfg(not(target_arch = "wasm32"))]
mod setup;
#[cfg(not(target_arch = "wasm32"))]
mod size;
#[cfg(not(target_arch = "wasm32"))]
mod split;
#[cfg(not(target_arch = "wasm32"))]
mod style;
#[cfg(not(target_arch = "wasm32"))]
mod tools;
#[cfg(not(target_arch = "wasm32"))]
mod worker;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    match commands::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\n{fault}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod commands {
    use crate::checks::{self, Kind};
    use crate::fault::{Fault, Outcome};
    use crate::tools::Tools;
    use crate::{bench, fuzz, page, serve, setup, split, style};
    use lexopt::prelude::*;

    const USAGE: &str = "\
Usage: cargo dev COMMAND

  serve [--port N] [--no-open]   set up, build the page and serve it on this machine
  test [--only KIND…]            every check and test; KIND is one of
                                 format lint lint-web deny core web page size journeys
  build                          the static site, in dist/
  fuzz [TARGET] [SECONDS]        hostile input without end, ten minutes a target
  bench                          how long the main jobs take, in the core and in the page
  setup                          only install what the other commands need
  style                          compile the GOV.UK base of the style again

Tools are kept in ~/.cache/clusterwise, or where CLUSTERWISE_TOOLS says.";

    /// What the person asked for.
    #[derive(Debug, PartialEq)]
    enum Command {
        Serve { port: u16, open: bool },
        Test { only: Vec<Kind> },
        Build,
        Fuzz { target: Option<String>, seconds: u32 },
        Bench,
        Setup,
        Style,
        Usage,
    }

    pub fn run() -> Outcome {
        if split::is_called() {
            return split::bind(&Tools::find()?);
        }
        let command = parse(lexopt::Parser::from_env())?;
        let tools = Tools::find()?;
        match command {
            Command::Serve { port, open } => {
                let toolchain = setup::for_page(&tools)?;
                page::build(&tools, &toolchain)?;
                serve::run(port, open)
            }
            Command::Test { only } => checks::run(&tools, &only),
            Command::Build => {
                let toolchain = setup::for_page(&tools)?;
                page::build(&tools, &toolchain)
            }
            Command::Fuzz { target, seconds } => fuzz::run(&tools, target.as_deref(), seconds),
            Command::Bench => bench::run(&tools),
            Command::Setup => {
                setup::for_page(&tools)?;
                setup::for_tests(&tools)
            }
            Command::Style => style::compile(&tools),
            Command::Usage => {
                println!("{USAGE}");
                Ok(())
            }
        }
    }

    fn parse(mut arguments: lexopt::Parser) -> Result<Command, Fault> {
        let mut name = String::new();
        let (mut port, mut open, mut only) = (8080, true, Vec::new());
        let (mut target, mut seconds) = (None, fuzz::SECONDS);
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("help") | Short('h') => return Ok(Command::Usage),
                Value(value) if name.is_empty() => name = value.string()?,
                Value(value) if name == "fuzz" => match value.parse() {
                    Ok(number) => seconds = number,
                    Err(_) => target = Some(value.string()?),
                },
                Long("port") if name == "serve" => port = arguments.value()?.parse()?,
                Long("no-open") if name == "serve" => open = false,
                Long("only") if name == "test" => {
                    for value in arguments.values()? {
                        only.push(Kind::named(&value.string()?)?);
                    }
                }
                other => return Err(other.unexpected().into()),
            }
        }
        match name.as_str() {
            "serve" => Ok(Command::Serve { port, open }),
            "test" => Ok(Command::Test { only }),
            "build" => Ok(Command::Build),
            "fuzz" => Ok(Command::Fuzz { target, seconds }),
            "bench" => Ok(Command::Bench),
            "setup" => Ok(Command::Setup),
            "style" => Ok(Command::Style),
            "" | "help" => Ok(Command::Usage),
            other => Err(Fault::new(format!("there is no command \"{other}\"\n\n{USAGE}"))),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn parsed(words: &[&str]) -> Result<Command, String> {
            parse(lexopt::Parser::from_args(words)).map_err(|fault| fault.to_string())
        }

        #[test]
        fn serve_opens_the_browser_on_port_8080_unless_told_otherwise() {
            assert_eq!(parsed(&["serve"]), Ok(Command::Serve { port: 8080, open: true }));
            assert_eq!(
                parsed(&["serve", "--port", "9000", "--no-open"]),
                Ok(Command::Serve { port: 9000, open: false })
            );
        }

        #[test]
        fn several_kinds_of_test_can_be_named() {
            assert_eq!(
                parsed(&["test", "--only", "core", "size"]),
                Ok(Command::Test { only: vec![Kind::Core, Kind::Size] })
            );
        }

        #[test]
        fn a_fuzz_target_and_its_time_can_be_named() {
            let fuzz = |target: Option<&str>, seconds| Ok(Command::Fuzz { target: target.map(str::to_owned), seconds });
            assert_eq!(parsed(&["fuzz"]), fuzz(None, fuzz::SECONDS));
            assert_eq!(parsed(&["fuzz", "plan"]), fuzz(Some("plan"), fuzz::SECONDS));
            assert_eq!(parsed(&["fuzz", "plan", "60"]), fuzz(Some("plan"), 60));
        }

        #[test]
        fn an_option_of_another_command_is_refused() {
            assert!(parsed(&["build", "--port", "1"]).is_err());
            assert!(parsed(&["test", "--only", "speed"]).is_err_and(|words| words.contains("speed")));
        }
    }
}
