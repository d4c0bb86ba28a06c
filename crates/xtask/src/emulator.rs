//! The emulator as a process of its own.

use crate::{process, report, workspace};
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A running emulator; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Emulator {
    child: Child,
    pub(crate) authority: String,
    pub(crate) graph: String,
    pub(crate) control: String,
}

impl Emulator {
    /// Its program, which is also a minimal browser.
    pub(crate) fn program() -> PathBuf {
        workspace::target().join("debug").join(workspace::executable("entra-emulator"))
    }

    /// Builds its program.
    pub(crate) fn build() -> Result<()> {
        report::step("emulator");
        process::run(workspace::cargo().args(["build", "--quiet", "--locked", "--bin", "entra-emulator"]))
    }

    /// Starts it and waits until it says where it listens.
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new(Self::program());
        command.args(["serve", "--until-stdin-closes"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("the emulator could not be started")?;
        let mut ready = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut ready)?;
        let ready: Value = serde_json::from_str(&ready).context("the emulator did not say that it is ready")?;
        let address = |name: &str| ready[name].as_str().unwrap_or_default().to_owned();
        Ok(Self { child, authority: address("authority"), graph: address("graph"), control: address("control") })
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends by itself now that its input is closed; waiting keeps no zombie behind.
        let _ = self.child.wait();
    }
}
