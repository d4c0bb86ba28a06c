//! Calls from many runspaces at once.

use super::dialogue::Dialogue;
use super::limits::{Bound, Limit};
use super::report::{Section, Table, Throughput, number};
use super::rig::{Engine, Rig};
use super::statistics::{Figure, ROUNDS};
use anyhow::{Result, ensure};

/// How many runspaces call at once.
const RUNSPACES: [u32; 6] = [1, 2, 4, 8, 16, 64];

/// How long the service takes to answer.
const LATENCY_MS: u32 = 20;

/// Calls in each runspace.
const CALLS: u32 = 50;

/// The share of the processors from which on they count as full.
const FULL: f64 = 0.9;

/// The throughput at each number of runspaces, against that of as many waits for the service and nothing else.
pub(super) fn measure(rig: &Rig) -> Result<Section> {
    rig.set(false, LATENCY_MS)?;
    let mut script = Dialogue::start(rig.engine(Engine::Host, "scale")?)?;
    let mut bare = Dialogue::start(rig.bare("batches")?)?;
    let mut service = Figure::new("", "");
    let mut levels: Vec<_> = RUNSPACES.iter().map(|runspaces| Level::new(*runspaces)).collect();
    for round in 0..=ROUNDS {
        service.samples.extend(bare.ask("10")?);
        for level in &mut levels {
            let answer = script.ask(&format!("{} {CALLS}", level.runspaces))?;
            // The first round opens the runspaces and the connection.
            if round > 0 {
                level.add(&answer)?;
            }
        }
    }
    let mut table = Table::new(&[
        "runspaces",
        "calls/s, median",
        "min",
        "max",
        "ideal",
        "share of ideal",
        "a call, ms",
        "processors: module",
        "processors: emulator",
        "samples",
    ]);
    let latency = service.median() / 1e9;
    table.rows.extend(levels.iter().map(|level| level.row(latency)));
    let free = levels.iter().filter(|level| level.busy() < FULL).map(|level| level.share(latency));
    let (before, last) = (levels[levels.len() - 2].per_second.median(), levels[levels.len() - 1].per_second.median());
    Ok(Section {
        title: "Scale".to_owned(),
        method: "One process with up to 64 runspaces, each of which makes 50 calls; all of them use one sign-in. The emulator \
                 waits 20 ms before it answers. Ideal is what that alone would allow: runspaces / the latency that the bare program sees in \
                 the same rounds. The shares of the processors \
                 are of all that the machine has; from 90 % on, both together, they count as full, and no share of the ideal is asked for.",
        tables: vec![table],
        limits: vec![
            Limit {
                name: "throughput where the processors are not full, least share of the ideal",
                figure: free.fold(f64::INFINITY, f64::min),
                unit: "x",
                bound: Bound::AtLeast(0.9),
            },
            Limit {
                name: "throughput at 64 runspaces over that at 16",
                figure: last / before,
                unit: "x",
                bound: Bound::AtLeast(1.0),
            },
        ],
        throughput: levels.iter().map(|level| level.throughput(latency)).collect(),
    })
}

/// What was measured at one number of runspaces.
struct Level {
    runspaces: u32,
    per_second: Figure,
    /// Shares of all processors.
    module: Figure,
    emulator: Figure,
}

impl Level {
    fn new(runspaces: u32) -> Self {
        let figure = || Figure::new("", "");
        Self { runspaces, per_second: figure(), module: figure(), emulator: figure() }
    }

    /// Takes the nanoseconds that passed, and those of the processors in the measured process and in the emulator.
    fn add(&mut self, answer: &[f64]) -> Result<()> {
        ensure!(answer.len() == 3, "the script answered {} figures", answer.len());
        let processors = f64::from(u32::try_from(std::thread::available_parallelism()?.get())?);
        let calls = f64::from(self.runspaces * CALLS);
        self.per_second.samples.push(calls / (answer[0] / 1e9));
        self.module.samples.push(answer[1] / answer[0] / processors);
        self.emulator.samples.push(answer[2] / answer[0] / processors);
        Ok(())
    }

    /// Calls per second that a service allows which answers after so many seconds.
    fn ideal(&self, latency: f64) -> f64 {
        f64::from(self.runspaces) / latency
    }

    fn share(&self, latency: f64) -> f64 {
        self.per_second.median() / self.ideal(latency)
    }

    fn busy(&self) -> f64 {
        self.module.median() + self.emulator.median()
    }

    fn throughput(&self, latency: f64) -> Throughput {
        Throughput { runspaces: self.runspaces, measured: self.per_second.median(), ideal: self.ideal(latency) }
    }

    fn row(&self, latency: f64) -> Vec<String> {
        let percent = |figure: &Figure| format!("{:.0} %", figure.median() * 1e2);
        vec![
            self.runspaces.to_string(),
            number(self.per_second.median()),
            number(self.per_second.quantile(0.0)),
            number(self.per_second.quantile(1.0)),
            number(self.ideal(latency)),
            number(self.share(latency)),
            number(f64::from(self.runspaces) / self.per_second.median() * 1e3),
            percent(&self.module),
            percent(&self.emulator),
            self.per_second.samples.len().to_string(),
        ]
    }
}
