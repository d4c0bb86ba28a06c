//! The test files of PowerShell, two at a time.

use super::join;
use super::sum::Sum;
use crate::emulator::Emulator;
use crate::{process, pwsh, report, workspace};
use anyhow::{Context as _, Result};
use std::cmp::Reverse;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many files run side by side.
const WORKERS: usize = 2;

/// The version in `tests/Support/Pester.csproj`.
const PESTER: &str = "6.2.0";

/// Runs the test files on a packed module.
pub(super) struct Runner<'a> {
    module: &'a Path,
    pester: PathBuf,
}

impl<'a> Runner<'a> {
    /// Gets Pester where it is missing.
    pub(super) fn new(module: &'a Path) -> Result<Self> {
        let pester = workspace::nuget_packages()?.join(format!("pester/{PESTER}/tools/Pester.psd1"));
        if !pester.exists() {
            let project = "tests/Support/Pester.csproj";
            process::run(workspace::dotnet().args(["restore", project, "--verbosity", "quiet"]))?;
        }
        Ok(Self { module, pester })
    }

    /// Runs every `tests/*.Tests.ps1`; each of the processes takes the next file when it is done with one.
    pub(super) fn run(&self) -> Result<Sum> {
        let files = Mutex::new(test_files()?.into_iter());
        let next = || files.lock().unwrap_or_else(PoisonError::into_inner).next();
        thread::scope(|scope| {
            let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(|| self.work(&next))).collect();
            workers.into_iter().map(join).sum()
        })
    }

    fn work(&self, next: &dyn Fn() -> Option<PathBuf>) -> Result<Sum> {
        let mut command = pwsh::prepared()?;
        command.args(["-NonInteractive", "-File", "tests/Support/Invoke-TestFile.ps1", "-Pester"]).arg(&self.pester);
        command.env("ENTRAREVOKE_MODULE", self.module).env("ENTRAREVOKE_EMULATOR", Emulator::program());
        let mut shell = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut input = shell.stdin.take().context("the input is piped")?;
        let mut output = BufReader::new(shell.stdout.take().context("the output is piped")?).lines();
        let mut sum = Sum::default();
        while let Some(file) = next() {
            writeln!(input, "{}", file.display())?;
            let mut lines = Vec::new();
            sum.add(&loop {
                let line = output.next().with_context(|| format!("pwsh ended in {}", file.display()))??;
                if let Some(part) = Sum::of_pester(&line) {
                    break part;
                }
                lines.push(line);
            });
            report::line(&lines.join("\n"));
        }
        drop(input);
        shell.wait()?;
        Ok(sum)
    }
}

/// The largest file first, so that none is begun when the other process has nothing left to do.
fn test_files() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(workspace::root().join("tests"))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(".Tests.ps1") {
            files.push((Reverse(entry.metadata()?.len()), entry.path()));
        }
    }
    files.sort();
    Ok(files.into_iter().map(|(_, path)| path).collect())
}
