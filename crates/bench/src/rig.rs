//! What everything is measured with: the emulator, which runs in this process, and commands that reach it.

use crate::Arguments;
use anyhow::{Context as _, Result, ensure};
use entra_emulator::{Certificate, Running, Settings};
use serde_json::Value;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tokio::runtime::{Builder, Runtime};

/// The emulator, and where everything else is.
#[derive(Debug)]
pub(crate) struct Rig {
    pub(crate) arguments: Arguments,
    runtime: Runtime,
    emulator: Running,
    /// Where this program is, and the bare one beside it.
    folder: PathBuf,
}

impl Rig {
    /// Starts the emulator, and lets PowerShell get to know the modules, as it knows those that a user has had for a while.
    pub(crate) fn start(arguments: Arguments) -> Result<Self> {
        rustls::crypto::ring::default_provider().install_default().ok().context("there is a TLS provider already")?;
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let emulator = runtime.block_on(entra_emulator::start_tls(Settings::default(), Certificate::Good))?;
        let program = std::env::current_exe()?;
        let folder = program.parent().context("a program is in a folder")?.to_path_buf();
        let rig = Self { arguments, runtime, emulator, folder };
        fs::write(rig.authority(), rig.emulator.ca_pem().context("the emulator speaks HTTPS")?)?;
        // The modules are new, and what an earlier run knew of them is not.
        fs::write(rig.cache(), "")?;
        crate::shell::run(rig.shell("warm")?)?;
        Ok(rig)
    }

    /// Has the emulator answer so from now on; `revoked` false keeps the sign-in alive.
    pub(crate) fn answer(&self, revoked: bool, latency_ms: u64) {
        self.emulator.emulator.configure(|settings| {
            settings.revoke_value = Some(revoked);
            settings.latency_ms = latency_ms;
        });
    }

    /// Fails unless what ran last revoked once, by what the emulator wrote down.
    pub(crate) fn require_revoked(&self) -> Result<()> {
        let requests = self.emulator.emulator.requests();
        let revocations = requests.iter().filter(|request| request.target == "graph" && request.status == Some(200));
        let count = revocations.count();
        ensure!(count == 1, "there were {count} revocations where one was expected: {requests:?}");
        Ok(())
    }

    /// Forgets what the emulator wrote down, which in a long run would slow it.
    pub(crate) fn forget(&self) {
        self.emulator.emulator.forget_requests();
    }

    /// PowerShell with one of the scripts.
    pub(crate) fn shell(&self, script: &str) -> Result<Command> {
        let pwsh = &self.arguments.pwsh;
        let mut command = Command::new(&pwsh[0]);
        command.args(&pwsh[1..]).args(["-NonInteractive", "-File", &format!("crates/bench/scripts/{script}.ps1")]);
        let modules = self.arguments.module.ancestors().nth(2).context("the module is in <name>/<version>")?;
        command.env("BENCH_MODULES", std::env::join_paths([modules, &self.arguments.floor])?);
        command.env("PSModuleAnalysisCachePath", self.cache());
        self.connect(command)
    }

    /// The bare program.
    pub(crate) fn bare(&self, mode: &str) -> Result<Command> {
        let mut command = Command::new(self.folder.join(format!("bare-call{EXE_SUFFIX}")));
        command.arg(mode);
        self.connect(command)
    }

    /// Lets a process reach the emulator, with a token of its own.
    fn connect(&self, mut command: Command) -> Result<Command> {
        self.forget();
        let minted = self.runtime.block_on(async {
            let request = reqwest::Client::new().post(format!("{}/tokens", self.emulator.control));
            request.body("{}").send().await?.error_for_status()?.text().await
        })?;
        let minted: Value = serde_json::from_str(&minted)?;
        command.env("BENCH_TOKEN", minted["access_token"].as_str().context("the emulator minted no access token")?);
        command.env("BENCH_GRAPH", &self.emulator.graph).env("NO_PROXY", "127.0.0.1");
        command.env("SSL_CERT_FILE", self.authority()).env_remove("SSL_CERT_DIR");
        Ok(command)
    }

    /// The certificate of the authority that clients must trust.
    fn authority(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }

    /// Where PowerShell writes down which cmdlets modules have; the user's own is left alone.
    fn cache(&self) -> PathBuf {
        self.folder.join("module-analysis-cache")
    }
}
