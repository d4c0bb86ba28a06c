//! How fast and how small the packed module is in PowerShell, against the least that each thing can take. `cargo xtask
//! bench` builds what is measured, and runs this in the root of the checkout.
#![expect(clippy::print_stdout, reason = "the figures are for whoever started it")]

mod cold;
mod memory;
mod methods;
mod plot;
mod report;
mod rig;
mod scale;
mod shell;
mod size;
mod statistics;
mod steady;

use anyhow::{Context as _, Result};
use clap::{Parser, ValueEnum};
use report::{Limit, Section, Table, document};
use rig::Rig;
use std::fs;
use std::path::PathBuf;

/// Measures the packed module, and writes docs/benchmarks.md and its picture unless it measures one thing alone.
#[derive(Debug, Parser)]
pub(crate) struct Arguments {
    /// The one thing to measure
    name: Option<Bench>,
    /// The folder of the packed module
    #[arg(long)]
    module: PathBuf,
    /// The package of the module
    #[arg(long)]
    package: PathBuf,
    /// The folder that has the empty module
    #[arg(long)]
    floor: PathBuf,
    /// The command that starts PowerShell
    #[arg(last = true, required = true)]
    pwsh: Vec<String>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Bench {
    /// Import by name and by auto-loading
    Import,
    /// First call and one shot: a new process until it has revoked, against what nothing could do without
    OneShot,
    /// Calls in a process that has made many
    Steady,
    /// Calls from up to 64 runspaces at once
    Scale,
    /// Resident memory and assemblies
    Memory,
    /// Bytes of the packed module
    Size,
    /// Methods compiled at run time
    Methods,
}

impl Bench {
    fn measure(self, rig: &Rig) -> Result<Section> {
        match self {
            Self::Import => cold::import(rig),
            Self::OneShot => cold::one_shot(rig),
            Self::Steady => steady::measure(rig),
            Self::Scale => scale::measure(rig),
            Self::Memory => memory::measure(rig),
            Self::Size => size::measure(rig),
            Self::Methods => methods::measure(rig),
        }
    }
}

/// No figure makes it fail. The last lines say of each limit whether it is met, and the very last one how many are.
fn main() -> Result<()> {
    let rig = Rig::start(Arguments::parse())?;
    let mut sections = Vec::new();
    for bench in Bench::value_variants().iter().filter(|bench| rig.arguments.name.is_none_or(|only| only == **bench)) {
        println!("== bench {}", bench.to_possible_value().context("every bench has a name")?.get_name());
        let section = bench.measure(&rig)?;
        println!("{}", section.markdown());
        sections.push(section);
    }
    if rig.arguments.name.is_none() {
        fs::write("docs/benchmarks.svg", plot::draw(&sections)?)?;
        fs::write("docs/benchmarks.md", document(&machine(&rig)?, &sections))?;
        println!("written: docs/benchmarks.md and docs/benchmarks.svg");
    }
    let limits: Vec<_> = sections.iter().flat_map(|section| &section.limits).collect();
    for limit in &limits {
        println!("{}: {}, {}: {}", limit.name, limit.figure(), limit.bound(), limit.verdict());
    }
    println!("{}", Limit::sum(&limits));
    Ok(())
}

/// What the figures were measured on.
fn machine(rig: &Rig) -> Result<Table> {
    let finished = shell::run(rig.shell("machine")?)?;
    let mut table = Table::new(&["", ""]);
    for name in ["Processor", "Cores", "Memory", "System", "Kernel", "Load", ".NET", "PowerShell"] {
        table.rows.push(vec![name.to_owned(), finished.text(name)?.to_owned()]);
    }
    table.rows.push(vec!["EntraRevoke".to_owned(), env!("CARGO_PKG_VERSION").to_owned()]);
    Ok(table)
}
