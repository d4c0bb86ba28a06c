//! What is measured and what it is measured with: built, put in place, and pointed at each other.

use crate::emulator::Emulator;
use crate::package::Platform;
use crate::workspace::copy;
use crate::{package, process, report, workspace};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The profile that the programs beside the module are built with.
const PROFILE: &str = "bench-tools";

/// The version in the manifest of the empty module, which never changes.
const FLOOR_VERSION: &str = "0.1.0";

/// A program that runs PowerShell scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    /// The real engine in the host of the tests, with machine code for it as `pwsh` has.
    Host,
    /// The `pwsh` on PATH.
    Pwsh,
}

/// The emulator, and where everything else is.
#[derive(Debug)]
pub(super) struct Rig {
    emulator: Emulator,
    ca_file: PathBuf,
    /// The folder with the packed module and the empty one, and nothing else.
    modules: PathBuf,
}

/// How a process went that ran to its end.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) milliseconds: f64,
    output: String,
}

impl Rig {
    /// Builds and starts everything.
    pub(super) fn prepare() -> Result<Self> {
        let packed = package::assemble()?;
        report::step("what it is measured with");
        let programs = ["--profile", PROFILE, "--package", "entra-emulator", "--package", "bare-call"];
        process::run(workspace::cargo().args(["build", "--quiet", "--locked"]).args(programs))?;
        publish_host()?;
        let modules = folder().join("modules");
        if modules.exists() {
            fs::remove_dir_all(&modules).with_context(|| format!("{} is in use", modules.display()))?;
        }
        for file in workspace::files(&packed)? {
            copy(&packed.join(&file), &modules.join("EntraRevoke").join(workspace::VERSION).join(&file))?;
        }
        put_floor_together(&modules.join("EntraRevokeFloor").join(FLOOR_VERSION))?;
        let ca_file = folder().join("ca.pem");
        let emulator = Emulator::start_tls(&program("entra-emulator"), &ca_file)?;
        let rig = Self { emulator, ca_file, modules };
        // The modules are new, and what an earlier run knew of them is not.
        fs::write(cache(), "")?;
        rig.warm(Engine::Host, &rig.modules)?;
        Ok(rig)
    }

    /// Lets the engine get to know the modules of a folder, as it knows those that a user has had for a while.
    pub(super) fn warm(&self, engine: Engine, modules: impl AsRef<OsStr>) -> Result<()> {
        let mut command = self.engine(engine, "warm")?;
        command.env("BENCH_MODULES", modules);
        run(command).map(drop)
    }

    /// Changes what the emulator does from now on.
    pub(super) fn set(&self, revoked: bool, latency_ms: u32) -> Result<()> {
        let settings = json!({"revokeValue": revoked, "latencyMs": latency_ms});
        self.emulator.control("POST", "/settings", &settings).map(drop)
    }

    /// Fails unless the process that was prepared last revoked once, by what the emulator wrote down.
    pub(super) fn require_revoked(&self) -> Result<()> {
        let requests = self.emulator.control("GET", "/requests", &json!({}))?;
        let revoked = |request: &&Value| request["target"] == "graph" && request["status"] == 200;
        let count = requests.as_array().into_iter().flatten().filter(revoked).count();
        ensure!(count == 1, "there were {count} revocations where one was expected: {requests}");
        Ok(())
    }

