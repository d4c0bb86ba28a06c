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

/// One platform under the names that .NET and Rust have for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Platform {
    /// .NET's runtime identifier, which names the folder of the library in the module.
    pub(crate) rid: &'static str,
    target: &'static str,
    pub(super) system: System,
}

/// Every platform there is; `NativeLocation.cs` looks for the same folders.
pub(super) static ALL: [Platform; 7] = [
    Platform::new("win-x64", "x86_64-pc-windows-msvc", System::Windows),
    Platform::new("win-arm64", "aarch64-pc-windows-msvc", System::Windows),
    Platform::new("linux-x64", "x86_64-unknown-linux-gnu", System::Linux),
    Platform::new("linux-arm64", "aarch64-unknown-linux-gnu", System::Linux),
    Platform::new("linux-musl-x64", "x86_64-unknown-linux-musl", System::LinuxMusl),
    Platform::new("osx-x64", "x86_64-apple-darwin", System::MacOs),
    Platform::new("osx-arm64", "aarch64-apple-darwin", System::MacOs),
];

impl Platform {
    const fn new(rid: &'static str, target: &'static str, system: System) -> Self {
        Self { rid, target, system }
    }

    /// The platform of a Rust target.
    pub(super) fn of_target(target: &str) -> Result<&'static Self> {
        ALL.iter().find(|platform| platform.target == target).with_context(|| {
            let known: Vec<_> = ALL.iter().map(|platform| platform.target).collect();
            format!("there is no package for {target}, only for {}", known.join(", "))
        })
    }

    /// The platform that this program runs on.
    pub(crate) fn of_this_machine() -> Result<&'static Self> {
        let (processor, system) = (std::env::consts::ARCH, std::env::consts::OS);
        Self::of_target(&match system {
            "windows" => format!("{processor}-pc-windows-msvc"),
            "macos" => format!("{processor}-apple-darwin"),
            _ => format!("{processor}-unknown-{system}-{}", if cfg!(target_env = "musl") { "musl" } else { "gnu" }),
        })
    }

    /// The library's file in the module: without `lib`, so that PowerShell's own probing finds it too.
    pub(super) fn file(&self) -> String {
        let extension = match self.system {
            System::Windows => "dll",
            System::Linux | System::LinuxMusl => "so",
            System::MacOs => "dylib",
        };
        format!("{LIBRARY}.{extension}")
    }

    /// The library's file as cargo names it.
    pub(super) fn built_file(&self) -> String {
        let prefix = if self.system == System::Windows { "" } else { "lib" };
        format!("{prefix}{}", self.file())
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Platform};

    #[test]
    fn files_are_named_as_cargo_and_the_resolver_name_them() {
        let files = |rid: &str| {
            let platform = ALL.iter().find(|platform| platform.rid == rid).unwrap();
            (platform.built_file(), platform.file())
        };
        let expected = |built: &str, packed: &str| (built.to_owned(), packed.to_owned());
        assert_eq!(files("win-arm64"), expected("entra_revoke_native.dll", "entra_revoke_native.dll"));
        assert_eq!(files("linux-musl-x64"), expected("libentra_revoke_native.so", "entra_revoke_native.so"));
        assert_eq!(files("osx-x64"), expected("libentra_revoke_native.dylib", "entra_revoke_native.dylib"));
    }

    #[test]
    fn an_unknown_target_is_refused_with_the_known_ones() {
        let error = Platform::of_target("riscv64gc-unknown-linux-gnu").unwrap_err().to_string();
        assert!(
            error.starts_with("there is no package for riscv64gc-unknown-linux-gnu, only for x86_64-pc-windows-msvc, ")
        );
    }
}
