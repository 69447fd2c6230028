//! A summary of times: their least, mean and greatest, and which of them is wrong.

use report::message::{Message, msg, rounded};

use crate::failure::Result;
use crate::finished::Finished;

impl Finished {
    /// The last lines on stdout are a line with these counts, which is as for [`lines`](Self::lines), and the summary of the
    /// times that stand on it as `rtt=<time>`: `rtt min/avg/max = <least>/<mean>/<greatest> ms`. So many lines come before
    /// them. The cause says which of the three is wrong.
    ///
    /// # Errors
    /// A line differs, is missing, or is one too many.
    pub fn sums_up(self, before: usize, counts: &str) -> Result<Self> {
        const TIME: &str = "rtt=";
        let [least, mean, greatest] = self.summary_of_times_after(TIME);
        let summary = format!("rtt min/avg/max = {least}/{mean}/{greatest} ms");
        let said: Vec<f64> =
            self.numbers_after("= ").last().copied().into_iter().chain(self.numbers_after("/")).collect();
        let cause = why_wrong(self.numbers_after(TIME), &said);
        self.last_lines(before, &[counts, &summary]).map_err(|failure| failure.likely_because(cause))
    }

    /// The least, mean and greatest of the times on stdout that stand right after this text, each as a pattern for
    /// [`lines`](Self::lines); any numbers, where there are no times.
    fn summary_of_times_after(&self, text: &str) -> [String; 3] {
        // Each may have been rounded, or cut: to a whole millisecond, if it has no decimals.
        let decimals =
            [text, "/", "= "].into_iter().flat_map(|before| self.printed_after(before)).map(|(_, decimals)| decimals);
        let inexact = match decimals.min() {
            None | Some(0) => 1.0,
            Some(decimals) => 2.0 / 10_f64.powf(decimals.min(3) as f64),
        };
        let mut times = self.numbers_after(text);
        times.sort_by(f64::total_cmp);
        let (Some(least), Some(greatest)) = (times.first(), times.last()) else {
            return ["<number>"; 3].map(str::to_string);
        };
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        [*least, mean, *greatest].map(|time| format!("<{:.4}..{:.4}>", (time - inexact).max(0.0), time + inexact))
    }
}

/// What of a summary of these times is wrong, if one is said.
fn why_wrong(mut times: Vec<f64>, said: &[f64]) -> Option<Message> {
    let [said_least, said_mean, said_greatest] = *said else { return None };
    times.sort_by(f64::total_cmp);
    let (least, greatest) = (*times.first()?, *times.last()?);
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    // Each may have been rounded, or cut, to as many digits as the most exact of them has.
    let digits = times.iter().chain(said).map(|time| digits_behind_the_point(*time)).max().unwrap_or_default();
    let inexact = if digits == 0 { 1.0 } else { 2.0 / 10_f64.powi(digits) };
    let differs = |one: f64, other: f64| (one - other).abs() > inexact;
    let shown = |time: f64| rounded(time, 3);
    Some(if differs(said_least, least) {
        msg!("cause-least-is-wrong", least = shown(least), said = shown(said_least))
    } else if differs(said_greatest, greatest) {
        msg!("cause-greatest-is-wrong", greatest = shown(greatest), said = shown(said_greatest))
    } else if differs(said_mean, mean) {
        msg!("cause-mean-is-wrong", count = times.len(), mean = shown(mean), said = shown(said_mean))
    } else {
        return None;
    })
}

/// As many as it was printed with, but for zeros at its end, and no more than three.
fn digits_behind_the_point(time: f64) -> i32 {
    let is_whole = |time: f64| (time - time.round()).abs() < 1e-6;
    (0..3).find(|digits| is_whole(time * 10_f64.powi(*digits))).unwrap_or(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_one_of_three_is_named() {
        let told = |said: &[f64]| why_wrong(vec![40.0, 20.0, 100.0, 20.5], said).map(|cause| cause.id().to_string());
        assert_eq!(told(&[20.0, 45.1, 100.0]), None);
        assert_eq!(told(&[40.0, 45.1, 100.0]).unwrap(), "cause-least-is-wrong");
        assert_eq!(told(&[20.0, 60.0, 100.0]).unwrap(), "cause-mean-is-wrong");
        assert_eq!(told(&[20.0, 45.1, 20.5]).unwrap(), "cause-greatest-is-wrong");
        assert_eq!(told(&[20.0]), None);
        let exactly = |said: &[f64]| why_wrong(vec![0.468], said).map(|cause| cause.id().to_string());
        assert_eq!(exactly(&[0.468, 0.468, 0.47]), None);
        assert_eq!(exactly(&[0.0, 0.156, 0.468]).unwrap(), "cause-least-is-wrong");
    }
}
