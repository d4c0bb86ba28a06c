//! Native libraries that were built elsewhere: the right file in the right folder, or one sentence about what is wrong.

use super::platform::{ALL, Platform, Processor, System, names};
use anyhow::{Context as _, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// What a library for glibc names as needed, and one for musl does not.
const GLIBC: &[u8] = b"\0libc.so.6\0";

/// Finds the libraries in a folder that is laid out as `<rid>/<file>`, and makes sure that each is what its place says.
pub(super) fn find_all(folder: &Path) -> Result<Vec<(&'static Platform, PathBuf)>> {
    let mut found = Vec::new();
    for place in entries(folder)? {
        let rid = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let platform = Platform::of_rid(&rid).with_context(|| {
            format!("`{}` is not named after a platform: {}", place.display(), names(ALL.iter().map(|known| known.rid)))
        })?;
        let library = place.join(platform.file());
        ensure!(
            entries(&place)? == [library.as_path()],
            "`{}` must hold `{}` and nothing else",
            place.display(),
            platform.file()
        );
        let bytes = fs::read(&library).with_context(|| format!("`{}` could not be read", library.display()))?;
        match identify(&bytes).map(|(system, processor)| Platform::of_kind(system, processor)) {
            Some(Some(actual)) if actual == platform => found.push((platform, library)),
            Some(Some(actual)) => bail!("`{}` is a library for {}, not for {rid}", library.display(), actual.rid),
            Some(None) => bail!("`{}` is a library for another platform, not for {rid}", library.display()),
            None => bail!("`{}` is not a native library", library.display()),
        }
    }
    ensure!(!found.is_empty(), "`{}` holds no native library", folder.display());
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = || fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
    let mut entries = list().with_context(|| format!("`{}` could not be listed", folder.display()))?;
    entries.sort();
    Ok(entries)
}

/// Reads from a library's header what it is for; nothing when it is no library of a known kind.
fn identify(bytes: &[u8]) -> Option<(System, Processor)> {
    let number = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?));
    let long_number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?));
    // ELF: 64-bit and little-endian; e_machine is EM_X86_64 or EM_AARCH64.
    if bytes.starts_with(b"\x7fELF\x02\x01") {
        let system =
            if bytes.windows(GLIBC.len()).any(|part| part == GLIBC) { System::Linux } else { System::LinuxMusl };
        return Some((system, processor(u32::from(number(18)?), 62, 183)?));
    }
    // Mach-O, 64-bit and little-endian; cputype is CPU_TYPE_X86_64 or CPU_TYPE_ARM64.
    if bytes.starts_with(b"\xcf\xfa\xed\xfe") {
        return Some((System::MacOs, processor(long_number(4)?, 0x0100_0007, 0x0100_000c)?));
    }
    // PE: the DOS header says where the COFF header is; its Machine is AMD64 or ARM64.
    if bytes.starts_with(b"MZ") {
        let coff = usize::try_from(long_number(0x3c)?).ok()?;
        let machine = bytes.get(coff..)?.starts_with(b"PE\0\0").then(|| number(coff + 4))??;
        return Some((System::Windows, processor(u32::from(machine), 0x8664, 0xaa64)?));
    }
    None
}

