//! Building the native library as it ships.

use super::platform::{Platform, System};
use super::symbols;
use crate::workspace::copy;
use crate::{process, report, workspace};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What rustc's arguments are separated by in the variable that cargo reads them from.
const SEPARATOR: &str = "\u{1f}";

/// Which library is wanted, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct Request {
    /// The folder that gets `<rid>/<file>`
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// The Rust target; that of this machine unless given
    #[arg(long)]
    target: Option<String>,
    /// The oldest glibc that the library is to run with, such as 2.17, on Linux; needs cargo-zigbuild
    #[arg(long, value_name = "VERSION", requires = "target")]
    glibc: Option<String>,
}

/// Builds the library of this machine and returns its file.
pub(super) fn build_for_this_machine() -> Result<PathBuf> {
    let platform = Platform::of_this_machine()?;
    build(platform, workspace::cargo().arg("rustc"))?;
    symbols::separate(platform, &workspace::target().join("release").join(platform.built_file()))
}

/// Builds the library of one platform, puts it where `package --natives` looks for it, and says where that is.
pub(crate) fn build_into(request: &Request) -> Result<()> {
    let Some(target) = &request.target else {
        return place(Platform::of_this_machine()?, &build_for_this_machine()?, &request.into);
    };
    let platform = Platform::of_target(target)?;
    let (mut cargo, built_for) = match &request.glibc {
        Some(version) => (workspace::command("cargo-zigbuild"), format!("{target}.{version}")),
        None => (workspace::cargo(), target.clone()),
    };
    build(platform, cargo.args(["rustc", "--target", &built_for]))?;
    let built = workspace::target().join(target).join("release").join(platform.built_file());
    place(platform, &symbols::separate(platform, &built)?, &request.into)
}

fn build(platform: &Platform, cargo: &mut Command) -> Result<()> {
    report::step("native library");
    cargo.args(["--quiet", "--release", "--locked", "--package", "entra-revoke-ffi", "--lib"]);
    // The tests need the crate as an rlib too, and cargo optimises over all crates only what is nothing but a library.
    process::run(cargo.args(["--crate-type", "cdylib"]).env("CARGO_ENCODED_RUSTFLAGS", flags(platform)?))
}

/// The flags of whoever builds, and ours.
fn flags(platform: &Platform) -> Result<String> {
    let given = std::env::var("CARGO_ENCODED_RUSTFLAGS")
        .or_else(|_| {
            std::env::var("RUSTFLAGS").map(|flags| flags.split_whitespace().collect::<Vec<_>>().join(SEPARATOR))
        })
        .unwrap_or_default();
    let mut flags: Vec<_> = given.split(SEPARATOR).filter(|flag| !flag.is_empty()).map(str::to_owned).collect();
    // A panic message names its source file; where the checkout and cargo's folder lie is nobody's business.
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    for (folder, name) in
        [(cargo_home.context("there is no home folder")?, "cargo"), (workspace::root(), "entra-revoke")]
    {
        flags.push(format!("--remap-path-prefix={}={name}", folder.display()));
    }
    match platform.system {
        // A fresh Windows lacks the C++ runtime that the library would ask for.
        System::Windows => flags.push("-Ctarget-feature=+crt-static".to_owned()),
        // With a C library of its own, a shared library could not be loaded into a process that has one.
        System::LinuxMusl => flags.push("-Ctarget-feature=-crt-static".to_owned()),
        System::Linux | System::MacOs => {}
    }
    Ok(flags.join(SEPARATOR))
}

fn place(platform: &Platform, library: &Path, folder: &Path) -> Result<()> {
    let placed = folder.join(platform.rid).join(platform.file());
    copy(library, &placed)?;
    report::line(&format!("built: {}", placed.display()));
    Ok(())
}
