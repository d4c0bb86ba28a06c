//! Where the remaining time and the remaining bytes go.

use super::report::{Section, Table};
use super::rig::{self, Engine, Rig};
use super::statistics::{Figure, ROUNDS, table};
use crate::{package, process};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::process::Command;

/// The steps of the script, in its order.
const STEPS: [&str; 5] = [
    "import",
    "first cmdlet, which needs no native library",
    "first cmdlet that needs it: the assembly of the bindings and the library are loaded",
    "sign-in with an access token",
    "first revocation",
];

/// How many parts of the library are told apart.
const PARTS: usize = 15;

/// Measures the steps of a first revocation, and sorts the library's bytes by whose they are.
pub(super) fn measure(rig: &Rig) -> Result<Section> {
    rig.set(true, 0)?;
    let mut steps: Vec<_> = STEPS.iter().map(|step| Figure::new(step, "ms")).collect();
    for round in 0..=ROUNDS {
        let finished = rig::run(rig.engine(Engine::Host, "profile")?)?;
        for (index, step) in steps.iter_mut().enumerate() {
            // The first round fills the caches of the disk.
            if round > 0 {
                step.samples.push(finished.number(&(index + 1).to_string())?);
            }
        }
    }
    let mut tables = vec![table(&steps)];
    if process::is_installed("nm") {
        tables.extend(parts()?);
    }
    Ok(Section {
        title: "Where the rest goes".to_owned(),
        method: "The steps of a script that revokes once, by its own clock, in a new process for each sample. Then, where \
                 `nm` can read its symbols, the native library by the crates that its code and its named data come \
                 from; generic code counts as of the crate that wrote it.",
        tables,
        ..Section::default()
    })
}

/// The greatest parts of the native library; nothing where its symbols are in a form that `nm` does not read.
fn parts() -> Result<Option<Table>> {
    let Some(symbols) = package::symbols_of_this_machine()? else { return Ok(None) };
    let output = Command::new("nm").args(["-S", "-C", "-t", "d"]).arg(&symbols).output()?;
    let listed = String::from_utf8(output.stdout).context("names are text")?;
    let mut parts: Vec<_> = sizes(&listed).into_iter().collect();
    parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let rest = parts.split_off(PARTS.min(parts.len()));
    parts.push(("all others", rest.iter().map(|(_, bytes)| bytes).sum()));
    let mut table = Table::new(&["part of the native library", "bytes"]);
    table.rows.extend(parts.into_iter().map(|(part, bytes)| vec![part.to_owned(), bytes.to_string()]));
    Ok(Some(table))
}

/// Sums lines such as `00000000001 00000000042 t <h2::proto::Streams as core::fmt::Debug>::fmt` by crate.
fn sizes(symbols: &str) -> BTreeMap<&str, u64> {
    let mut sizes = BTreeMap::new();
    for line in symbols.lines() {
        let mut words = line.splitn(4, ' ');
        let (_address, size, _kind, name) = (words.next(), words.next(), words.next(), words.next());
        if let (Some(Ok(bytes)), Some(name)) = (size.map(str::parse::<u64>), name) {
            *sizes.entry(origin(name)).or_default() += bytes;
        }
    }
    sizes
}

/// The crate that a name begins with, or `C` for a name without one.
fn origin(name: &str) -> &str {
    let name = name.trim_start_matches(['<', '&', '(', '[', '*']);
    let name = ["mut ", "const ", "dyn "].iter().fold(name, |name, word| name.trim_start_matches(word));
    name.split_once("::").map_or("C", |(origin, _)| origin)
}

#[cfg(test)]
mod tests {
    use super::sizes;

    #[test]
    fn bytes_are_those_of_the_crate_that_a_name_begins_with() {
        let symbols = "\
0000000000000016 0000000000000010 t <h2::proto::Streams as core::fmt::Debug>::fmt
0000000000000032 0000000000000005 t h2::hpack::encode
0000000000000048 0000000000000007 t <&mut tokio::io::Registration as core::fmt::Debug>::fmt
0000000000000064 0000000000000003 r ecp_nistz256_precomputed
                 U memcpy
";
        assert_eq!(sizes(symbols).into_iter().collect::<Vec<_>>(), [("C", 3), ("h2", 15), ("tokio", 7)]);
    }
}
