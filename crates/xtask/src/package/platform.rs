//! The platforms that a package can hold a native library for.

use anyhow::{Context as _, Result};

/// The native library's name, without prefix and suffix.
const LIBRARY: &str = "entra_revoke_native";

/// An operating system with the C library that matters for loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Windows,
    /// Linux with glibc.
    Linux,
    /// Linux with musl, such as Alpine.
    LinuxMusl,
    MacOs,
}

/// A processor architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Processor {
    X64,
    Arm64,
}

/// One platform under the names that .NET and Rust have for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Platform {
    /// .NET's runtime identifier, which names the folder of the library in the module.
    pub(crate) rid: &'static str,
    /// Rust's target.
    pub(super) target: &'static str,
    pub(super) system: System,
    pub(super) processor: Processor,
}

/// Every platform there is; `NativeLibraryResolver.cs` looks for the same folders.
pub(super) static ALL: [Platform; 7] = [
    Platform::new("win-x64", "x86_64-pc-windows-msvc", System::Windows, Processor::X64),
    Platform::new("win-arm64", "aarch64-pc-windows-msvc", System::Windows, Processor::Arm64),
    Platform::new("linux-x64", "x86_64-unknown-linux-gnu", System::Linux, Processor::X64),
    Platform::new("linux-arm64", "aarch64-unknown-linux-gnu", System::Linux, Processor::Arm64),
    Platform::new("linux-musl-x64", "x86_64-unknown-linux-musl", System::LinuxMusl, Processor::X64),
    Platform::new("osx-x64", "x86_64-apple-darwin", System::MacOs, Processor::X64),
    Platform::new("osx-arm64", "aarch64-apple-darwin", System::MacOs, Processor::Arm64),
];

impl Platform {
    const fn new(rid: &'static str, target: &'static str, system: System, processor: Processor) -> Self {
        Self { rid, target, system, processor }
    }

    /// The platform that a folder is named after.
    pub(super) fn of_rid(rid: &str) -> Option<&'static Self> {
        ALL.iter().find(|platform| platform.rid == rid)
    }

    /// The platform of a Rust target.
    pub(super) fn of_target(target: &str) -> Result<&'static Self> {
        let found = ALL.iter().find(|platform| platform.target == target);
        found.with_context(|| {
            format!("there is no package for {target}, only for {}", names(ALL.iter().map(|platform| platform.target)))
        })
    }

    /// The platform of a library, by what its file says.
    pub(super) fn of_kind(system: System, processor: Processor) -> Option<&'static Self> {
        ALL.iter().find(|platform| platform.system == system && platform.processor == processor)
    }

    /// The platform that this program runs on.
    pub(crate) fn of_this_machine() -> Result<&'static Self> {
        let system = match std::env::consts::OS {
            "windows" => Some(System::Windows),
            "macos" => Some(System::MacOs),
            "linux" if cfg!(target_env = "musl") => Some(System::LinuxMusl),
            "linux" => Some(System::Linux),
            _ => None,
        };
        let processor = match std::env::consts::ARCH {
            "x86_64" => Some(Processor::X64),
            "aarch64" => Some(Processor::Arm64),
            _ => None,
        };
        system
            .zip(processor)
            .and_then(|(system, processor)| Self::of_kind(system, processor))
            .with_context(|| format!("there is no package for {} on {}", std::env::consts::OS, std::env::consts::ARCH))
    }

    /// The library's file in the module: without `lib`, so that PowerShell's own probing finds it too.
    pub(super) fn file(&self) -> String {
        format!("{LIBRARY}.{}", self.extension())
    }

    /// The library's file as cargo names it.
    pub(super) fn built_file(&self) -> String {
        let prefix = if self.system == System::Windows { "" } else { "lib" };
        format!("{prefix}{}", self.file())
    }

    fn extension(&self) -> &'static str {
        match self.system {
            System::Windows => "dll",
            System::Linux | System::LinuxMusl => "so",
            System::MacOs => "dylib",
        }
    }
}

/// The tags by which the gallery finds a module for a system.
const TAGS: [(&str, &[System]); 3] =
    [("Windows", &[System::Windows]), ("Linux", &[System::Linux, System::LinuxMusl]), ("MacOS", &[System::MacOs])];

/// The tags of the systems that none of these platforms is of.
pub(super) fn foreign_tags(platforms: &[&Platform]) -> Vec<&'static str> {
    let is_of = |systems: &[System]| platforms.iter().any(|platform| systems.contains(&platform.system));
    TAGS.into_iter().filter(|(_, systems)| !is_of(systems)).map(|(tag, _)| tag).collect()
}

/// Names in a sentence.
pub(super) fn names(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{ALL, Platform, foreign_tags};

    #[test]
    fn every_platform_is_found_by_each_of_its_names() {
        for platform in &ALL {
            assert_eq!(Platform::of_rid(platform.rid), Some(platform));
            assert_eq!(Platform::of_target(platform.target).unwrap(), platform);
            assert_eq!(Platform::of_kind(platform.system, platform.processor), Some(platform));
        }
    }

    #[test]
    fn files_are_named_as_cargo_and_the_resolver_name_them() {
        let files = |rid: &str| {
            let platform = Platform::of_rid(rid).unwrap();
            (platform.built_file(), platform.file())
        };
        let expected = |built: &str, packed: &str| (built.to_owned(), packed.to_owned());
        assert_eq!(files("win-arm64"), expected("entra_revoke_native.dll", "entra_revoke_native.dll"));
        assert_eq!(files("linux-musl-x64"), expected("libentra_revoke_native.so", "entra_revoke_native.so"));
        assert_eq!(files("osx-x64"), expected("libentra_revoke_native.dylib", "entra_revoke_native.dylib"));
    }

    #[test]
    fn a_package_is_tagged_for_the_systems_that_it_is_for() {
        let foreign = |rids: &[&str]| {
            let platforms: Vec<_> = rids.iter().map(|rid| Platform::of_rid(rid).unwrap()).collect();
            foreign_tags(&platforms)
        };
        assert_eq!(foreign(&["linux-musl-x64"]), ["Windows", "MacOS"]);
        assert_eq!(foreign(&["osx-arm64", "win-x64"]), ["Linux"]);
        assert_eq!(foreign_tags(&ALL.iter().collect::<Vec<_>>()), Vec::<&str>::new());
    }

    #[test]
    fn an_unknown_target_is_refused_with_the_known_ones() {
        let error = Platform::of_target("riscv64gc-unknown-linux-gnu").unwrap_err().to_string();
        assert!(
            error.starts_with("there is no package for riscv64gc-unknown-linux-gnu, only for x86_64-pc-windows-msvc, ")
        );
    }
}
