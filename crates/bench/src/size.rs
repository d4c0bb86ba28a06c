//! What the packed module weighs.

use crate::report::{Limit, Section, Table};
use crate::rig::Rig;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// The size of each file of the packed module, and of the package.
pub(crate) fn measure(rig: &Rig) -> Result<Section> {
    let module = &rig.arguments.module;
    let mut files = Vec::new();
    add_files(module, &mut files)?;
    files.sort_by(|one, other| other.cmp(one));
    let total = files.iter().map(|(bytes, _)| bytes).sum::<u64>();
    let package = fs::metadata(&rig.arguments.package)?.len();
    let in_all = [(total, "in all".to_owned()), (package, "package to download".to_owned())];
    let mut table = Table::new(&["", "bytes"]);
    table.rows.extend(files.into_iter().chain(in_all).map(|(bytes, name)| vec![name, bytes.to_string()]));
    Ok(Section {
        title: "Size",
        method: "The packed module with the native library of this one platform, by file, and the package that holds it. \
                 The released package has a library for each platform, and is the same in everything else.",
        tables: vec![table],
        limits: vec![Limit::at_most("size of the module for one platform", megabytes(total), "MB", 5.0)],
        ..Section::default()
    })
}

fn add_files(folder: &Path, files: &mut Vec<(u64, String)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add_files(&path, files)?;
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((fs::metadata(&path)?.len(), name));
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a module has fewer bytes than a float has whole numbers")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
