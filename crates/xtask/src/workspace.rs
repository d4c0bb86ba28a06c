//! Where things are, and the programs that every step uses.

use crate::process;
use anyhow::{Context as _, Result, bail};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's version, the same for the crates, the assemblies and the manifest.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The oldest .NET SDK that builds the project.
const SDK_MAJOR: u32 = 10;

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Where a .NET project's release build is.
pub(crate) fn dotnet_output(project: &str) -> PathBuf {
    root().join("target/dotnet/bin").join(project).join("release")
}

/// Where `NuGet` keeps the packages that it got.
pub(crate) fn nuget_packages() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("NUGET_PACKAGES") {
        return Ok(PathBuf::from(folder));
    }
    let home = std::env::home_dir().context("the home folder is not known")?;
    Ok(home.join(".nuget/packages"))
}

/// Where the packed module is.
pub(crate) fn packed() -> PathBuf {
    root().join("out").join("EntraRevoke").join(VERSION)
}

/// Where the package of the module is.
pub(crate) fn nupkg() -> PathBuf {
    root().join("out").join(format!("EntraRevoke.{VERSION}.nupkg"))
}

/// The name of a program's file on this system.
pub(crate) fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// The files below a folder, by their names with `/`, in one order on every system.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} could not be read", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            files.extend(self::files(&entry.path())?.iter().map(|below| format!("{name}/{below}")));
        } else {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

/// Copies a file to a place whose folder need not exist yet.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("{} could not be copied to {}", from.display(), to.display()))?;
    Ok(())
}

/// A command in the root that does not see what cargo told this program about itself.
///
/// A build script that reads such a variable would run again, and with it what depends on its crate.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    let names = std::env::vars_os().map(|(name, _)| name);
    for name in names.filter(|name| is_about_this_program(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    command
}

fn is_about_this_program(variable: &str) -> bool {
    ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|prefix| variable.starts_with(prefix))
}

/// A `cargo` command in the root.
///
/// Debug builds select no package, so that every step has the same features, and each crate is built once.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A `dotnet` command in the root; nothing of it outlives the step.
pub(crate) fn dotnet() -> Command {
    let mut command = command("dotnet");
    command.env("DOTNET_NOLOGO", "1").env("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
    command.env("MSBUILDDISABLENODEREUSE", "1").env("DOTNET_CLI_USE_MSBUILD_SERVER", "0");
    command
}

/// A command that builds a .NET project as it ships, and prints nothing unless something is wrong.
pub(crate) fn dotnet_build(project: &str) -> Command {
    let mut command = dotnet();
    // `dotnet build` would sum up even a build in which nothing was wrong.
    command.args(["msbuild", project, "-restore", "-property:Configuration=Release", "-verbosity:quiet", "-nologo"]);
    command
}

/// Fails in one sentence when the .NET SDK is missing or too old.
pub(crate) fn require_dotnet() -> Result<()> {
    let (major, version) = process::read_version(dotnet().arg("--version"))?;
    if major < SDK_MAJOR {
        bail!(
            "the .NET SDK is {version}, and the project needs {SDK_MAJOR}.0 or newer: install the .NET {SDK_MAJOR} SDK"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn a_child_does_not_see_what_cargo_told_this_program() {
        let command = command("cargo");
        let removed: Vec<_> = command.get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
        for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
            assert!(removed.iter().any(|removed| *removed == name), "{name} is not removed");
        }
    }
}
