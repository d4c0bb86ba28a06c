//! The PowerShell that everything is shown, tested and measured in.

use crate::{process, workspace};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Names another PowerShell than the one of `.config/dotnet-tools.json`: its program, or its `pwsh.dll`.
const OVERRIDE: &str = "ENTRAREVOKE_PWSH";

/// A `pwsh` command in the root of the checkout, without a profile; restores the .NET tool first where it is missing.
pub(crate) fn command() -> Result<Command> {
    let program = match std::env::var_os(OVERRIDE) {
        Some(program) => PathBuf::from(program),
        None => tool()?,
    };
    let mut command = if program.extension().is_some_and(|extension| extension == "dll") {
        // The tool's launcher starts a process of its own, which takes longer and swallows signals.
        let mut command = workspace::dotnet();
        command.arg(program);
        command
    } else {
        workspace::command(program)
    };
    command.env("POWERSHELL_TELEMETRY_OPTOUT", "1").env("POWERSHELL_UPDATECHECK", "Off");
    command.args(["-NoLogo", "-NoProfile"]);
    Ok(command)
}

fn tool() -> Result<PathBuf> {
    let manifest = workspace::root().join(".config/dotnet-tools.json");
    let manifest: Value = serde_json::from_str(&fs::read_to_string(manifest)?)?;
    let version =
        manifest["tools"]["powershell"]["version"].as_str().context("the .NET tool `powershell` is listed")?;
    let system = if cfg!(windows) { "win" } else { "unix" };
    let program =
        workspace::nuget_packages()?.join(format!("powershell/{version}/tools/net10.0/any/{system}/pwsh.dll"));
    if !program.exists() {
        process::run(workspace::dotnet().args(["tool", "restore", "--verbosity", "quiet"]))?;
        ensure!(program.exists(), "`dotnet tool restore` put no PowerShell at {}", program.display());
    }
    Ok(program)
}
