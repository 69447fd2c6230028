//! Whether what a student is told is in one language.
//!
//! A text is in a language if each of its words is one of that language's messages; and those have no word that a text in
//! another language has, but for [`SHARED`]. What is told as it is, in quotes or because it is a path, an address or a
//! name of the system's, is of no language.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context as _, Result, anyhow};
use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use regex::Regex;
use report::Report;
use report::message::{Catalog, Language};
use serde_json::Value;

use crate::lesson::lessons;

/// The words that Portuguese messages have as English ones do: names of the field and of its tools, and a few words that
/// happen to be written alike. Whoever adds one has decided that a Brazilian reads it.
pub const SHARED: &str = "
    a adaptation as ascii bash bind bits book br buffer byte bytes c canvas cargo chance clap class client clone
    compare compile completions connect cpu crates csv ctrl d debian divide do download eagain econnrefused einval en enter
    epipe escape escapes ff fg fin firewall for grade h handles hexadecimal hint host icmp interface interfaces ip
    java join json junit kib lab landlock link linux list localhost loopback merge message mib ms multicast n namespaces
    nbgrader no o panic ping pings pipe port pt python q r reset rst run rust s script send serve server shell
    solution some std stderr stdin stdout talk tcp terminal thread threads timeout trace traits ttl ubuntu udp unix unreachable
    use utf watch windows z zero zeros
";

/// The languages of all messages. The first is the one that students are told of by a snapshot.
pub const LANGUAGES: [&str; 2] = ["en", "pt-BR"];

/// Messages in one language, and the words that they are made of.
pub struct Tongue {
    catalog: Catalog,
    words: BTreeSet<String>,
    /// The words of each message, in their order.
    sentences: Vec<Vec<String>>,
}

impl Tongue {
    /// The messages of the grader and of all lessons in this language, and in no other.
    ///
    /// # Errors
    /// A file cannot be read, or is not written as Fluent does.
    pub fn new(language: &str) -> Result<Self> {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let houses = lessons()?.into_iter().chain(["report".to_string()]);
        Self::of(language, houses.map(|house| file(&crates, &house, language)))
    }

    /// Those of lab.
    ///
    /// # Errors
    /// As those of [`Tongue::new`].
    pub fn of_lab(language: &str) -> Result<Self> {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        Self::of(language, [file(&crates, "lab", language)])
    }

    fn of(language: &str, files: impl IntoIterator<Item = PathBuf>) -> Result<Self> {
        let read = |file: PathBuf| fs::read_to_string(&file).with_context(|| file.display().to_string());
        Self::from_texts(language, files.into_iter().map(read).collect::<Result<_>>()?)
    }

    fn from_texts(language: &str, texts: Vec<String>) -> Result<Self> {
        let named: Vec<Language<'_>> = texts.iter().map(|text| (language, text.as_str())).collect();
        let catalog = Catalog::new(&named, Some(language.to_string()));
        let mut sentences = Vec::new();
        for text in &texts {
            sentences.extend(self::sentences(text)?.iter().map(|sentence| words(sentence).collect::<Vec<_>>()));
        }
        let words = sentences.iter().flatten().cloned().collect();
        Ok(Self { catalog, words, sentences })
    }

    /// The messages.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The words that messages in both languages have.
    pub fn shared_with(&self, other: &Self) -> BTreeSet<String> {
        &self.words & &other.words
    }

    /// Which of these names some message says, each a word or several.
    pub fn says<'a>(&self, names: &[&'a str]) -> BTreeSet<&'a str> {
        let is_said = |name: &&str| {
            let name: Vec<String> = words(name).collect();
            self.sentences.iter().any(|sentence| sentence.windows(name.len()).any(|words| words == name))
        };
        names.iter().copied().filter(is_said).collect()
    }

    /// The words of a report that are in none of these messages.
    ///
    /// # Errors
    /// The report is not made as reports are.
    pub fn foreign_words(&self, report: &Report) -> Result<BTreeSet<String>> {
        let mut json = serde_json::to_value(report)?;
        leave_out_quotes(&mut json);
        let report: Report = serde_json::from_value(json)?;
        Ok(words(&report.words(&self.catalog)).filter(|word| !self.words.contains(word)).collect())
    }
}

fn file(crates: &Path, house: &str, language: &str) -> PathBuf {
    crates.join(house).join("text").join(language).with_extension("ftl")
}

/// The messages of a text and their parts, without what is put into them.
fn sentences(text: &str) -> Result<Vec<String>> {
    let parsed = fluent_syntax::parser::parse(text).map_err(|(_, errors)| anyhow!("{errors:?}"))?;
    let mut sentences = Vec::new();
    for entry in &parsed.body {
        let Entry::Message(message) = entry else { continue };
        let parts = message.attributes.iter().map(|part| &part.value);
        for pattern in message.value.iter().chain(parts) {
            let mut sentence = String::new();
            collect(pattern, &mut sentence);
            sentences.push(sentence);
        }
    }
    Ok(sentences)
}

/// What the pattern says whatever its variables are, with all of its forms.
fn collect(pattern: &Pattern<&str>, sentence: &mut String) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => sentence.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter().for_each(|variant| {
                    collect(&variant.value, sentence);
                    sentence.push(' ');
                });
            }
            // A number is no word, so what is written together with a variable is not taken for one.
            PatternElement::Placeable { .. } => sentence.push('0'),
        }
    }
}

