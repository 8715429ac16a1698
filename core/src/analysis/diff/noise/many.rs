//! Many tests at once, after Benjamini and Hochberg (1995).

/// The p-values of a table, each raised so that rows up to a level hold at most that share of false
/// ones in the mean. What is `None` was not tested, and does not count.
pub fn adjusted(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut tested: Vec<(f64, usize)> =
        p.iter().enumerate().filter_map(|(row, p)| Some(((*p)?, row))).collect();
    tested.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut adjusted = vec![None; p.len()];
    let mut least = 1.0_f64;
    #[expect(clippy::cast_precision_loss, reason = "a table has fewer rows")]
    let n = tested.len() as f64;
    for (place, &(p, row)) in tested.iter().enumerate().rev() {
        #[expect(clippy::cast_precision_loss, reason = "a table has fewer rows")]
        let rank = (place + 1) as f64;
        least = least.min(p * n / rank);
        adjusted[row] = Some(least);
    }
    adjusted
}
