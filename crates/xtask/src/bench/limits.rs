//! What must hold, and whether it does.

use super::report::number;

/// Which side of the bound is good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// A figure that has a limit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Limit {
    pub(super) name: &'static str,
    pub(super) figure: f64,
    /// `x` stands for a ratio.
    pub(super) unit: &'static str,
    pub(super) bound: Bound,
}

impl Limit {
    /// A ratio that must not be greater.
    pub(super) fn ratio(name: &'static str, figure: f64, at_most: f64) -> Self {
        Self { name, figure, unit: "x", bound: Bound::AtMost(at_most) }
    }

    /// Whether it is of time over the least possible time.
    pub(super) fn is_time(&self) -> bool {
        self.unit == "x" && matches!(self.bound, Bound::AtMost(_))
    }

    /// A figure that could not be computed meets nothing.
    pub(super) fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtMost(limit) => self.figure <= limit,
            Bound::AtLeast(limit) => self.figure >= limit,
        }
    }

    pub(super) fn verdict(&self) -> &'static str {
        if self.is_met() { "met" } else { "NOT met" }
    }

    /// The figure with its unit.
    pub(super) fn figure(&self) -> String {
        format!("{} {}", number(self.figure), self.unit)
    }

    /// The bound with its unit.
    pub(super) fn bound(&self) -> String {
        let (side, limit) = match self.bound {
            Bound::AtMost(limit) => ("at most", limit),
            Bound::AtLeast(limit) => ("at least", limit),
        };
        format!("{side} {limit} {}", self.unit)
    }
}

/// One line for all of them.
pub(super) fn sum(limits: &[&Limit]) -> String {
    let met = limits.iter().filter(|limit| limit.is_met()).count();
    format!("limits: {met} of {} met", limits.len())
}

#[cfg(test)]
mod tests {
    use super::{Bound, Limit, sum};

    #[test]
    fn a_bound_itself_is_met_and_what_is_no_number_is_not() {
        let limit = |figure, bound| Limit { name: "a", figure, unit: "x", bound };
        let met = [limit(1.3, Bound::AtMost(1.3)), limit(0.9, Bound::AtLeast(0.9))];
        let not_met =
            [limit(1.31, Bound::AtMost(1.3)), limit(0.89, Bound::AtLeast(0.9)), limit(f64::NAN, Bound::AtMost(1.3))];
        assert!(met.iter().all(Limit::is_met));
        assert!(!not_met.iter().any(Limit::is_met));
        assert_eq!(sum(&met.iter().chain(&not_met).collect::<Vec<_>>()), "limits: 2 of 5 met");
    }
}
