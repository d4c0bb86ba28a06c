//! Resident memory and loaded assemblies.

use crate::report::{Limit, Section};
use crate::rig::Rig;
use crate::shell;
use crate::statistics::{Figure, table};
use anyhow::Result;

/// New processes with each module; the first ones fill the caches of the disk and do not count.
const ROUNDS: usize = 3;

/// What the script says a figure is of, what it is called here, its unit, and how many bytes or pieces that is.
const POINTS: [(&str, &str, &str, f64); 5] = [
    ("import", "RSS after the import", "MB", 1e6),
    ("1", "RSS after the first call", "MB", 1e6),
    ("10000", "RSS after 10,000 calls", "MB", 1e6),
    ("20000", "RSS after 20,000 calls", "MB", 1e6),
    ("assemblies", "assemblies", "pieces", 1.0),
];

/// What a process with the module holds above one with the empty module that has called its cmdlet as often.
pub(crate) fn measure(rig: &Rig) -> Result<Section> {
    rig.answer(false, 0);
    let mut figures: Vec<_> = POINTS
        .iter()
        .flat_map(|(_, name, unit, _)| {
            ["EntraRevoke", "empty module"].map(|of| Figure::new(&format!("{name}, {of}"), unit))
        })
        .collect();
    for round in 0..=ROUNDS {
        for (side, module) in ["EntraRevoke", "EntraRevokeFloor"].into_iter().enumerate() {
            let mut command = rig.shell("memory")?;
            command.env("BENCH_MODULE", module);
            let process = shell::run(command)?;
            for (index, (point, _, _, scale)) in POINTS.iter().enumerate().filter(|_| round > 0) {
                figures[2 * index + side].samples.push(process.number(point)? / scale);
            }
        }
    }
    let above = |point: usize| figures[2 * point].median() - figures[2 * point + 1].median();
    Ok(Section {
        title: "Memory",
        method: "A new process for each sample. The resident memory (RSS) is read at the same points in a process with \
                 the module and in one with the empty module, which calls its cmdlet as often, each time after a full \
                 garbage collection. The limits are on the differences of the medians. Growth counts from 10,000 calls \
                 on: until then the runtime compiles what is used often again, and better.",
        tables: vec![table(&figures)],
        limits: vec![
            Limit::at_most("memory after the first call, above the empty module's", above(1), "MB", 10.0),
            Limit::at_most("growth of that over 10,000 calls", above(3) - above(2), "MB", 1.0),
        ],
        ..Section::default()
    })
}
