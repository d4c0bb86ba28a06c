//! Running other programs.

use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::process::{Command, Stdio};

/// Runs a command to its end with its output shown; fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| explain(command, error))?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs a command to its end, shows its standard output line by line, and returns the lines and whether it succeeded.
pub(crate) fn run_and_read(command: &mut Command) -> Result<(Vec<String>, bool)> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| explain(command, error))?;
    let output = child.stdout.take().context("the output was not piped")?;
    let mut lines = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line?;
        crate::report::line(&line);
        lines.push(line);
    }
    Ok((lines, child.wait()?.success()))
}

/// Lets a command that talks to the person at the terminal take this process's place, so that Ctrl+C is its alone.
#[cfg(unix)]
pub(crate) fn replace_with(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(explain(command, error))
}

/// Runs a command that talks to the person at the terminal; Windows cannot give it this process's place.
#[cfg(not(unix))]
pub(crate) fn replace_with(command: &mut Command) -> Result<()> {
    run(command)
}

/// The program and its arguments, for messages.
pub(crate) fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn explain(command: &Command, error: std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy().into_owned();
    match (error.kind(), program.as_str()) {
        (ErrorKind::NotFound, "dotnet") => {
            anyhow::anyhow!("`dotnet` was not found: install the .NET 10 SDK and put it on PATH")
        }
        (ErrorKind::NotFound, _) => anyhow::anyhow!("`{program}` was not found: install it and put it on PATH"),
        _ => anyhow::Error::new(error).context(format!("`{program}` could not be started")),
    }
}

/// Runs a command that prints a version, and returns its first number and the whole of it.
pub(crate) fn read_version(command: &mut Command) -> Result<(u32, String)> {
    let output = command.output().map_err(|error| explain(command, error))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version.split('.').next().and_then(|number| number.parse().ok());
    // An SDK that global.json refuses says so on its error stream and prints no version.
    let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok((major.with_context(|| format!("`{}` gave no version: {reason}", describe(command)))?, version))
}
