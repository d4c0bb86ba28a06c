//! `cargo xtask bench`: how fast and how small the packed module is, against the least that each thing can take.

mod cold;
mod dialogue;
mod limits;
mod memory;
mod methods;
mod plot;
mod profile;
mod pwsh;
mod report;
mod rig;
mod scale;
mod size;
mod statistics;
mod steady;

use crate::{process, report as terminal, workspace};
use anyhow::{Context as _, Result};
use clap::ValueEnum;
use limits::{Limit, sum};
use report::{Section, Table, document};
use rig::{Engine, Rig};
use std::fs;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Bench {
    /// Import by name and by auto-loading
    Import,
    /// A new process until it has revoked, against engine and request alone
    FirstCall,
    /// A script that does the whole job, against one that only imports the empty module
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
    /// Steps of a first revocation, and crates in the native library
    Profile,
}

impl Bench {
    fn measure(self, rig: &Rig) -> Result<Section> {
        match self {
            Self::Size => size::measure(),
            Self::FirstCall => cold::first_call(rig),
            Self::Scale => scale::measure(rig),
            Self::Memory => memory::measure(rig),
            Self::Methods => methods::measure(rig),
            Self::Profile => profile::measure(rig),
            Self::Import => cold::import(rig, Engine::Host),
            Self::OneShot => cold::one_shot(rig, Engine::Host),
            Self::Steady => steady::measure(rig, Engine::Host),
        }
    }

    /// The same in `pwsh`, for what is told about it; the limits are those of the one engine that every machine has.
    fn measure_in_pwsh(self, rig: &Rig) -> Result<Option<Section>> {
        let section = match self {
            Self::Import => cold::import(rig, Engine::Pwsh)?,
            Self::OneShot => cold::one_shot(rig, Engine::Pwsh)?,
            Self::Steady => steady::measure(rig, Engine::Pwsh)?,
            _ => return Ok(None),
        };
        Ok(Some(Section { title: format!("{} in pwsh", section.title), limits: Vec::new(), ..section }))
    }
}

/// Measures one thing, or all and writes docs/benchmarks.md and its picture; no figure makes it fail.
///
/// The last lines say of each limit whether it is met, and the very last one how many are.
pub(crate) fn run(only: Option<Bench>) -> Result<()> {
    let rig = Rig::prepare()?;
    let has_pwsh = process::is_installed("pwsh");
    let mut sections = Vec::new();
    for bench in Bench::value_variants().iter().filter(|bench| only.is_none_or(|only| only == **bench)) {
        let name = bench.to_possible_value().context("every bench has a name")?;
        terminal::step(&format!("bench {}", name.get_name()));
        sections.push(bench.measure(&rig)?);
        if has_pwsh {
            sections.extend(bench.measure_in_pwsh(&rig)?);
        }
    }
    for section in &sections {
        terminal::line(&section.markdown());
    }
    let limits: Vec<_> = sections.iter().flat_map(|section| &section.limits).collect();
    if only.is_some() {
        terminal::line("docs/benchmarks.md stays as it is: a run without a name writes it");
    } else {
        write(&machine(&rig)?, &sections, &limits)?;
    }
    for limit in &limits {
        terminal::line(&format!("{}: {}, {}: {}", limit.name, limit.figure(), limit.bound(), limit.verdict()));
    }
    terminal::line(&sum(&limits));
    Ok(())
}

fn write(machine: &Table, sections: &[Section], limits: &[&Limit]) -> Result<()> {
    let docs = workspace::root().join("docs");
    let ratios: Vec<_> = limits.iter().copied().filter(|limit| limit.is_time()).collect();
    let throughput: Vec<_> = sections.iter().flat_map(|section| section.throughput.iter().copied()).collect();
    fs::write(docs.join("benchmarks.svg"), plot::draw(&ratios, &throughput)?)?;
    fs::write(docs.join("benchmarks.md"), document(machine, sections))?;
    terminal::line("written: docs/benchmarks.md and docs/benchmarks.svg");
    Ok(())
}

/// What the figures were measured on.
fn machine(rig: &Rig) -> Result<Table> {
    let finished = rig::run(rig.engine(Engine::Host, "machine")?)?;
    let mut table = Table::new(&["", ""]);
    for name in ["Processor", "Cores", "Memory", "System", "Kernel", ".NET", "PowerShell"] {
        table.rows.push(vec![name.to_owned(), finished.text(name)?.to_owned()]);
    }
    table.rows.push(vec!["EntraRevoke".to_owned(), workspace::VERSION.to_owned()]);
    Ok(table)
}