fn processor(machine: u32, x64: u32, arm64: u32) -> Option<Processor> {
    match machine {
        machine if machine == x64 => Some(Processor::X64),
        machine if machine == arm64 => Some(Processor::Arm64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Platform, Processor, System, find_all, identify};
    use crate::package::scratch::Scratch;
    use std::fs;

    /// The header of a library, with as much of it as is looked at.
    fn header(rid: &str) -> Vec<u8> {
        let platform = Platform::of_rid(rid).unwrap();
        let is_x64 = platform.processor == Processor::X64;
        let mut bytes = vec![0; 256];
        let mut put = |at: usize, part: &[u8]| bytes[at..at + part.len()].copy_from_slice(part);
        match platform.system {
            System::Windows => {
                put(0, b"MZ");
                put(0x3c, &[0x80]);
                put(0x80, b"PE\0\0");
                put(0x84, if is_x64 { &[0x64, 0x86] } else { &[0x64, 0xaa] });
            }
            System::MacOs => {
                put(0, b"\xcf\xfa\xed\xfe");
                put(4, if is_x64 { &[7, 0, 0, 1] } else { &[12, 0, 0, 1] });
            }
            System::Linux | System::LinuxMusl => {
                put(0, b"\x7fELF\x02\x01");
                put(18, if is_x64 { &[62, 0] } else { &[183, 0] });
                put(100, if platform.system == System::Linux { b"\0libc.so.6\0" } else { b"\0libc.so\0\0\0" });
            }
        }
        bytes
    }

    fn natives(files: &[(&str, &str, &[u8])]) -> Scratch {
        let scratch = Scratch::new();
        for (folder, file, bytes) in files {
            fs::create_dir_all(scratch.path().join(folder)).unwrap();
            fs::write(scratch.path().join(folder).join(file), bytes).unwrap();
        }
        scratch
    }

    fn refusal(files: &[(&str, &str, &[u8])]) -> String {
        let scratch = natives(files);
        let error = find_all(scratch.path()).unwrap_err().to_string();
        error.replace(&scratch.path().display().to_string(), "natives").replace('\\', "/")
    }

    #[test]
    fn every_platform_is_read_from_the_header() {
        for platform in &super::ALL {
            assert_eq!(identify(&header(platform.rid)), Some((platform.system, platform.processor)));
        }
        for cut in 0..64 {
            let _ = identify(&header("win-x64")[..cut]);
        }
        assert_eq!(identify(b"\x7fELF\x01\x01 32-bit is for nothing here"), None);
    }

    #[test]
    fn libraries_of_several_platforms_are_found_in_order() {
        let all = super::ALL.iter().map(|platform| (platform.rid, platform.file(), header(platform.rid)));
        let all: Vec<_> = all.collect();
        let files: Vec<_> = all.iter().map(|(rid, file, bytes)| (*rid, file.as_str(), bytes.as_slice())).collect();
        let scratch = natives(&files);
        let found = find_all(scratch.path()).unwrap();
        let rids: Vec<_> = found.iter().map(|(platform, _)| platform.rid).collect();
        let sorted = ["linux-arm64", "linux-musl-x64", "linux-x64", "osx-arm64", "osx-x64", "win-arm64", "win-x64"];
        assert_eq!(rids, sorted);
    }

    #[test]
    fn what_is_wrong_is_said_in_one_sentence() {
        let library = header("linux-x64");
        assert_eq!(
            refusal(&[("linux-x86", "entra_revoke_native.so", &library)]),
            "`natives/linux-x86` is not named after a platform: win-x64, win-arm64, linux-x64, linux-arm64, \
             linux-musl-x64, osx-x64, osx-arm64"
        );
        assert_eq!(
            refusal(&[("linux-x64", "libentra_revoke_native.so", &library)]),
            "`natives/linux-x64` must hold `entra_revoke_native.so` and nothing else"
        );
        assert_eq!(
            refusal(&[("linux-arm64", "entra_revoke_native.so", &library)]),
            "`natives/linux-arm64/entra_revoke_native.so` is a library for linux-x64, not for linux-arm64"
        );
        assert_eq!(
            refusal(&[("linux-musl-x64", "entra_revoke_native.so", &library)]),
            "`natives/linux-musl-x64/entra_revoke_native.so` is a library for linux-x64, not for linux-musl-x64"
        );
        assert_eq!(
            refusal(&[("win-x64", "entra_revoke_native.dll", b"MZ, but no more")]),
            "`natives/win-x64/entra_revoke_native.dll` is not a native library"
        );
        assert_eq!(refusal(&[]), "`natives` holds no native library");
    }
}
