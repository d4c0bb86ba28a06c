//! The module's help: a script makes what `Get-Help` reads of the pages in `module/docs/en-US`.

use crate::{process, pwsh};
use anyhow::Result;
use std::path::Path;

/// Writes the help of all cmdlets, and the about topics, into the language's folder of a module.
pub(crate) fn write(into: &Path) -> Result<()> {
    let mut command = pwsh::command()?;
    command.args(["-NonInteractive", "-File", "module/docs/ConvertTo-Help.ps1", "module/docs/en-US"]);
    process::run(command.arg(into.join("en-US")))
}
