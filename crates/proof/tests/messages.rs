//! Every message is there in every language, is said by the sources that it belongs to, and with its variables. Each check
//! of a lesson has its hints.
//!
//! Messages are of three houses: the grader's in `crates/report/text/`, lab's in `crates/lab/text/`, and each lesson's beside
//! its checks, in `crates/<lesson>/text/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proof::{LANGUAGES, SHARED, Tongue, programs};

/// The names of messages, and of their parts (`hint-x.where`), with the variables that each uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// Messages, and the sources that say them.
struct House {
    name: String,
    text: PathBuf,
    sources: Vec<PathBuf>,
    /// The lesson that it is of, whose hints are said by the names of its checks.
    lesson: Option<String>,
}

fn houses() -> Vec<House> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let house = |name: &str, sources: &[&str], lesson: Option<&String>| House {
        name: name.to_string(),
        text: crates.join(name).join("text"),
        sources: sources.iter().map(|source| crates.join(source)).collect(),
        lesson: lesson.cloned(),
    };
    let mut houses = vec![house("report", &["report/src", "grader/src"], None), house("lab", &["lab/src"], None)];
    let lessons = proof::lessons().unwrap();
    houses.extend(lessons.iter().map(|lesson| house(lesson, &[&format!("{lesson}/tests")], Some(lesson))));
    houses
}

impl House {
    fn messages(&self, language: &str) -> Messages {
        let file = self.text.join(language).with_extension("ftl");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let parsed =
            fluent_syntax::parser::parse(&*text).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        let mut messages = Messages::new();
        for entry in parsed.body {
            let Entry::Message(message) = entry else { continue };
            let name = message.id.name;
            let value = message.value.map(|value| (name.to_string(), value));
            let parts = message.attributes.into_iter().map(|part| (format!("{name}.{}", part.id.name), part.value));
            for (name, pattern) in value.into_iter().chain(parts) {
                let mut variables = BTreeSet::new();
                collect_variables(&pattern, &mut variables);
                assert_eq!(messages.insert(name.clone(), variables), None, "{}: {name} is there twice", self.name);
            }
        }
        messages
    }

    /// What its sources say: the names of messages, each with the variables that it is given.
    fn said(&self) -> Vec<(String, BTreeSet<String>)> {
        let mut said = Vec::new();
        for file in self.sources.iter().flat_map(|folder| files(folder)) {
            let source = fs::read_to_string(&file).unwrap();
            let tokens = source.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            collect_said(tokens, &mut said);
        }
        said
    }

    /// Whether a message is said by another name than that in the sources: hints by that of the check, help by that of the
    /// command.
    fn is_said_otherwise(&self, name: &str) -> bool {
        name.contains('.') || name.starts_with("hint-") && self.lesson.is_some() || name.starts_with("help-")
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn collect_variables(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let (Expression::Inline(of) | Expression::Select { selector: of, .. }) = expression;
        if let InlineExpression::VariableReference { id } = of {
            variables.insert(id.name.to_string());
        }
        if let Expression::Select { variants, .. } = expression {
            variants.iter().for_each(|variant| collect_variables(&variant.value, variables));
        }
    }
}

/// Each `msg!("name", variable = …)`, or `msg!(catalog, "name", …)`, wherever it stands, but in the module of the tests.
fn collect_said(tokens: TokenStream, said: &mut Vec<(String, BTreeSet<String>)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let word = |at: usize| tokens.get(at).map(ToString::to_string).unwrap_or_default();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let before = |back: usize| at.checked_sub(back).map(word).unwrap_or_default();
        match group.delimiter() {
            Delimiter::Brace if before(1) == "tests" && before(2) == "mod" => continue,
            Delimiter::Parenthesis if before(1) == "!" && before(2) == "msg" => said.extend(call(group.stream())),
            _ => {}
        }
        collect_said(group.stream(), said);
    }
}

/// The name, and the names of the variables, in the arguments of the macro.
fn call(arguments: TokenStream) -> Option<(String, BTreeSet<String>)> {
    let tokens: Vec<String> = arguments.into_iter().map(|token| token.to_string()).collect();
    let at = tokens.iter().position(|token| token.starts_with('"'))?;
    let variables = tokens[at..].windows(3).filter(|three| three[0] == "," && three[2] == "=");
    Some((tokens[at].trim_matches('"').to_string(), variables.map(|three| three[1].clone()).collect()))
}

#[test]
fn all_languages_have_the_same_messages_with_the_same_variables() {
    for house in houses() {
        let [english, others @ ..] = LANGUAGES.map(|language| house.messages(language));
        assert!(!english.is_empty(), "{} says nothing", house.name);
        for other in others {
            assert_eq!(other, english, "{}", house.name);
        }
    }
}

