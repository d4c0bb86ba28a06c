//! Calls one after another in a process that has made many.

use super::dialogue::Dialogue;
use super::limits::Limit;
use super::report::Section;
use super::rig::{Engine, Rig};
use super::statistics::{Figure, ratio, ratios, table};
use anyhow::Result;

/// Calls in a block; the kinds of calls take turns by blocks.
const BLOCK: usize = 200;

/// Blocks of each kind that do not count: the runtime compiles what is used often again, and better.
const WARM_UP_BLOCKS: usize = 25;

/// Blocks of each kind that count.
const BLOCKS: usize = 40;

/// What a call takes, against a cmdlet that does nothing and a request without PowerShell.
pub(super) fn measure(rig: &Rig, engine: Engine) -> Result<Section> {
    rig.set(false, 0)?;
    let mut kinds = vec![("revoke", "the cmdlet"), ("floor", "empty cmdlet")];
    if engine == Engine::Pwsh {
        kinds.push(("rest", "Invoke-RestMethod"));
    }
    let mut script = Dialogue::start(rig.engine(engine, "steady")?)?;
    let mut bare = Dialogue::start(rig.bare("batches")?)?;
    let figure = |name: &str| Figure::new(name, "µs");
    let mut calls: Vec<_> = kinds.iter().map(|kind| kind.1).chain(["bare program"]).map(figure).collect();
    let mut medians = calls.clone();
    for round in 0..WARM_UP_BLOCKS + BLOCKS {
        let mut blocks = Vec::new();
        for (kind, _) in &kinds {
            blocks.push(script.ask(&format!("{kind} {BLOCK}"))?);
        }
        blocks.push(bare.ask(&BLOCK.to_string())?);
        if round < WARM_UP_BLOCKS {
            continue;
        }
        for (index, nanoseconds) in blocks.into_iter().enumerate() {
            let samples = nanoseconds.into_iter().map(|call| call / 1e3).collect();
            let block = Figure { samples, ..figure("") };
            medians[index].samples.push(block.median());
            calls[index].samples.extend(block.samples);
        }
    }
    let (last, first) = (calls.len() - 1, 0);
    let spread = ratios(&medians[first], &[&medians[1], &medians[last]]);
    Ok(Section {
        title: "Steady call".to_owned(),
        method: "Two processes that stay: the engine, in which the cmdlet and an empty cmdlet take turns in blocks of \
                 200 calls, and the bare program with as many requests on a kept connection. The script takes the time \
                 around each call. The floor is the sum of an empty cmdlet and a bare request. The last row has the \
                 ratio in each round of blocks.",
        tables: vec![table(calls.iter().chain([&spread]))],
        limits: vec![Limit::ratio("steady call", ratio(&calls[first], &[&calls[1], &calls[last]]), 1.25)],
        ..Section::default()
    })
}
