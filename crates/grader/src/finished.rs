//! A program that has ended: how it ended, and what it printed.

use std::process::Output;
use std::time::{Duration, Instant};

use report::escape;
use report::event::Ending;
use report::message::{self, Message, Value, msg, rounded};

use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::{crash, difference, ending, expected_lines, quoting};

/// A program that has ended, to be judged by what it printed and how it ended.
pub struct Finished {
    output: Output,
    started: Instant,
    ended: Moment,
}

impl Finished {
    pub(crate) fn new(output: Output, started: Instant, ended: Moment) -> Self {
        Self { output, started, ended }
    }

    /// When it ended.
    pub fn ended(&self) -> Moment {
        self.ended
    }

    /// It ended with this exit status.
    ///
    /// # Errors
    /// It did not.
    pub fn code(self, code: i32) -> Result<Self> {
        let output = &self.output;
        if output.status.code() == Some(code) {
            return Ok(self);
        }
        let wanted = msg!("exit-status-wanted", code = code.to_string());
        let failure = self
            .ended_otherwise(msg!("exit-status-is-not", code = code.to_string()), wanted)
            .because_of((code == 0).then(|| unknown_option(&output.stderr)).flatten())
            .of_one_that_ended(output);
        let failure = ending::with_cause(failure.likely_because(self.why_not(code)), code, output);
        // A busy machine may make a success of a failure, or a failure of a success, and nothing else of either.
        Err(if matches!(output.status.code(), Some(0 | 1)) { failure } else { failure.conclusive() })
    }

    /// Why it has not this exit status, where it should have one of its own because it was called wrongly.
    fn why_not(&self, code: i32) -> Option<Message> {
        let goes_on = code == 2 && !self.output.stdout.is_empty() && crash::last_words(&self.output.stderr).is_none();
        goes_on.then(|| msg!("cause-goes-on-after-wrong-usage"))
    }

    /// It failed, in whatever way: its exit status is not 0. How a failure is told is the subject of
    /// [`error`](Self::error), and of one check.
    ///
    /// # Errors
    /// It ended as one that has done what it should.
    pub fn fails(self) -> Result<Self> {
        if !self.output.status.success() {
            return Ok(self);
        }
        Err(self.ended_otherwise(msg!("should-have-failed"), msg!("exit-status-wanted", code = "1")))
    }

    /// It refused what it was told, with either status: that of a failure, or that of wrong usage.
    ///
    /// # Errors
    /// It ended with another one.
    pub fn refuses(self) -> Result<Self> {
        if matches!(self.output.status.code(), Some(1 | 2)) {
            return Ok(self);
        }
        let failure = self.ended_otherwise(msg!("should-have-refused"), msg!("exit-status-wanted-either"));
        Err(failure.of_one_that_ended(&self.output))
    }

    /// Not as it should: how, and what it has printed.
    fn ended_otherwise(&self, sentence: Message, wanted: Message) -> Failure {
        Failure::new(sentence)
            .with(msg!("expected"), wanted)
            .with(msg!("ended"), msg!("ended-with", how = &Ending::from(self.output.status)))
            .with(msg!("stdout"), escape::lines(&self.output.stdout))
            .with(msg!("stderr"), escape::lines(&self.output.stderr))
    }

    /// It did what it should. Which exit status it has then is the subject of another check; but one that is not 0, beside
    /// a word on stderr, says that it failed.
    ///
    /// # Errors
    /// It failed.
    pub fn succeeds(self) -> Result<Self> {
        let Output { status, stderr, .. } = &self.output;
        if status.success() || stderr.is_empty() { Ok(self) } else { self.code(0) }
    }

    /// It did what it should, and this is a part of what it printed on stdout. What it prints around that is the subject
    /// of another check.
    ///
    /// # Errors
    /// It failed, or did not print this.
    pub fn succeeds_with(self, text: &str) -> Result<Self> {
        let this = self.succeeds()?;
        let stdout = &this.output.stdout;
        let text = text.as_bytes();
        let begins = |beginning: &[u8]| stdout.windows(beginning.len()).position(|part| part == beginning);
        if begins(text).is_some() {
            return Ok(this);
        }
        let failure = Failure::new(msg!("stream-is-wrong", stream = "stdout"))
            .with(msg!("expected"), msg!("text-with", text = escape::bytes(text)))
            .with(msg!("printed"), escape::bytes_or_nothing(stdout));
        // It may begin well.
        Err(match begins(&text[..text.len().min(8)]) {
            Some(at) => failure
                .with_first_difference(text, &stdout[at..])
                .likely_because(difference::counts_characters(text, &stdout[at..])),
            None => failure,
        })
    }

