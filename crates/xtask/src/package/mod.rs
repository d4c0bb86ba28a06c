//! The module as users get it: a folder for `$env:PSModulePath` and a package for a repository.

mod native;
mod platform;
mod symbols;

pub(crate) use native::{Request as NativeRequest, build_into as build_native};
pub(crate) use platform::Platform;

use crate::workspace::copy;
use crate::{help, process, pwsh, report, workspace};
use anyhow::{Context as _, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// What lies in the module's folder as it lies in the checkout.
const FILES: [&str; 3] = ["module/EntraRevoke.psd1", "module/EntraRevoke.format.ps1xml", "LICENSE"];

/// Checks the module's folder and packs it, in the real PowerShell.
const SCRIPT: &str = "crates/xtask/package/pack.ps1";

/// Puts the module together, packs it, and says where both are.
///
/// `natives` holds native libraries that were built before, as `<rid>/<file>`; without it this machine's is built.
pub(crate) fn run(natives: Option<&Path>) -> Result<()> {
    let folder = put_together(natives)?;
    report::line(&format!("packed: {}", folder.display()));
    report::line(&format!("packed: {}", workspace::nupkg().display()));
    Ok(())
}

/// Builds everything and puts the module together anew, for this machine; returns its folder.
pub(crate) fn assemble() -> Result<PathBuf> {
    put_together(None)
}

fn put_together(natives: Option<&Path>) -> Result<PathBuf> {
    let libraries = match natives {
        Some(folder) => find_all(folder)?,
        None => vec![(Platform::of_this_machine()?, native::build_for_this_machine()?)],
    };
    workspace::require_dotnet()?;
    report::step("assemblies");
    process::run(&mut workspace::dotnet_build("module/EntraRevoke.csproj"))?;
    report::step("package");
    let packed = workspace::packed();
    if packed.exists() {
        fs::remove_dir_all(&packed).with_context(|| format!("{} is in use", packed.display()))?;
    }
    let assemblies = workspace::dotnet_output("EntraRevoke");
    for assembly in ["EntraRevoke.dll", "EntraRevoke.Native.dll"] {
        copy(&assemblies.join(assembly), &packed.join(assembly))?;
    }
    for file in FILES {
        let name = Path::new(file).file_name().context("a file has a name")?;
        copy(&workspace::root().join(file), &packed.join(name))?;
    }
    for (platform, library) in libraries {
        copy(&library, &packed.join(platform.rid).join(platform.file()))?;
    }
    help::write(&packed)?;
    let mut pack = pwsh::command()?;
    pack.args(["-NonInteractive", "-File", SCRIPT, "-Version", workspace::VERSION, "-Module"]).arg(&packed);
    process::run(pack.arg("-Package").arg(workspace::nupkg()))?;
    Ok(packed)
}

/// The libraries in a folder that is laid out as `<rid>/<file>`.
fn find_all(folder: &Path) -> Result<Vec<(&'static Platform, PathBuf)>> {
    let all = platform::ALL.iter().map(|platform| (platform, folder.join(platform.rid).join(platform.file())));
    let found: Vec<_> = all.filter(|(_, library)| library.exists()).collect();
    ensure!(!found.is_empty(), "`{}` holds no native library as `<rid>/<file>`", folder.display());
    Ok(found)
}
