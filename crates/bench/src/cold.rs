//! Processes that start anew: import, auto-loading, first call and one shot.

use crate::report::{Limit, Section};
use crate::rig::Rig;
use crate::shell;
use crate::statistics::{Measure, Side, Taken, alternate, table};
use anyhow::{Result, bail};
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

/// How long a script takes that does the whole job, against what nothing could do without, and against what a user would
/// write instead.
pub(crate) fn one_shot(rig: &Rig) -> Result<Section> {
    rig.answer(true, 0);
    let script = |name: &'static str| move || shell::run(rig.shell(name)?)?.taken();
    let taken = alternate(
        ROUNDS,
        vec![
            ("import, sign in, revoke", revoking(rig, script("revoke"))),
            ("start of PowerShell", Box::new(script("empty"))),
            // It has one thread and hardly waits, so its time is that of the processors.
            ("bare program", revoking(rig, || Ok([shell::run(rig.bare("once")?)?.milliseconds; 2]))),
            ("import of the empty module", Box::new(script("floor"))),
            ("Invoke-RestMethod", revoking(rig, script("rest"))),
        ],
    )?;
    let [module, start, bare, floor, rest] = &taken[..] else { bail!("each side has its figures") };
    Ok(Section {
        title: "First call and one shot",
        method: "From the start of a process to its end: one that imports the module by name, signs in with an access \
                 token and revokes. The floor of the first call is the sum of the start of PowerShell, with an empty \
                 script, and of the bare program with one request; that of a one-shot is a script that imports the empty \
                 module by name and does nothing. Beside them what a user would write instead: one that sends the same \
                 request with `Invoke-RestMethod`.",
        tables: vec![table(taken.iter().flat_map(|side| [&side.time, &side.processors]))],
        limits: vec![
            Limit::at_most("first call", times(module, &[start, bare]), "x", 1.6),
            Limit::at_most("one shot", times(module, &[floor]), "x", 1.6),
            Limit::at_most("one shot, over Invoke-RestMethod", times(module, &[rest]), "x", 1.0),
        ],
        ..Section::default()
    })
}

/// A process that is held to have revoked.
fn revoking<'a>(rig: &'a Rig, run: impl Fn() -> Result<[f64; 2]> + 'a) -> Measure<'a> {
    Box::new(move || {
        let taken = run()?;
        rig.require_revoked()?;
        Ok(taken)
    })
}

/// How many times the floor's time on the processors something takes, by the medians.
fn times(measured: &Taken, floor: &[&Taken]) -> f64 {
    measured.processors.median() / floor.iter().map(|side| side.processors.median()).sum::<f64>()
}