    /// A process of the engine that runs one of the scripts.
    pub(super) fn engine(&self, engine: Engine, script: &str) -> Result<Command> {
        let mut command = match engine {
            Engine::Host => {
                let host = folder().join("host").join(workspace::executable("EntraRevoke.Host"));
                let mut command = Command::new(host);
                command.args(["-Secret", "BENCH_TOKEN", "-File"]).arg(scripts().join(script).with_extension("ps1"));
                command
            }
            Engine::Pwsh => {
                let mut command = Command::new("pwsh");
                let secret = "$BENCH_TOKEN = ConvertTo-SecureString $env:BENCH_TOKEN -AsPlainText";
                let run = format!("{secret}; . \"$env:BENCH_SCRIPTS/{script}.ps1\"");
                command.args(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", &run]);
                command
            }
        };
        command.env("BENCH_MODULES", &self.modules).env("BENCH_SCRIPTS", scripts());
        command.env("BENCH_EMULATOR", self.emulator.id().to_string());
        command.env("PSModuleAnalysisCachePath", cache()).env("PSExecutionPolicyPreference", "Bypass");
        // The engine would call its maker while it is being measured.
        command.env("POWERSHELL_TELEMETRY_OPTOUT", "1");
        self.connect(command)
    }

    /// A process of the bare program.
    pub(super) fn bare(&self, mode: &str) -> Result<Command> {
        let mut command = Command::new(program("bare-call"));
        command.arg(mode);
        self.connect(command)
    }

    /// Lets a process reach the emulator, with a token of its own.
    fn connect(&self, mut command: Command) -> Result<Command> {
        // The emulator writes every request down, which must not slow it in a long run.
        self.emulator.control("DELETE", "/requests", &json!({}))?;
        let token = self.emulator.control("POST", "/tokens", &json!({}))?;
        let token = token["access_token"].as_str().context("the emulator minted no access token")?;
        command.env("BENCH_GRAPH", &self.emulator.graph).env("BENCH_TOKEN", token);
        command.env("SSL_CERT_FILE", &self.ca_file).env_remove("SSL_CERT_DIR").env("NO_PROXY", "127.0.0.1");
        Ok(command)
    }
}

/// Runs a process to its end and takes the time from before its start until then.
pub(super) fn run(mut command: Command) -> Result<Finished> {
    let started = Instant::now();
    let output = command.output().with_context(|| format!("{} could not be started", process::describe(&command)))?;
    let milliseconds = started.elapsed().as_secs_f64() * 1e3;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout) + &text(&output.stderr);
    ensure!(output.status.success(), "{} failed: {said}", process::describe(&command));
    Ok(Finished { milliseconds, output: said })
}

impl Finished {
    /// What stands behind a name at the beginning of a line.
    pub(super) fn text(&self, name: &str) -> Result<&str> {
        let value = self.output.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.with_context(|| format!("there is no `{name}` in: {}", self.output))
    }

    /// The number behind a name.
    pub(super) fn number(&self, name: &str) -> Result<f64> {
        let text = self.text(name)?;
        text.trim().parse().with_context(|| format!("`{name} {text}` is no number"))
    }
}

/// Where this step keeps what it makes.
pub(super) fn folder() -> PathBuf {
    workspace::target().join("bench")
}

/// Where the engine writes down which cmdlets modules have; the user's own is left alone.
fn cache() -> PathBuf {
    folder().join("module-analysis-cache")
}

fn scripts() -> PathBuf {
    workspace::root().join("crates/xtask/bench")
}

fn program(name: &str) -> PathBuf {
    workspace::target().join(PROFILE).join(workspace::executable(name))
}

/// The host with machine code for the engine, apart from the one that the tests use and without its lock file.
fn publish_host() -> Result<()> {
    let mut command = workspace::dotnet();
    command.args(["publish", "tests/EntraRevoke.Host/EntraRevoke.Host.csproj", "--configuration", "Release"]);
    command.args(["--runtime", Platform::of_this_machine()?.rid, "--self-contained", "false"]);
    command.arg("-p:PublishReadyToRun=true").args(["--verbosity", "quiet", "-clp:NoSummary"]);
    command.arg(format!("-p:ArtifactsPath={}", folder().join("dotnet").display()));
    command.arg(format!("-p:NuGetLockFilePath={}", folder().join("host.lock.json").display()));
    process::run(command.arg("--output").arg(folder().join("host")))
}

/// The empty module, in the form that the packed one has.
fn put_floor_together(module: &Path) -> Result<()> {
    let project = "tests/EntraRevoke.Floor";
    let build = &format!("{project}/EntraRevoke.Floor.csproj");
    process::run(&mut workspace::dotnet_build(build))?;
    let assembly = "EntraRevokeFloor.dll";
    copy(&workspace::dotnet_output("EntraRevoke.Floor").join(assembly), &module.join(assembly))?;
    for file in ["EntraRevokeFloor.psd1", "EntraRevokeFloor.format.ps1xml"] {
        copy(&workspace::root().join(project).join(file), &module.join(file))?;
    }
    Ok(())
}
