//! How fast and how small the packed module is: `crates/bench` measures, and gets here what it measures.

use crate::{package, process, pwsh, report, workspace};
use anyhow::Result;

/// The profile that the programs beside the module are built with.
const PROFILE: &str = "bench-tools";

/// Measures one thing, or all and writes docs/benchmarks.md and its picture.
pub(crate) fn run(name: Option<&str>) -> Result<()> {
    let module = package::assemble()?;
    report::step("what it is measured with");
    process::run(workspace::cargo().args([
        "build",
        "--quiet",
        "--locked",
        "--profile",
        PROFILE,
        "--package",
        "bench",
    ]))?;
    let programs = workspace::target().join(PROFILE);
    let modules = programs.join("modules");
    let mut floor = workspace::dotnet_build("tests/EntraRevoke.Floor/EntraRevoke.Floor.csproj");
    process::run(floor.arg(format!("-property:OutDir={}/", modules.join("EntraRevokeFloor").display())))?;
    let pwsh = pwsh::prepared()?;
    let mut bench = workspace::command(programs.join(workspace::executable("bench")));
    bench.args(name);
    bench.arg("--module").arg(module).arg("--package").arg(workspace::nupkg()).arg("--floor").arg(modules);
    bench.arg("--").arg(pwsh.get_program()).args(pwsh.get_args());
    process::run(bench.envs(pwsh.get_envs().filter_map(|(name, value)| Some((name, value?)))))
}
