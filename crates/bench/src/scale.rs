//! Calls from many runspaces at once.

use crate::report::{Limit, Section, Table, Throughput, number};
use crate::rig::Rig;
use crate::shell::Dialogue;
use crate::statistics::{self, Figure};
use anyhow::Result;

/// How many runspaces call at once, and how often each.
const LEVELS: [(u32, u32); 6] = [(1, 25), (2, 25), (4, 25), (8, 25), (16, 25), (64, 50)];

/// Rounds that count; the best of each level is its figure.
const ROUNDS: usize = 10;

/// How long the service takes to answer.
const LATENCY_MS: u64 = 20;

/// Calls of the bare program in a round.
const BARE_CALLS: u32 = 25;

/// The throughput at each number of runspaces, against that of as many bare programs.
pub(crate) fn measure(rig: &Rig) -> Result<Section> {
    rig.answer(false, LATENCY_MS);
    let mut script = Dialogue::start(rig.shell("scale")?)?;
    let mut program = Dialogue::start(rig.bare("batches")?)?;
    let mut bare = Figure::new("bare program", "calls/s");
    let mut levels = LEVELS.map(|_| Figure::new("", "calls/s"));
    let per_second = |calls: u32, nanoseconds: Vec<f64>| f64::from(calls) * 1e9 / nanoseconds.iter().sum::<f64>();
    for round in 0..=ROUNDS {
        let bare_calls = per_second(BARE_CALLS, program.ask(&BARE_CALLS.to_string())?);
        let mut calls_of_levels = Vec::new();
        for (runspaces, calls) in LEVELS {
            calls_of_levels.push(per_second(runspaces * calls, script.ask(&format!("{runspaces} {calls}"))?));
            rig.forget();
        }
        // The first round opens the connections and the runspaces.
        if round > 0 {
            bare.samples.push(bare_calls);
            levels.iter_mut().zip(calls_of_levels).for_each(|(level, calls)| level.samples.push(calls));
        }
    }
    let mut table =
        Table::new(&["runspaces at once", "calls/s, max", "median", "min", "ideal", "share of ideal", "samples"]);
    let mut throughput = Vec::new();
    for ((runspaces, _), level) in LEVELS.iter().zip(&levels) {
        let (measured, ideal) = (level.maximum(), f64::from(*runspaces) * bare.maximum());
        let figures = [measured, level.median(), level.minimum(), ideal, measured / ideal].map(number);
        let samples = level.samples.len().to_string();
        table.rows.push([runspaces.to_string()].into_iter().chain(figures).chain([samples]).collect());
        throughput.push(Throughput { runspaces: *runspaces, measured, ideal });
    }
    let least = throughput.iter().map(|level| level.measured / level.ideal).fold(f64::INFINITY, f64::min);
    let [.., sixteen, most] = &levels;
    Ok(Section {
        title: "Scale",
        method: "One process with up to 64 runspaces, which use one sign-in and begin together; each makes 25 calls, or \
                 50 of 64 at once. The emulator waits 20 ms before it answers, by a clock that ticks each millisecond. \
                 Ideal is what as many bare programs would do that do not disturb each other; one takes its turn in the same \
                 run, with 25 calls. A figure is the best of the rounds.",
        tables: vec![table, statistics::table([&bare])],
        limits: vec![
            Limit::at_least("throughput, least share of the ideal", least, 0.8),
            Limit::at_least("throughput at 64 runspaces over that at 16", most.maximum() / sixteen.maximum(), 1.0),
        ],
        throughput,
    })
}
