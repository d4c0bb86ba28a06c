//! Format and lints.

use crate::{process, report, workspace};
use anyhow::Result;

/// Checks Rust and C#; nothing is changed.
pub(crate) fn run() -> Result<()> {
    workspace::require_dotnet()?;
    report::step("format");
    process::run(workspace::cargo().args(["fmt", "--all", "--check"]))?;
    process::run(workspace::dotnet().args(["tool", "restore", "--verbosity", "quiet"]))?;
    process::run(workspace::dotnet().args(["csharpier", "check", "."]))?;
    report::step("lints");
    process::run(workspace::cargo().args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
}
