//! Messages: what a student is told, in the student's language. One file for each language, in `crates/report/text/`.
//!
//! What the sources say of it is the name of a message and its arguments: `msg!("sent-something-else")`. A message is put
//! into words only when it is shown, so a report holds messages, and a wait may name what it waits for each time. Text from
//! a program or the network is an argument, which is never read as anything but text.

use std::borrow::Cow;
use std::env;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The environment variable that says which language a student reads.
pub const VARIABLE: &str = "LAB_LANG";

/// A language, as in `pt-BR`, and messages in it, as Fluent writes them.
pub type Language<'a> = (&'a str, &'a str);

/// The grader's messages in each language. English comes first: it has all of them.
pub const LANGUAGES: [Language<'static>; 2] =
    [("en", include_str!("../text/en.ftl")), ("pt-BR", include_str!("../text/pt-BR.ftl"))];

/// What was chosen for all that the grader says in this process.
struct Choice {
    language: Option<String>,
    /// The lessons' messages, each with its language.
    lessons: Vec<(String, String)>,
}

static CHOICE: OnceLock<Choice> = OnceLock::new();

/// Chooses the language of all that the grader says in this process, before it has said anything, for who was told it in
/// another way than by `LAB_LANG`; and adds to its messages those of the lessons, each with its language.
pub fn choose(language: Option<&str>, lessons: Vec<(String, String)>) {
    // The first choice stands.
    let _ = CHOICE.set(Choice { language: language.map(str::to_string), lessons });
}

/// What everything is looked up in. It is made when there is something to say: a check that passes has nothing.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        // The tests of this crate read English, wherever they are run.
        let none = || Choice { language: cfg!(test).then(|| "en".to_string()), lessons: Vec::new() };
        let Choice { language, lessons } = CHOICE.get_or_init(none);
        let lessons = lessons.iter().map(|(language, text)| (language.as_str(), text.as_str()));
        let texts: Vec<Language<'_>> = LANGUAGES.into_iter().chain(lessons).collect();
        Catalog::new(&texts, language.clone())
    })
}

/// Messages in one language, and in English where that one has none.
pub struct Catalog {
    language: String,
    /// The student's language, then English.
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Catalog {
    /// The messages in the language that is asked for, else in that of `LAB_LANG`, else in the system's; in the first
    /// one of `texts`, which is English, where that is none of them. A language may have several texts.
    pub fn new(texts: &[Language<'_>], asked: Option<String>) -> Self {
        let environment = || env::var(VARIABLE).ok().filter(|language| !language.is_empty());
        let asked = asked.or_else(environment).or_else(sys_locale::get_locale).unwrap_or_default();
        let (first, _) = texts[0];
        let language = nearest(texts, &asked).unwrap_or(first);
        let english = (language != first).then_some(first);
        let bundles = [language].into_iter().chain(english).map(|language| bundle(language, texts));
        Self { language: language.to_string(), bundles: bundles.collect() }
    }

    /// The language that they are in, as in `pt-BR`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// A message, or the part of it with this name, if there is one.
    pub fn find(&self, id: &str, part: Option<&str>, arguments: &FluentArgs<'_>) -> Option<String> {
        self.bundles.iter().find_map(|bundle| {
            let message = bundle.get_message(id)?;
            let pattern = match part {
                Some(part) => message.get_attribute(part)?.value(),
                None => message.value()?,
            };
            Some(bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned())
        })
    }

    /// A number that stands alone.
    fn number(&self, value: f64, digits: Option<usize>) -> String {
        number(value, digits, marks(&self.language))
    }
}

/// The language that is written like this, or another region's.
fn nearest<'a>(texts: &[Language<'a>], asked: &str) -> Option<&'a str> {
    // POSIX writes `pt_BR.UTF-8` where others write `pt-BR`.
    let asked: LanguageIdentifier = asked.split(['.', '@']).next()?.parse().ok()?;
    let is_asked = |name: &str| name.parse().is_ok_and(|it: LanguageIdentifier| it.language == asked.language);
    texts.iter().map(|(name, _)| *name).find(|name| is_asked(name))
}

