//! Messages: what lab says, in the student's language. One file for each language, in `crates/lab/text/`.

use fluent_bundle::FluentArgs;
use report::message::{Catalog, Language};

/// The languages, English first: it has all messages, and stands in where another lacks one.
const LANGUAGES: [Language<'static>; 2] =
    [("en", include_str!("../../text/en.ftl")), ("pt-BR", include_str!("../../text/pt-BR.ftl"))];

/// What lab says, in one language.
pub struct Messages(Catalog);

/// A message, with its variables: `msg!(text, "points", earned = 3, points = 10)`.
#[macro_export]
macro_rules! msg {
    ($text:expr, $id:literal) => {
        $text.message($id, &fluent_bundle::FluentArgs::new())
    };
    ($text:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut variables = fluent_bundle::FluentArgs::new();
        $(variables.set(stringify!($name), $value);)+
        $text.message($id, &variables)
    }};
}

impl Messages {
    /// The messages in the language that is asked for, else in that of `LAB_LANG`, else in the system's.
    ///
    /// What cannot be had is left to the next: a student who asks for a language that is not there reads English.
    pub fn new(asked: Option<String>) -> Self {
        Self(Catalog::new(&LANGUAGES, asked))
    }

    /// The language that they are in, as in `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.language()
    }

    /// A message. One that no language has is shown by its name: the tests see to it that there is none.
    pub fn message(&self, id: &str, variables: &FluentArgs<'_>) -> String {
        self.0.find(id, None, variables).unwrap_or(id.to_string())
    }

    /// A message without variables, if there is one.
    pub fn optional(&self, id: &str) -> Option<String> {
        self.0.find(id, None, &FluentArgs::new())
    }

    /// A part of a message, if there is one.
    pub fn part(&self, id: &str, part: &str) -> Option<String> {
        self.0.find(id, Some(part), &FluentArgs::new())
    }
}

/// Text without colours, and without anything else that controls a terminal or that a file of some format cannot have.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    for char in anstream::adapter::strip_str(text).to_string().chars() {
        match char {
            '\n' | '\t' => plain.push(char),
            // XML has no place for the last two, not even escaped.
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => plain.extend(char.escape_default()),
            char => plain.push(char),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_language_lacks_is_said_in_english() {
        let text = Messages::new(Some("xx".to_string()));
        assert_eq!(crate::msg!(text, "error"), "error:");
        let text = Messages::new(Some("pt".to_string()));
        assert_eq!(crate::msg!(text, "points", earned = 1, points = 10), "1 de 10 pontos");
        assert_eq!(crate::msg!(text, "points", earned = 1, points = 1), "1 de 1 ponto");
    }
}
