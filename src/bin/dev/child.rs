//! Runs other programs: says which, waits, and turns a failure into a sentence with the command to run by hand.
//! A program that outlives its task gets a process group of its own, and only that group is ever ended.

use crate::fault::{Fault, Outcome};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The command as a person would type it, with the settings it was given.
pub fn words(command: &Command) -> String {
    let quoted = |word: &OsStr| {
        let word = word.to_string_lossy();
        let plain = word.chars().all(|c| c.is_alphanumeric() || "-_./=:,@+".contains(c)) && !word.is_empty();
        if plain { word.into_owned() } else { format!("'{word}'") }
    };
    let settings =
        command.get_envs().filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(value?))));
    let arguments = std::iter::once(command.get_program()).chain(command.get_args()).map(quoted);
    settings.chain(arguments).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, error: &std::io::Error) -> Fault {
    let program = command.get_program().to_string_lossy().into_owned();
    Fault::new(format!("could not start {program}: {error}")).by_hand(words(command))
}

/// Runs the command with its output shown; `task` completes "could not …".
pub fn run(task: &str, command: &mut Command) -> Outcome {
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(Fault::new(format!("could not {task}")).by_hand(words(command))) }
}

/// What the command prints, trimmed; `None` if it cannot be started or fails. Nothing is shown.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command that may hang, in a group of its own which is ended when `limit` has passed. What it prints is shown as it
/// comes and handed back, with whether it succeeded.
pub fn watched(task: &str, command: &mut Command, limit: Duration) -> Outcome<(bool, String)> {
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    own_group(command);
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    let printed = child.stdout.take().map(|stdout| {
        std::thread::spawn(move || {
            let mut all = String::new();
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                println!("{line}");
                all.push_str(&line);
                all.push('\n');
            }
            all
        })
    });
    let started = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if started.elapsed() > limit => {
                end_group(&mut child);
                let minutes = limit.as_secs() / 60;
                return Err(Fault::new(format!("could not {task} within {minutes} minutes")).by_hand(words(command)));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
            Err(error) => return Err(Fault::new(format!("could not {task}: {error}")).by_hand(words(command))),
        }
    };
    let all = printed.and_then(|thread| thread.join().ok()).unwrap_or_default();
    Ok((status.success(), all))
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// Ends the group that `own_group` made for this child, first kindly.
fn end_group(child: &mut Child) {
    let group = format!("-{}", child.id());
    for signal in ["-TERM", "-KILL"] {
        if cfg!(unix) {
            answer(Command::new("kill").args([signal, "--", &group]));
        } else {
            let _already_gone = child.kill();
        }
        for _ in 0..20 {
            if matches!(child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_task_and_the_command() {
        let fault = run("see the moon", Command::new("false").arg("a b").env("SKY", "dark")).unwrap_err();
        assert_eq!(fault.to_string(), "Stopped: could not see the moon\nBy hand: SKY=dark false 'a b'");
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_its_children() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & echo $!; wait"]);
        let started = Instant::now();
        assert!(watched("wait", &mut command, Duration::from_millis(300)).is_err());
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_a_watched_program_prints_is_handed_back() {
        let (success, printed) =
            watched("talk", Command::new("sh").args(["-c", "echo one; echo two; exit 3"]), Duration::from_secs(9))
                .unwrap();
        assert_eq!((success, printed.as_str()), (false, "one\ntwo\n"));
    }
}
