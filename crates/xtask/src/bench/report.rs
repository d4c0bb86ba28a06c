//! docs/benchmarks.md.

use super::limits::{Limit, sum};
use std::fmt::Write as _;

/// What a bench found out.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) title: String,
    /// How it was measured, in sentences.
    pub(super) method: &'static str,
    pub(super) tables: Vec<Table>,
    pub(super) limits: Vec<Limit>,
    /// The throughput at each number of runspaces, where that was measured.
    pub(super) throughput: Vec<Throughput>,
}

/// Calls in a second at a number of runspaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Throughput {
    pub(super) runspaces: u32,
    pub(super) measured: f64,
    pub(super) ideal: f64,
}

/// Cells of text; the first column names the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows: Vec::new() }
    }

    fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule = format!("| --- |{}\n", " ---: |".repeat(self.columns.len().saturating_sub(1)));
        line(&self.columns) + &rule + &self.rows.iter().map(|row| line(row)).collect::<String>()
    }
}

impl Section {
    /// The section as it stands in the document.
    pub(super) fn markdown(&self) -> String {
        let tables: Vec<_> = self.tables.iter().map(Table::markdown).collect();
        format!("## {}\n\n{}\n\n{}", self.title, self.method, tables.join("\n"))
    }
}

/// The whole document.
pub(super) fn document(machine: &Table, sections: &[Section]) -> String {
    let limits: Vec<_> = sections.iter().flat_map(|section| &section.limits).collect();
    let mut verdicts = Table::new(&["", "figure", "limit", ""]);
    verdicts.rows.extend(
        limits
            .iter()
            .map(|limit| vec![limit.name.to_owned(), limit.figure(), limit.bound(), limit.verdict().to_owned()]),
    );
    let mut text = format!(
        "# Benchmarks\n\n\
         Written by `cargo xtask bench`, which measures all of it anew; not edited by hand. The figures are of one run \
         on one machine. Absolute times are that machine's; what carries over are the ratios.\n\n\
         ![How many times the least possible time each thing takes, and how throughput grows with runspaces]\
         (benchmarks.svg)\n\n\
         ## Limits\n\n{}\n{}.\n\n## Machine\n\n{}\n## Method\n\n{METHOD}\n",
        verdicts.markdown(),
        capitalised(&sum(&limits)),
        machine.markdown(),
    );
    for section in sections {
        let _ = write!(text, "\n{}", section.markdown());
    }
    text
}

const METHOD: &str = "\
The module is the packed one. The floor is what nothing could do without: an empty binary module with one cmdlet that \
does nothing and a manifest as complete; the start of the engine; and a bare Rust program that sends the same request \
with the same HTTP crate, and does nothing else.

What is compared takes turns within one run, so that a machine that is slow for a while is slow for all of it; after \
warm-up rounds that do not count there are at least 15 that do. A ratio is one of medians; its spread is that of the \
ratios of the single rounds.

The engine is the real one, in a host that is published with machine code for it, as `pwsh` is. All requests go over \
HTTPS with HTTP/2 to the emulator on loopback. `PSModulePath` has one folder, with the two modules and nothing else; \
the engine has had the ten seconds that it takes to write down which cmdlets they have, as with every module that a \
user has had for a while. Its telemetry is off.";

/// A number with as many digits as can matter.
pub(super) fn number(value: f64) -> String {
    match value.abs() {
        _ if value.fract() == 0.0 => format!("{value}"),
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

fn capitalised(text: &str) -> String {
    text[..1].to_uppercase() + &text[1..]
}

#[cfg(test)]
mod tests {
    use super::{Section, Table, document, number};
    use crate::bench::limits::Limit;

    #[test]
    fn numbers_keep_what_can_matter() {
        let shown = [0.0, 15.0, 0.0421, 1.3049, 12.345, 1234.5, -0.5].map(number);
        assert_eq!(shown, ["0", "15", "0.042", "1.305", "12.3", "1234", "-0.500"]);
    }

    #[test]
    fn the_document_has_each_limit_once_and_each_section() {
        let mut table = Table::new(&["", "median"]);
        table.rows.push(vec!["import".to_owned(), "1.5".to_owned()]);
        let section = |title: &str, limits| Section {
            title: title.to_owned(),
            method: "By a clock.",
            tables: vec![table.clone()],
            limits,
            ..Section::default()
        };
        let sections = [section("One", vec![Limit::ratio("a", 1.31, 1.3)]), section("Two", Vec::new())];
        let text = document(&Table::new(&["", ""]), &sections);
        assert!(text.contains("|  | figure | limit |  |\n| --- | ---: | ---: | ---: |\n"));
        assert!(text.contains("| a | 1.310 x | at most 1.3 x | NOT met |\n\nLimits: 0 of 1 met.\n"));
        assert!(
            text.contains("\n## One\n\nBy a clock.\n\n|  | median |\n| --- | ---: |\n| import | 1.5 |\n\n## Two\n")
        );
    }
}