fn bundle(name: &str, texts: &[Language<'_>]) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = name.parse().expect("languages have names");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The marks are for mixing languages of two directions. In a terminal they are noise, and spoil what is copied.
    bundle.set_use_isolating(false);
    // Fluent writes numbers as Rust does. A formatter has to be a function: it cannot hold the marks.
    bundle.set_formatter(Some(if marks(name) == POINT {
        |value, _| formatted(value, POINT)
    } else {
        |value, _| formatted(value, COMMA)
    }));
    for (_, text) in texts.iter().filter(|(language, _)| *language == name) {
        // The tests have read the files of this checkout. Of another one, what can be read is taken.
        let resource = FluentResource::try_new(text.to_string()).unwrap_or_else(|(readable, _)| readable);
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// The marks in a number: that between thousands, and that before the digits of a fraction.
type Marks = (char, char);
const POINT: Marks = (',', '.');
const COMMA: Marks = ('.', ',');

/// The marks of a language.
fn marks(language: &str) -> Marks {
    if language.starts_with("pt") { COMMA } else { POINT }
}

fn formatted(value: &FluentValue<'_>, marks: Marks) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, options }) = value else { return None };
    Some(number(*value, options.maximum_fraction_digits, marks))
}

/// A number with the marks of a language: `1,048,576` or `1.048.576`, `0.5` or `0,5`.
fn number(value: f64, digits: Option<usize>, (thousands, decimal): Marks) -> String {
    let plain = match digits {
        Some(digits) => format!("{value:.digits$}"),
        None => value.to_string(),
    };
    let (whole, fraction) = plain.split_once('.').map_or((&*plain, None), |(whole, rest)| (whole, Some(rest)));
    let mut shown = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            shown.push(thousands);
        }
        shown.push(digit);
    }
    if let Some(fraction) = fraction {
        shown.push(decimal);
        shown.push_str(fraction);
    }
    shown
}

/// Something to tell a student, not yet in words: it is put into words when it is displayed. A report holds messages, so
/// that its reader chooses the language, later too.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Message {
    /// The name that the files of the languages have for it.
    id: Cow<'static, str>,
    #[cfg_attr(feature = "protocol", serde(default, skip_serializing_if = "Vec::is_empty"))]
    arguments: Vec<(Cow<'static, str>, Value)>,
}

/// What a message is about, or a text that is the same in every language.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "protocol", serde(rename_all = "snake_case"))]
pub enum Value {
    /// What is said as it is: a command, an address, what a program has printed.
    Text(String),
    /// A number, which is written as the language does.
    Number {
        /// The number.
        value: f64,
        /// The digits after the decimal mark, where it is rounded.
        #[cfg_attr(feature = "protocol", serde(default, skip_serializing_if = "Option::is_none"))]
        digits: Option<usize>,
    },
    /// A message.
    Message(Message),
    /// Several, one behind the other.
    Several {
        /// Each of them.
        values: Vec<Value>,
        /// What stands between two of them.
        between: Box<Value>,
    },
}

/// A message of the grader's: `msg!("ended-before", what = "…")`.
///
/// Its arguments are text, numbers, or messages. A number is written as the student's language does; one that is a name,
/// such as a port, is given as text.
#[macro_export]
macro_rules! msg {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::message::Message::new($id, vec![$((stringify!($name).into(), $value.into())),*])
    };
}
pub use msg;

/// A number with this many digits after the decimal mark.
pub fn rounded(value: f64, digits: usize) -> Value {
    Value::Number { value, digits: Some(digits) }
}

/// Several texts with a word such as "or" between them.
pub fn joined<V: Into<Value>>(values: impl IntoIterator<Item = V>, word: Message) -> Value {
    let between = Value::list(["".into(), Value::from(word), "".into()], " ");
    Value::Several { values: values.into_iter().map(Into::into).collect(), between: Box::new(between) }
}

impl Message {
    /// To be called through [`msg!`]: the tests look for its messages in the files.
    pub fn new(id: impl Into<Cow<'static, str>>, arguments: Vec<(Cow<'static, str>, Value)>) -> Self {
        Self { id: id.into(), arguments }
    }

    /// The name that the files of the languages have for it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A part of it that is told on another occasion, if it has one with this name.
    pub fn part(&self, name: &str) -> Option<String> {
        catalog().find(&self.id, Some(name), &FluentArgs::new())
    }

    /// In the words of this catalog, whatever language was chosen.
    pub fn words(&self, catalog: &Catalog) -> String {
        let arguments = self.arguments.iter().map(|(name, value)| (Cow::Borrowed(&**name), value.in_fluent(catalog)));
        // A message that no language has is shown by its name: the tests see to it that there is none.
        catalog.find(&self.id, None, &arguments.collect()).unwrap_or_else(|| self.id.to_string())
    }
}

