//! Processes that start anew: import, auto-loading, first call, one shot.

use super::limits::{Bound, Limit};
use super::pwsh;
use super::report::Section;
use super::rig::{self, Engine, Rig};
use super::statistics::{Side, alternate, ratio, ratios, table};
use anyhow::Result;
use std::cell::Cell;
use std::process::Command;

/// How long the engine takes to import each module, by name and by itself.
pub(super) fn import(rig: &Rig, engine: Engine) -> Result<Section> {
    let mapped = Cell::new(0.0);
    let measure = |variables: &[(&str, &str)]| {
        let mut command = rig.engine(engine, "import")?;
        command.envs(variables.iter().copied());
        let finished = rig::run(command)?;
        mapped.set(mapped.get() + finished.number("mapped")?);
        finished.number("milliseconds")
    };
    let by_name = |module: &'static str| move || measure(&[("BENCH_MODULE", module)]);
    let by_itself = |cmdlet: &'static str| move || measure(&[("BENCH_COMMAND", cmdlet)]);
    let peer = if engine == Engine::Pwsh { pwsh::folder_of(pwsh::PEER)? } else { None };
    let mut sides = vec![
        Side::new("EntraRevoke by name", by_name("EntraRevoke")),
        Side::new("empty module by name", by_name("EntraRevokeFloor")),
        Side::new("EntraRevoke by auto-loading", by_itself("Get-EntraContext")),
        Side::new("empty module by auto-loading", by_itself("Invoke-EntraFloor")),
    ];
    if let Some(folder) = &peer {
        rig.warm(engine, folder)?;
        sides.push(Side::new(pwsh::PEER, || measure(&[("BENCH_MODULE", pwsh::PEER), ("BENCH_MODULES", folder)])));
    }
    let figures = alternate("ms", sides)?;
    let spread = [ratios(&figures[0], &[&figures[1]]), ratios(&figures[2], &[&figures[3]])];
    Ok(Section {
        title: "Import".to_owned(),
        method: "A new process for each sample; the script takes the time around `Import-Module` by name, and around \
                 the first call of a cmdlet of a module that nobody imported. The cmdlet is one that needs no native \
                 library. Afterwards the script looks whether the native library is in the process.",
        tables: vec![table(figures.iter().chain(&spread))],
        limits: vec![
            Limit::ratio("import by name", ratio(&figures[0], &[&figures[1]]), 1.3),
            Limit::ratio("import by auto-loading", ratio(&figures[2], &[&figures[3]]), 1.3),
            Limit {
                name: "native library in the process after the import",
                figure: mapped.get(),
                unit: "processes",
                bound: Bound::AtMost(0.0),
            },
        ],
        ..Section::default()
    })
}

/// How long a process takes until it has revoked, against an engine and a request without anything between them.
pub(super) fn first_call(rig: &Rig) -> Result<Section> {
    rig.set(true, 0)?;
    let figures = alternate(
        "ms",
        vec![
            Side::new("import, sign in, revoke", revoke(rig, Engine::Host)),
            Side::new("start of the engine", || Ok(rig::run(rig.engine(Engine::Host, "empty")?)?.milliseconds)),
            Side::new("bare program", || finished(rig, rig.bare("once")?)),
        ],
    )?;
    let floor = [&figures[1], &figures[2]];
    let spread = ratios(&figures[0], &floor);
    Ok(Section {
        title: "First call".to_owned(),
        method: "From the start of a process to its end: one that imports the module, signs in with an access token \
                 and revokes; the engine with an empty script; and the bare program with one request. The floor is the \
                 sum of the last two.",
        tables: vec![table(figures.iter().chain([&spread]))],
        limits: vec![Limit::ratio("first call", ratio(&figures[0], &floor), 1.3)],
        ..Section::default()
    })
}

/// How long a script takes that does the whole job, against one that only imports the empty module.
pub(super) fn one_shot(rig: &Rig, engine: Engine) -> Result<Section> {
    rig.set(true, 0)?;
    let figures = alternate(
        "ms",
        vec![
            Side::new("import, sign in, revoke", revoke(rig, engine)),
            Side::new("import of the empty module", || Ok(rig::run(rig.engine(engine, "floor")?)?.milliseconds)),
        ],
    )?;
    let spread = ratios(&figures[0], &[&figures[1]]);
    Ok(Section {
        title: "One shot".to_owned(),
        method: "From the start of a process to its end: one that imports the module by name, signs in with an access \
                 token and revokes, against one that imports the empty module by name and does nothing.",
        tables: vec![table(figures.iter().chain([&spread]))],
        limits: vec![Limit::ratio("one shot", ratio(&figures[0], &[&figures[1]]), 1.15)],
        ..Section::default()
    })
}

fn revoke(rig: &Rig, engine: Engine) -> impl FnMut() -> Result<f64> + '_ {
    move || finished(rig, rig.engine(engine, "revoke")?)
}

/// How many milliseconds a process takes that revokes.
fn finished(rig: &Rig, command: Command) -> Result<f64> {
    let finished = rig::run(command)?;
    rig.require_revoked()?;
    Ok(finished.milliseconds)
}