    /// It said this on stderr, in whatever words around it.
    ///
    /// # Errors
    /// It did not.
    pub fn explains(self, text: &str) -> Result<Self> {
        let stderr = &self.output.stderr;
        if String::from_utf8_lossy(stderr).contains(text) {
            return Ok(self);
        }
        Err(Failure::new(msg!("stream-is-wrong", stream = "stderr"))
            .with(msg!("expected"), msg!("text-with", text = escape::bytes(text.as_bytes())))
            .with(msg!("printed"), escape::lines(stderr)))
    }

    /// It failed as the contract says: exit status 1, and a line `error: what failed: why` on stderr.
    ///
    /// # Errors
    /// It did not.
    pub fn error(self) -> Result<Self> {
        let this = self.code(1)?;
        let stderr = &this.output.stderr;
        let says_why = |line: &str| line.strip_prefix("error: ").is_some_and(|what| !what.is_empty());
        if String::from_utf8_lossy(stderr).lines().any(says_why) {
            return Ok(this);
        }
        Err(Failure::new(msg!("stream-is-wrong", stream = "stderr"))
            .with(msg!("expected"), msg!("error-line"))
            .with(msg!("printed"), escape::lines(stderr))
            .unless_on_stdout(&this.output.stdout))
    }

    /// It failed as for [`error`](Self::error), and the line says why, too: `error: <what failed>: <why>`.
    ///
    /// # Errors
    /// It did not.
    pub fn error_with_cause(self) -> Result<Self> {
        let this = self.error()?;
        let stderr = &this.output.stderr;
        let says_why = |line: &str| {
            let told = line.strip_prefix("error: ").and_then(|told| told.split_once(": "));
            told.is_some_and(|(_, why)| !why.trim().is_empty())
        };
        if String::from_utf8_lossy(stderr).lines().any(says_why) {
            return Ok(this);
        }
        Err(Failure::new(msg!("error-has-no-cause"))
            .with(msg!("expected"), msg!("error-with-cause"))
            .with(msg!("stderr"), escape::lines(stderr)))
    }

    /// It failed as for [`error`](Self::error), and the line says this of what failed: an address, say.
    ///
    /// # Errors
    /// It did not.
    pub fn error_about(self, what: &str) -> Result<Self> {
        let this = self.error()?;
        let stderr = &this.output.stderr;
        if String::from_utf8_lossy(stderr).lines().any(|line| line.starts_with("error: ") && line.contains(what)) {
            return Ok(this);
        }
        Err(Failure::new(msg!("error-is-vague"))
            .with(msg!("expected"), msg!("error-with", what = what.to_string()))
            .with(msg!("stderr"), escape::lines(stderr)))
    }

    /// It did not end before this time had passed since its start, which a program that was told to wait so long cannot do,
    /// however its clock counts, and however busy the machine is.
    ///
    /// # Errors
    /// It ended sooner.
    pub fn no_sooner_than(self, time: Duration) -> Result<Self> {
        let lived = self.ended.since(self.started);
        if lived >= time {
            return Ok(self);
        }
        let seconds = |time: Duration| rounded(time.as_secs_f64(), 3);
        Err(Failure::new(msg!("gave-up-early"))
            .with(msg!("expected"), msg!("end-no-sooner-than", seconds = seconds(time)))
            .with(msg!("ended"), msg!("after", seconds = seconds(lived)))
            .with(msg!("stderr"), escape::lines(&self.output.stderr))
            .conclusive())
    }

    /// It printed exactly this on stdout. A failure points at the first byte that differs, which helps with a long text.
    ///
    /// # Errors
    /// It printed something else.
    pub fn prints(self, text: impl AsRef<[u8]>) -> Result<Self> {
        let (expected, printed) = (text.as_ref(), &self.output.stdout);
        if expected == printed {
            return Ok(self);
        }
        Err(Failure::new(msg!("stream-is-wrong", stream = "stdout"))
            .with(msg!("expected"), escape::bytes_or_nothing(expected))
            .with(msg!("printed"), escape::bytes_or_nothing(printed))
            .with_first_difference(expected, printed)
            .unless_more_is_there(expected, printed))
    }

