//! The PowerShell that everything is shown, tested and measured in.

use crate::{process, report, workspace};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names another PowerShell than the one of `.config/dotnet-tools.json`: its program, or its `pwsh.dll`.
const OVERRIDE: &str = "ENTRAREVOKE_PWSH";

/// A `pwsh` command in the root of the checkout, without a profile; restores the .NET tool first where it is missing.
pub(crate) fn command() -> Result<Command> {
    Ok(start(named().map_or_else(tool, Ok)?))
}

/// The same, but the one from the .NET tool has machine code, as that of PowerShell's installers has, and starts in half
/// the time. Compiling it takes 16 seconds, once.
pub(crate) fn prepared() -> Result<Command> {
    Ok(start(named().map_or_else(|| prepare(&tool()?), Ok)?))
}

fn named() -> Option<PathBuf> {
    std::env::var_os(OVERRIDE).map(PathBuf::from)
}

fn start(program: PathBuf) -> Command {
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
    command
}

/// A copy of PowerShell with machine code, made once for each version, whoever asks for it at once; what a step that was
/// interrupted left is made anew.
fn prepare(tool: &Path) -> Result<PathBuf> {
    let source = tool.parent().context("a program is in a folder")?;
    let version =
        source.ancestors().nth(4).and_then(Path::file_name).context("the tool is in a folder of its version")?;
    let copies = workspace::target().join("pwsh");
    fs::create_dir_all(&copies)?;
    let making = File::create(copies.join("lock"))?;
    making.lock()?;
    let prepared = copies.join(version);
    if !prepared.exists() {
        report::step("machine code for PowerShell");
        let folder = copies.join("unfinished");
        for file in workspace::files(source)? {
            workspace::copy(&source.join(&file), &folder.join(&file))?;
        }
        let mut compile = workspace::dotnet_build("crates/xtask/pwsh/Prepare.csproj");
        compile.arg("-target:Prepare").arg(format!("-property:Source={}", source.display()));
        process::run(compile.arg(format!("-property:Folder={}", folder.display())))?;
        fs::rename(folder, &prepared)?;
    }
    Ok(prepared.join("pwsh.dll"))
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
