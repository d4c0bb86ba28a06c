//! The module's assemblies, with machine code where a package can have it; `module/MachineCode.targets` compiles it.

use super::platform::Platform;
use crate::{process, workspace};
use anyhow::Result;
use std::path::PathBuf;

/// Builds the assemblies, and copies of them with machine code for this machine.
pub(super) fn build() -> Result<()> {
    process::run(workspace::dotnet_build("module/EntraRevoke.csproj").arg("-target:CompileMachineCode"))
}

/// The folder with the assemblies for a package that is for these platforms.
pub(super) fn assemblies(platforms: &[&Platform]) -> PathBuf {
    let assemblies = workspace::dotnet_output("EntraRevoke");
    // Every other platform refuses to load an assembly with machine code for this one.
    match (platforms, Platform::of_this_machine()) {
        ([only], Ok(this)) if *only == this => assemblies.join("machine-code"),
        _ => assemblies,
    }
}

#[cfg(test)]
mod tests {
    use super::assemblies;
    use crate::package::platform::{ALL, Platform};

    #[test]
    fn a_package_for_this_machine_alone_has_machine_code() {
        let this = Platform::of_this_machine().unwrap();
        let other = ALL.iter().find(|platform| *platform != this).unwrap();
        let has_machine_code = |platforms: &[&Platform]| assemblies(platforms).ends_with("machine-code");
        assert!(has_machine_code(&[this]));
        assert!(!has_machine_code(&[other]));
        assert!(!has_machine_code(&[this, other]));
    }
}
