//! A process that stays, and answers each line with one line of numbers.

use crate::process;
use anyhow::{Context as _, Result, ensure};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The process; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Dialogue {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Dialogue {
    pub(super) fn start(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let started = command.spawn();
        let mut child = started.with_context(|| format!("{} could not be started", process::describe(&command)))?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().context("its output is piped")?);
        Ok(Self { child, input, output })
    }

    /// Sends a line and waits for the numbers that answer it.
    pub(super) fn ask(&mut self, line: &str) -> Result<Vec<f64>> {
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
