//! The module as users get it.

use crate::{process, report, workspace};
use anyhow::{Context as _, Result, bail};
use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};

/// The native library's name, without prefix and suffix.
const LIBRARY: &str = "entra_revoke_native";

/// Builds the native library, the assemblies and the emulator.
pub(crate) fn build() -> Result<()> {
    workspace::require_dotnet()?;
    report::step("native library");
    process::run(workspace::cargo().args([
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--package",
        "entra-revoke-ffi",
    ]))?;
    report::step("emulator");
    process::run(workspace::cargo().args(["build", "--quiet", "--locked", "--package", "entra-emulator"]))?;
    report::step("assemblies");
    for project in ["module/EntraRevoke.csproj", "tests/EntraRevoke.Host/EntraRevoke.Host.csproj"] {
        process::run(workspace::dotnet().args([
            "build",
            project,
            "--configuration",
            "Release",
            "--verbosity",
            "quiet",
        ]))?;
    }
    Ok(())
}

/// Builds everything and puts the module together anew; returns its folder.
pub(crate) fn assemble() -> Result<PathBuf> {
    build()?;
    report::step("package");
    let packed = workspace::packed();
    if packed.exists() {
        fs::remove_dir_all(&packed).with_context(|| format!("{} is in use", packed.display()))?;
    }
    let library = format!("{LIBRARY}{}", std::env::consts::DLL_SUFFIX);
    let built = format!("{}{library}", std::env::consts::DLL_PREFIX);
    let assemblies = workspace::dotnet_output("EntraRevoke");
    let root = workspace::root();
    copy(&assemblies.join("EntraRevoke.dll"), &packed)?;
    copy(&assemblies.join("EntraRevoke.Native.dll"), &packed)?;
    copy(&root.join("module/EntraRevoke.psd1"), &packed)?;
    copy(&root.join("module/EntraRevoke.format.ps1xml"), &packed)?;
    copy(&root.join("LICENSE"), &packed)?;
    let native = packed.join(runtime_identifier()?);
    fs::create_dir_all(&native)?;
    let built = workspace::target().join("release").join(built);
    fs::copy(&built, native.join(library)).with_context(|| format!("{} was not built", built.display()))?;
    Ok(packed)
}

/// The .NET name of this platform, which names the folder of the native library.
fn runtime_identifier() -> Result<String> {
    let system = match OS {
        "linux" if cfg!(target_env = "musl") => "linux-musl",
        "linux" => "linux",
        "macos" => "osx",
        "windows" => "win",
        other => bail!("there is no package for {other}"),
    };
    let processor = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => bail!("there is no package for {other}"),
    };
    Ok(format!("{system}-{processor}"))
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let name = file.file_name().context("a file has a name")?;
    fs::copy(file, folder.join(name)).with_context(|| format!("{} is missing", file.display()))?;
    Ok(())
}
