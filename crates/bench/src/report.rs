//! docs/benchmarks.md: sections with tables, and limits that hold or do not.

use std::fmt::Write as _;

/// What a bench found out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    /// How it was measured, in sentences.
    pub(crate) method: &'static str,
    pub(crate) tables: Vec<Table>,
    pub(crate) limits: Vec<Limit>,
    /// The throughput at each number of runspaces, where that was measured.
    pub(crate) throughput: Vec<Throughput>,
}

/// Calls in a second at a number of runspaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Throughput {
    pub(crate) runspaces: u32,
    pub(crate) measured: f64,
    pub(crate) ideal: f64,
}

/// Cells of text; the first column names the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// Which side of the bound is good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// A figure that has a limit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limit {
    pub(crate) name: &'static str,
    pub(crate) figure: f64,
    /// `x` stands for a ratio.
    pub(crate) unit: &'static str,
    pub(crate) bound: Bound,
}

impl Limit {
    /// A figure that must not be greater.
    pub(crate) fn at_most(name: &'static str, figure: f64, unit: &'static str, limit: f64) -> Self {
        Self { name, figure, unit, bound: Bound::AtMost(limit) }
    }

    /// A ratio that must not be less.
    pub(crate) fn at_least(name: &'static str, figure: f64, limit: f64) -> Self {
        Self { name, figure, unit: "x", bound: Bound::AtLeast(limit) }
    }

    /// A figure that could not be computed meets nothing.
    fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtMost(limit) => self.figure <= limit,
            Bound::AtLeast(limit) => self.figure >= limit,
        }
    }

    pub(crate) fn verdict(&self) -> &'static str {
        if self.is_met() { "met" } else { "NOT met" }
    }

    /// The figure with its unit.
    pub(crate) fn figure(&self) -> String {
        format!("{} {}", number(self.figure), self.unit)
    }

    /// The bound with its unit.
    pub(crate) fn bound(&self) -> String {
        match self.bound {
            Bound::AtMost(limit) => format!("at most {limit} {}", self.unit),
            Bound::AtLeast(limit) => format!("at least {limit} {}", self.unit),
        }
    }

    /// One line for all of them.
    pub(crate) fn sum(limits: &[&Self]) -> String {
        let met = limits.iter().filter(|limit| limit.is_met()).count();
        format!("limits: {met} of {} met", limits.len())
    }
}

impl Table {
    pub(crate) fn new(columns: &[&str]) -> Self {
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
    pub(crate) fn markdown(&self) -> String {
        let tables: Vec<_> = self.tables.iter().map(Table::markdown).collect();
        format!("## {}\n\n{}\n\n{}", self.title, self.method, tables.join("\n"))
    }
}

/// The whole document.
pub(crate) fn document(machine: &Table, sections: &[Section]) -> String {
    let limits: Vec<_> = sections.iter().flat_map(|section| &section.limits).collect();
    let mut verdicts = Table::new(&["", "figure", "limit", ""]);
    let row = |limit: &&Limit| vec![limit.name.to_owned(), limit.figure(), limit.bound(), limit.verdict().to_owned()];
    verdicts.rows.extend(limits.iter().map(row));
    let mut text = format!(
        "# Benchmarks\n\n{INTRODUCTION}\n\n## Limits\n\n{}\nOf the {}.\n\n{REASONS}\n\n## Machine\n\n{}\n## Method\n\n{METHOD}\n",
        verdicts.markdown(),
        Limit::sum(&limits),
        machine.markdown(),
    );
    for section in sections {
        let _ = write!(text, "\n{}", section.markdown());
    }
    text
}

const INTRODUCTION: &str = "\
Written by `cargo xtask bench`, which measures all of it anew; not edited by hand. The figures are of one run on one \
machine. Absolute times are that machine's; what carries over are the ratios.

![How many times the least possible time each thing takes, and how throughput grows with runspaces](benchmarks.svg)";

const REASONS: &str = include_str!("reasons.md");

const METHOD: &str = include_str!("method.md");

/// A number with as many digits as can matter.
pub(crate) fn number(value: f64) -> String {
    match value.abs() {
        _ if value.fract() == 0.0 => format!("{value}"),
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Section, Table, document, number};

    #[test]
    fn a_bound_itself_is_met_and_what_is_no_number_is_not() {
        let at_most = |figure| Limit::at_most("a", figure, "x", 1.3);
        let met = [at_most(1.3), Limit::at_least("a", 0.9, 0.9)];
        let not_met = [at_most(1.31), Limit::at_least("a", 0.89, 0.9), at_most(f64::NAN)];
        assert_eq!(Limit::sum(&met.iter().chain(&not_met).collect::<Vec<_>>()), "limits: 2 of 5 met");
    }

    #[test]
    fn numbers_keep_what_can_matter() {
        let shown = [0.0, 15.0, 0.0421, 1.3049, 12.345, 1234.5, -0.5].map(number);
        assert_eq!(shown, ["0", "15", "0.042", "1.305", "12.3", "1234", "-0.500"]);
    }

    #[test]
    fn the_document_has_each_limit_once_and_each_section() {
        let mut table = Table::new(&["", "median"]);
        table.rows.push(vec!["import".to_owned(), "1.5".to_owned()]);
        let section = |title, limits| Section {
            title,
            method: "By a clock.",
            tables: vec![table.clone()],
            limits,
            ..Section::default()
        };
        let sections = [section("One", vec![Limit::at_most("a", 1.31, "x", 1.3)]), section("Two", Vec::new())];
        let text = document(&Table::new(&["", ""]), &sections);
        assert!(text.contains("|  | figure | limit |  |\n| --- | ---: | ---: | ---: |\n"));
        assert!(text.contains("| a | 1.310 x | at most 1.3 x | NOT met |\n\nOf the limits: 0 of 1 met.\n"));
        assert!(
            text.contains("\n## One\n\nBy a clock.\n\n|  | median |\n| --- | ---: |\n| import | 1.5 |\n\n## Two\n")
        );
    }
}