/// What stands beside a line of evidence that is told as the program printed it, or should have.
const PRINTED: [&str; 3] = ["expected", "printed", "too-much"];

/// Empties what a report has from a program or a peer: their words are of any language, and the quotes around them are no
/// help, since what stands in them may have others.
fn leave_out_quotes(json: &mut Value) {
    let label = json.pointer("/label/message/id").and_then(Value::as_str).unwrap_or_default();
    if PRINTED.contains(&label)
        && let Some(shown) = json.pointer_mut("/shown/text")
    {
        *shown = "".into();
    }
    match json {
        Value::String(text) if text.starts_with('"') || text.starts_with("b\"") || text.contains('`') => text.clear(),
        Value::Array(all) => all.iter_mut().for_each(leave_out_quotes),
        Value::Object(all) => all.values_mut().for_each(leave_out_quotes),
        _ => {}
    }
}

/// The words of a text, in small letters, without those that are told as they are.
fn words(told: &str) -> impl Iterator<Item = String> {
    static AS_IT_IS: LazyLock<Regex> = LazyLock::new(|| {
        let forms = [
            // What a program printed on stderr.
            r"(?m:^  \| .*$)",
            // A character that is escaped.
            r"\\u\{\w+\}",
            // Code, and bytes.
            r"`[^`\n]*`",
            r#"b?"(?:[^"\\\n]|\\.)*""#,
            // What the system says of an error.
            r"[^:;(\n]*\(os error \d+\)",
            // What stands for something else, a path, an option, a name in a program, a signal.
            r"<[^>\n]*>",
            r"[^\s(]*/\S*",
            r"\B--?\w[\w-]*",
            r"\w*[_.]\w[\w.]*",
            r"\bSIG[A-Z]+\b",
            // What is written together with a number: an address, a unit.
            r"\w*\d[\w.:]*",
        ];
        Regex::new(&forms.join("|")).expect("the pattern is one")
    });
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{L}+").expect("the pattern is one"));
    let rest = AS_IT_IS.replace_all(told, " ").to_lowercase();
    WORD.find_iter(&rest).map(|word| word.as_str().to_string()).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use report::message::{Value, msg};
    use report::{Evidence, Transcript, Verdict};

    use super::*;

    fn report(sentence: impl Into<Value>, evidence: Vec<Evidence>) -> Report {
        Report {
            check: "echoes".to_string(),
            line: 1,
            points: 2,
            hint: report::hint("udp-server", "answers_each_client"),
            cause: None,
            verdict: Verdict::Failed { sentence: sentence.into(), evidence },
            seconds: 0.25,
            transcript: Transcript::default(),
            stderr: Vec::new(),
        }
    }

    fn foreign(report: &Report) -> Vec<String> {
        Tongue::new("pt-BR").unwrap().foreign_words(report).unwrap().into_iter().collect()
    }

    #[test]
    fn a_word_of_another_language_in_a_report_is_found() {
        let sentence = |what: Value| msg!("ended-before", what = what);
        assert_eq!(foreign(&report(sentence(msg!("the-ready-line").into()), Vec::new())), [""; 0]);
        assert_eq!(foreign(&report(sentence("the second answer".into()), Vec::new())), ["answer", "second", "the"]);
        assert_eq!(foreign(&report("the program is late", Vec::new())), ["is", "late", "program", "the"]);
        let label = || "measured".into();
        assert_eq!(foreign(&report(msg!("nothing"), vec![Evidence { label: label(), shown: label() }])), ["measured"]);
        // A message that the language does not have is shown by its name.
        assert_eq!(foreign(&report(msg!("not-there-yet"), Vec::new())), ["not", "there", "yet"]);
    }

    #[test]
    fn what_is_told_as_it_is_is_of_no_language() {
        let quoted = r#""it is "so" late""#;
        let printed = Evidence { label: msg!("printed").into(), shown: "127.0.0.1:4242: not text".into() };
        let started =
            msg!("cannot-start", program = "the program", error = "not there (os error 2)", folder = "/the/one");
        let typed = msg!("starts", command = "client \"it is `so` late\"");
        for sentence in [msg!("ended-before", what = quoted), started, typed] {
            assert_eq!(foreign(&report(sentence, vec![printed.clone()])), [""; 0]);
        }
    }

    #[test]
    fn a_word_that_is_left_in_english_in_a_message_is_found() {
        let tongue = |language, text: &str| Tongue::from_texts(language, vec![text.to_string()]).unwrap();
        let english = tongue("en", "late = the { $what } came { $count ->\n    [one] late\n   *[other] later\n}\n");
        let shared = |text| tongue("pt-BR", text).shared_with(&english).into_iter().collect::<Vec<_>>();
        assert_eq!(shared("late = { $what } veio tarde\n"), [""; 0]);
        assert_eq!(shared("late = { $what } veio late\n"), ["late"]);
        assert_eq!(shared("late = { $what }\n    .where = { $count ->\n   *[other] vieram later\n}\n"), ["later"]);
    }

    #[test]
    fn a_name_is_found_whole_and_outside_of_code() {
        let text = "a = O meio-fechamento, não o `stream`\n    .where = Sockets\n";
        let tongue = Tongue::from_texts("pt-BR", vec![text.to_string()]).unwrap();
        let names = ["meio fechamento", "stream", "socket", "sockets", "fechamento meio"];
        assert_eq!(tongue.says(&names).into_iter().collect::<Vec<_>>(), ["meio fechamento", "sockets"]);
    }
}