#[test]
fn the_sources_say_all_messages_and_no_others() {
    for house in houses() {
        let (messages, said) = (house.messages(LANGUAGES[0]), house.said());
        for (name, variables) in &said {
            let wanted = messages.get(name).unwrap_or_else(|| panic!("{}: there is no {name}", house.name));
            assert_eq!(variables, wanted, "{}: {name} is said with other variables", house.name);
        }
        let said: BTreeSet<&String> = said.iter().map(|(name, _)| name).collect();
        let unsaid = messages.keys().filter(|name| !said.contains(name) && !house.is_said_otherwise(name));
        assert_eq!(unsaid.collect::<Vec<_>>(), Vec::<&String>::new(), "{}: nobody says these", house.name);
    }
}

/// Those of all lessons are looked up in one place.
#[test]
fn the_messages_of_a_lesson_begin_with_its_name_and_each_check_has_its_hints() {
    for house in houses() {
        let Some(lesson) = &house.lesson else { continue };
        let checks = fs::read_to_string(house.sources[0].join("checks.rs")).unwrap();
        let names = checks.split("#[test]\nfn ").skip(1).filter_map(|test| test.split('(').next());
        let hints: BTreeSet<String> = names
            .flat_map(|name| {
                let id = format!("hint-{lesson}-{}", name.replace('_', "-"));
                [format!("{id}.where"), format!("{id}.sketch"), id]
            })
            .collect();
        let messages = house.messages(LANGUAGES[0]);
        let (there, others): (BTreeSet<String>, BTreeSet<String>) =
            messages.into_keys().partition(|name| name.starts_with("hint-"));
        assert_eq!(there, hints);
        let foreign = others.iter().filter(|name| !name.starts_with(&format!("{lesson}-")));
        assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

/// The task sheets, one in each of the languages.
const SHEETS: [&str; 2] = ["README.md", "LEIAME.md"];

/// A student who is sent to the sheet looks for the words that are quoted.
#[test]
fn what_a_hint_quotes_stands_in_the_sheet_of_its_language() {
    let exercises = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../exercises");
    let mut quoted = [0; 2];
    for house in houses() {
        let Some(lesson) = &house.lesson else { continue };
        for (at, (language, sheet)) in LANGUAGES.into_iter().zip(SHEETS).enumerate() {
            let sheet = fs::read_to_string(exercises.join(lesson).join(sheet)).unwrap();
            let sheet = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
            for quote in quotes(&fs::read_to_string(house.text.join(language).with_extension("ftl")).unwrap()) {
                assert!(sheet.contains(&quote), "{lesson}, {language}: {quote:?} is not in the sheet");
                quoted[at] += 1;
            }
        }
    }
    assert!(quoted[0] > 0 && quoted[0] == quoted[1], "{quoted:?} quotes");
}

/// What stands in quotes where a hint says where to look.
fn quotes(text: &str) -> Vec<String> {
    let places = text.lines().filter_map(|line| line.trim().strip_prefix(".where = "));
    // Fluent's own quotes are around what it would take for a variable.
    let places = places.map(|place| place.replace("{\"", "").replace("\"}", ""));
    places.flat_map(|place| place.split('"').skip(1).step_by(2).map(str::to_string).collect::<Vec<_>>()).collect()
}

/// One thing has one name: no message has a word that the glossary gives up for another.
#[test]
fn no_message_has_another_name_for_what_the_glossary_names() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/glossary.toml");
    let glossary: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
    let terms = glossary["term"].as_array().unwrap().iter().filter_map(|term| term.get("never"));
    let never: Vec<&str> = terms.flat_map(|never| never.as_array().unwrap()).map(|it| it.as_str().unwrap()).collect();
    assert!(!never.is_empty());
    for tongue in [Tongue::new(LANGUAGES[1]), Tongue::of_lab(LANGUAGES[1])] {
        let found = tongue.unwrap().says(&never);
        assert!(found.is_empty(), "the glossary has other names for these: {found:?}");
    }
}

fn tongues(new: impl Fn(&str) -> anyhow::Result<Tongue>) -> [Tongue; 2] {
    LANGUAGES.map(|language| new(language).unwrap())
}

/// A word that is left in English is one that both languages have.
#[test]
fn no_word_is_left_untranslated() {
    let mut shared: BTreeSet<String> = BTreeSet::new();
    for [english, other] in [tongues(Tongue::new), tongues(Tongue::of_lab)] {
        shared.extend(other.shared_with(&english));
    }
    let known: BTreeSet<String> = SHARED.split_whitespace().map(str::to_string).collect();
    let (new, stale) = (&shared - &known, &known - &shared);
    assert!(new.is_empty(), "are these words of another language than English? {new:?}");
    assert!(stale.is_empty(), "these words are in one language only: {stale:?}");
}

#[test]
fn a_mistake_is_told_by_messages_that_there_are() {
    let messages: BTreeSet<String> =
        houses().iter().flat_map(|house| house.messages(LANGUAGES[0]).into_keys()).collect();
    for lesson in proof::lessons().unwrap() {
        for program in programs(&lesson).unwrap() {
            for name in program.header().unwrap().told_by() {
                assert!(messages.contains(&name), "{lesson}/{}: there is no message {name}", program.name());
            }
        }
    }
}
