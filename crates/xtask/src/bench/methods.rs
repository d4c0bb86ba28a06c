//! Methods that the runtime compiles because there is no machine code for them.

use super::limits::{Bound, Limit};
use super::report::{Section, Table};
use super::rig::{self, Engine, Rig};
use anyhow::{Context as _, Result};
use std::fs;

/// How many methods were compiled, by whose they are.
#[derive(Debug, Default, PartialEq, Eq)]
struct Compiled {
    module: u32,
    generics: u32,
    other: u32,
}

/// What is compiled until the first result, against a process that only imports the empty module.
pub(super) fn measure(rig: &Rig) -> Result<Section> {
    rig.set(true, 0)?;
    let (module, module_count) = compiled(rig, "revoke")?;
    let (floor, floor_count) = compiled(rig, "floor")?;
    let mut table = Table::new(&["methods compiled", "import, sign in, revoke", "import of the empty module"]);
    let mut row = |name: &str, module: u32, floor: u32| {
        table.rows.push(vec![name.to_owned(), module.to_string(), floor.to_string()]);
    };
    row("the module's own", module.module, floor.module);
    row("generics of the framework over the module's types", module.generics, floor.generics);
    row("the engine's and the framework's", module.other, floor.other);
    row("of all, between the first line of the script and its last", module_count, floor_count);
    Ok(Section {
        title: "Methods compiled at run time".to_owned(),
        method: "The runtime writes down each method that it compiles in a new process, from the start of the engine \
                 to the end; here they are by whose they are. The last row is the runtime's own count, between import \
                 and result.",
        tables: vec![table],
        limits: vec![Limit {
            name: "own methods compiled at run time",
            figure: f64::from(module.module),
            unit: "methods",
            bound: Bound::AtMost(0.0),
        }],
        ..Section::default()
    })
}

/// Runs a script; returns what was compiled, and how much of it while the script ran.
fn compiled(rig: &Rig, script: &str) -> Result<(Compiled, u32)> {
    let list = rig::folder().join(format!("methods-{script}.txt"));
    let run = || {
        // The runtime appends to what is there.
        fs::write(&list, "")?;
        let mut command = rig.engine(Engine::Host, "methods")?;
        command.env("BENCH_SCRIPT", script).env("DOTNET_JitDisasmSummary", "1").env("DOTNET_JitStdOutFile", &list);
        rig::run(command)
    };
    // A process that writes this list was seen to break at its very end, once in many.
    let count = run().or_else(|_| run())?.text("compiled")?.trim().parse()?;
    Ok((count_lines(&fs::read_to_string(&list).context("the runtime wrote no list of methods")?), count))
}

/// Sorts lines such as `  12: JIT compiled EntraRevoke.ModuleInfo:get_Version() [Tier0, IL size=6, code size=24]`.
fn count_lines(list: &str) -> Compiled {
    let mut compiled = Compiled::default();
    for method in list.lines().filter_map(|line| line.split_once(": JIT compiled ")).map(|(_, method)| method) {
        // What measures has the same first name as what is measured.
        let method = method.replace("EntraRevoke.Host.", "").replace("EntraRevoke.Floor.", "");
        if method.starts_with("EntraRevoke.") {
            compiled.module += 1;
        } else if method.contains("EntraRevoke.") {
            compiled.generics += 1;
        } else {
            compiled.other += 1;
        }
    }
    compiled
}

#[cfg(test)]
mod tests {
    use super::{Compiled, count_lines};

    #[test]
    fn methods_are_told_apart_by_whose_they_are() {
        let list = "\
   1: JIT compiled System.Buffers.SearchValues:TryGetSingleRange[char](byref) [Tier0, IL size=294, code size=382]
   2: JIT compiled EntraRevoke.Host.ConsoleHost:get_UI() [Tier0, IL size=7, code size=31]
   3: JIT compiled EntraRevoke.ImportCheck:OnImport() [Tier0, IL size=14, code size=45]
   4: JIT compiled EntraRevoke.Native.NativeLocation:.cctor() [Instrumented Tier0, IL size=115, code size=335]
   5: JIT compiled System.Nullable`1[EntraRevoke.ContextScope]:get_Value() [Tier0, IL size=14, code size=45]
";
        assert_eq!(count_lines(list), Compiled { module: 2, generics: 1, other: 2 });
    }
}
