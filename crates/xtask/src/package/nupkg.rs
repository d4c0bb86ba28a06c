//! The package that `PSResourceGet` and `PowerShellGet` install: the module's files in a zip, with what describes them.

use super::manifest::Manifest;
use super::nuspec;
use crate::workspace;
use anyhow::{Context as _, Result};
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Writes the package of a module that was put together; the same files always give the same bytes.
pub(super) fn write(module: &Path, manifest: &Manifest, package: &Path) -> Result<()> {
    let files = workspace::files(module)?;
    let described = nuspec::file();
    let names: Vec<_> = files.iter().map(String::as_str).chain([described.as_str()]).collect();
    let mut archive = Archive(ZipWriter::new(Cursor::new(Vec::new())));
    archive.add("[Content_Types].xml", &nuspec::content_types(&names)?)?;
    archive.add("_rels/.rels", &nuspec::relationships()?)?;
    archive.add(&described, &nuspec::nuspec(manifest)?)?;
    for file in &files {
        archive.add(file, &fs::read(module.join(file))?)?;
    }
    let bytes = archive.0.finish()?.into_inner();
    fs::write(package, bytes).with_context(|| format!("{} could not be written", package.display()))
}

struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        // Neither the clock nor the system that packs may show.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Unix)
            .unix_permissions(0o644);
        self.0.start_file(name, options)?;
        Ok(self.0.write_all(bytes)?)
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::package::manifest::tests::sample;
    use crate::package::scratch::Scratch;
    use std::fs;
    use std::io::{Cursor, Read as _};
    use zip::ZipArchive;

    /// Packs a module whose files are made in this order.
    fn pack(names: &[&str]) -> Vec<u8> {
        let scratch = Scratch::new();
        let module = scratch.path().join("module");
        for name in names {
            let file = module.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, name.repeat(100)).unwrap();
        }
        let package = scratch.path().join("package.nupkg");
        write(&module, &sample(), &package).unwrap();
        fs::read(package).unwrap()
    }

    #[test]
    fn the_package_holds_the_module_and_what_describes_it() {
        let mut archive = ZipArchive::new(Cursor::new(pack(&["b.dll", "linux-x64/b.so", "LICENSE"]))).unwrap();
        let names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        let parts = ["[Content_Types].xml", "_rels/.rels", "EntraRevoke.nuspec", "LICENSE", "b.dll", "linux-x64/b.so"];
        assert_eq!(names, parts);
        let mut text = String::new();
        archive.by_name("linux-x64/b.so").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "linux-x64/b.so".repeat(100));
    }

    #[test]
    fn the_same_files_give_the_same_package() {
        assert_eq!(pack(&["a", "b.dll", "c/d.so"]), pack(&["c/d.so", "b.dll", "a"]));
    }
}
