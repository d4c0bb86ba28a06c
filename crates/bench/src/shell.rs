//! Processes that are measured: one that runs to its end, and one that stays.

use anyhow::{Context as _, Result, ensure};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// How a process went that ran to its end.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) milliseconds: f64,
    output: String,
}

/// Runs a process to its end and takes the time from before its start until then.
pub(crate) fn run(mut command: Command) -> Result<Finished> {
    let started = Instant::now();
    let output = command.output().with_context(|| format!("{command:?} could not be started"))?;
    let milliseconds = started.elapsed().as_secs_f64() * 1e3;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout) + &text(&output.stderr);
    ensure!(output.status.success(), "{:?} failed: {said}", command.get_args());
    Ok(Finished { milliseconds, output: said })
}

impl Finished {
    /// What stands behind a name at the beginning of a line.
    pub(crate) fn text(&self, name: &str) -> Result<&str> {
        let value = self.output.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.with_context(|| format!("there is no `{name}` in: {}", self.output))
    }

    /// The time that passed from its start to its end, and what it says of the processors.
    pub(crate) fn taken(&self) -> Result<[f64; 2]> {
        Ok([self.milliseconds, self.number("processors")?])
    }

    /// The number behind a name.
    pub(crate) fn number(&self, name: &str) -> Result<f64> {
        self.text(name)?.trim().parse().with_context(|| format!("`{name}` is no number"))
    }
}

/// A process that answers each line with one line of numbers; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Dialogue {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Dialogue {
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{command:?} could not be started"))?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().context("its output is piped")?);
        Ok(Self { child, input, output })
    }

    /// Sends a line and waits for the numbers that answer it.
    pub(crate) fn ask(&mut self, line: &str) -> Result<Vec<f64>> {
        writeln!(self.input.as_mut().context("its input is piped")?, "{line}")?;
        let mut answer = String::new();
        ensure!(self.output.read_line(&mut answer)? > 0, "the measured process ended at `{line}`");
        serde_json::from_str(&answer).with_context(|| format!("the measured process said: {answer}"))
    }
}

impl Drop for Dialogue {
    fn drop(&mut self) {
        drop(self.input.take());
        // It ends by itself now that its input is closed; waiting keeps no zombie behind.
        let _ = self.child.wait();
    }
}
