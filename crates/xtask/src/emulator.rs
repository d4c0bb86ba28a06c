//! The emulator as a process of its own.

use crate::{process, report, workspace};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
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
        Self::serve(Command::new(Self::program()).arg("serve"))
    }

    /// Starts this build of it with HTTPS; what clients must trust is written into the file.
    pub(crate) fn start_tls(program: &Path, ca_file: &Path) -> Result<Self> {
        Self::serve(Command::new(program).args(["serve", "--tls", "--ca-file"]).arg(ca_file))
    }

    fn serve(command: &mut Command) -> Result<Self> {
        command.arg("--until-stdin-closes").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("the emulator could not be started")?;
        let mut ready = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut ready)?;
        let ready: Value = serde_json::from_str(&ready).context("the emulator did not say that it is ready")?;
        let address = |name: &str| ready[name].as_str().unwrap_or_default().to_owned();
        Ok(Self { child, authority: address("authority"), graph: address("graph"), control: address("control") })
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks its control endpoint for something.
    pub(crate) fn control(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let address = self.control.strip_prefix("http://").context("the control endpoint is plain http")?;
        let body = body.to_string();
        let mut connection = TcpStream::connect(address)?;
        // In HTTP/1.0 the end of the connection is the end of the answer, so that this needs no HTTP client.
        write!(connection, "{method} {path} HTTP/1.0\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("the control endpoint gave no answer")?;
        ensure!(head.split(' ').nth(1) == Some("200"), "the control endpoint refused {method} {path}: {body}");
        serde_json::from_str(body).context("the control endpoint answered no JSON")
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends by itself now that its input is closed; waiting keeps no zombie behind.
        let _ = self.child.wait();
    }
}
