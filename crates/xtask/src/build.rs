//! What is shown and tested: the packed module, and the emulator that it runs against.

use crate::emulator::Emulator;
use crate::package;
use anyhow::Result;
use std::path::PathBuf;

/// Builds both, and returns the packed module's manifest.
pub(crate) fn run() -> Result<PathBuf> {
    let manifest = package::assemble()?.join("EntraRevoke.psd1");
    Emulator::build()?;
    Ok(manifest)
}
