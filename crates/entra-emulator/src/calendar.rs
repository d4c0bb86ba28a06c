//! Turns seconds since 1970 into a calendar date, for the three time formats that the services write.

const SECONDS_A_DAY: u64 = 86_400;

/// A moment, in nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) u64);

impl Moment {
    /// Whole seconds since 1970, as in the `iat`, `nbf` and `exp` claims (RFC 7519 section 2, `NumericDate`).
    pub(crate) fn unix(self) -> u64 {
        self.0 / 1_000_000_000
    }

    /// This moment and so many seconds.
    pub(crate) fn plus_seconds(self, seconds: u64) -> Self {
        self.plus_millis(seconds.saturating_mul(1000))
    }

    /// This moment and so many milliseconds.
    pub(crate) fn plus_millis(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis.saturating_mul(1_000_000)))
    }

    /// The format of Entra's `timestamp` field: `2026-01-31 23:59:59Z`.
    pub(crate) fn entra(self) -> String {
        let (date, time) = self.parts();
        format!("{date} {time}Z")
    }

    /// The format of Graph's `innerError.date`: `2026-01-31T23:59:59`.
    pub(crate) fn graph(self) -> String {
        let (date, time) = self.parts();
        format!("{date}T{time}")
    }

    /// ISO 8601 with seven decimals, as in AADSTS50173 and AADSTS700082: `2026-01-31T23:59:59.1234567Z`.
    pub(crate) fn ticks(self) -> String {
        let (date, time) = self.parts();
        format!("{date}T{time}.{:07}Z", self.0 % 1_000_000_000 / 100)
    }

    /// An `Edm.DateTimeOffset` as Graph writes a user's properties: `2026-01-31T23:59:59Z`.
    pub(crate) fn edm(self) -> String {
        let (date, time) = self.parts();
        format!("{date}T{time}Z")
    }

    /// An HTTP date (RFC 9110 section 5.6.7).
    pub(crate) fn http(self) -> String {
        httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_nanos(self.0))
    }

    fn parts(self) -> (String, String) {
        let seconds = self.unix();
        let (year, month, day) = civil(seconds / SECONDS_A_DAY);
        let rest = seconds % SECONDS_A_DAY;
        (format!("{year:04}-{month:02}-{day:02}"), format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60))
    }
}

// The years are counted from March, so that the leap day comes last and needs no special case.
fn civil(days_since_1970: u64) -> (u64, u64, u64) {
    let days = days_since_1970 + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn writes_the_three_formats() {
        let moment = Moment(1_709_251_199_123_456_789);
        assert_eq!(moment.entra(), "2024-02-29 23:59:59Z");
        assert_eq!(moment.graph(), "2024-02-29T23:59:59");
        assert_eq!(moment.ticks(), "2024-02-29T23:59:59.1234567Z");
        assert_eq!(moment.http(), "Thu, 29 Feb 2024 23:59:59 GMT");
    }

    #[test]
    fn knows_the_edges_of_years() {
        assert_eq!(Moment(0).edm(), "1970-01-01T00:00:00Z");
        assert_eq!(Moment(951_782_400_000_000_000).edm(), "2000-02-29T00:00:00Z");
        assert_eq!(Moment(1_798_761_600_000_000_000).edm(), "2027-01-01T00:00:00Z");
    }
}
