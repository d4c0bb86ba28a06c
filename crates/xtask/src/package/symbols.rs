//! The library without its symbols, and its symbols without the library: only the first ships, and both are needed to
//! read a crash.

use super::platform::{Platform, System};
use crate::workspace::copy;
use crate::{process, workspace};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the symbols of a platform's library are; on Linux alone.
fn file(platform: &Platform) -> PathBuf {
    folder(platform).join(format!("{}.debug", platform.file()))
}

/// Puts a copy of a library without its symbols where packages take it from, and returns its file.
pub(super) fn separate(platform: &Platform, built: &Path) -> Result<PathBuf> {
    let library = folder(platform).join(platform.file());
    copy(built, &library)?;
    match platform.system {
        System::Linux | System::LinuxMusl => {
            let symbols = file(platform);
            process::run(Command::new("objcopy").arg("--only-keep-debug").arg(built).arg(&symbols))?;
            // The link by which a debugger finds the symbols is kept in the library, so it cannot be in it yet.
            fs::remove_file(&library)?;
            let link = format!("--add-gnu-debuglink={}", symbols.display());
            process::run(Command::new("objcopy").args(["--strip-all", &link]).arg(built).arg(&library))?;
        }
        // The compiler has written the debug information to a bundle of its own; what is left is a table of names.
        System::MacOs => process::run(Command::new("strip").arg("-x").arg(&library))?,
        // The linker has written everything to a file of its own.
        System::Windows => {}
    }
    Ok(library)
}

fn folder(platform: &Platform) -> PathBuf {
    workspace::target().join("native").join(platform.rid)
}
