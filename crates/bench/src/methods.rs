//! Methods that the runtime compiles because there is no machine code for them.

use crate::report::{Limit, Section};
use crate::rig::Rig;
use crate::shell;
use crate::statistics::{Figure, table};
use anyhow::Result;

/// New processes of each kind.
const ROUNDS: usize = 3;

/// What is compiled from the first line of a script to its last, against one that only imports the empty module.
pub(crate) fn measure(rig: &Rig) -> Result<Section> {
    rig.answer(true, 0);
    let compiled = |name: &str, script: &str| -> Result<Figure> {
        let mut figure = Figure::new(name, "methods");
        for _ in 0..ROUNDS {
            let mut command = rig.shell("methods")?;
            command.env("BENCH_SCRIPT", script);
            figure.samples.push(shell::run(command)?.number("compiled")?);
        }
        Ok(figure)
    };
    let module = compiled("import, sign in, revoke", "revoke")?;
    let floor = compiled("import of the empty module", "floor")?;
    let above = module.median() - floor.median();
    Ok(Section {
        title: "Methods compiled at run time",
        method: "The runtime's own count, from the first line of a script to its last, in a new process for each sample. \
                 PowerShell's own assemblies have machine code, so that what is counted above the empty module is the \
                 module's, and what of the framework it is the first to use.",
        tables: vec![table([&module, &floor])],
        limits: vec![Limit::at_most("methods compiled for a first revocation", above, "methods", 400.0)],
        ..Section::default()
    })
}
