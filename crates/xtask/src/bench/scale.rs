//! Calls from many runspaces at once.

use super::dialogue::Dialogue;
use super::limits::{Bound, Limit};
use super::report::{Section, Table, Throughput, number};
use super::rig::{Engine, Rig};
use super::statistics::{self, Figure, ROUNDS};
use anyhow::{Result, ensure};

/// How many runspaces call at once, and how often each: more often where so many begin and end.
const LEVELS: [(u32, u32); 6] = [(1, 50), (2, 50), (4, 50), (8, 50), (16, 50), (64, 200)];

/// How long the service takes to answer.
const LATENCY_MS: u32 = 20;

/// Calls of the bare program in a round.
const BARE_CALLS: u32 = 50;

/// The share of the processors from which on they count as full.
const FULL: f64 = 0.9;

/// The throughput at each number of runspaces, against that of as many bare programs.
pub(super) fn measure(rig: &Rig) -> Result<Section> {
    rig.set(false, LATENCY_MS)?;
    let mut script = Dialogue::start(rig.engine(Engine::Host, "scale")?)?;
    let mut program = Dialogue::start(rig.bare("batches")?)?;
    let mut bare = Figure::new("bare program", "ms");
    let mut levels: Vec<_> = LEVELS.into_iter().map(|(runspaces, calls)| Level::new(runspaces, calls)).collect();
    for round in 0..=ROUNDS {
        let nanoseconds = program.ask(&BARE_CALLS.to_string())?;
        // The first round opens the connections and the runspaces.
        if round > 0 {
            bare.samples.extend(nanoseconds.iter().map(|call| call / 1e6));
        }
        for level in &mut levels {
            let answer = script.ask(&format!("{} {}", level.runspaces, level.calls))?;
            if round > 0 {
                level.add(&answer)?;
            }
        }
    }
    let call = bare.median();
    let mut table = Table::new(&[
        "runspaces at once",
        "calls/s, median",
        "min",
        "max",
        "a call, ms",
        "ideal, calls/s",
        "share of ideal",
        "share of runspaces / 20 ms",
        "processors: module",
        "processors: emulator",
        "the ideal would need",
        "samples",
    ]);
    table.rows.extend(levels.iter().map(|level| level.row(call)));
    let free = levels.iter().filter(|level| level.needed(call) < FULL).map(|level| level.share(call));
    let (before, last) = (levels[levels.len() - 2].per_second.median(), levels[levels.len() - 1].per_second.median());
    Ok(Section {
        title: "Scale".to_owned(),
        method: "One process with up to 64 runspaces, which use one sign-in and begin together; each makes 50 calls, or 200 of 64 at once. \
                 The emulator waits 20 ms before it answers, by a clock that ticks each millisecond. Ideal is what as \
                 many bare programs would do that do not disturb each other: runspaces / the median of a bare call, \
                 which takes its turn in the same run. The shares of the processors are of all that the machine has. \
                 Where the calls of the ideal would need 90 % of them or more, by what a call takes of them here in \
                 the module and the emulator, they are full: there no share of the ideal is asked for, and the \
                 throughput must only not fall.",
        tables: vec![table, statistics::table([&bare])],
        limits: vec![
            Limit {
                name: "throughput until the processors are full, least share of the ideal",
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
        throughput: levels.iter().map(|level| level.throughput(call)).collect(),
    })
}

/// What was measured at one number of runspaces.
struct Level {
    runspaces: u32,
    calls: u32,
    per_second: Figure,
    /// Shares of all processors.
    module: Figure,
    emulator: Figure,
}

impl Level {
    fn new(runspaces: u32, calls: u32) -> Self {
        let figure = || Figure::new("", "");
        Self { runspaces, calls, per_second: figure(), module: figure(), emulator: figure() }
    }

    /// Takes the nanoseconds that passed, and those of the processors in the measured process and in the emulator.
    fn add(&mut self, answer: &[f64]) -> Result<()> {
        ensure!(answer.len() == 3, "the script answered {} figures", answer.len());
        let processors = f64::from(u32::try_from(std::thread::available_parallelism()?.get())?);
        let calls = f64::from(self.runspaces * self.calls);
        self.per_second.samples.push(calls / (answer[0] / 1e9));
        self.module.samples.push(answer[1] / answer[0] / processors);
        self.emulator.samples.push(answer[2] / answer[0] / processors);
        Ok(())
    }

    /// Calls in a second if each took as many milliseconds.
    fn ideal(&self, call: f64) -> f64 {
        f64::from(self.runspaces) * 1e3 / call
    }

    fn share(&self, call: f64) -> f64 {
        self.per_second.median() / self.ideal(call)
    }

    /// The share of the processors that the ideal would take.
    fn needed(&self, call: f64) -> f64 {
        (self.module.median() + self.emulator.median()) / self.share(call)
    }

    fn throughput(&self, call: f64) -> Throughput {
        Throughput { runspaces: self.runspaces, measured: self.per_second.median(), ideal: self.ideal(call) }
    }

    fn row(&self, call: f64) -> Vec<String> {
        let percent = |share: f64| format!("{:.0} %", share * 1e2);
        vec![
            self.runspaces.to_string(),
            number(self.per_second.median()),
            number(self.per_second.quantile(0.0)),
            number(self.per_second.quantile(1.0)),
            number(f64::from(self.runspaces) / self.per_second.median() * 1e3),
            number(self.ideal(call)),
            number(self.share(call)),
            number(self.share(f64::from(LATENCY_MS))),
            percent(self.module.median()),
            percent(self.emulator.median()),
            percent(self.needed(call)),
            self.per_second.samples.len().to_string(),
        ]
    }
}