    /// It printed one of these numbers, in a sentence of whatever words: on stderr, as it should, or else on stdout, which
    /// is the subject of [`error`](Self::error). What stands right after a letter or a backslash is no number, but a part
    /// of something that was dumped: `c3`, `\x11`, `\303`.
    ///
    /// # Errors
    /// It printed none of them.
    pub fn says_number(self, choices: &[usize]) -> Result<Self> {
        let says_it = self.numbers().any(|number| choices.contains(&number));
        self.has_number_if(says_it, choices)
    }

    /// It said this number in its error, behind `error: `.
    ///
    /// # Errors
    /// It did not.
    pub fn error_counts(self, number: usize) -> Result<Self> {
        let stderr = String::from_utf8_lossy(&self.output.stderr);
        let error = stderr.split_once("error: ").map_or("", |(_, error)| error);
        let says_it = numbers_in(error).any(|said| said == number);
        self.has_number_if(says_it, &[number])
    }

    fn has_number_if(self, says_it: bool, choices: &[usize]) -> Result<Self> {
        if says_it {
            return Ok(self);
        }
        Err(Failure::new(msg!("number-is-missing", number = any_of(choices)))
            .with(msg!("expected"), msg!("error-with-number", number = any_of(choices)))
            .with(msg!("stderr"), escape::lines(&self.output.stderr))
            .likely_because(ending::of_a_read_exact(&self.output.stderr))
            .of_one_that_ended(&self.output))
    }

    /// If it printed a number of these two kinds, it is one of the right ones. `why` says what is wrong with the others.
    ///
    /// # Errors
    /// It printed only a wrong one.
    pub fn says_number_rather_than(self, right: &[usize], wrong: &[usize], why: &Message) -> Result<Self> {
        let said = |choices: &[usize]| self.numbers().find(|number| choices.contains(number));
        let (None, Some(number)) = (said(right), said(wrong)) else { return Ok(self) };
        Err(Failure::new(msg!("number-is-wrong", number = number.to_string(), why = why.clone()))
            .with(msg!("expected"), msg!("error-with-number", number = any_of(right)))
            .with(msg!("stderr"), escape::lines(&self.output.stderr)))
    }

    /// It printed exactly these lines on stdout.
    ///
    /// `<number>` in a line stands for any number that is not negative; `<0.2>` for that number however it is written
    /// (`0.2`, `0.20`); `<10..20>` for a number from 10 to 20.
    ///
    /// # Errors
    /// A line differs, is missing, or is one too many.
    pub fn lines<L: AsRef<str>>(self, expected: &[L]) -> Result<Self> {
        expected_lines::compare(expected, &self.output.stdout)?;
        Ok(self)
    }

    /// The lines that it printed on stdout begin with these, which are as for [`lines`](Self::lines). What comes after
    /// them is the subject of another check.
    ///
    /// # Errors
    /// A line differs or is missing.
    pub fn first_lines<L: AsRef<str>>(self, expected: &[L]) -> Result<Self> {
        expected_lines::compare_first(expected, &self.output.stdout)?;
        Ok(self)
    }

    /// The last lines that it printed on stdout are these, which are as for [`lines`](Self::lines), and there are so many
    /// before them, whatever they are: they are the subject of other checks.
    ///
    /// # Errors
    /// A line differs, is missing, or is one too many.
    pub fn last_lines<L: AsRef<str>>(self, before: usize, expected: &[L]) -> Result<Self> {
        expected_lines::compare_last(before, expected, &self.output.stdout)?;
        Ok(self)
    }

    /// The number that stands before this word on stdout is this one, where there is such a number: how it is printed is
    /// the subject of another check.
    ///
    /// # Errors
    /// It is another one.
    pub fn counts(self, expected: u32, word: &str) -> Result<Self> {
        let stdout = String::from_utf8_lossy(&self.output.stdout);
        let before = stdout.rsplit_once(word).and_then(|(before, _)| before.split_whitespace().next_back());
        let number = before.and_then(|text| text.parse::<u32>().ok());
        if number.is_none_or(|number| number == expected) {
            return Ok(self);
        }
        Err(Failure::new(msg!("count-is-wrong"))
            .with(msg!("expected"), format!("\"{expected} {word}\""))
            .with(msg!("stdout"), escape::lines(&self.output.stdout)))
    }

