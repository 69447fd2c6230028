//! What the files of platforms have in common: they are JSON, and they have a limit.

use anyhow::Result;

use crate::msg;
use crate::ui::messages::Messages;

/// A document, as it stands in a file.
pub fn json(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// A text that is not longer than a platform takes: `render` is told the most bytes of each text in it, which become fewer until
/// the whole fits.
pub fn within(limit: usize, render: impl Fn(usize) -> Result<String>) -> Result<String> {
    let mut most = limit;
    loop {
        let rendered = render(most)?;
        if rendered.len() <= limit || most == 0 {
            return Ok(rendered);
        }
        most /= 2;
    }
}

/// The beginning of a text, with a note that there was more, if it is longer than `most` bytes.
pub fn cut(text: &Messages, whole: &str, most: usize) -> String {
    if whole.len() <= most {
        return whole.to_string();
    }
    let end = (0..=most).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
    format!("{}\n{}", &whole[..end], msg!(text, "cut-off"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_for_a_platform_is_cut() {
        let render = |most: usize| Ok("x".repeat(most.min(700) * 2 + 10));
        assert_eq!(within(2000, render).unwrap().len(), 1410);
        assert_eq!(within(1000, render).unwrap().len(), 510);
        assert_eq!(within(5, render).unwrap().len(), 10);
    }
}
