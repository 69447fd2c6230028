//! Messages: what lab says, in the student's language. One file for each language, in `crates/lab/text/`.

use fluent_bundle::FluentArgs;
use report::message::{Catalog, Language};

/// The languages, English first: it has all messages, and stands in where another lacks one.
const LANGUAGES: [Language; 2] =
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
    pub fn language(&self) -> &'static str {
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
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

    use super::*;
    use crate::course::Course;
    use crate::ui::render;

    /// The messages of a file and their parts, with the variables that each uses.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<&str>> {
        let parsed = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        let mut messages = BTreeMap::new();
        for entry in parsed.body {
            let Entry::Message(message) = entry else { continue };
            let name = message.id.name;
            let value = message.value.map(|value| (name.to_string(), value));
            let parts = message.attributes.into_iter().map(|part| (format!("{name}.{}", part.id.name), part.value));
            for (name, pattern) in value.into_iter().chain(parts) {
                let mut variables = BTreeSet::new();
                collect_variables(&pattern, &mut variables);
                assert_eq!(messages.insert(name.clone(), variables), None, "{name} is there twice");
            }
        }
        messages
    }

    fn collect_variables<'a>(pattern: &Pattern<&'a str>, variables: &mut BTreeSet<&'a str>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            let (Expression::Inline(of) | Expression::Select { selector: of, .. }) = expression;
            if let InlineExpression::VariableReference { id } = of {
                variables.insert(id.name);
            }
            if let Expression::Select { variants, .. } = expression {
                variants.iter().for_each(|variant| collect_variables(&variant.value, variables));
            }
        }
    }

    #[test]
    fn all_languages_have_the_same_messages_with_the_same_variables() {
        let [english, others @ ..] = LANGUAGES.map(|(language, text)| (language, messages(text)));
        for (language, messages) in others {
            for (name, variables) in &english.1 {
                assert_eq!(messages.get(name), Some(variables), "{name} in {language}");
            }
            // In English the first hint of a check stands in the check, and only there.
            let more = messages.keys().filter(|name| !english.1.contains_key(*name) && !name.starts_with("hint-"));
            assert_eq!(more.collect::<Vec<_>>(), Vec::<&String>::new(), "only in {language}");
        }
    }

    #[test]
    fn the_code_uses_all_messages_and_no_others() {
        let mut used = BTreeSet::new();
        collect_used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
        let english = messages(LANGUAGES[0].1);
        for name in &used {
            assert!(english.contains_key(name), "{name} is used, and is in no file");
        }
        let by_name = |name: &str| name.contains('.') || name.starts_with("help-") || name.starts_with("hint-");
        for name in english.keys().filter(|name| !by_name(name)) {
            assert!(used.contains(name), "{name} is not used");
        }
    }

    /// The names in `msg!(text, "name", …)`, in all files of a folder.
    fn collect_used(folder: &Path, used: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                collect_used(&entry.path(), used);
                continue;
            }
            let source = fs::read_to_string(entry.path()).unwrap();
            let code = source.split("mod tests {").next().unwrap_or_default();
            let calls = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            for call in calls.split("msg!(").skip(1) {
                let name = call.split('"').nth(1).unwrap_or_default();
                used.insert(name.to_string());
            }
        }
    }

    #[test]
    fn each_check_has_all_its_hints_and_no_hint_is_left_over() {
        let course = Course::open().unwrap();
        let mut wanted = BTreeSet::new();
        for lesson in &course.lessons {
            let checks = fs::read_to_string(course.root.join("crates").join(lesson).join("tests/checks.rs")).unwrap();
            for test in checks.split("#[test]\n").skip(1) {
                let name = test.strip_prefix("fn ").and_then(|test| test.split('(').next()).unwrap();
                let id = render::hint_id(lesson, name);
                wanted.extend([format!("{id}.where"), format!("{id}.sketch"), id]);
            }
        }
        // The first hint in English stands in the check.
        for (language, text) in LANGUAGES {
            let is_given = |id: &&String| language != "en" || id.contains('.');
            let wanted: BTreeSet<&String> = wanted.iter().filter(is_given).collect();
            let messages = messages(text);
            let is_of_a_check = |id: &&String| course.lessons.iter().any(|it| id.starts_with(&format!("hint-{it}-")));
            let there: BTreeSet<&String> = messages.keys().filter(is_of_a_check).collect();
            assert_eq!(there, wanted, "in {language}");
        }
    }

    #[test]
    fn what_a_language_lacks_is_said_in_english() {
        let text = Messages::new(Some("xx".to_string()));
        assert_eq!(crate::msg!(text, "error"), "error:");
        let text = Messages::new(Some("pt".to_string()));
        assert_eq!(crate::msg!(text, "points", earned = 1, points = 10), "1 de 10 pontos");
        assert_eq!(crate::msg!(text, "points", earned = 1, points = 1), "1 de 1 ponto");
    }
}
