//! Processes that start anew: import, auto-loading, first call, one shot.

use crate::report::{Limit, Section};
use crate::rig::Rig;
use crate::shell;
use crate::statistics::{Side, Taken, alternate, table};
use anyhow::Result;
use std::cell::Cell;

/// Rounds that count; a process is short, and many of them are needed until one was left alone.
const ROUNDS: usize = 15;

/// How long PowerShell takes to import each module, by name and by itself.
pub(crate) fn import(rig: &Rig) -> Result<Section> {
    let mapped = &Cell::new(0.0);
    let side = |name, variable: &'static str, value: &'static str| -> Side {
        let measure = move || {
            let mut command = rig.shell("import")?;
            command.env(variable, value);
            let finished = shell::run(command)?;
            mapped.set(mapped.get() + finished.number("mapped")?);
            Ok([finished.number("milliseconds")?, finished.number("processors")?])
        };
        (name, Box::new(measure))
    };
    let taken = alternate(
        ROUNDS,
        vec![
            side("EntraRevoke by name", "BENCH_MODULE", "EntraRevoke"),
            side("empty module by name", "BENCH_MODULE", "EntraRevokeFloor"),
            side("EntraRevoke by auto-loading", "BENCH_COMMAND", "Get-EntraContext"),
            side("empty module by auto-loading", "BENCH_COMMAND", "Invoke-EntraFloor"),
        ],
    )?;
    Ok(Section {
        title: "Import",
        method: "A new process for each sample; the script takes the time around `Import-Module` by name, and around \
                 the first call of a cmdlet of a module that nobody imported. The cmdlet is one that needs no native \
                 library. Afterwards the script looks whether the native library is in the process.",
        tables: vec![table(taken.iter().flat_map(|side| [&side.time, &side.processors]))],
        limits: vec![
            Limit::at_most("import by name", times(&taken[0], &[&taken[1]]), "x", 1.3),
            Limit::at_most("import by auto-loading", times(&taken[2], &[&taken[3]]), "x", 1.3),
            Limit::at_most("native library in the process after the import", mapped.get(), "processes", 0.0),
        ],
        ..Section::default()
    })
}

/// How long a process takes until it has revoked, against PowerShell and a request without anything between them.
pub(crate) fn first_call(rig: &Rig) -> Result<Section> {
    let taken = alternate(
        ROUNDS,
        vec![
            revoking(rig, "import, sign in, revoke", || taken_by(&shell::run(rig.shell("revoke")?)?)),
            ("start of PowerShell", Box::new(|| taken_by(&shell::run(rig.shell("empty")?)?))),
            // It has one thread and hardly waits, so its time is that of the processors.
            revoking(rig, "bare program", || Ok([shell::run(rig.bare("once")?)?.milliseconds; 2])),
        ],
    )?;
    Ok(Section {
        title: "First call",
        method: "From the start of a process to its end: one that imports the module, signs in with an access token \
                 and revokes; PowerShell with an empty script; and the bare program with one request. The floor is the \
                 sum of the last two.",
        tables: vec![table(taken.iter().flat_map(|side| [&side.time, &side.processors]))],
        limits: vec![Limit::at_most("first call", times(&taken[0], &[&taken[1], &taken[2]]), "x", 1.6)],
        ..Section::default()
    })
}

/// How long a script takes that does the whole job, against one that only imports the empty module.
pub(crate) fn one_shot(rig: &Rig) -> Result<Section> {
    let taken = alternate(
        ROUNDS,
        vec![
            revoking(rig, "import, sign in, revoke", || taken_by(&shell::run(rig.shell("revoke")?)?)),
            ("import of the empty module", Box::new(|| taken_by(&shell::run(rig.shell("floor")?)?))),
            revoking(rig, "Invoke-RestMethod", || taken_by(&shell::run(rig.shell("rest")?)?)),
        ],
    )?;
    Ok(Section {
        title: "One shot",
        method: "From the start of a process to its end: one that imports the module by name, signs in with an access \
                 token and revokes, against one that imports the empty module by name and does nothing. Beside them \
                 what a user would write instead: one that sends the same request with `Invoke-RestMethod`.",
        tables: vec![table(taken.iter().flat_map(|side| [&side.time, &side.processors]))],
        limits: vec![
            Limit::at_most("one shot", times(&taken[0], &[&taken[1]]), "x", 1.6),
            Limit::at_most("one shot, over Invoke-RestMethod", times(&taken[0], &[&taken[2]]), "x", 1.0),
        ],
        ..Section::default()
    })
}

/// A process that is held to have revoked.
fn revoking<'a>(rig: &'a Rig, name: &'a str, run: impl Fn() -> Result<[f64; 2]> + 'a) -> Side<'a> {
    rig.answer(true, 0);
    let measure = move || {
        let taken = run()?;
        rig.require_revoked()?;
        Ok(taken)
    };
    (name, Box::new(measure))
}

/// From the start of a process to its end, and what it says of the processors.
fn taken_by(finished: &shell::Finished) -> Result<[f64; 2]> {
    Ok([finished.milliseconds, finished.number("processors")?])
}

/// How many times the floor's time on the processors something takes, by the medians.
fn times(measured: &Taken, floor: &[&Taken]) -> f64 {
    measured.processors.median() / floor.iter().map(|side| side.processors.median()).sum::<f64>()
}