impl Value {
    /// Several, with this text between two of them.
    pub fn list<V: Into<Self>>(values: impl IntoIterator<Item = V>, between: &str) -> Self {
        Self::Several { values: values.into_iter().map(Into::into).collect(), between: Box::new(between.into()) }
    }

    /// In the words of this catalog, whatever language was chosen.
    pub fn words(&self, catalog: &Catalog) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number { value, digits } => catalog.number(*value, *digits),
            Self::Message(message) => message.words(catalog),
            Self::Several { values, between } => {
                let words: Vec<String> = values.iter().map(|value| value.words(catalog)).collect();
                words.join(&between.words(catalog))
            }
        }
    }

    /// As an argument of a message.
    fn in_fluent(&self, catalog: &Catalog) -> FluentValue<'static> {
        let Self::Number { value, digits } = self else { return self.words(catalog).into() };
        let options = FluentNumberOptions {
            minimum_fraction_digits: *digits,
            maximum_fraction_digits: *digits,
            ..FluentNumberOptions::default()
        };
        FluentNumber::new(*value, options).into()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.words(catalog()))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.words(catalog()))
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<&Message> for Value {
    fn from(message: &Message) -> Self {
        Self::Message(message.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<SocketAddr> for Value {
    fn from(address: SocketAddr) -> Self {
        Self::Text(address.to_string())
    }
}

/// As an argument of a message of lab's, which has a catalog of its own.
impl From<Value> for FluentValue<'_> {
    fn from(value: Value) -> Self {
        value.in_fluent(catalog())
    }
}

/// In the words of the system.
impl From<io::Error> for Value {
    fn from(error: io::Error) -> Self {
        Self::Text(error.to_string())
    }
}

/// Numbers that a double holds exactly.
macro_rules! value_from {
    ($($number:ty),*) => {
        $(impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Self::Number { value: number as f64, digits: None }
            }
        })*
    };
}
value_from!(f64, u32, usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(language: &str) -> Catalog {
        Catalog::new(&LANGUAGES, Some(language.to_string()))
    }

    #[test]
    fn the_language_is_found_by_any_way_to_write_it() {
        for (asked, found) in [("pt", "pt-BR"), ("pt_BR.UTF-8", "pt-BR"), ("pt-PT", "pt-BR"), ("en_US", "en")] {
            assert_eq!(nearest(&LANGUAGES, asked), Some(found));
        }
        for asked in ["C", "de", ""] {
            assert_eq!(nearest(&LANGUAGES, asked), None);
        }
        assert_eq!(msg!("expected").words(&catalog("de")), "expected");
    }

    #[test]
    fn an_argument_is_text_and_nothing_else() {
        let hostile = "{ $what } { expected } {\"\\u0041\"} -term\n    .part = x";
        let told = msg!("ended-before", what = hostile).words(&catalog("en"));
        assert_eq!(told, format!("the program ended before {hostile} came"));
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let count = |count: usize, language| msg!("bytes", count = count).words(&catalog(language));
        assert_eq!(count(1, "en"), "1 byte");
        assert_eq!(count(1_048_576, "en"), "1,048,576 bytes");
        assert_eq!(count(1_048_576, "pt"), "1.048.576 bytes");
        let time = |seconds: f64, language| msg!("at", seconds = rounded(seconds, 3)).words(&catalog(language));
        assert_eq!(time(0.0614, "en"), "0.061 s");
        assert_eq!(time(0.0614, "pt"), "0,061 s");
        assert_eq!(rounded(1234.5, 1).words(&catalog("pt")), "1.234,5");
    }

    #[test]
    fn a_message_is_the_same_for_who_reads_the_report() {
        let either = joined([msg!("bytes", count = 1_usize), msg!("nothing")], msg!("or"));
        let message = msg!("did-not-come", seconds = rounded(0.25, 1), what = either);
        let json = serde_json::to_string(&message).unwrap();
        let read: Message = serde_json::from_str(&json).unwrap();
        assert_eq!(read, message);
        for language in ["en", "pt"] {
            assert_eq!(read.words(&catalog(language)), message.words(&catalog(language)));
        }
    }
}
