//! The module as users get it: a folder for `$env:PSModulePath` and a package for a repository.

mod library;
mod machine_code;
mod manifest;
mod native;
mod nupkg;
mod nuspec;
mod platform;
mod psd1;
#[cfg(test)]
mod scratch;
mod symbols;

pub(crate) use native::{Request as NativeRequest, build_into as build_native};
pub(crate) use platform::Platform;

use crate::workspace::copy;
use crate::{help, process, report, workspace};
use anyhow::{Context as _, Result};
use manifest::Manifest;
use std::fs;
use std::path::{Path, PathBuf};

/// What lies in the module's folder as it lies in the checkout.
const FILES: [&str; 2] = ["module/EntraRevoke.format.ps1xml", "LICENSE"];

/// Builds the native library, the assemblies and the emulator.
pub(crate) fn build() -> Result<()> {
    native::build_for_this_machine()?;
    build_managed()
}

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
    let manifest = Manifest::of_workspace()?;
    let libraries = match natives {
        Some(folder) => library::find_all(folder)?,
        None => vec![(Platform::of_this_machine()?, native::build_for_this_machine()?)],
    };
    build_managed()?;
    report::step("package");
    let packed = workspace::packed();
    if packed.exists() {
        fs::remove_dir_all(&packed).with_context(|| format!("{} is in use", packed.display()))?;
    }
    let platforms: Vec<_> = libraries.iter().map(|(platform, _)| *platform).collect();
    let assemblies = machine_code::assemblies(&platforms);
    for assembly in ["EntraRevoke.dll", "EntraRevoke.Native.dll"] {
        copy(&assemblies.join(assembly), &packed.join(assembly))?;
    }
    let manifest = manifest.narrowed(&platforms)?;
    fs::write(packed.join("EntraRevoke.psd1"), &manifest.data)?;
    for file in FILES {
        let name = Path::new(file).file_name().context("a file has a name")?;
        copy(&workspace::root().join(file), &packed.join(name))?;
    }
    for (platform, library) in libraries {
        copy(&library, &packed.join(platform.rid).join(platform.file()))?;
    }
    help::write(&packed)?;
    nupkg::write(&packed, &manifest, &workspace::nupkg())?;
    Ok(packed)
}

fn build_managed() -> Result<()> {
    workspace::require_dotnet()?;
    report::step("emulator");
    process::run(workspace::cargo().args(["build", "--quiet", "--locked", "--package", "entra-emulator"]))?;
    report::step("assemblies");
    machine_code::build()?;
    process::run(&mut workspace::dotnet_build("tests/EntraRevoke.Host/EntraRevoke.Host.csproj"))
}
