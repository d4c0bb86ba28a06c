//! What the packed module weighs.

use super::limits::{Bound, Limit};
use super::report::{Section, Table};
use crate::workspace;
use anyhow::Result;
use std::fs;

/// The size of each file of the packed module, and of the package.
pub(super) fn measure() -> Result<Section> {
    let packed = workspace::packed();
    let mut files = Vec::new();
    for name in workspace::files(&packed)? {
        files.push((fs::metadata(packed.join(&name))?.len(), name));
    }
    files.sort_by(|(one, _), (other, _)| other.cmp(one));
    let total = files.iter().map(|(bytes, _)| bytes).sum::<u64>();
    let package = fs::metadata(workspace::nupkg())?.len();
    let mut table = Table::new(&["", "bytes"]);
    table.rows.extend(files.into_iter().map(|(bytes, name)| row(&name, bytes)));
    table.rows.extend([row("in all", total), row("package to download", package)]);
    Ok(Section {
        title: "Size".to_owned(),
        method: "The packed module for this one platform, by file, and the package that holds it.",
        tables: vec![table],
        limits: vec![Limit {
            name: "size of the packed module",
            figure: megabytes(total),
            unit: "MB",
            bound: Bound::AtMost(5.0),
        }],
        ..Section::default()
    })
}

fn row(name: &str, bytes: u64) -> Vec<String> {
    vec![name.to_owned(), bytes.to_string()]
}

#[expect(clippy::cast_precision_loss, reason = "a module has fewer bytes than a float has whole numbers")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
