//! Resident memory and loaded assemblies.

use super::limits::{Bound, Limit};
use super::report::Section;
use super::rig::{self, Engine, Finished, Rig};
use super::statistics::{Figure, ROUNDS, table};
use anyhow::Result;

/// What the script says a figure is of, what it is called here, its unit, and how many bytes or pieces that is.
const POINTS: [(&str, &str, &str, f64); 6] = [
    ("import", "RSS after the import", "MB", 1e6),
    ("1", "RSS after the first call", "MB", 1e6),
    ("5000", "RSS after 5,000 calls", "MB", 1e6),
    ("10000", "RSS after 10,000 calls", "MB", 1e6),
    ("15000", "RSS after 15,000 calls", "MB", 1e6),
    ("assemblies", "assemblies", "pieces", 1.0),
];

/// What a process with the module holds above one with the empty module that has called its cmdlet as often.
pub(super) fn measure(rig: &Rig) -> Result<Section> {
    rig.set(false, 0)?;
    let (mut module, mut floor) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for (name, finished) in [("EntraRevoke", &mut module), ("EntraRevokeFloor", &mut floor)] {
            let mut command = rig.engine(Engine::Host, "memory")?;
            command.env("BENCH_MODULE", name);
            let process = rig::run(command)?;
            // The first round fills the caches of the disk.
            if round > 0 {
                finished.push(process);
            }
        }
    }
    let mut figures = Vec::new();
    let mut above = Vec::new();
    for (point, name, unit, scale) in POINTS {
        let read = |processes: &[Finished], of: &str| -> Result<Figure> {
            let samples = processes.iter().map(|process| Ok(process.number(point)? / scale));
            Ok(Figure { samples: samples.collect::<Result<_>>()?, ..Figure::new(&format!("{name}, {of}"), unit) })
        };
        let (with, without) = (read(&module, "EntraRevoke")?, read(&floor, "empty module")?);
        let samples = with.samples.iter().zip(&without.samples).map(|(with, without)| with - without).collect();
        above.push(Figure { samples, ..Figure::new(&format!("{name}, difference"), unit) });
        figures.extend([with, without]);
    }
    Ok(Section {
        title: "Memory".to_owned(),
        method: "A new process for each sample. The resident memory (RSS) is read at the same points in a process with \
                 the module and in one with the empty module, which calls its cmdlet as often, each time after a full \
                 garbage collection. The differences are those of two processes that ran one after the other. Growth \
                 counts from 5,000 calls on: until then the runtime compiles what is used often again, and better.",
        tables: vec![table(&above), table(&figures)],
        limits: vec![
            Limit {
                name: "memory after the first call, above the empty module's",
                figure: above[1].median(),
                unit: "MB",
                bound: Bound::AtMost(10.0),
            },
            Limit {
                name: "growth of that over 10,000 calls",
                figure: above[4].median() - above[2].median(),
                unit: "MB",
                bound: Bound::AtMost(1.0),
            },
        ],
        ..Section::default()
    })
}
