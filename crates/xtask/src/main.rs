//! Every step of the project's build, once:
//! `cargo xtask demo | shell | test | build | bindings | package | native | help | check | bench`.

mod bench;
mod bindings;
mod build;
mod check;
mod demo;
mod emulator;
mod help;
mod package;
mod process;
mod pwsh;
mod report;
mod shell;
mod terminal;
mod test;
mod workspace;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Builds, tests and shows `EntraRevoke`.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Builds everything and runs the reference's example against the emulator.
    Demo {
        /// Also draws what was printed as an SVG picture into this file.
        #[arg(long)]
        svg: Option<PathBuf>,
    },
    /// Opens a PowerShell with the packed module and an emulator to try it with.
    Shell {
        /// Signs in without a browser, as the emulator's first user.
        #[arg(long)]
        no_browser: bool,
    },
    /// Runs every check and every test; the last line is their sum.
    Test,
    /// Builds the packed module and the emulator: what the tests need that are run by hand.
    Build,
    /// Writes the C# bindings anew from the Rust inventory.
    Bindings,
    /// Puts the module together in `out/EntraRevoke/<version>` and packs it as `out/EntraRevoke.<version>.nupkg`.
    Package {
        /// A folder with native libraries that were built before, as `<rid>/<file>`; else this machine's is built.
        #[arg(long, value_name = "DIR")]
        natives: Option<PathBuf>,
    },
    /// Builds the native library of one platform for `package --natives`.
    Native(package::NativeRequest),
    /// Writes the module's help from `module/docs` into the packed module.
    Help,
    /// Checks format and lints of Rust and C#.
    Check,
    /// Measures the packed module against the least that each thing can take, and writes docs/benchmarks.md.
    Bench {
        /// Measures this alone, and writes nothing; `help` lists what there is.
        name: Option<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().step {
        Step::Demo { svg } => demo::run(svg.as_deref()),
        Step::Shell { no_browser } => shell::run(no_browser),
        Step::Test => test::run(),
        Step::Build => build::run().map(|_| ()),
        Step::Bindings => bindings::write(),
        Step::Package { natives } => package::run(natives.as_deref()),
        Step::Native(request) => package::build_native(&request),
        Step::Help => help::write(&workspace::packed()),
        Step::Check => check::run(),
        Step::Bench { name } => bench::run(name.as_deref()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