    /// It ended because it was done, with success or without, and not by a panic or by an exception that nobody caught: the
    /// exit status of a crash may be the right one by accident.
    ///
    /// # Errors
    /// It crashed.
    pub fn ended_by_itself(self) -> Result<Self> {
        if crash::last_words(&self.output.stderr).is_none() {
            return Ok(self);
        }
        Err(Failure::new(msg!("crashed"))
            .with(msg!("expected"), msg!("end-without-a-crash"))
            .with(msg!("stderr"), escape::lines(&self.output.stderr))
            .conclusive())
    }

    /// The first line on stdout that has all of these words, in this order and in whatever case. A word is matched whole:
    /// `PING 1` is not in `PING 10`. For checks that are not about the form of a line.
    pub fn line_with(&self, words: &[&str]) -> Option<String> {
        let stdout = String::from_utf8_lossy(&self.output.stdout);
        stdout.lines().find(|line| has_words(line, words)).map(str::to_string)
    }

    /// There is a line on stdout as [`line_with`](Self::line_with) finds it.
    ///
    /// # Errors
    /// There is none.
    pub fn has_line_with(self, words: &[&str]) -> Result<Self> {
        if self.line_with(words).is_some() {
            return Ok(self);
        }
        Err(Failure::new(msg!("line-with-is-missing"))
            .with(msg!("expected"), msg!("a-line-with", text = escape::bytes(words.join(" … ").as_bytes())))
            .with(msg!("stdout"), escape::lines(&self.output.stdout)))
    }

    /// There is no line on stdout as [`line_with`](Self::line_with) finds it. `why` says why there should be none.
    ///
    /// # Errors
    /// There is one.
    pub fn has_no_line_with(self, words: &[&str], why: &Message) -> Result<Self> {
        let Some(line) = self.line_with(words) else { return Ok(self) };
        Err(Failure::new(msg!("line-is-too-much", why = why.clone()))
            .with(msg!("printed"), escape::bytes(line.as_bytes()))
            .with(msg!("stdout"), escape::lines(&self.output.stdout)))
    }

    /// There are no more lines on stdout than this, whatever they say. `why` says why there should be no more.
    ///
    /// # Errors
    /// There are more.
    pub fn has_no_more_lines_than(self, most: usize, why: &Message) -> Result<Self> {
        let stdout = &self.output.stdout;
        if String::from_utf8_lossy(stdout).lines().count() <= most {
            return Ok(self);
        }
        Err(Failure::new(msg!("line-is-too-much", why = why.clone())).with(msg!("stdout"), escape::lines(stdout)))
    }

    /// The last line on stdout is one with these words, as [`line_with`](Self::line_with) finds it, if there is one. `why`
    /// says why nothing should stand behind it.
    ///
    /// # Errors
    /// There is something behind it.
    pub fn has_nothing_behind(self, words: &[&str], why: &Message) -> Result<Self> {
        let stdout = String::from_utf8_lossy(&self.output.stdout).into_owned();
        let behind = stdout.lines().skip_while(|line| !has_words(line, words)).find(|line| !has_words(line, words));
        let Some(line) = behind else { return Ok(self) };
        Err(Failure::new(msg!("line-is-too-much", why = why.clone()))
            .with(msg!("printed"), escape::bytes(line.as_bytes()))
            .with(msg!("stdout"), escape::lines(stdout.as_bytes())))
    }

    /// It printed these messages on stdout, each quoted and escaped to the end of a line of its own, in this order, and no
    /// others. How an escape is written is each language's own affair: see `quoting.rs`.
    ///
    /// # Errors
    /// One is missing, too much, or not printed like this.
    pub fn quotes(self, messages: &[&str]) -> Result<Self> {
        quoting::compare(messages, &self.output.stdout)?;
        Ok(self)
    }

