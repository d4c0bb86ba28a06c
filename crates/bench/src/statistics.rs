//! Samples, and what is said about them.

use crate::report::{Table, number};
use anyhow::Result;

/// Rounds that are thrown away: they fill the caches of the disk and of PowerShell.
const WARM_UPS: usize = 2;

/// What was measured of one thing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) unit: &'static str,
    pub(crate) samples: Vec<f64>,
}

/// Does something, and says how many milliseconds passed, and how many of them on the processors.
pub(crate) type Measure<'a> = Box<dyn FnMut() -> Result<[f64; 2]> + 'a>;

/// One of the things that take turns.
pub(crate) type Side<'a> = (&'a str, Measure<'a>);

/// What one side took.
pub(crate) struct Taken {
    pub(crate) time: Figure,
    pub(crate) processors: Figure,
}

/// Measures every side once in each round, so that a machine that slows down slows all of them.
pub(crate) fn alternate(rounds: usize, mut sides: Vec<Side>) -> Result<Vec<Taken>> {
    let figure = |name: &str, what: &str| Figure::new(&format!("{name}, {what}"), "ms");
    let taken = |name: &str| Taken { time: figure(name, "time"), processors: figure(name, "processors") };
    let mut figures: Vec<_> = sides.iter().map(|(name, _)| taken(name)).collect();
    for round in 0..WARM_UPS + rounds {
        for ((_, measure), figure) in sides.iter_mut().zip(&mut figures) {
            let [time, processors] = measure()?;
            if round >= WARM_UPS {
                figure.time.samples.push(time);
                figure.processors.samples.push(processors);
            }
        }
    }
    Ok(figures)
}

impl Figure {
    /// A figure without samples yet.
    pub(crate) fn new(name: &str, unit: &'static str) -> Self {
        Self { name: name.to_owned(), unit, samples: Vec::new() }
    }

    pub(crate) fn minimum(&self) -> f64 {
        self.quantile(0.0)
    }

    pub(crate) fn maximum(&self) -> f64 {
        self.quantile(1.0)
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The value below which this share of the samples lies, interpolated between the two nearest.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "there are far fewer samples than a float has whole numbers, and a share is not negative"
    )]
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
        let place = share * last as f64;
        let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        below + (above - below) * place.fract()
    }
}

/// The minimum over the sum of the minima of what makes up the floor: other work on the machine can only add to each.
pub(crate) fn ratio(measured: &Figure, floor: &[&Figure]) -> f64 {
    measured.minimum() / floor.iter().map(|part| part.minimum()).sum::<f64>()
}

/// A row for each figure, with its spread.
pub(crate) fn table<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Table {
    let mut table = Table::new(&["", "unit", "min", "25 %", "median", "75 %", "max", "samples"]);
    for figure in figures {
        let mut row = vec![figure.name.clone(), figure.unit.to_owned()];
        row.extend([0.0, 0.25, 0.5, 0.75, 1.0].map(|share| number(figure.quantile(share))));
        row.push(figure.samples.len().to_string());
        table.rows.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Figure, Side, WARM_UPS, alternate, ratio};

    fn figure(samples: &[f64]) -> Figure {
        Figure { samples: samples.to_vec(), ..Figure::new("a", "ms") }
    }

    fn assert_near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn quantiles_do_not_depend_on_the_order() {
        let figure = figure(&[4.0, 1.0, 3.0, 2.0]);
        for (share, expected) in [(0.0, 1.0), (0.25, 1.75), (0.5, 2.5), (0.99, 3.97), (1.0, 4.0)] {
            assert_near(figure.quantile(share), expected);
        }
        assert!(self::figure(&[]).median().is_nan());
    }

    #[test]
    fn a_floor_is_the_sum_of_its_parts() {
        let (measured, start, call) = (figure(&[9.0, 3.0, 6.0]), figure(&[2.0, 1.0, 3.0]), figure(&[2.0, 1.0, 6.0]));
        assert_near(ratio(&measured, &[&start, &call]), 1.5);
    }

    #[test]
    fn sides_take_turns_and_the_first_rounds_do_not_count() {
        let turns = std::cell::RefCell::new(Vec::new());
        let side = |name: &'static str| -> Side {
            let (mut count, turns) = (0, &turns);
            let measure = move || {
                turns.borrow_mut().push(name);
                count += 1;
                Ok([f64::from(count), 0.0])
            };
            (name, Box::new(measure))
        };
        let figures = alternate(3, vec![side("a"), side("b")]).unwrap();
        assert_eq!(turns.borrow()[..4], ["a", "b", "a", "b"]);
        for figure in figures {
            assert_eq!([figure.time.samples.len(), figure.processors.samples.len()], [3, 3]);
            assert_near(figure.time.minimum(), f64::from(u32::try_from(WARM_UPS).unwrap() + 1));
        }
    }
}
