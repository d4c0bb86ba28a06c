//! Calls from many runspaces at once.

use crate::report::{Limit, Section, Table, Throughput, number};
use crate::rig::Rig;
use crate::shell::Dialogue;
use crate::statistics::{self, Figure};
use anyhow::{Result, bail};

/// How many runspaces call at once, and how often each.
const LEVELS: [(u32, u32); 6] = [(1, 25), (2, 25), (4, 25), (8, 25), (16, 25), (64, 50)];

/// Rounds that count; the best of each level is its figure.
const ROUNDS: usize = 10;

/// How long the service takes to answer.
const LATENCY_MS: u32 = 20;

/// Calls of the bare program in a round.
const BARE_CALLS: u32 = 25;

/// What was measured at one number of runspaces.
struct Level {
    runspaces: u32,
    calls: u32,
    per_second: Figure,
    /// Microseconds of the processors that a call takes in the module and in the emulator.
    module: Figure,
    emulator: Figure,
}

/// The throughput at each number of runspaces, against that of as many bare programs.
pub(crate) fn measure(rig: &Rig) -> Result<Section> {
    rig.answer(false, LATENCY_MS.into());
    let mut script = Dialogue::start(rig.shell("scale")?)?;
    let mut program = Dialogue::start(rig.bare("batches")?)?;
    let mut bare = Figure::new("bare program", "ms");
    let mut levels = LEVELS.map(Level::new);
    for round in 0..=ROUNDS {
        let nanoseconds = program.ask(&BARE_CALLS.to_string())?;
        // The first round opens the connections and the runspaces.
        if round > 0 {
            bare.samples.extend(nanoseconds.iter().map(|call| call / 1e6));
        }
        for level in &mut levels {
            let answer = script.ask(&format!("{} {}", level.runspaces, level.calls))?;
            rig.forget();
            if round > 0 {
                level.add(&answer)?;
            }
        }
    }
    let call = bare.median();
    let mut table = Table::new(&[
        "runspaces at once",
        "calls/s, max",
        "median",
        "min",
        "ideal, calls/s",
        "share of ideal",
        "processors: module, µs a call",
        "processors: emulator, µs a call",
        "samples",
    ]);
    table.rows.extend(levels.iter().map(|level| level.row(call)));
    let least = levels.iter().map(|level| level.best() / level.ideal(call)).fold(f64::INFINITY, f64::min);
    let [.., sixteen, most] = &levels;
    Ok(Section {
        title: "Scale",
        method: "One process with up to 64 runspaces, which use one sign-in and begin together; each makes 25 calls, or \
                 50 of 64 at once. The emulator waits 20 ms before it answers, by a clock that ticks each millisecond. \
                 Ideal is what as many bare programs would do that do not disturb each other: runspaces / the median of \
                 a bare call, which takes its turn in the same run. The figure is the best of the rounds.",
        tables: vec![table, statistics::table([&bare])],
        limits: vec![
            Limit::at_least("throughput, least share of the ideal", least, 0.8),
            Limit::at_least("throughput at 64 runspaces over that at 16", most.best() / sixteen.best(), 1.0),
        ],
        throughput: levels.iter().map(|level| level.throughput(call)).collect(),
    })
}

impl Level {
    fn new((runspaces, calls): (u32, u32)) -> Self {
        let figure = || Figure::new("", "");
        Self { runspaces, calls, per_second: figure(), module: figure(), emulator: figure() }
    }

    /// Takes the nanoseconds that passed, and those of the processors in the measured process and in the emulator.
    fn add(&mut self, answer: &[f64]) -> Result<()> {
        let [passed, module, emulator] = answer else { bail!("the script answered {} figures", answer.len()) };
        let calls = f64::from(self.runspaces * self.calls);
        self.per_second.samples.push(calls / (passed / 1e9));
        self.module.samples.push(module / calls / 1e3);
        self.emulator.samples.push(emulator / calls / 1e3);
        Ok(())
    }

    fn best(&self) -> f64 {
        self.per_second.quantile(1.0)
    }

    /// Calls in a second if each took as many milliseconds.
    fn ideal(&self, call: f64) -> f64 {
        f64::from(self.runspaces) * 1e3 / call
    }

    fn throughput(&self, call: f64) -> Throughput {
        Throughput { runspaces: self.runspaces, measured: self.best(), ideal: self.ideal(call) }
    }

    fn row(&self, call: f64) -> Vec<String> {
        vec![
            self.runspaces.to_string(),
            number(self.best()),
            number(self.per_second.median()),
            number(self.per_second.minimum()),
            number(self.ideal(call)),
            number(self.best() / self.ideal(call)),
            number(self.module.median()),
            number(self.emulator.median()),
            self.per_second.samples.len().to_string(),
        ]
    }
}