    /// No control character is on stdout, but for the line ends; nor on stderr, where a program may have its own colours.
    ///
    /// # Errors
    /// There is one.
    pub fn cannot_command_the_terminal(self) -> Result<Self> {
        quoting::expect_harmless(&self.output.stdout, &self.output.stderr)?;
        Ok(self)
    }

    /// The numbers on stdout that stand right after this text, in order.
    pub fn numbers_after(&self, text: &str) -> Vec<f64> {
        self.printed_after(text).into_iter().map(|(number, _)| number).collect()
    }

    /// The same, each with how many digits stand behind its point.
    pub(crate) fn printed_after(&self, text: &str) -> Vec<(f64, usize)> {
        let stdout = String::from_utf8_lossy(&self.output.stdout);
        let number = |behind: &str| {
            let (number, rest) = expected_lines::split_number(behind)?;
            let printed = &behind[..behind.len() - rest.len()];
            Some((number, printed.split_once('.').map_or(0, |(_, decimals)| decimals.len())))
        };
        stdout.split(text).skip(1).filter_map(number).collect()
    }

    /// The numbers in what it printed.
    fn numbers(&self) -> impl Iterator<Item = usize> {
        let Output { stdout, stderr, .. } = &self.output;
        let numbers = |text: &[u8]| numbers_in(&String::from_utf8_lossy(text)).collect::<Vec<_>>();
        numbers(stderr).into_iter().chain(numbers(stdout))
    }
}

/// What a program says that does not know an option: one of the task sheet's, where all are right that it was given.
fn unknown_option(stderr: &[u8]) -> Option<Message> {
    let text = String::from_utf8_lossy(stderr);
    let says_so = |line: &&str| {
        let line = line.to_lowercase();
        ["unexpected argument", "unrecognized argument", "unrecognized option", "unknown option", "no such option"]
            .iter()
            .any(|words| line.contains(words))
    };
    let line = text.lines().find(says_so)?;
    Some(msg!("cause-option-is-unknown", words = crash::quoted(line)))
}

/// These numbers as a choice, each once.
fn any_of(numbers: &[usize]) -> Value {
    let mut numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    numbers.dedup();
    message::joined(numbers, msg!("or"))
}

/// Whether the line has these words, in this order.
fn has_words(line: &str, words: &[&str]) -> bool {
    let line = line.to_lowercase();
    let mut rest = line.as_str();
    words.iter().all(|word| {
        let word = word.to_lowercase();
        let ends_word = |text: &str| !text.starts_with(char::is_alphanumeric);
        let begins_word = |text: &str| !text.ends_with(char::is_alphanumeric);
        let mut places = rest.match_indices(&word);
        let found = places.find(|(at, _)| begins_word(&rest[..*at]) && ends_word(&rest[at + word.len()..]));
        found.map(|(at, _)| rest = &rest[at + word.len()..]).is_some()
    })
}

/// The numbers in a text that are not a part of a word or of an escape.
fn numbers_in(text: &str) -> impl Iterator<Item = usize> {
    let words = text.split(|char: char| !(char.is_alphanumeric() || char == '\\'));
    words.filter_map(|word| {
        let end = word.find(|char: char| !char.is_ascii_digit()).unwrap_or(word.len());
        word[..end].parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_order() {
        let line = "PING 1 from 127.0.0.1:5000: rtt=0.05 ms";
        for words in [["PING 1", "rtt"].as_slice(), &["ping 1"], &["127.0.0.1:5000", "ms"], &[]] {
            assert!(has_words(line, words), "{words:?}");
        }
        for words in [["PING 10"].as_slice(), &["rtt", "PING 1"], &["PING", "PING"], &["pin"], &["lost"]] {
            assert!(!has_words(line, words), "{words:?}");
        }
        assert!(!has_words("PING 10 from here", &["PING 1"]));
        assert!(has_words("PING 11, then PING 1", &["ping 1"]));
    }

    #[test]
    fn a_number_is_no_part_of_a_word_or_of_an_escape() {
        let numbers = |text: &str| numbers_in(text).collect::<Vec<_>>();
        assert_eq!(numbers("11 of 23 bytes"), [11, 23]);
        assert_eq!(numbers("error: (11/23bytes): byte=7."), [11, 23, 7]);
        assert!(numbers(r"b'a\xc3\xa7\x11 \303\247' is not c3a7, u8").is_empty());
        assert!(numbers("").is_empty());
    }
}
