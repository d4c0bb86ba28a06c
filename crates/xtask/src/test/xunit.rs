//! The test projects of C#: what PowerShell cannot reach.

use super::sum::Sum;
use crate::emulator::Emulator;
use crate::{process, workspace};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The projects, each a folder of `tests`.
const PROJECTS: [&str; 2] = ["EntraEmulator.Judges", "EntraRevoke.Native.Tests"];

/// Builds the projects, and returns their programs.
pub(super) fn build() -> Result<Vec<PathBuf>> {
    let build = |project: &&str| {
        process::run(&mut workspace::dotnet_build(&format!("tests/{project}/{project}.csproj")))?;
        Ok(workspace::dotnet_output(project).join(workspace::executable(project)))
    };
    PROJECTS.iter().map(build).collect()
}

/// Runs the programs one after the other.
pub(super) fn run(programs: &[PathBuf], module: &Path) -> Result<Sum> {
    let run = |program: &PathBuf| {
        let mut command = Command::new(program);
        command.current_dir(workspace::root());
        command.env("ENTRAREVOKE_MODULE", module).env("ENTRAREVOKE_EMULATOR", Emulator::program());
        let (lines, _) = process::run_and_read(&mut command)?;
        lines.iter().rev().find_map(|line| Sum::of_xunit(line)).context("the tests of C# said no sum")
    };
    programs.iter().map(run).sum()
}
