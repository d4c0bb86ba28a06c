//! The module that many have today, where `pwsh` and it are installed.

use anyhow::{Context as _, Result};
use std::path::Path;
use std::process::Command;

/// What the import is measured beside.
pub(super) const PEER: &str = "Microsoft.Graph.Authentication";

/// The folder for `$env:PSModulePath` that has this module, if `pwsh` finds it.
pub(super) fn folder_of(module: &str) -> Result<Option<String>> {
    let question = format!("(Get-Module -ListAvailable {module} | Select-Object -First 1).ModuleBase");
    let output =
        Command::new("pwsh").args(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", &question]).output();
    let output = String::from_utf8(output.context("pwsh could not be started")?.stdout)?;
    // The module lies in `<folder>/<module>/<version>`.
    Ok(Path::new(output.trim()).ancestors().nth(2).map(|folder| folder.to_string_lossy().into_owned()))
}
